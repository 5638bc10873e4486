"""What is being done: actions, each with its state and the moment to check it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import ActionFact, Item
from pmtui.model.incident.fold import by_reference

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold


def actions(fold: Fold) -> tuple[ActionFact, ...]:
    """Every action that was to be checked, in order."""
    done = by_reference(fold.of(e.Done))
    return tuple(
        _action(item, done.get(item.id, []), fold.label(item.id))
        for item in fold.of(e.Action)
        if isinstance(item.entry, e.Action) and item.entry.check
    )


def _action(item: Item, done: list[Item], label: str) -> ActionFact:
    entry = item.entry
    assert isinstance(entry, e.Action)
    due = later(entry.at, entry.check or 0) if entry.at else None
    state, result = "in flight", ""
    if done and isinstance(last := done[-1].entry, e.Done):
        state, result = "failed" if last.failed else "done", last.text
    return ActionFact(item, label, entry.text, entry.owner, state, due, result)


def later(at: datetime, seconds: int) -> datetime:
    """That much later; at the end of the calendar when it would lie behind it."""
    return at + min(timedelta(seconds=min(seconds, 10**11)), datetime.max.replace(tzinfo=UTC) - at)
