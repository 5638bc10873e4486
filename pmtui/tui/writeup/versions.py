"""The versions of a section to choose from: those that stand, what they make together, the earlier ones, and what
of it lies in `aside/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from pmtui.model import entries as e
from pmtui.model.incident.words import heading
from pmtui.model.time.words import clock, day

if TYPE_CHECKING:
    from pathlib import Path

    from pmtui.model.incident.incident import Incident
    from pmtui.tui.window.window import Window

_LINES = 8
"""Lines of a version that are shown."""


class Version(Struct, frozen=True):
    """One text that the section can have."""

    title: str
    text: str

    @property
    def row(self) -> str:
        """How it is listed: what it is, and how it begins."""
        lines = self.text.splitlines() or ["(nothing)"]
        more = [f"… {len(lines) - _LINES} more lines"] if len(lines) > _LINES else []
        return "\n  ".join([self.title, *lines[:_LINES], *more])


def versions(window: Window, section: str) -> list[Version]:
    """What can be chosen, in the order in which somebody will want it; empty for a section that nobody wrote."""
    incident = window.incident
    return [
        *_apart(incident, section, window.session.by),
        *_earlier(incident, section),
        *_aside(window.folder, section),
    ]


def title(incident: Incident, section: str) -> str:
    """What stands above the list."""
    apart = incident.standing.get(section)
    many = len(apart.heads) if apart else 0
    return (
        f"{heading(section)}: {many} written apart, choose" if many > 1 else f"{heading(section)}: versions"
    )


def _apart(incident: Incident, section: str, me: str) -> list[Version]:
    """Those that were written apart, mine first, and both, as they stand now."""
    standing = incident.standing.get(section)
    if standing is None or len(standing.heads) < 2:
        return []
    heads = sorted(standing.heads, key=lambda version: version.by != me)
    whose = [Version(_title(incident, v, "mine" if v.by == me else "theirs"), v.text) for v in heads]
    return [*whose, Version("both, as they stand now", standing.text)]


def _earlier(incident: Incident, section: str) -> list[Version]:
    """Every other version that was ever recorded, the last one first."""
    written = [i.entry for i in incident.of(e.Write) if isinstance(i.entry, e.Write)]
    standing = incident.standing.get(section)
    shown = {head.id for head in standing.heads} if standing and len(standing.heads) > 1 else set()
    return [
        Version(_title(incident, version), version.text)
        for version in reversed(written)
        if version.section == section and version.id not in shown
    ]


def _title(incident: Incident, version: e.Write, whose: str = "") -> str:
    zone = incident.zone
    number = f"{'+' if version.append else ''}{incident.name(version.id)}"
    moment = f"{day(version.recorded, zone)} {clock(version.recorded, zone)}"
    return "  ".join(filter(None, (whose, number, moment, version.by)))


def _aside(folder: Path, section: str) -> list[Version]:
    """What was edited in the draft and could not be taken in."""
    from pmtui.work.asides import of_section

    return [Version(f"aside  {kept.path.name}", kept.text) for kept in of_section(folder, section)]
