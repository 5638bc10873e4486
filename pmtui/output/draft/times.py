"""How a document words times: in the incident's zone, which is named once with its offset.

The head and the summary state the incident's days once. Elsewhere a time of a single such day is its clock, one of
several has the weekday, and any other its whole date.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pmtui.model.entries import When
from pmtui.model.time.words import clock, clocks, day, day_name, duration, shown, weekday
from pmtui.output.text.selection import selected, zone_name

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Metric
    from pmtui.model.incident.incident import Incident

UNKNOWN = "not recorded"
_WEEK = timedelta(days=6)
"""Between the first and the last of days that their weekdays tell apart."""
_UNITS = {"d": "d", "h": "h", "m": "min", "s": "s"}


def length(seconds: float) -> str:
    """`45 s`, `1 h 50 min`, `2 d 3 h`."""
    return re.sub(r"(\d+)([dhms])", lambda found: f"{found[1]} {_UNITS[found[2]]}", duration(seconds))


def measured(metric: Metric) -> str:
    """The length of a metric that is known: `1 h 50 min`, `at least ~45 s`."""
    return f"{metric.near}{length(metric.seconds or 0)}"


class Times:
    """The times of one incident in words."""

    def __init__(self, incident: Incident) -> None:
        self.zone = zone_name(incident)
        start, end = incident.bounds
        known = [entry.at for each in selected(incident) if (entry := each.entry).at is not None]
        known += [at for at in (start, end) if at]
        self.days = sorted({day(at, self.zone) for at in known})
        self.offsets = list(dict.fromkeys(self._offset(at) for at in sorted(known)))
        first = start or incident.began
        self._stated = (first, end or first) if first else None

    def _offset(self, at: datetime) -> str:
        """`UTC+1`, `UTC+5:30`."""
        from pmtui.model.time.zones import tz

        there = at.astimezone(tz(self.zone)).utcoffset()
        minutes = int(there.total_seconds()) // 60 if there else 0
        hours, rest = divmod(abs(minutes), 60)
        return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")

    @property
    def zone_words(self) -> str:
        """`UTC`, `Africa/Nairobi (UTC+3)`, `Europe/Paris (UTC+1, later UTC+2)`."""
        if self.zone == "UTC" or not self.offsets:
            return self.zone
        return f"{self.zone} ({', later '.join(self.offsets)})"

    @property
    def suffix(self) -> str:
        """What follows a time outside of the timeline: ` UTC`, ` UTC+3`; the zone where its offset changed."""
        return f" {self.zone if self.zone == 'UTC' or len(self.offsets) != 1 else self.offsets[0]}"

    def stamp(self, at: datetime | None, *, about: bool = False) -> str:
        """In a table: the clock, behind its day unless that is the one stated: `Friday 01:41`, `2026-11-27 ~01:41`."""
        if at is None:
            return UNKNOWN
        return f"{self._named(at)}{'~' if about else ''}{clock(at, self.zone)}"

    def at(self, at: datetime, *, about: bool = False) -> str:
        """In a sentence: `at 01:41`, `on Friday at ~01:41`, `on 2026-11-27 at 01:41`."""
        return f"{self._on(at)}at {'~' if about else ''}{clock(at, self.zone)}"

    def when(self, when: When) -> str:
        """A time in a table as it was typed: about, a range, or not recorded."""
        if when.at is None:
            return UNKNOWN
        return f"{self._named(when.at)}{shown(when, self.zone)}"

    def at_when(self, when: When) -> str:
        """The same in a sentence, with a blank before it; empty when it is not recorded."""
        return f" {self._on(when.at)}at {shown(when, self.zone)}" if when.at else ""

    def span(self, start: datetime, end: datetime) -> str:
        """`10:30 to 11:30`, with the days where they are not the one stated."""
        first, last = clocks(start, end, self.zone)
        same = day(start, self.zone) == day(end, self.zone)
        return f"{self._named(start)}{first} to {'' if same else self._named(end)}{last}"

    def _named(self, at: datetime) -> str:
        """The day of a time in a table, with a blank behind it; empty for the one stated."""
        name = self._day(at)
        return f"{name} " if name else ""

    def _on(self, at: datetime) -> str:
        """The same in a sentence."""
        name = self._day(at)
        return f"on {name} " if name else ""

    def _day(self, at: datetime) -> str:
        """`Friday` or `2026-11-27`; empty for the day that is stated, or the only one there is."""
        here = day(at, self.zone)
        if len(self.days) < 2:
            return ""
        if self._stated is None:
            return here
        first, last = (day(each, self.zone) for each in self._stated)
        if first == here == last:
            return ""
        near = first <= here <= last and self._stated[1] - self._stated[0] < _WEEK
        return weekday(at, self.zone) if near else here

    def moment(self, at: datetime) -> str:
        """`Sunday 15 October 2023, 10:30`: the day in words, and so not again in figures."""
        return f"{day_name(at, self.zone)}, {clock(at, self.zone)}"

    def period(self, start: datetime, end: datetime) -> str:
        """`On Sunday 15 October 2023, from 10:30 to 11:30`, or from the one day's moment to the other's."""
        first, last = clocks(start, end, self.zone)
        begun, ended = day_name(start, self.zone), day_name(end, self.zone)
        if begun != ended:
            return f"From {begun}, {first}, to {ended}, {last}"
        return f"On {begun}, from {first} to {last}"

    def days_in_words(self, start: datetime, end: datetime | None) -> str:
        """`Sunday 15 October 2023`, or from the first to the last."""
        first, last = day_name(start, self.zone), day_name(end or start, self.zone)
        return first if first == last else f"{first} to {last}"
