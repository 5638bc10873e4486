"""Dates and zones in prose, held against the record and the calendar: rule 10, and the days of rule 9."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from pmtui.model.review.case import HINT, WRONG, Case, Found, Text, sentence, there
from pmtui.model.time.words import DAYS, MONTHS
from pmtui.model.time.zones import MEANT, tz

_MONTH = r"(?P<month>(?:" + "|".join(f"{m}|{m[:3]}" for m in MONTHS) + r"|Sept)\b\.?)"
_DAY_NAME = r"(?P<{}>(?:" + "|".join(DAYS) + r"|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)"
_BEFORE = rf"(?:\b{_DAY_NAME.format('before')},?\s+(?:the\s+)?)?"
_ORDINAL = r"(?P<ordinal>st|nd|rd|th)?\b"
_YEAR = r"(?:,?\s+(?P<year>\d{4})\b)?"
_DATES = (
    re.compile(
        rf"{_BEFORE}(?<![\d.:/-])(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"
        rf"(?:\s*\({_DAY_NAME.format('after')}\))?"
    ),
    re.compile(rf"{_BEFORE}(?<![\d.:/-])\b(?P<day>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?{_MONTH}{_YEAR}"),
    re.compile(rf"{_BEFORE}\b{_MONTH}\s+(?P<day>\d{{1,2}})(?![\d:.%/]){_ORDINAL}{_YEAR}"),
)
_COUNTED = re.compile(r"\s+[a-z]")
_DEADLINE = re.compile(r"\b(?:by|until|till|due|before|since|after|from)\s+(?:the\s+)?\Z", re.I)
_NEAR = timedelta(days=45)
_ANOTHER = re.compile(r"\b(?:similar|previous(?:ly)?|earlier|another|last (?:year|month|week|time))\b", re.I)
"""Of another incident."""


class Spoken(Struct, frozen=True):
    """A date as prose names it."""

    words: str
    start: int
    end: int
    year: int | None
    month: int
    day: int
    weekday: int | None = None
    """0 is Monday."""

    @property
    def exists(self) -> bool:
        """Whether the year, or any year when none is named, has that day."""
        return self.day <= monthrange(self.year or 2000, self.month)[1]

    def nearest(self, to: date) -> date | None:
        """The day that is meant: of the year named, else of the one that brings it nearest."""
        years = (self.year,) if self.year else (to.year - 1, to.year, to.year + 1)
        days = [
            date(year, self.month, self.day)
            for year in years
            if 1 <= year <= 9999 and self.day <= monthrange(year, self.month)[1]
        ]
        return min(days, key=lambda day: abs(day - to), default=None)


def spoken(prose: str) -> list[Spoken]:
    """The dates that a text names by year, month and day, or by month and day."""
    found: dict[int, Spoken] = {}
    for pattern in _DATES:
        for match in pattern.finditer(prose):
            said = _read(match)
            if said and not any(
                other.start < said.end and said.start < other.end for other in found.values()
            ):
                found[said.start] = said
    return [found[start] for start in sorted(found)]


def _read(match: re.Match[str]) -> Spoken | None:
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else _month(parts["month"])
    day, year = int(parts["day"]), int(parts["year"]) if parts["year"] else None
    if not (1 <= month <= 12 and 1 <= day <= 31 and year != 0):
        return None
    name = parts.get("before") or parts.get("after")
    said = Spoken(match[0], *match.span(), year, month, day, _weekday(name) if name else None)
    bare = not year and not parts.get("ordinal") and match.start("month") < match.start("day")
    if not said.exists and bare and _COUNTED.match(match.string, match.end()):
        return None  # `in Feb 30 requests failed` names no day
    return said


def _month(word: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(word[:3]))


def _weekday(word: str) -> int:
    return next(number for number, day in enumerate(DAYS) if day.startswith(word[:3]))


def mended(said: Spoken, after: date | None) -> str:
    """The last day of the month of a date that does not exist, in the year named or after the incident."""
    year = said.year or (after.year + (said.month < after.month) if after else None)
    if year is None or year > 9999:
        return ""
    return date(year, said.month, monthrange(year, said.month)[1]).isoformat()


def days(case: Case) -> Found:
    """A day of the week that a date does not fall on, and a date that does not exist."""
    begun = case.local(case.start).date() if case.start else None
    for text in case.prose:
        for said in spoken(text.prose):
            if not said.exists:
                yield text.found(
                    WRONG, f"{said.words!r} is no day of the calendar", span=(said.start, said.end)
                )
                continue
            day = said.nearest(begun or date(2000, 1, 1)) if begun or said.year else None
            if day is None or said.weekday is None or day.weekday() == said.weekday:
                continue
            if said.year or (begun and abs(day - begun) <= _NEAR):
                what = f"{said.words!r}: {day} is a {DAYS[day.weekday()]}"
                yield text.found(WRONG, what, span=(said.start, said.end))


def strange_days(case: Case) -> Found:
    """A date in prose that is not a day of the incident."""
    first, last = _first_and_last(case)
    if first is None or last is None:
        return
    others = {
        day
        for task in case.incident.tasks
        for day in (task.due, task.done_at and case.local(task.done_at).date())
    }
    for text in case.prose:
        for said in spoken(text.prose):
            day = said.nearest(first) if said.exists else None
            if day in others or _ANOTHER.search(sentence(text.prose, said.start, said.end)):
                continue
            if day is None or first <= day <= last or _DEADLINE.search(text.prose, 0, said.start):
                continue
            lasted = f"was on {first}" if first == last else f"lasted from {first} to {last}"
            yield text.found(HINT, f"{said.words!r}: the incident {lasted}", span=(said.start, said.end))


def _first_and_last(case: Case) -> tuple[date | None, date | None]:
    """The days of the incident, in its zone and in UTC; whole days before it are lead-up."""
    times = [item.entry.at for item in case.timed] + [i.entry.until for i in case.timed if i.entry.until]
    held = {d for at in times if at for d in (at.date(), case.local(at).date())}
    return (min(held), max(held)) if held else (None, None)


# --- zones

_SUMMER = {
    "PDT": "PST",
    "MDT": "MST",
    "CDT": "CST",
    "EDT": "EST",
    "CEST": "CET",
    "EEST": "EET",
    "WEST": "WET",
    "AEDT": "AEST",
    "NZDT": "NZST",
}
"""Abbreviations of summer time, and the same place's in winter."""
_PLACES = {
    **MEANT,
    "EEST": "Europe/Helsinki",
    "WEST": "Europe/Lisbon",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}
_ALL_YEAR = {"MST", "CST", "EST", "AEST", "EET", "WET", "HST", "IST", "JST", "EAT", "BST"}
"""Some place has this one the whole year round, or another zone has the same letters."""
_ABBREVIATION = re.compile(
    r"(?:\d(?:\s?[ap]\.?m\.?)?\s*\(?|\b(?:times?|hours|clocks?)\s+(?:\w+\s+){0,3}(?:in\s+)?|\b[Tt]ime ?zone:?\s+)"
    rf"(?P<name>{'|'.join(sorted({*_PLACES, *_SUMMER}, key=len, reverse=True))}|GMT)\b"
)


def zones(case: Case) -> Found:
    """An abbreviation that no clock of that zone showed on the day."""
    moments = [item.entry.at for item in (*case.timed[:1], *case.timed[-1:]) if item.entry.at]
    moments = moments or ([case.start] if case.start else [])
    for text in case.prose:
        for match in _ABBREVIATION.finditer(text.prose):
            named = match["name"]
            when = _moments_of(text, match.start("name"), moments, case)
            level, right = _judged(named, when, case.zone)
            if level:
                what = f"{named!r}: on {when[0].date()} the clocks showed {right}"
                yield text.found(level, what, span=match.span("name"))


_HEADED = re.compile(
    r"^[^\n]{0,60}\b(?:times?|timeline|clocks?)\b[^\n]{0,60}?"
    rf"\b(?P<name>{'|'.join(sorted({*_PLACES, *_SUMMER}))}|GMT|UTC)\b",
    re.I | re.M,
)
_LINED = re.compile(r"^\W*\d?\d:\d\d[^\n]*$", re.M)
_LINE_ZONE = re.compile(
    rf"\d:\d\d(?:\s?[ap]m)?\s*\(?(?P<name>{'|'.join(sorted({*_PLACES, *_SUMMER}))}|GMT|UTC)\b"
)


def headed(case: Case) -> Found:
    """A heading (`Timeline (all times UTC)`) above lines with the clocks of another zone."""
    for text in case.sections:
        heading = _HEADED.search(text.prose)
        if heading is None:
            continue
        for line in _LINED.finditer(text.prose, heading.end()):
            named = [match["name"] for match in _LINE_ZONE.finditer(line[0])]
            if named and heading["name"].upper() not in named and _another(heading["name"].upper(), named[0]):
                what = f"the heading says {heading['name']}, and a line {named[0]}"
                yield text.found(WRONG, what, span=line.span())
                break


def _another(heading: str, named: str) -> bool:
    """Whether two abbreviations are of different clocks: UTC and GMT are the same."""
    return {heading, named} != {"UTC", "GMT"}


def _moments_of(text: Text, at: int, moments: list[datetime], case: Case) -> list[datetime]:
    """The moments that a time in prose may be of: the date beside it, else the incident's."""
    before = re.split(r"[.;\n]", text.prose[max(0, at - 60) : at])[-1]
    after = re.split(r"[.;,\n]", text.prose[at : at + 40])[0]
    beside = [said for said in (*spoken(before)[-1:], *spoken(after)[:1]) if said.exists]
    if not beside or not moments:
        return moments
    day = beside[0].nearest(case.local(moments[0]).date())
    return [datetime.combine(day, time(12), case.zone)] if day else moments


def _judged(named: str, moments: Iterable[datetime], zone: tzinfo) -> tuple[str, str]:
    """The level, and what the clocks showed; no level when the abbreviation may be right."""
    moments = list(moments)
    if not moments or any(there(moment, zone).tzname() == named for moment in moments):
        return "", ""
    year = moments[0].year
    seasons = [datetime(year, month, 1, 12, tzinfo=zone) for month in (1, 7)]
    if named in {season.tzname() for season in seasons}:
        return WRONG, str(there(moments[0], zone).tzname())
    place = _PLACES.get(named)
    if place is None or named == "BST":
        return "", ""
    names = [there(moment, tz(place)).tzname() for moment in moments]
    if named in names:
        return "", ""
    return (HINT if named in _ALL_YEAR else WRONG), str(names[0])
