"""How a document words times: in the incident's zone, which is named once with its offset."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.model.entries import When
from pmtui.model.time.words import clock, clocks, day, day_name, duration, shown
from pmtui.output.text.selection import selected, zone_name

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Metric
    from pmtui.model.incident.incident import Incident

UNKNOWN = "not recorded"
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
        known = [entry.at for each in selected(incident) if (entry := each.entry).at is not None]
        known += [at for at in incident.bounds if at]
        self.days = sorted({day(at, self.zone) for at in known})
        self.offsets = list(dict.fromkeys(self._offset(at) for at in sorted(known)))

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
        """The clock, with its day where the incident took several."""
        if at is None:
            return UNKNOWN
        near = "~" if about else ""
        return f"{near}{clock(at, self.zone)}" if len(self.days) < 2 else f"{near}{self.full(at)}"

    def full(self, at: datetime) -> str:
        """`2023-10-15 10:30`."""
        return f"{day(at, self.zone)} {clock(at, self.zone)}"

    def when(self, when: When) -> str:
        """A time as it was typed: about, a range, or not recorded."""
        if when.at is None:
            return UNKNOWN
        said = shown(when, self.zone)
        return said if len(self.days) < 2 else f"{day(when.at, self.zone)} {said}"

    def span(self, start: datetime, end: datetime) -> str:
        """`10:30 to 11:30`, with the days where they differ."""
        first, last = clocks(start, end, self.zone)
        begun, ended = day(start, self.zone), day(end, self.zone)
        if len(self.days) < 2:
            return f"{first} to {last}"
        return f"{begun} {first} to {last if begun == ended else f'{ended} {last}'}"

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
