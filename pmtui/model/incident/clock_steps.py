"""Where the clock that stamped the entries was set back or ran ahead: then the times near it may be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pmtui.model.entries import Entry
    from pmtui.model.incident.fold import Fold

_BACK = timedelta(minutes=1)
"""Clocks that are kept in step by a network go back by less."""
_AHEAD = timedelta(days=366)
"""An incident that is written on a year later is rarer than a clock that shows another year."""


class Step(NamedTuple):
    """Two entries of one person, the second recorded before the first, or more than a year after it."""

    before: Entry
    after: Entry

    @property
    def by(self) -> timedelta:
        """How far the clock went; negative when it went back."""
        return self.after.recorded - self.before.recorded


def steps(fold: Fold) -> Iterator[Step]:
    """Every step, in the order of writing. Only one person's entries are compared: two machines' clocks differ."""
    last: dict[str, Entry] = {}
    for entry in fold.entries:
        step = Step(last.get(entry.by, entry), entry)
        if _is_step(step):
            yield step
        last[entry.by] = entry


def step_at(fold: Fold, entry: Entry) -> Step | None:
    """The step that an entry shows against the one its writer recorded before it; None without one."""
    for before in fold.newest_first():
        if before.key < entry.key and before.by == entry.by:
            step = Step(before, entry)
            return step if _is_step(step) else None
    return None


def _is_step(step: Step) -> bool:
    return step.by < -_BACK or step.by > _AHEAD
