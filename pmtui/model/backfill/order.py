"""What only all items of a text together say: which half of the day a clock means, and which way they run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import msgspec

from pmtui.model.backfill.items import Item
from pmtui.model.backfill.stamps import Stamp, since_midnight

_DAY = timedelta(days=1)
_FAR = _DAY / 2


def first_to_last(items: Sequence[Item]) -> list[Item]:
    """The items with the first thing that happened first: lists of what is new often begin with the last one.

    They are turned round where each is before the one above it, and two are; of clocks without a day midnight apart.
    """
    if any(item.at for item in items):
        return list(items)
    dated = [bool(item.stamp and item.stamp.day) for item in items]
    if all(dated):
        steps = _steps([_dated(item.stamp) for item in items if item.stamp])
        backwards = all(step < timedelta() for step in steps)
    else:
        clocks = [since_midnight(item.stamp) for item in items if item.stamp and item.stamp.clock]
        steps = _steps(clocks)
        backwards = not any(dated) and all(step % _DAY > _FAR for step in steps)
    return list(reversed(items)) if backwards and len(steps) > 1 else list(items)


def _dated(spelled: Stamp) -> timedelta | None:
    """How far a day and its clock are from all days' beginning; None for a day alone."""
    clock = since_midnight(spelled)
    if spelled.day is None or clock is None:
        return None
    return timedelta(days=spelled.day.toordinal()) + clock


def _steps(times: list[timedelta | None]) -> list[timedelta]:
    """From each to the next, where that is another; none where one is not known."""
    known = [time for time in times if time is not None]
    if len(known) < len(times):
        return []
    return [after - before for before, after in pairwise(known) if after != before]


def with_halves(items: list[Item]) -> list[Item]:
    """A clock without am or pm, where others say it, is the next such clock behind the one before."""
    if not any(item.stamp and item.stamp.clock.endswith("m") for item in items):
        return items
    found: list[Item] = []
    last: timedelta | None = None
    for item in items:
        if item.stamp and item.stamp.clock:
            item = _with_half(item, item.stamp, last)  # noqa: PLW2901
            last = since_midnight(item.stamp) if item.stamp else last
        found.append(item)
    return found


def _with_half(item: Item, spelled: Stamp, last: timedelta | None) -> Item:
    if spelled.clock.endswith("m"):
        return item  # `4pm` has no colon, either
    if not 1 <= int(spelled.clock.partition(":")[0]) <= 12:
        return item
    if last is None:
        return msgspec.structs.replace(item, stamp=None, note=f"{spelled.clock} can be am or pm")
    both = [msgspec.structs.replace(spelled, clock=f"{spelled.clock}{half}") for half in ("am", "pm")]
    day = timedelta(days=1)
    nearest = min(both, key=lambda one: ((since_midnight(one) or day) - last) % day)
    return msgspec.structs.replace(item, stamp=nearest)
