"""The time that a line of somebody else's text begins with: logs, chats, timelines.

Spelling only: nothing here knows a zone or which day a clock belongs to. What is found is spelled anew as the
grammar's own TIME, so that there is one reader of times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from pmtui.model.entries import FIRST_YEAR, LAST_YEAR
from pmtui.model.time.words import MONTHS
from pmtui.model.time.zones import MEANT

_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = "|".join(
    (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{2})(?P=mark)(?P<day>\d{2})",
        rf"{_MONTH.format('name')}\s+(?P<nday>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<nyear>\d{{4}})\b)?",
        rf"(?P<dday>\d{{1,2}})(?:st|nd|rd|th)?[\s/-]{_MONTH.format('dname')}(?:[\s/,-]+(?P<dyear>\d{{4}})\b)?",
        r"(?P<one>\d{1,2})(?P<cut>[/.])(?P<two>\d{1,2})(?P=cut)(?P<last>\d{4}|\d{2})\b",
    )
)
_DATED = re.compile(rf"(?<![\w/.:-])(?:{_DATE})(?![\w/-])", re.IGNORECASE)
_CLOCK = r"(?:\d{{1,2}}:(?:\d\d|\?\?|xx)(?::\d\d(?:[.,]\d{{1,9}})?)?(?:\s?[ap]m\b)?|\d{{1,2}}\s?[ap]m\b)"
_ZONE = (
    r"z\b|utc(?:[+-]\d{1,2}(?::?\d\d)?)?\b|gmt\b|(?:\+\d\d:?\d\d|-\d{4})(?:\s(?:utc|gmt))?\b"
    # A minus and a clock is a range, but behind seconds.
    r"|(?:(?<=:\d\d:\d\d)|(?<=[.,]\d{3})|(?<=[.,]\d{6}))-\d\d:\d\d\b|(?-i:[A-Z]{2,5})\b"
)
_OPEN, _SHUT = r"[\[(<*_`\s]*", r"[\])>*_`~]*"
_STAMP = re.compile(
    rf"""{_OPEN}
    (?P<about>(?:~|ca\.?|circa|about|around|approx(?:\.|imately)?)\s*)?
    (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+(?P<dated>(?!\d\d?(?::|\s?[ap]m)))?)?
    (?:(?:{_DATE})(?:{_SHUT}(?:t|:|,?\s+(?:at\s+)?){_OPEN})?)?
    (?:(?:(?<=[\s\[(<*_`~t:,])|^)(?P<clock>{_CLOCK.format()})(?:\s?(?P<zone>{_ZONE}))?
    (?:\s*(?:-|–|—|to|\.\.)\s*(?P<end>{_CLOCK.format()})(?:\s?(?P<endzone>{_ZONE}))?)?
    (?(dated)(?:\s(?P<cyear>(?:19|20)\d\d)\b)?))?
    {_SHUT}(?P<after>\s*(?:[:;,|–—](?:\*\*|__)?|-(?=\s))\s*|\s+|$)""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMED = re.compile(
    rf"(?P<who>[^\W\d][^\d:|<>{{}}]{{0,40}}?)(?:\s\s+|\s+[\[(](?=[^\[(]*[\])]$))(?P<rest>{_CLOCK.format()})[\])]?$",
    re.IGNORECASE,
)
"""`Ana Gomez  10:32 AM`: the head of a message in a chat."""
_FIELD = re.compile(
    r"""(?:^|[\s{,])["']?(?P<name>@?\w+)["']?\s*[:=]\s*["']?(?=(?P<value>\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^"'{}]*))"""
)
"""A field of an alert or a structured log that begins with a time."""
WHEN = (
    "timestamp", "time", "ts", "datetime", "eventtime", "occurredat", "happenedat", "startedat", "startsat",
    "createdat", "date", "at",
)  # fmt: skip
"""Names of the field that says when something happened, the best first; `occurred_at` is `occurredat`.

Only whole names count: `updatedAt` says when somebody looked at it last, `endsAt` when it was over.
"""
_BRACKETED = re.compile(r"[\[(]\s*(?P<zone>[A-Za-z]{1,5})\s*[\])][\])>*_`~]*\s*(?:[:,|–—]|-(?=\s))?\s*")
"""A zone in brackets behind a time: `3:30 PM (PST)**: …`."""
_BEHIND_COMMA = re.compile(r"(?P<zone>[A-Z]{2,5})\b[\])>*_`~]*\s*(?:[:,|–—]|-(?=\s))?\s*")
"""A zone set off by a comma: `3:30 PM, PST: …`."""
_BROKEN = re.compile(rf"{_OPEN}(?:\d[0-9X?]|[X?]{{1,2}}|\d):[0-9X?]{{2}}(?![\w?])", re.IGNORECASE)
"""Meant as a clock: `2X:XX`, `??:??`, `25:99`."""
_NO_CLOCK = re.compile(rf"{_OPEN}\d{{1,2}}:\d\d")
"""What stands behind a day and was meant as its clock."""
_DOUBT = re.compile(r"\((?=[^)]*(?:\?|maybe|about|approx|around|roughly|not sure))[^)]*\)", re.IGNORECASE)


class Stamp(msgspec.Struct, frozen=True):
    """A time as a line spells it."""

    day: date | None = None
    yearless: bool = False
    """The day's year is not said, and only stands in."""
    clock: str = ""
    """As the grammar spells it, with seconds if any; empty: only a day."""
    end: str = ""
    offset: str = ""
    """`Z` or `+01:00`, for both ends."""
    abbreviation: str = ""
    """A zone's letters: only the zone in which it is read can say what they mean."""
    about: bool = False
    wrong: str = ""
    """Why it names no moment."""


def stamp(line: str) -> tuple[Stamp, str] | None:
    """The time that a line begins with, and the rest of it; None when it begins with none."""
    match = _STAMP.match(line)
    if match is None or not (match["clock"] or _has_day(match)):
        return None
    rest = line[match.end() :].strip()
    last = "endzone" if match["end"] and not match["zone"] else "zone"
    zone = match[last]
    if zone and zone.isalpha() and zone.upper() not in (*MEANT, "UTC", "GMT", "Z"):
        rest, zone = line[match.start(last) :].strip(), None  # `14:05 DB is down`
    apart = _BRACKETED.match(rest) or (_BEHIND_COMMA.match(rest) if "," in match["after"] else None)
    if apart and not zone and apart["zone"].upper() in (*MEANT, "UTC", "GMT", "Z"):
        zone, rest = apart["zone"], rest[apart.end() :]
    day, wrong = _day(match)
    if not match["clock"] and _NO_CLOCK.match(rest):
        wrong = "its clock cannot be read"
    found = Stamp(
        day=day,
        yearless=bool(match["name"] or match["dname"]) and not _year(match),
        clock=_clock(match["clock"]),
        end=_clock(match["end"]),
        offset=_offset(zone),
        abbreviation=zone.upper() if zone and zone.upper() in MEANT else "",
        about=bool(match["about"]) or bool(_DOUBT.match(rest)),
        wrong=wrong,
    )
    if not found.clock and rest and not _ends_a_date(match):
        return None
    return found, rest


def day_in(text: str) -> Stamp | None:
    """The day that a text names anywhere, with its year; None for none, and where it names several."""
    found = [stamp(text[match.start() :]) for match in _DATED.finditer(text)]
    days = {each[0].day for each in found if each and each[0].day and not each[0].yearless}
    return Stamp(day=days.pop()) if len(days) == 1 == len(found) else None


def said_by(line: str) -> tuple[Stamp, str] | None:
    """The time and the name in the head of a chat's message, `Ana Gomez  10:32 AM`; None for any other line."""
    match = _NAMED.fullmatch(line.strip())
    return (Stamp(clock=_clock(match["rest"])), f"{match['who'].strip()}:") if match else None


def field(line: str) -> Stamp | None:
    """The time in the field of a line that says when it happened: `ts=2024-01-02T10:11:12 level=error`."""
    return _best({match["name"]: match["value"] for match in _FIELD.finditer(line)})


def field_of(fields: Mapping[str, object]) -> Stamp | None:
    """The time in the field of a JSON object that says when it happened; one inside another object is not its own."""
    return _best({name: value for name, value in fields.items() if isinstance(value, str)})


def _best(fields: Mapping[str, str]) -> Stamp | None:
    by_name = {plain_name(name): value for name, value in fields.items()}
    for name in WHEN:
        found = stamp(by_name.get(name, ""))
        if found and (found[0].day or found[0].wrong) and found[0].clock:
            return found[0]
    return None


def plain_name(name: str) -> str:
    """The name of a field without the signs that some write in it: `occurred_at` is `occurredat`."""
    return re.sub(r"[\W_]", "", name).casefold()


def broken(line: str) -> bool:
    """Whether a line begins with what is meant as a clock and is none."""
    return bool(_BROKEN.match(line))


def _has_day(match: re.Match[str]) -> bool:
    return any(match[name] for name in ("year", "name", "dname", "one"))


def _ends_a_date(match: re.Match[str]) -> bool:
    """Whether a date without a clock is one, and not the start of a sentence: `May 5 users …`."""
    return bool(match["year"]) or bool(match["after"].strip())


def _year(match: re.Match[str]) -> str | None:
    """The year of a day whose month has a name; `date` and C put it behind the clock, where they name the weekday."""
    return match["nyear"] or match["dyear"] or match["cyear"]


def _day(match: re.Match[str]) -> tuple[date | None, str]:
    """The day, and why it is none."""
    if match["year"]:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    elif match["name"] or match["dname"]:
        names = [name[:3].lower() for name in MONTHS]
        month = names.index((match["name"] or match["dname"]).lower()) + 1
        day = int(match["nday"] or match["dday"])
        year = int(_year(match) or 2000)  # a leap year: 29 February can be meant
    elif match["one"]:
        day, month, year = int(match["one"]), int(match["two"]), int(match["last"])
        year += 2000 if year < 100 else 0
        if match["cut"] == "/" and day <= 12 and month <= 12 and day != month:
            return None, f"{match['one']}/{match['two']} can be two days"
        if month > 12:
            day, month = month, day
    else:
        return None, ""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, f"{year} is no year in which anything happened"
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, f"there is no day {year}-{month:02}-{day:02}"


def _clock(typed: str | None) -> str:
    whole = re.sub(r"\s", "", typed or "")  # a phone sets am and pm off by a narrow space
    return whole.lower().replace("xx", "??").replace(",", ".")


def _offset(typed: str | None) -> str:
    zone = (typed or "").upper().removeprefix("UTC").removeprefix("GMT")
    if typed and (not zone or zone == "Z"):
        return "Z"
    if zone[:1] not in ("+", "-") or not zone:
        return ""
    digits = zone[1:].removesuffix(" UTC").removesuffix(" GMT").replace(":", "")
    return (
        f"{zone[0]}{digits[:-2].zfill(2)}:{digits[-2:]}"
        if len(digits) > 2
        else f"{zone[0]}{digits.zfill(2)}:00"
    )


def since_midnight(found: Stamp) -> timedelta | None:
    """How long after midnight its clock stands; None without one."""
    match = re.match(r"(\d+)(?::(\d\d|\?\?))?(?::(\d\d))?[\d.]*([ap]m)?", found.clock)
    if match is None:
        return None
    hour, minute = int(match[1]), int((match[2] or "0").replace("??", "0"))
    if match[4]:
        hour = hour % 12 + (12 if match[4] == "pm" else 0)
    return timedelta(hours=hour, minutes=minute, seconds=int(match[3] or 0))
