"""The review of instants: an order that cannot be, the future, slips of a typed date or clock: rules 7, 8, 11."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from pmtui.model import entries as e
from pmtui.model.incident.clock_steps import steps
from pmtui.model.incident.facts import Item, MilestoneMoment
from pmtui.model.review.case import HINT, WRONG, Case, Found
from pmtui.model.time.instants import AHEAD
from pmtui.model.time.words import duration

_ORDERS = (
    ("detected", "started"),
    ("resolved", "started"),
    ("identified", "detected"),
    ("mitigated", "started"),
)
"""What cannot come before what."""
_LOOSE = timedelta(hours=1)
"""An approximate moment may be either side of another within this."""
_HALF_DAY = timedelta(hours=12)
_DAY = timedelta(days=1)
_APART = timedelta(hours=3)
"""Neighbours further apart than this say nothing about a time between them."""
_MONTH = timedelta(days=31)
_FEW = 4
"""Fewer entries have no rhythm that one of them could break."""


def order(case: Case) -> Found:
    """Milestones in an order that cannot be; one that is odd and common is a hint."""
    given = case.incident.milestones
    for later, earlier in _ORDERS:
        if later in given and earlier in given and _before(given[later], given[earlier]):
            yield from _out_of_order(case, given[later], given[earlier], WRONG)
    if "mitigated" in given and "resolved" in given and given["mitigated"].at > given["resolved"].at:
        yield from _out_of_order(case, given["resolved"], given["mitigated"], HINT)


def _before(one: MilestoneMoment, other: MilestoneMoment) -> bool:
    """Whether one lies before the other wherever in their ranges they were."""
    end = max(one.at, one.item.entry.until or one.at) if one.item else one.at
    earliest = min(other.at, other.item.entry.at or other.at) if other.item else other.at
    return earliest - end > (_LOOSE if one.about or other.about else timedelta(0))


def _out_of_order(case: Case, one: MilestoneMoment, other: MilestoneMoment, level: str) -> Found:
    if one.item:
        gap = duration((other.at - one.at).total_seconds())
        what = f"{one.name} lies {gap} before {other.name}"
        yield case.about(one.item, level, what, f"/retime {one.item.name} TIME")


def slips(case: Case) -> Found:
    """A time in the future, a range that ends before it begins, a wrong date between two neighbours."""
    for item in case.timed:
        entry = item.entry
        if entry.at and max(entry.at, entry.until or entry.at) - case.now > AHEAD:
            what = f"its time lies in the future: {_shown(case, max(entry.at, entry.until or entry.at))}"
            yield case.about(item, WRONG, what, f"/retime {item.name} TIME")
        elif entry.at and entry.until and entry.until < entry.at:
            yield case.about(item, WRONG, "it ends before it begins", f"/retime {item.name} TIME")
    for slip in _strangers(case):
        if meant := _same_clock(case, slip):
            what = f"{_shown(case, slip.at)} stands between entries of {case.local(meant):%Y-%m-%d}"
            yield case.about(slip.item, WRONG, what, _retime(case, slip.item, meant))
    yield from _late_end(case)
    yield from _clock_steps(case)


def _clock_steps(case: Case) -> Found:
    """A clock that was set while somebody wrote: either entry may have a wrong time."""
    for step in steps(case.incident):
        item = case.incident.item(step.after.id)
        before, after = (case.incident.name(entry.id) for entry in step)
        length = duration(abs(step.by.total_seconds()))
        side = "before" if step.by < timedelta(0) else "after"
        what = f"{after} was recorded {length} {side} {before}: the clock was set"
        yield case.about(item, WRONG, what, f"/retime {after} TIME")


def _late_end(case: Case) -> Found:
    """An end over a day after everything else of a one-day incident: it may be true."""
    if len(case.timed) < _FEW:
        return
    first, before, last = case.timed[0], case.timed[-2], case.timed[-1]
    if not isinstance(last.entry, e.Mitigated | e.Resolved):
        return
    assert first.entry.at is not None
    assert before.entry.at is not None
    assert last.entry.at is not None
    gap = last.entry.at - (before.entry.until or before.entry.at)
    if gap > _DAY > before.entry.at - first.entry.at:
        what = f"it lies {duration(gap.total_seconds())} after everything else"
        yield case.about(last, HINT, what, f"/retime {last.name} TIME")


def half_days(case: Case) -> Found:
    """An entry that fits between its neighbours when it is moved by twelve hours."""
    for slip in _runs(case):
        for off in (_HALF_DAY, -_HALF_DAY):
            if slip.low - slip.at <= off <= slip.high - slip.at:
                meant = slip.at + off
                what = f"{_shown(case, slip.at)} is twelve hours off: the entries around it say {_clock(case, meant)}"
                yield case.about(slip.item, WRONG, what, _retime(case, slip.item, meant))


class _Stranger(NamedTuple):
    """An entry, and the moments of those written before and after it."""

    item: Item
    at: datetime
    low: datetime
    high: datetime


def _strangers(case: Case) -> Iterator[_Stranger]:
    """The entries whose typed time lies far from the entries written before and after, which are near each other.

    Looked at in the order of writing: in the order of time a slip stands among strangers.
    """
    exact = [(i, i.entry.at) for i in case.happened if i.entry.at and not i.entry.about]
    for ((_, low), (item, at)), (_, (_, high)) in pairwise(pairwise(exact)):
        near = timedelta(0) <= high - low <= _APART
        if item.entry.said and near and (low - at > _APART or at - high > _APART):
            yield _Stranger(item, at, low, high)


def _runs(case: Case) -> Iterator[_Stranger]:
    """Every entry of a run of strangers: several in a row that lie far from the entries around them."""
    exact = [(i, i.entry.at) for i in case.happened if i.entry.at and not i.entry.about]
    at = 1
    while at < len(exact) - 1:
        end = at
        while end < len(exact) - 1 and _slipped(exact[at - 1][1], exact[end]):
            end += 1
        low, high = exact[at - 1][1], exact[end][1]
        if end > at and timedelta(0) <= high - low <= _APART:
            yield from (_Stranger(item, when, low, high) for item, when in exact[at:end])
        at = max(end, at + 1)


def _slipped(low: datetime, one: tuple[Item, datetime]) -> bool:
    item, when = one
    return bool(item.entry.said) and abs(when - low) > _APART


def _same_clock(case: Case, slip: _Stranger) -> datetime | None:
    """The same clock on the day of the neighbours, when only the day, the month or the year was off."""
    if slip.low - slip.at < _HALF_DAY and slip.at - slip.high < _HALF_DAY:
        return None
    local = case.local(slip.at)
    for day in (case.local(slip.low).date(), case.local(slip.high).date()):
        if abs(day - local.date()) > _MONTH and (day.day, day.month) != (local.day, local.month):
            continue
        meant = datetime.combine(day, local.timetz())
        if slip.low <= meant <= slip.high:
            return meant
    return None


def _retime(case: Case, item: Item, meant: datetime) -> str:
    return f"/retime {item.name} {case.local(meant):%Y-%m-%dT%H:%M}"


def _shown(case: Case, at: datetime) -> str:
    return f"{case.local(at):%Y-%m-%d %H:%M}"


def _clock(case: Case, at: datetime) -> str:
    return f"{case.local(at):%H:%M}"
