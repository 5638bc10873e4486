"""Who was asked for help, and how long the answer took or takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import EscalationFact, Item
from pmtui.model.incident.fold import by_reference

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold
    from pmtui.model.incident.incident import Incident


def escalations(fold: Fold) -> tuple[EscalationFact, ...]:
    """Every escalation, in the order in which they were made."""
    asked = fold.of(e.Escalate)
    ends = by_reference(fold.of(e.Answered, e.Withdraw))
    again = by_reference(asked)
    return tuple(
        _escalation(item, again.get(item.id, []), ends.get(item.id, []), fold.label(item.id))
        for item in asked
        if not item.entry.refs
    )


def asked_already(incident: Incident, entry: e.Escalate) -> EscalationFact | None:
    """The escalation that waits for the same people as one that is, or would be, asked beside it."""
    who = "" if incident.over else entry.to.casefold()
    waiting = (fact for fact in incident.escalations if fact.state == "waiting" and fact.item.id != entry.id)
    return next((fact for fact in waiting if who and fact.to.casefold() == who), None)


def _escalation(item: Item, again: list[Item], ends: list[Item], label: str) -> EscalationFact:
    entry = item.entry
    assert isinstance(entry, e.Escalate)
    answer = _first(ends, e.Answered)
    withdrawn = _first(ends, e.Withdraw)
    answered_at = answer.entry.at if answer else None
    withdrawn_at = withdrawn.entry.at if withdrawn else None
    end = answered_at if answer else withdrawn_at
    state = "waiting"
    if answer or withdrawn:
        state = "answered" if answer else "withdrawn"
    wait = None
    if end is not None and entry.at is not None and end >= entry.at:
        wait = int((end - entry.at).total_seconds())
    return EscalationFact(
        item=item,
        label=label,
        to=entry.to,
        because=entry.text,
        via=entry.via,
        state=state,
        asked=entry.when,
        asked_again=tuple(again),
        answer=answer.entry.text if answer and isinstance(answer.entry, e.Answered) else "",
        answered=answered_at,
        withdrawn=withdrawn_at,
        wait_seconds=wait,
        about=entry.about or any(end.entry.about for end in (answer or withdrawn,) if end),
    )


def _first(items: list[Item], kind: type[e.Entry]) -> Item | None:
    """The earliest by `at`; one of unknown time counts when there is no other."""
    fitting = [item for item in items if isinstance(item.entry, kind)]
    timed = [item for item in fitting if item.entry.at is not None]
    return min(
        timed, key=lambda item: (item.entry.at, item.entry.key), default=fitting[0] if fitting else None
    )
