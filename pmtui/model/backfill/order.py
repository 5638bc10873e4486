"""What only all items of a text together say: which half of the day a clock means, and which way they run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import msgspec

from pmtui.model.backfill.items import Item
from pmtui.model.backfill.stamps import Stamp, since_midnight

_FAR = timedelta(hours=12)


def first_to_last(items: Sequence[Item]) -> list[Item]:
    """The items with the first thing that happened first: lists of what is new often begin with the last one.

    Clocks without a day are turned round where each is before the one above it, midnight apart, and two are.
    """
    clocks = [since_midnight(item.stamp) for item in items if item.stamp and item.stamp.clock]
    if any(item.at or (item.stamp and item.stamp.day) for item in items) or not all(clocks):
        return list(items)
    day = timedelta(days=1)
    steps = [(after - before) % day for before, after in pairwise(c for c in clocks if c is not None)]
    moved = [step for step in steps if step]
    backwards = len(moved) > 1 and all(step > _FAR for step in moved)
    return list(reversed(items)) if backwards else list(items)


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
    hour = int(spelled.clock.partition(":")[0])
    if spelled.clock.endswith("m") or not 1 <= hour <= 12:
        return item
    if last is None:
        return msgspec.structs.replace(item, stamp=None, note=f"{spelled.clock} can be am or pm")
    both = [msgspec.structs.replace(spelled, clock=f"{spelled.clock}{half}") for half in ("am", "pm")]
    day = timedelta(days=1)
    nearest = min(both, key=lambda one: ((since_midnight(one) or day) - last) % day)
    return msgspec.structs.replace(item, stamp=nearest)
