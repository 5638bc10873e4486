"""What a reader of the write-up will ask for and not find yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmtui.model.incident import Incident


def missing(incident: Incident) -> list[str]:
    """Milestones and sections that are not there, and what was never settled; each with what to type."""
    found = [
        f"{name}: @TIME /{name}"
        for name in ("started", "detected", "resolved")
        if name not in incident.milestones
    ]
    if not incident.impacts and "impact" not in incident.sections:
        found.append("the impact: /impact TEXT")
    found += [
        f"the {words}: /write {name} TEXT"
        for name, words in (("root_cause", "root cause"), ("resolution", "resolution"))
        if name not in incident.sections
    ]
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
