"""What the write-up collects: follow-ups, lessons, sections, and how far it is."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.escalations import by_reference
from pmtui.model.facts import Item, Lessons, TaskFact, Writeup
from pmtui.model.zones import tz

if TYPE_CHECKING:
    from pmtui.model.incident import Incident

SECTIONS = {
    "introduction": "Introduction",
    "summary": "Summary",
    "impact": "Impact",
    "what_happened": "What happened",
    "leadup": "Leadup",
    "fault": "Fault",
    "trigger": "Trigger",
    "root_cause": "Root cause",
    "contributing_factors": "Contributing factors",
    "detection": "Detection",
    "response": "Response",
    "resolution": "Resolution",
    "recurrence": "Recurrence",
    "backlog_check": "Backlog check",
    "messaging": "Messaging",
    "supporting": "Supporting information",
    "aside": "A lighter note",
    "conclusion": "Conclusion",
}
"""The sections that have a name of their own, and their headings; a name in double quotes makes another.

Each template has some of them (`model.layouts`).
"""


def tasks(incident: Incident) -> tuple[TaskFact, ...]:
    """Every follow-up with its changes, in order."""
    items = incident.of(e.Task)
    changes = by_reference(items)
    done = by_reference(incident.of(e.Done))
    return tuple(
        _task(item, changes.get(item.id, []), item.id in done, incident.label(item.id))
        for item in items
        if not item.entry.refs
    )


def _task(item: Item, changes: list[Item], done: bool, label: str) -> TaskFact:
    versions = [i.entry for i in (item, *changes) if isinstance(i.entry, e.Task)]

    def last(field: str) -> str:
        return next((v for entry in reversed(versions) if (v := getattr(entry, field)) is not None), "")

    return TaskFact(
        item=item,
        label=label,
        text=next((entry.text for entry in reversed(versions) if entry.text), ""),
        owner=last("owner"),
        due=next((entry.due for entry in reversed(versions) if entry.due is not None), None),
        term=last("term"),
        type=last("type"),
        priority=last("priority"),
        ref=last("ref"),
        done=done,
    )


def overdue(task: TaskFact, zone: str, now: datetime) -> bool:
    """Whether an open follow-up's day is over where the incident is: a day ends at another instant elsewhere.

    Args:
        task: the follow-up.
        zone: the incident's zone, of whose calendar the day is.
        now: the moment.
    """
    return not task.done and task.due is not None and task.due < now.astimezone(tz(zone)).date()


def lessons(incident: Incident) -> Lessons:
    """What went well, badly, luckily; what is open; what to improve."""

    def texts(kind: type[e.Worded]) -> tuple[str, ...]:
        return tuple(i.entry.text for i in incident.of(kind) if isinstance(i.entry, e.Worded))

    return Lessons(texts(e.Well), texts(e.Badly), texts(e.Lucky), texts(e.Question), texts(e.Improve))


def sections(incident: Incident) -> dict[str, str]:
    """Each section's text; the last `/write` replaces, `/write +` adds a paragraph."""
    found: dict[str, str] = {}
    for item in incident.of(e.Write):
        entry = item.entry
        assert isinstance(entry, e.Write)
        before = found.get(entry.section, "")
        found[entry.section] = f"{before}\n\n{entry.text}" if entry.append and before else entry.text
    return found


def state(incident: Incident) -> Writeup:
    """Draft until `/finish`; a final one that was changed afterwards says so."""
    finishes = incident.of(e.Finish)
    reopened = incident.of(e.Reopen)
    if not finishes or (reopened and reopened[-1].entry.key > finishes[-1].entry.key):
        return Writeup()
    finish = finishes[-1].entry
    later = takewhile(lambda entry: entry.key > finish.key, incident.latest())
    after = any(not isinstance(entry, e.Close | e.Dismiss) for entry in later)
    return Writeup("final", finish.by, finish.at, after)
