"""How others spell times: with a month's name, as numbers, as seconds; and what all times of a text say together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

import msgspec

from pmtui.model.backfill.items import moment
from pmtui.model.backfill.stamps import Stamp, stamp
from pmtui.model.time.words import MONTHS

_RELATIVE = re.compile(
    r"(?i)(?:today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?=,?(?: at)? \d{1,2}:))\b"
)
_SLASHED = re.compile(
    r"(?P<one>\d{1,2})(?P<cut>[/.])(?P<two>\d{1,2})(?:(?P=cut)(?P<year>\d{4}|\d{2}))?(?=[ ,])"
)
"""A date of numbers: which of the first two is the day, they do not say, but for dots between them."""


def day_first_in(times: Iterable[str]) -> bool | None:
    """Whether dates of two numbers begin with the day, as all of a text together leave it possible; None: unknown."""
    pairs = [(int(m["one"]), int(m["two"])) for m in map(_SLASHED.match, times) if m]
    first, second = any(one > _MONTHS for one, _ in pairs), any(two > _MONTHS for _, two in pairs)
    return first if first is not second else None


_MONTHS = 12


def _in_words(match: re.Match[str], day_first: bool) -> str:
    day, month = (match["one"], match["two"]) if day_first else (match["two"], match["one"])
    name = MONTHS[int(month) - 1][:3] if 1 <= int(month) <= _MONTHS else "?"
    year = match["year"] or ""
    return f"{name} {day} {year if len(year) != 2 else f'20{year}'}".strip()


def _relative(time: str) -> Stamp | None:
    """What says its day by the one on which it was copied."""
    match = _RELATIVE.match(time)
    if match is None:
        return None
    return Stamp(wrong=f"{match[0]} is of the day on which it was copied: say that with the day written out")


def time_of(time: str, day_first: bool | None = None) -> tuple[datetime | None, Stamp | None]:
    """What a time spells: one of a clock alone too, which belongs to the day above it."""
    time = re.sub(r"(?i)\b([ap])\.m\.?", r"\1m", time.strip())
    if relative := _relative(time):
        return None, relative
    if slashed := _SLASHED.match(time):
        if day_first is None and slashed["cut"] == ".":
            day_first = True  # who writes dots begins with the day
        if day_first is None:
            return None, Stamp(wrong=f"{slashed['one']}/{slashed['two']} can be two days")
        time = f"{_in_words(slashed, day_first)}{time[slashed.end() :].replace(',', ' ', 1)}"
    at, spelled = moment(_in_letters(time))
    clock = stamp(time)
    if at is None and spelled is None and clock and not clock[1]:
        spelled = clock[0]
    return at, spelled


_CTIME = re.compile(
    r"(?:[A-Z][a-z]{2},? )?(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) (?P<clock>\d\d:\d\d:\d\d) (?P<year>\d{4})"
    r"(?: (?P<zone>[+-]\d{4}))?"
)


def _in_letters(time: str) -> str:
    """`Fri Nov 20 14:02:00 2026 +0000` as `2026-11-20 14:02:00 +0000`; any other time as it is."""
    match = _CTIME.fullmatch(time.strip())
    names = [name[:3] for name in MONTHS]
    if match is None or match["month"] not in names:
        return time
    day = f"{match['year']}-{names.index(match['month']) + 1:02}-{int(match['day']):02}"
    return f"{day} {match['clock']} {match['zone'] or ''}".strip()


def day_of(named: str) -> Stamp | None:
    """The day that a line names, without its clock; of `Yesterday`, why it names none."""
    if relative := _relative(named.strip()):
        return relative
    found = stamp(_in_letters(named.strip()))
    return msgspec.structs.replace(found[0], clock="", end="") if found else None
