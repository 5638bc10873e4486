"""The chart's time axis: where an instant lies, and which ticks suit minutes, hours, days or years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise, takewhile

from msgspec import Struct

from pmtui.model.time.words import clock, day, day_name
from pmtui.model.time.zones import tz

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_STEPS = (
    *(1, 2, 5, 10, 15, 30),
    *(_MINUTE * n for n in (1, 2, 5, 10, 15, 30)),
    *(_HOUR * n for n in (1, 2, 3, 6, 12)),
    *(_DAY * n for n in (1, 2, 7, 14, 30, 90, 365, 1825, 18250, 182500)),
)
BREAK = 36.0
"""Pixels of a silence that the axis leaves out: its length in words has room."""
_SILENCE = timedelta(hours=1)
_LEAST = timedelta(minutes=5)
_RHYTHM = 6
"""Fewer instants, or less between them, have no rhythm that a silence could break."""
_SILENT_PART = 4
"""A silence is left out when it is longer than this part of the whole, and than an hour."""
_ROOM = 80.0
"""Pixels from one tick to the next at least: a date fits."""


class Tick(Struct, frozen=True):
    """One place on the axis and its words."""

    x: float
    text: str
    day: str
    """The date, where it is not the one of the tick before; empty where the text is the date itself."""


class Scale(Struct, frozen=True):
    """Maps the instants from `low` to `high` to the pixels from `left` to `right`."""

    low: datetime
    high: datetime
    left: float
    right: float
    zone: str
    breaks: tuple[tuple[datetime, datetime], ...] = ()
    """Long silences, in order: each takes a few pixels, however long it was."""

    @property
    def _seconds(self) -> float:
        """How long the axis is without its breaks."""
        silent = sum((end - start).total_seconds() for start, end in self.breaks)
        return (self.high - self.low).total_seconds() - silent

    def x(self, at: datetime) -> float:
        """The place of an instant; one outside is drawn at the edge."""
        at = min(max(at, self.low), self.high)
        seconds, pixels = (at - self.low).total_seconds(), 0.0
        for start, end in self.breaks:
            silent = (min(max(at, start), end) - start).total_seconds()
            seconds -= silent
            pixels += BREAK * silent / (end - start).total_seconds()
        room = self.right - self.left - BREAK * len(self.breaks)
        return round(self.left + room * seconds / self._seconds + pixels, 1)

    def outside(self, at: datetime) -> bool:
        """Whether the instant lies before or after what the axis shows."""
        return not self.low <= at <= self.high

    @property
    def several_days(self) -> bool:
        """Whether a clock time alone does not tell the instant."""
        return day(self.low, self.zone) != day(self.high, self.zone)

    def ticks(self) -> list[Tick]:
        """Round times in the zone, as many as have room."""
        seconds = self._seconds
        least = _ROOM / (self.right - self.left) * seconds
        step = next((step for step in _STEPS if step >= least), _STEPS[-1])
        found: list[Tick] = []
        last = ""
        for at in _round(self.low, self.high, step, tz(self.zone)):
            if any(start < at < end for start, end in self.breaks):
                continue
            date = short_day(at, self.zone)
            text = _date(at, self, date) if step >= _DAY else clock(at, self.zone, seconds=step < _MINUTE)
            found.append(Tick(self.x(at), text, "" if step >= _DAY or date == last else date))
            last = date
        return found


def silences(instants: Iterable[datetime]) -> tuple[tuple[datetime, datetime], ...]:
    """The long stretches in which nothing is known to have happened, with some room at both ends.

    Args:
        instants: everything that the axis shows.
    """
    known = sorted(set(instants))
    if len(known) < _RHYTHM:
        return ()
    whole = known[-1] - known[0]
    found = [(a, b) for a, b in pairwise(known) if b - a > max(_SILENCE, whole / _SILENT_PART)]
    heard = whole - sum((b - a for a, b in found), timedelta(0))
    if heard < _LEAST:
        return ()
    aside = min([heard / 20, *((b - a) / 4 for a, b in found)])
    return tuple((a + aside, b - aside) for a, b in found)


def short_day(at: datetime, zone: str) -> str:
    """`Tue 20 Feb`."""
    weekday, number, month, _ = day_name(at, zone).split()
    return f"{weekday[:3]} {number} {month[:3]}"


def _date(at: datetime, scale: Scale, date: str) -> str:
    """The day, with its year instead of its weekday where the axis holds several."""
    years = {day_name(edge, scale.zone).split()[-1] for edge in (scale.low, scale.high)}
    return date if len(years) == 1 else f"{date.split(' ', 1)[1]} {day_name(at, scale.zone).split()[-1]}"


def _round(low: datetime, high: datetime, step: int, zone: tzinfo) -> Iterator[datetime]:
    """The multiples of a step between two instants.

    Short steps are counted in real time; long ones on the wall's clock, so that midnight stays midnight when
    the clocks change.
    """
    local = low.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if step < 3 * _HOUR:
        start = midnight.astimezone(UTC)
        first = -((start - low) // timedelta(seconds=step))
        times = (start + timedelta(seconds=step * n) for n in range(first, first + 1000))
    else:
        times = ((midnight + timedelta(seconds=step * n)).astimezone(UTC) for n in range(1000))
    with suppress(OverflowError):  # the calendar ends with the year 9999
        yield from takewhile(lambda at: at <= high, (at for at in times if at >= low))
