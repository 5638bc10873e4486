"""Follow-ups, each with all its changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item, TaskFact, known
from pmtui.model.incident.fold import by_reference
from pmtui.model.time.zones import tz

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold


def tasks(fold: Fold) -> tuple[TaskFact, ...]:
    """Every follow-up with its changes, in order."""
    items = fold.of(e.Task)
    changes = by_reference(items)
    done = by_reference(fold.of(e.Done))
    return tuple(
        _task(item, changes.get(item.id, []), done.get(item.id, []), fold.label(item.id))
        for item in items
        if not item.entry.refs
    )


def _task(item: Item, changes: list[Item], done: list[Item], label: str) -> TaskFact:
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
        done=bool(done),
        done_at=known(done[-1].entry) if done else None,
    )


def overdue(task: TaskFact, zone: str, now: datetime) -> bool:
    """Whether an open follow-up's day is over where the incident is: a day ends at another instant elsewhere.

    Args:
        task: the follow-up.
        zone: the incident's zone, of whose calendar the day is.
        now: the moment.
    """
    return not task.done and past(task.due, zone, now)


def day_after(due: date, zone: str) -> datetime:
    """The moment when a day is over in a zone, UTC."""
    return datetime.combine(due + timedelta(days=1), time(), tz(zone)).astimezone(UTC)


def past(due: date | None, zone: str, now: datetime) -> bool:
    """Whether a day is over in a zone; one that nobody named never is."""
    days = left(due, zone, now)
    return days is not None and days < 0


def left(due: date | None, zone: str, now: datetime) -> int | None:
    """The days until a day in a zone, 0 on that day, less than 0 when it is over; None for one that nobody named."""
    return None if due is None else (due - now.astimezone(tz(zone)).date()).days
