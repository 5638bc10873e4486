"""How one moment, or a span of time, is spelled: `14:05`, `2023-10-15T14:??`, `-1h30m`, `17:00..18:00`.

Spelling only: nothing here knows a zone, a clock or an incident. `instants.py` finds the instants.
"""

from __future__ import annotations

import re
from datetime import UTC, date, time, timedelta, timezone

import msgspec

from pmtui.model.text import short
from pmtui.model.time.errors import TimeError
from pmtui.model.time.words import MONTHS
from pmtui.model.time.zones import MEANT

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_CLOCK = (
    r"(?P<clock>(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2}|\?\?)(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?)?"
    r"(?P<half>[ap]m)?)"
)
_OFFSET = r"(?P<offset>z|[+-][0-9]{2}(?::?[0-9]{2})?)"
_SPAN = (
    r"(?:([0-9]{1,6})d(?:ays?)?)?(?:([0-9]{1,6})h(?:(?:ou)?rs?)?)?"
    r"(?:([0-9]{1,6})m(?:in(?:ute)?s?)?)?(?:([0-9]{1,6})s(?:ec(?:ond)?s?)?)?"
)

_DAY = re.compile(_DATE)
_MOMENT = re.compile(rf"(?:{_DATE}t)?{_CLOCK}{_OFFSET}?", re.IGNORECASE)
_CLOCKED = re.compile(r"[0-9]{1,2}(?::[0-9?]{2}|[ap]m)", re.IGNORECASE)
_LENGTH = re.compile(_SPAN, re.IGNORECASE)
_LETTERED = re.compile(rf"(?:{_DATE}t)?{_CLOCK}(?P<letters>[a-z]{{2,5}})", re.IGNORECASE)
_FARTHEST = 14
"""Hours that a place may be from UTC."""


class Point(msgspec.Struct, frozen=True):
    """One moment as it was spelled."""

    about: bool = False
    back: timedelta | None = None
    """How long before now; zero for `now`."""
    day: date | None = None
    clock: time | None = None
    """None with a `day`: the whole day."""
    spelled: str = ""
    """The clock as typed, without date and offset."""
    hour: bool = False
    """`14:??`: some time within that hour."""
    offset: timezone | None = None

    @property
    def vague(self) -> bool:
        """Whether it names more than one instant, or says `about`."""
        return self.about or self.hour or (self.day is not None and self.clock is None)


def length(text: str) -> timedelta | None:
    """The length that `1h30m` names; None when it is no length.

    Days are 24 hours: lengths are elapsed time, whatever clocks do meanwhile.
    """
    match = _LENGTH.fullmatch(text)
    if not text or match is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def calendar_day(year: int, month: int, day: int) -> date:
    """A date that exists, from 1970 on.

    Raises:
        TimeError: no such month or day, or a year before there were incidents.
    """
    typed = f"{year:04}-{month:02}-{day:02}"
    if year < 1970:
        raise TimeError(f"the year of {typed} is before 1970", "write the year that is meant")
    if not 1 <= month <= 12:
        raise TimeError(f"{typed} has no such month", "write YEAR-MONTH-DAY, as in 2023-10-15")
    try:
        return date(year, month, day)
    except ValueError:
        what = f"{MONTHS[month - 1]} {year} has no day {day}"
    raise TimeError(f"{typed} does not exist: {what}", "write the day that is meant")


def read_day(text: str) -> date | None:
    """The date that `2023-10-15` names; None when it is no date.

    Raises:
        TimeError: it is spelled as a date that does not exist.
    """
    match = _DAY.fullmatch(text)
    return calendar_day(*map(int, match.group("year", "month", "day"))) if match else None


def joined(said: str, following: str) -> str:
    """The TIME that two words were meant to be; empty when the second is text.

    Raises:
        TimeError: the second is a zone's abbreviation.
    """
    text = said.removeprefix("~")
    if ago := _back(text, following):
        return ago
    if _DAY.fullmatch(text):
        following = following.rstrip(",;:.")
        return f"{said}T{following}" if _CLOCKED.match(following) else ""
    match = _MOMENT.fullmatch(text)
    if match is None or match["offset"] or not (match["minute"] or match["half"]):
        return ""
    if following.lower() in ("am", "pm") and not match["half"] and 1 <= int(match["hour"]) <= 12:
        return said + following
    if following in MEANT:
        raise _unreadable(said + following, text + following)
    return f"{said}Z" if following in ("Z", "UTC", "GMT") else ""


def _back(said: str, following: str) -> str:
    """The TIME that a length in two words was meant to be: `5m ago`, `-5 minutes`."""
    bare = said.lstrip("-−")
    if following.lower() == "ago" and length(bare) is not None:
        return f"-{bare}"
    if bare.isdecimal() and following.isalpha() and length(bare + following) is not None:
        return f"-{bare}{following[0].lower()}"
    return ""


def halves(said: str) -> tuple[str, str] | None:
    """The start and the end of a range as typed; None when it is one moment.

    A dash as long as the one in `17:00–18:00`, which the screens show, is read as `..` is; `-` never makes a range.

    Raises:
        TimeError: `08:40-05:00` may be meant as a range or as an offset, and is taken for neither.
    """
    for dots in ("..", "–"):
        if dots in said:
            start, _, end = said.partition(dots)
            return start, end
    for place, character in enumerate(said):
        start, end = said[:place], said[place + 1 :]
        if character == "-" and _is_point(start) and _is_point(end):
            _refuse_dash(said, start, end)
    return None


def _is_point(text: str) -> bool:
    text = text.removeprefix("~")
    moment = _MOMENT.fullmatch(text)
    if moment:
        return bool(moment["minute"] or moment["half"])
    return text.lower() == "now" or bool(_DAY.fullmatch(text))


def _refuse_dash(said: str, start: str, end: str) -> None:
    """Refuses a dash between two moments, but for an offset behind a date and its clock.

    Raises:
        TimeError: it may be meant as a range.
    """
    is_offset = re.fullmatch("[0-9]{2}:[0-9]{2}", end) is not None
    is_day = _DAY.fullmatch(start.removeprefix("~")) is not None
    if is_offset and (is_day or "T" in start.upper()):
        return
    choice = f"@{start}..{end} for the range"
    if is_offset and int(end[:2]) <= _FARTHEST:
        choice += f", @{start}-{end.replace(':', '')} for the offset"
    raise TimeError(f"@{short(said)}: a dash makes no range", f"write {choice}")


def check_range(start: Point, end: Point, said: str) -> None:
    """Both ends are read by the same clock.

    Raises:
        TimeError: only the end has an offset, or only one side says am or pm.
    """
    if end.offset and start.back is None and start.offset is None:
        raise TimeError(
            f"@{said} has an offset at its end only", "write the offset on both sides, or on the start"
        )
    halved = ["m" in point.spelled.lower() for point in (start, end)]
    twelve = any(
        p.clock and p.clock.hour in range(1, 13) and not h for p, h in zip((start, end), halved, strict=True)
    )
    if any(halved) and twelve:
        raise TimeError(f"@{said} says am or pm on one side only", "write am or pm on both sides")


def spell(said: str) -> Point:
    """One moment of a TIME (not a range), taken apart.

    Raises:
        TimeError: it is no TIME, or no such clock or date exists.
    """
    text = said.removeprefix("~")
    about = text != said
    text = text.replace("−", "-")
    if text.lower() == "now":
        return Point(about=about, back=timedelta())
    if text.startswith("-") and (back := length(text[1:])) is not None:
        return Point(about=about, back=back)
    if day := read_day(text):
        return Point(about=about, day=day)
    match = _MOMENT.fullmatch(text)
    if match is None or not (match["minute"] or match["half"]):
        raise _unreadable(said, text)
    return Point(
        about=about,
        day=calendar_day(*map(int, match.group("year", "month", "day"))) if match["year"] else None,
        clock=_clock(match, text),
        spelled=match["clock"],
        hour=match["minute"] == "??",
        offset=_offset(match["offset"], text) if match["offset"] else None,
    )


def _clock(match: re.Match[str], text: str) -> time:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    minute = 0 if match["minute"] in (None, "??") else int(match["minute"])
    second, micros = int(match["second"] or 0), int((match["fraction"] or "")[:6].ljust(6, "0"))
    if half and not 1 <= hour <= 12:
        raise TimeError(f"@{text} has no such hour before {half}", "write 2:05pm or 14:05")
    if hour == 24 and not half:
        raise TimeError(f"@{text}: a day ends at 23:59", "write 00:00 of the next day")
    if hour > 23 or minute > 59 or second > 59:
        raise TimeError(
            f"@{text}: no clock shows {match['clock']}", "hours go to 23, minutes and seconds to 59"
        )
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute, second, micros)


def _offset(typed: str, text: str) -> timezone:
    if typed in "zZ":
        return UTC
    digits = typed[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if away > timedelta(hours=_FARTHEST) or digits[2:] > "59":
        what = f"@{text}: no place is {typed} from UTC"
        raise TimeError(what, "write an offset such as +03:00, or Z; a range is written with ..")
    return timezone(-away if typed[0] == "-" else away)


def _unreadable(said: str, text: str) -> TimeError:
    lettered = _LETTERED.fullmatch(text)
    if lettered:
        letters = lettered["letters"]
        clock = said[: -len(letters)]
        what = f"@{said}: {letters} does not say how far from UTC"
        return TimeError(what, f"write @{clock}Z for UTC, or the offset: @{clock}+03:00")
    if re.match(r"[0-9]{5,}-", text):
        return TimeError(f"@{short(said)} has a year of {text.index('-')} digits", "write the year with four")
    if re.fullmatch(r"[0-9]{1,6}", text):
        return TimeError(f"@{said} can be a clock, a day or minutes", "write 14:05, 2pm, 2023-10-15 or -5m")
    if re.fullmatch(r"-[0-9]+", text):
        swap = (f"@{said}", f"@{said}m")
        return TimeError(f"@{short(said)} has no unit", "write -5m, -90s or -1h30m", swap)
    if sign := re.fullmatch(r"([0-9]{1,2})[.h]([0-9]{2})", text):
        colon = f"@{sign[1]}:{sign[2]}"
        return TimeError(f"@{said} is no clock", f"write {colon}", (f"@{said}", colon))
    if text and length(text) is not None:
        instead = f"@-{text}"
        return TimeError(
            f"@{said} is a length, not a moment", f"write {instead} for that long ago", (f"@{said}", instead)
        )
    return TimeError(
        f"@{short(said)} is not a time",
        "write 14:05, -5m, 2023-10-15T14:05, 17:00..18:00 or ?; a line that begins with a space is a note",
    )
