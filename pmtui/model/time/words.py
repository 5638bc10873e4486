"""Words for moments and lengths of time, for receipts, timelines and documents.

Plain f-strings of the fields: a timeline words every line that it shows.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from pmtui.model.entries import When
from pmtui.model.time.zones import plain, tz

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Patterns are compiled when first needed: most lines need none.
_WHOLE_DAY = r"~?[0-9]{4}-[0-9][0-9]-[0-9][0-9]"
_HOUR = r"(?i)~?(?:[0-9]{4}-[0-9][0-9]-[0-9][0-9]t)?[0-9]{1,2}:\?\?(?:[ap]m)?"
_TO_THE_SECOND = r"[0-9]:[0-9][0-9]:[0-9][0-9]"


def duration(seconds: float) -> str:
    """A length in words: `45s`, `12m`, `2h 15m`, `1d 17h 1m`; whole minutes from one minute on."""
    if seconds < 0:
        return f"-{duration(-seconds)}"
    whole = int(seconds)
    if 0 < whole < 60:
        return f"{whole}s"
    minutes = whole // 60
    parts = ((minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "m"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0m"


def clock(at: datetime, zone: str, seconds: bool = False) -> str:
    """`14:05` in that zone, `14:05:30` with seconds, `01:30-04:00` where the clocks there showed that time twice."""
    local = at.astimezone(tz(zone))
    return _face(local, seconds) + (_offset(local) if _happened_twice(local) else "")


def clocks(start: datetime, end: datetime, zone: str, seconds: bool = False) -> tuple[str, str]:
    """Both ends of a span, each with its offset when the clocks were set meanwhile: else its length seems wrong."""
    first, last = start.astimezone(tz(zone)), end.astimezone(tz(zone))
    if first.utcoffset() == last.utcoffset():
        return clock(start, zone, seconds), clock(end, zone, seconds)
    return _face(first, seconds) + _offset(first), _face(last, seconds) + _offset(last)


def _face(local: datetime, seconds: bool) -> str:
    face = f"{local.hour:02}:{local.minute:02}"
    return f"{face}:{local.second:02}" if seconds else face


def _happened_twice(local: datetime) -> bool:
    """Whether a second instant has the same local time; a time in a gap cannot come from an instant."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _offset(local: datetime) -> str:
    return local.isoformat(timespec="seconds")[19:]


def day(at: datetime, zone: str) -> str:
    """`2023-10-15` in that zone."""
    return at.astimezone(tz(zone)).date().isoformat()


def day_name(at: datetime, zone: str) -> str:
    """`Sunday 15 October 2023` in that zone, in English on every machine."""
    local = at.astimezone(tz(zone))
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year}"


def weekday(at: datetime, zone: str) -> str:
    """`Sunday` in that zone, in English on every machine."""
    return DAYS[at.astimezone(tz(zone)).weekday()]


def ago(at: datetime, now: datetime) -> str:
    """How far a moment is from now: `just now`, `12 min ago`, `3 days ago`, `in 4 min`."""
    gone = int(abs((now - at).total_seconds())) // 60
    if gone < 1:
        return "just now"
    if gone < 60:
        words = f"{gone} min"
    elif gone < 24 * 60:
        words = f"{gone // 60} h"
    else:
        days = gone // (24 * 60)
        words = "1 day" if days == 1 else f"{days:,} days"
    return f"{words} ago" if at <= now else f"in {words}"


def understood(when: When, now: datetime, zone: str) -> str:
    """What a TIME was taken for, to be shown before and after Enter.

    `10:40 today, 12 min ago`, `23:50 yesterday, 8 h ago`, `about 17:00–18:00 on 15 Oct 2023`, `time unknown`,
    `time unknown, after #4`.
    """
    if when.at is None:
        return f"time unknown, after {when.said.partition(':')[2]}" if when.behind else "time unknown"
    today = now.astimezone(tz(zone)).date()
    first = _day_word(when.at, today, zone)
    if _is_whole_day(when, zone):
        return f"all day {first}"
    about = "about " if when.about else ""
    short = when.until is not None and when.at != when.until and when.until - when.at < timedelta(minutes=1)
    exact = short or bool(re.search(_TO_THE_SECOND, when.said))
    if when.until is None:
        start = clock(when.at, zone, exact)
        near = today - when.at.astimezone(tz(zone)).date() <= timedelta(days=1)
        return f"{about}{start} {first}" + (f", {ago(when.at, now)}" if near else "")
    start, end = clocks(when.at, when.until, zone, exact)
    last = _day_word(when.until, today, zone)
    if first == last:
        return f"{about}{start}–{end} {first}"
    return f"{about}{start} {first} – {end} {last}"


def shown(when: When, zone: str) -> str:
    """How a timeline shows a time, read in one zone and shown in `zone`.

    `14:05`, `~14:05`, `17:00–18:00`, `17:00–2018-02-21 02:00`, `14:??`, `all day`, `?`; a local time that
    happened twice has its offset: `01:30-04:00`.
    """
    if when.at is None:
        return "?"
    if _is_whole_day(when, zone):
        return "all day"
    start = clock(when.at, zone)
    if when.about and plain(when.zone) == zone and re.fullmatch(_HOUR, when.said):
        return f"{start[:2]}:??"
    about = "~" if when.about else ""
    if when.until is None:
        return f"{about}{start}"
    start, end = clocks(when.at, when.until, zone)
    last = day(when.until, zone)
    if day(when.at, zone) != last:
        return f"{about}{start}–{last} {end}"
    return f"{about}{start}" if start == end else f"{about}{start}–{end}"


def _is_whole_day(when: When, zone: str) -> bool:
    return when.about and plain(when.zone) == zone and bool(re.fullmatch(_WHOLE_DAY, when.said))


def _day_word(at: datetime, today: date, zone: str) -> str:
    local = at.astimezone(tz(zone)).date()
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}.get((today - local).days)
    return near or f"on {local.day} {MONTHS[local.month - 1][:3]} {local.year}"
