"""The tables of incident.toml but its entries: views, for people and for programs that read TOML."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, TypeVar

from pmtui.model.entries import FORMAT, Attach, Detected, Entry, Opened, Severity, Update, When, kind_of
from pmtui.model.incident.actions import later
from pmtui.model.incident.incident import by_time
from pmtui.model.incident.links import place
from pmtui.model.incident.words import labels, typed, words
from pmtui.output.text.selection import local, selected, zone

if TYPE_CHECKING:
    from pmtui.model.incident.facts import (
        ActionFact,
        EscalationFact,
        HypothesisFact,
        Item,
        MilestoneMoment,
        QuestionFact,
        TaskFact,
    )
    from pmtui.model.incident.incident import Incident

Table = dict[str, Any]
T = TypeVar("T", bound=Entry)


def views(incident: Incident, slug: str) -> Table:
    """Every view in its order; times in the incident's zone, lengths in seconds."""
    tz = zone(incident)
    return {
        "format": FORMAT,
        "impacts": [words(item, incident) for item in incident.impacts],
        "incident": _incident(incident, slug, tz),
        "milestones": {name: local(moment.at, tz) for name, moment in incident.milestones.items()},
        "metrics": _metrics(incident),
        "lessons": _lessons(incident),
        "writeup": dict(incident.sections),
        "roles": [
            _given(
                role=role.role,
                name=role.name,
                taken=role.taken and local(role.taken, tz),
                given_up=role.given_up and local(role.given_up, tz),
            )
            for role in incident.roles
        ],
        "timeline": [_timeline(item, incident, tz) for item in selected(incident)],
        "hypotheses": [_hypothesis(h, tz) for h in incident.hypotheses],
        "escalations": [_escalation(x, tz) for x in incident.escalations],
        "tasks": [_task(task, tz) for task in incident.tasks],
        "milestone_history": _milestone_history(incident, tz),
        "updates": [_update(entry, tz) for entry in _entries(incident, Update)],
        "severities": _severities(incident, tz),
        "actions": [_action(action, incident.closed, tz) for action in incident.actions],
        "questions": [_question(q, tz) for q in incident.questions],
        "links": [
            _given(name=link.name, url=link.url, at=link.item.entry.at and local(link.item.entry.at, tz))
            for link in incident.links
        ],
        "attachments": [
            _attachment(i.entry, tz) for i in incident.attachments if isinstance(i.entry, Attach)
        ],
    }


def _given(**fields: Any) -> Table:
    """The fields that have a value: neither None nor empty."""
    return {name: value for name, value in fields.items() if value is not None and value != ""}


def _incident(incident: Incident, slug: str, tz: tzinfo) -> Table:
    return _given(
        id=incident.id,
        slug=slug,
        title=incident.title,
        severity=incident.severity,
        worst_severity=incident.worst_severity,
        status=incident.status,
        closed_as=incident.closed_as,
        timezone=incident.zone_recorded,
        summary=incident.summary,
        services=list(incident.services),
        tags=list(incident.tags),
        opened=incident.opened and local(incident.opened, tz),
        by=incident.opened_by,
        closed=incident.closed_at and local(incident.closed_at, tz),
        finished=incident.writeup.at and local(incident.writeup.at, tz),
        finished_by=incident.writeup.by,
        reviewer=incident.writeup.reviewer,
        published=incident.writeup.url,
    )


def _metrics(incident: Incident) -> Table:
    found: Table = {f"{m.name}_seconds": m.seconds for m in incident.metrics if m.seconds is not None}
    share = incident.misleading_share
    return found if share is None else {**found, "misleading_share": float(share)}


def _lessons(incident: Incident) -> Table:
    lessons = incident.lessons
    return {
        "well": list(lessons.well),
        "badly": list(lessons.badly),
        "lucky": list(lessons.lucky),
        "questions": list(lessons.questions),
        "improvements": list(lessons.improvements),
    }


def _timeline(item: Item, incident: Incident, tz: tzinfo) -> Table:
    entry = item.entry
    about = list(labels(item, incident))
    return {
        **_given(number=entry.n, label=incident.label(item.id) if entry.label else ""),
        **_given(at=entry.at and local(entry.at, tz), until=entry.until and local(entry.until, tz)),
        "about": entry.about,
        **_given(said=entry.said),
        "kind": kind_of(entry),
        "text": typed(item, incident),
        **({"refs": about} if entry.refs else {}),
        **_given(by=entry.by, who=entry.who, author=entry.author),
        "key": item.key,
    }


def _hypothesis(h: HypothesisFact, tz: tzinfo) -> Table:
    return {
        "label": h.label,
        "text": h.text,
        **_given(
            raised=h.raised.at and local(h.raised.at, tz),
            state=h.state,
            settled=_ended(h.settled, tz),
            because=h.because,
            seconds_spent=h.seconds_spent,
        ),
        "evidence": [
            _given(sign=x.sign, text=x.text, at=x.item.entry.at and local(x.item.entry.at, tz))
            for x in h.evidence
        ],
        "intervals": [_given(start=local(i.start, tz), end=i.end and local(i.end, tz)) for i in h.intervals],
    }


def _escalation(x: EscalationFact, tz: tzinfo) -> Table:
    again = [local(item.entry.at, tz) for item in x.asked_again if item.entry.at]
    return _given(
        label=x.label,
        to=x.to,
        because=x.because,
        via=x.via,
        at=x.asked.at and local(x.asked.at, tz),
        asked_again=again or None,
        answered=x.answered and local(x.answered, tz),
        withdrawn=x.withdrawn and local(x.withdrawn, tz),
        wait_seconds=x.wait_seconds,
        state=x.state,
    )


def _milestone_history(incident: Incident, tz: tzinfo) -> list[Table]:
    """Every moment of a milestone, in the order of time, and whether it is the one that counts.

    What stands in for a missing one (the opening for declared, a confirmed hypothesis for identified) is among them.
    """
    typed_ones = [moment for moments in incident.moments.values() for moment in moments]
    stand_ins = [moment for moment in incident.milestones.values() if moment not in typed_ones]
    given = sorted((*typed_ones, *stand_ins), key=lambda m: m.at)
    return [
        {
            "milestone": moment.name,
            "at": local(moment.at, tz),
            **({"about": True} if moment.about else {}),
            **_given(source=_source(moment), text=typed(moment.item, incident) if moment.item else ""),
            "counts": incident.milestones.get(moment.name) == moment,
        }
        for moment in given
    ]


def _source(moment: MilestoneMoment) -> str:
    """By what or whom it was noticed."""
    entry = moment.item.entry if moment.item else None
    return entry.source if isinstance(entry, Detected) else ""


def _update(entry: Update, tz: tzinfo) -> Table:
    """`next` is the moment that was promised for the next one."""
    promised = later(entry.at, entry.next) if entry.at and entry.next else None
    return {
        **_given(audience=entry.audience, at=entry.at and local(entry.at, tz)),
        "text": entry.text,
        **_given(next=promised and local(promised, tz)),
    }


def _severities(incident: Incident, tz: tzinfo) -> list[Table]:
    """Each severity that was set, the one of the opening first, then in the order of time."""
    found = [(entry.severity, entry.opened, "") for entry in _entries(incident, Opened)]
    found += [(entry.level, entry.at, entry.text) for entry in _entries(incident, Severity)]
    return [
        _given(severity=f"SEV{level}", at=at and local(at, tz), text=text)
        for level, at, text in found
        if level
    ]


def _entries(incident: Incident, kind: type[T]) -> list[T]:
    """The unstruck entries of a kind, in the order of time."""
    items = sorted(incident.of(kind), key=by_time)
    return [item.entry for item in items if isinstance(item.entry, kind)]


def _action(action: ActionFact, closed: bool, tz: tzinfo) -> Table:
    """Once the incident is closed nothing is in flight: then only what somebody finished has a state."""
    at = action.item.entry.at
    return {
        **_given(label=action.label),
        "text": action.text,
        **_given(
            owner=action.owner,
            state="" if closed and action.ended is None else action.state,
            at=at and local(at, tz),
            check=action.due and local(action.due, tz),
            ended=_ended(action.ended, tz),
            result=action.result,
        ),
    }


def _question(q: QuestionFact, tz: tzinfo) -> Table:
    return {
        **_given(label=q.label),
        "text": q.text,
        "state": q.state,
        **_given(
            asked=q.asked.at and local(q.asked.at, tz),
            answered=_ended(q.answered, tz),
            answer=q.answer,
        ),
    }


def _attachment(entry: Attach, tz: tzinfo) -> Table:
    return {
        "number": entry.n,
        **_given(at=entry.at and local(entry.at, tz)),
        "name": entry.name,
        "path": place(entry),
        **_given(caption=entry.text),
        "bytes": entry.bytes,
        "sha256": entry.sha256,
        **_given(by=entry.by),
    }


def _ended(when: When | None, tz: tzinfo) -> datetime | None:
    """When something was over: what took a while, at its end."""
    if when is None or when.at is None:
        return None
    return local(when.until or when.at, tz)


def _task(task: TaskFact, tz: tzinfo) -> Table:
    return {
        "label": task.label,
        "text": task.text,
        **_given(
            owner=task.owner,
            due=task.due,
            term=task.term,
            type=task.type,
            priority=task.priority,
            ref=task.ref,
        ),
        "created": local(task.created, tz),
        "done": task.done,
        **_given(done_at=task.done_at and local(task.done_at, tz)),
    }
