"""Beginning an incident: its first entry, and the zone in which its times are read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pmtui.errors import PmtuiError, UsageError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.text import one_line
from pmtui.model.time.read import check_zone
from pmtui.model.time.zones import tz
from pmtui.storage import git, machine, private
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings, identity


def opening(
    title: str, now: datetime, settings: Settings, zone: str = "", severity: int | None = None
) -> e.Opened:
    """The entry that opens an incident now (UTC).

    Args:
        title: as typed.
        now: when recording begins.
        settings: who types, and the zone when none is named.
        zone: the one that is asked for.
        severity: 1 to 5.

    Raises:
        UsageError: there is no such zone; says where it was named.
    """
    return e.Opened(
        id=codec.new_id(now),
        recorded=now,
        at=now,
        opened=now,
        by=identity(settings),
        zone=_zone(zone, settings),
        title=one_line(title),
        severity=severity,
    )


def begin(library: Library, opened: e.Opened) -> Path:
    """The folder of a new incident, with its journal; its name begins with the local day.

    Raises:
        StorageError: it cannot be made; nothing stays of it.
    """
    return library.create(opened, opened.recorded.astimezone(tz(opened.zone)).date())


def surroundings(folder: Path) -> list[str]:
    """A sentence about each thing to know of where a new incident is: who else can read it, how git merges it.

    Git is told so here.
    """
    try:
        others = private.readers(folder)
        written = git.prepare(folder.parent.parent)
    except PmtuiError as error:
        return [str(error)]
    said = [others] if others else []
    if written:
        said.append(f"git merges what two clones log, by {' and '.join(map(str, written))}: commit them")
    return said


def unclear_zone(named: str, settings: Settings) -> str:
    """One sentence when nobody named a zone and the machine's is not known; else nothing."""
    return "" if named or settings.timezone else machine.zone()[1]


def _zone(named: str, settings: Settings) -> str:
    """The zone asked for, else that of the settings, else the machine's."""
    for place, name in (("--timezone", named), ("settings: timezone", settings.timezone)):
        if name:
            try:
                return check_zone(name)
            except PmtuiError as error:
                raise UsageError(f"{place}: {error.what}", error.do) from None
    return machine.zone()[0]
