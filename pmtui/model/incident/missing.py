"""What a reader of the write-up will ask for and not find yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.model.incident.layouts import DEFAULT, Layout
from pmtui.model.incident.writeup import SECTIONS

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident


def missing(incident: Incident, layout: Layout = DEFAULT) -> list[str]:
    """Milestones and sections that are not there, and what was never settled; each with what to type.

    Args:
        incident: the incident.
        layout: of the template; its required sections are asked for.
    """
    found = [
        f"{name}: @TIME /{name}"
        for name in ("started", "detected", "resolved")
        if name not in incident.milestones
    ]
    found += [f"{what}: {how}" for _, what, how in unwritten(incident, layout)]
    found += [
        f"{h.label} is still open: /misleading {h.label} or /confirmed {h.label}"
        for h in incident.hypotheses
        if h.state == "open"
    ]
    found += [
        f"{x.label} was never answered: /answered {x.label}"
        for x in incident.escalations
        if x.state == "waiting"
    ]
    return found


def unwritten(incident: Incident, layout: Layout) -> list[tuple[str, str, str]]:
    """The required sections that nobody has written: name, what it is in words, and the line that writes it."""
    return [
        (name, _named(name), _line(name))
        for name in layout.asks
        if not incident.sections.get(name, "").strip() and not (name == "impact" and incident.impacts)
    ]


def _line(section: str) -> str:
    """What to type to write a section."""
    if section == "impact":
        return "/impact TEXT"
    return f"/write {section} TEXT" if section in SECTIONS else f'/write "{section}" TEXT'


def _named(section: str) -> str:
    if section not in SECTIONS:
        return f'the section "{section}"'
    words = SECTIONS[section].lower()
    return words if words.startswith("what ") else f"the {words}"
