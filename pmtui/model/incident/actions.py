"""What is being done: actions, each with its owner, its state and the moment to check it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import ActionFact, Item
from pmtui.model.incident.fold import by_reference

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold


def actions(fold: Fold) -> tuple[ActionFact, ...]:
    """Every action with its changes, in order."""
    items = fold.of(e.Action)
    changes = by_reference(items)
    done = by_reference(fold.of(e.Done))
    return tuple(
        _action(item, changes.get(item.id, []), done.get(item.id, []), fold.label(item.id))
        for item in items
        if not item.entry.refs
    )


def _action(item: Item, changes: list[Item], done: list[Item], label: str) -> ActionFact:
    versions = [i.entry for i in (item, *changes) if isinstance(i.entry, e.Action)]
    checked = next((entry for entry in reversed(versions) if entry.check), None)
    end = done[-1].entry if done else None
    state, result = "in flight", ""
    if isinstance(end, e.Done):
        state, result = "failed" if end.failed else "done", end.text
    return ActionFact(
        item=item,
        label=label,
        text=next((entry.text for entry in reversed(versions) if entry.text), ""),
        owner=next((entry.owner for entry in reversed(versions) if entry.owner is not None), ""),
        state=state,
        due=later(checked.at, checked.check or 0) if checked and checked.at else None,
        ended=end.when if end else None,
        result=result,
    )


def later(at: datetime, seconds: int) -> datetime:
    """That much later; at the end of the calendar when it would lie behind it."""
    return at + min(timedelta(seconds=min(seconds, 10**11)), datetime.max.replace(tzinfo=UTC) - at)
