"""What a close would leave wrong, and what a reader of the write-up will ask for and not find yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.model.entries import Update, Write
from pmtui.model.incident.facts import EscalationFact, QuestionFact
from pmtui.model.incident.layouts import DEFAULT, Layout
from pmtui.model.incident.proposed import proposed
from pmtui.model.incident.words import address
from pmtui.model.incident.writeup import SECTIONS, quoted
from pmtui.model.text import short

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

_TEXT = 60
"""Letters of what is named."""


def missing(incident: Incident, layout: Layout = DEFAULT) -> list[str]:
    """Milestones and sections that are not there, and hypotheses that are open; each with what to type.

    Args:
        incident: the incident.
        layout: of the template; its required sections are asked for.
    """
    undone = [f"which version of {what} stands, {by}: {line}" for what, by, line in undecided(incident)]
    if incident.closed_as:  # nobody expects a whole write-up
        return undone
    found = [
        f"{name}: @TIME /{name}"
        for name in ("started", "detected", "resolved")
        if name not in incident.milestones
    ]
    found += [f"{what}: {how}" for _, what, how in unwritten(incident, layout)]
    found += undone
    found += [
        f"{h.label} is still open: /misleading {h.label} or /confirmed {h.label}"
        for h in incident.hypotheses
        if h.state == "open"
    ]
    return found


def unsettled(incident: Incident) -> dict[str, list[str]]:
    """What would be wrong if it were closed as it stands, by what it is; each with what to type.

    Audiences that were told of it and not that it is over, escalations and questions without an answer, actions in
    flight.
    """
    found = {
        "updates": list(_untold(incident)),
        "escalations": [_unanswered(incident, x, x.to) for x in incident.escalations if x.state == "waiting"],
        "actions": list(_in_flight(incident)),
        "questions": [_unanswered(incident, q, q.text) for q in incident.questions if q.state == "open"],
    }
    return {what: sentences for what, sentences in found.items() if sentences}


def _in_flight(incident: Incident) -> Iterator[str]:
    for action in incident.actions:
        if action.state == "in flight":
            label = address(incident, action.item.id)
            text = short(action.text, _TEXT)
            yield f"{label} {text} ({action.owner or 'no owner'}) is in flight: /done {label}"


def _unanswered(incident: Incident, fact: EscalationFact | QuestionFact, text: str) -> str:
    label = address(incident, fact.item.id)
    command = "answered" if isinstance(fact, EscalationFact) else "answer"
    return f"{label} {short(text, _TEXT)} has no answer: /{command} {label}"


def _untold(incident: Incident) -> Iterator[str]:
    """The audiences whose last update is older than the end of the impact; before that there is no such end."""
    end = incident.milestones.get("resolved") or incident.milestones.get("mitigated")
    last: dict[str, tuple[str, datetime]] = {}
    for item in incident.updates:
        entry = item.entry
        if isinstance(entry, Update) and entry.at is not None:
            last[entry.audience.casefold()] = (entry.audience, entry.at)
    for audience, at in last.values():
        if end is None or at < end.at:
            line = f"/update {audience}: " if audience else "/update "
            yield f"{audience or 'whoever was told of it'}: not told yet that it is over: {line}"


def unwritten(incident: Incident, layout: Layout) -> list[tuple[str, str, str]]:
    """The required sections that nobody has written, and of which the record says nothing that stands there meanwhile.

    Returns:
        Name, what it is in words, and the line that writes it.
    """
    said = proposed(incident)
    return [
        (name, what, line)
        for name, what, line in required(layout)
        if not incident.sections.get(name, "").strip() and name not in said
    ]


def required(layout: Layout) -> list[tuple[str, str, str]]:
    """The sections that a template asks for: name, what it is in words, and the line that writes it."""
    return [(name, _named(name), line_for(name)) for name in layout.asks]


def undecided(incident: Incident) -> list[tuple[str, str, str]]:
    """The sections of which two versions stand until somebody chooses: what it is in words, whose they are, and the
    line that takes the later one alone."""
    return [
        (
            _named(section),
            versions(incident, written),
            f"/write {quoted(section)} {incident.name(written[-1].id)}",
        )
        for section in incident.sections
        if (written := incident.clash(section))
    ]


def versions(incident: Incident, written: Sequence[Write]) -> str:
    """`#4 (ana) and #7 (bo)`."""
    return " and ".join(
        incident.name(version.id) + (f" ({version.by})" if version.by else "") for version in written
    )


def line_for(section: str) -> str:
    """What to type to write a section."""
    return "/impact TEXT" if section == "impact" else f"/write {quoted(section)} TEXT"


def _named(section: str) -> str:
    if section not in SECTIONS:
        return f'the section "{section}"'
    words = SECTIONS[section].lower()
    return words if words.startswith("what ") else f"the {words}"
