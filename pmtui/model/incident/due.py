"""What waits, the most pressing first: the ONE list that header, panes, brief and close dialog are drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.actions import later
from pmtui.model.incident.facts import ActionFact, EscalationFact, Item
from pmtui.model.incident.roles import COMMANDER
from pmtui.model.incident.tasks import day_after, overdue
from pmtui.model.incident.words import address
from pmtui.model.text import one_line
from pmtui.model.time.words import duration

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

_NEVER = datetime.max.replace(tzinfo=UTC)
_NO_WORDS = "redacted"
"""Only a redaction leaves nothing of what somebody began."""
_MINUTE = 60
_COMMUNICATIONS = "communications"
_BAD = ("SEV1", "SEV2")
"""Of these somebody has to tell the others."""
_ADJECTIVES = ("internal", "status page")
"""Audiences that own nothing: `internal update`, but `customers' update`."""


class Limits(Protocol):
    """How long something may wait, in seconds; the settings are one."""

    @property
    def answer_after(self) -> int:
        """From the last time that an escalation was asked to the moment when it is overdue."""

    @property
    def silence_after(self) -> int:
        """Without an entry, until that counts as silence; 0 is never."""

    def rhythm(self, severity: str) -> int:
        """Between two updates at that severity (`SEV1`, `SEV?`), unless one says `next:`; 0: no rhythm."""


class Due(msgspec.Struct, frozen=True):
    """One thing that waits for somebody. Moments in UTC, lengths in seconds."""

    key: str
    """The same for as long as it is the same thing that waits."""
    kind: Literal["action", "question", "escalation", "update", "follow-up", "undone", "silence"]
    """`undone` is what nobody has done yet."""
    text: str
    """What waits, in words and on one line, never its label alone."""
    label: str = ""
    """What to type for it: `A4`, `#7` for what was stored without a label; empty for what no entry began."""
    who: str = ""
    """The owner of an action or a follow-up; empty when nobody is."""
    entry: str = ""
    """Id of the entry that it is about; empty when there is none."""
    since: datetime | None = None
    """Since when it waits: asked last, opened, told; None when nobody knows."""
    due: datetime | None = None
    """When it is, or was, to be done; None for what has no such moment."""
    line: str = ""
    """What to type to settle it, `/done A4 `."""

    def over(self, now: datetime) -> float:
        """Seconds for which it has been overdue; 0 or less while it is not."""
        return (now - self.due).total_seconds() if self.due else 0.0

    def overdue(self, now: datetime) -> bool:
        """Whether its moment has come."""
        return self.due is not None and self.due <= now


def waiting(incident: Incident, now: datetime, limits: Limits) -> tuple[Due, ...]:
    """All that waits: longest overdue, then soonest due, then longest waiting; nothing once the incident is over.

    A follow-up waits once its day is over. Silence is a reminder of its own and only there when nothing else is
    overdue.
    """
    if incident.over:
        return ()
    found = [
        *begun(incident, limits.answer_after),
        *_updates(incident, limits),
        *_late_follow_ups(incident, now),
        *_undone(incident),
    ]
    if not any(waits.overdue(now) for waits in found):
        found += _silence(incident, now, limits)
    return tuple(sorted(found, key=_pressing))


def subject(waits: Due) -> str:
    """What waits, for a line of its own: `add replicas (A4, eve)`, `customers' update`, `nobody has Communications`."""
    if waits.kind == "undone":
        return _lacking(waits.text)
    if waits.kind in ("action", "follow-up"):
        return f"{waits.text} ({waits.label}, {waits.who or 'no owner'})"
    return f"{waits.text} ({waits.label})" if waits.label else waits.text


def timing(waits: Due, now: datetime) -> str:
    """How long it waits, or how far its moment is: `8m over`, `due now`, `in 4m`, `waits 9m`, `28m`."""
    if waits.kind in ("escalation", "silence"):
        waited = _length(waits.since, now)
        return f"waits {waited}".rstrip() if waits.kind == "escalation" else waited
    if waits.due is None:
        return _length(waits.since, now)
    over = waits.over(now)
    if over < 0:
        return f"in {duration(-over)}"
    return f"{duration(over)} over" if over >= _MINUTE else "due now"


def worded(waits: Due, now: datetime) -> str:
    """Both in one sentence: `database team (E5) waits 9m`, `add replicas (A4, eve) 8m over`."""
    if waits.kind == "undone":
        return subject(waits)
    return f"{subject(waits)} {timing(waits, now)}".rstrip()


def _pressing(waits: Due) -> tuple[bool, datetime]:
    """Of two overdue the one that was due first is overdue longer: so no clock is needed to sort them."""
    return (waits.due is None, waits.due or waits.since or _NEVER)


def _lacking(what: str) -> str:
    if what == COMMANDER:
        return "nobody is commander"
    return "nobody has Communications" if what == _COMMUNICATIONS else f"no {what} yet"


def _length(since: datetime | None, now: datetime) -> str:
    return duration(max(0.0, (now - since).total_seconds())) if since else ""


# --- what entries began


def begun(incident: Incident, answer_after: int = 0) -> list[Due]:
    """The actions, escalations and questions that wait, the most pressing first; those of a closed incident, too.

    Args:
        incident: whose.
        answer_after: seconds until an escalation is overdue; between two of them it changes nothing.
    """
    return sorted(_begun(incident, answer_after), key=_pressing)


def _begun(incident: Incident, answer_after: int) -> Iterator[Due]:
    for action in incident.actions:
        if action.state == "in flight":
            yield _action(action, incident)
    for escalation in incident.escalations:
        if escalation.state == "waiting":
            yield _escalation(escalation, incident, answer_after)
    for question in incident.questions:
        if question.state == "open":
            label = address(incident, question.item.id)
            yield Due(
                key=f"question {question.item.id}",
                kind="question",
                text=one_line(question.text) or _NO_WORDS,
                label=label,
                entry=question.item.id,
                since=question.asked.at,
                line=f"/answer {label} ",
            )


def _action(action: ActionFact, incident: Incident) -> Due:
    label = address(incident, action.item.id)
    return Due(
        key=f"action {action.item.id} {action.due}",  # given more time it is another thing, and rings again
        kind="action",
        text=one_line(action.text) or _NO_WORDS,
        label=label,
        who=action.owner,
        entry=action.item.id,
        since=action.item.entry.at,
        due=action.due,
        line=f"/done {label} ",
    )


def _escalation(escalation: EscalationFact, incident: Incident, answer_after: int) -> Due:
    label = address(incident, escalation.item.id)
    asked = [escalation.asked.at, *(item.entry.at for item in escalation.asked_again)]
    last = max((at for at in asked if at is not None), default=None)
    return Due(
        key=f"escalation {escalation.item.id} {len(asked)}",
        kind="escalation",
        text=one_line(escalation.to) or _NO_WORDS,
        label=label,
        entry=escalation.item.id,
        since=last,
        due=later(last, answer_after) if last else None,
        line=f"/answered {label} ",
    )


# --- what was promised


def _late_follow_ups(incident: Incident, now: datetime) -> Iterator[Due]:
    for task in incident.tasks:
        if task.due is not None and overdue(task, incident.zone, now):
            yield Due(
                key=f"follow-up {task.item.id} {task.due}",
                kind="follow-up",
                text=one_line(task.text) or _NO_WORDS,
                label=address(incident, task.item.id),
                who=task.owner,
                entry=task.item.id,
                since=task.created,
                due=day_after(task.due, incident.zone),
                line=f"/done {address(incident, task.item.id)} ",
            )


def _updates(incident: Incident, limits: Limits) -> Iterator[Due]:
    """The promise to each audience that was told something; one made to nobody in particular any update keeps."""
    rhythm = limits.rhythm(incident.severity)
    timed = [item for item in incident.updates if item.entry.at is not None]
    last: dict[str, Item] = {}
    for item in timed:
        last[_audience(item).casefold()] = item
    if "" in last and last[""] is not timed[-1]:
        del last[""]
    for item in last.values():
        promised = _next(item, rhythm)
        if promised and item.entry.at:
            audience = _audience(item)
            yield Due(
                key=f"update {item.id}",
                kind="update",
                text=f"{_possessive(audience)} update".strip(),
                entry=item.id,
                since=item.entry.at,
                due=later(item.entry.at, promised),
                line=f"/update {audience}: " if audience else "/update ",
            )


def _audience(item: Item) -> str:
    return item.entry.audience if isinstance(item.entry, e.Update) else ""


def _next(item: Item, rhythm: int) -> int:
    """Seconds until the next one: what it promised itself wins over the rhythm."""
    said = item.entry.next if isinstance(item.entry, e.Update) else None
    return rhythm if said is None else said


def _possessive(audience: str) -> str:
    if audience.casefold() in _ADJECTIVES or not audience.endswith("s"):
        return audience
    return f"{audience}'"


# --- what nobody has done yet


def _undone(incident: Incident) -> Iterator[Due]:
    """Counts from the moment when recording was opened, whenever the impact began."""
    opened = incident.opened
    if opened is None:
        return
    for what, minutes, line in _lacks(incident):
        yield Due(
            key=f"undone {what}",
            kind="undone",
            text=what,
            since=opened,
            due=later(opened, minutes * _MINUTE),
            line=line,
        )


def _lacks(incident: Incident) -> Iterator[tuple[str, int, str]]:
    """What is missing, after how many minutes that is too long, and the line that mends it."""
    held = {role.role.casefold() for role in incident.roles if role.given_up is None}
    if incident.severity == "SEV?":
        yield "severity", 5, "/severity "
    if not incident.commander:
        yield COMMANDER, 5, f"/role {COMMANDER} "
    if not incident.impacts:
        yield "impact", 10, "/impact "
    if not incident.updates:
        yield "first update", 15 if incident.severity == "SEV1" else 30, "/update "
    if incident.severity in _BAD and _COMMUNICATIONS not in held:
        yield _COMMUNICATIONS, 15, f"/role {_COMMUNICATIONS} "


def _silence(incident: Incident, now: datetime, limits: Limits) -> Iterator[Due]:
    if not limits.silence_after or not len(incident):
        return
    last = incident.entry(incident.numbered(incident.last_number)[-1])
    due = later(last.recorded, limits.silence_after)
    if due <= now:
        yield Due(
            key=f"silence {last.id}",
            kind="silence",
            text="quiet",
            entry=last.id,
            since=last.recorded,
            due=due,
            line="/summary ",
        )
