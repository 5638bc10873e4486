"""Lengths of time that count in days and months, as options take them: `7d`, `4w`, `12mo`, `2y`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from pmtui.errors import UsageError

_SPAN = re.compile(r"([0-9]{1,4})(d|w|mo|y)", re.ASCII)
_DAYS = {"d": 1, "w": 7}
_MONTHS = {"mo": 1, "y": 12}
_HOW = "write a number of days, weeks, months or years: 7d, 4w, 12mo, 2y"


def since(word: str, today: date) -> date:
    """The day that lies so long ago, or the day itself that is written.

    Raises:
        UsageError: it is neither, or no calendar has it.
    """
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word, re.ASCII):
        try:
            return date.fromisoformat(word)
        except ValueError:
            raise UsageError(f"{word!r} is no day of the calendar", "write one as in 2026-01-31") from None
    return _moved(word, today, -1, f"{_HOW}, or a day: 2026-01-31")


def ahead(word: str, today: date) -> date:
    """The day that lies so far ahead.

    Raises:
        UsageError: it is no length of time, or no calendar has the day.
    """
    return _moved(word, today, 1, _HOW)


def _moved(word: str, today: date, way: int, how: str) -> date:
    match = _SPAN.fullmatch(word)
    if match is None:
        raise UsageError(f"{word!r} is no length of time", how)
    number, unit = int(match[1]) * way, match[2]
    try:
        if unit in _DAYS:
            return today + timedelta(days=number * _DAYS[unit])
        return _months(today, number * _MONTHS[unit])
    except (ValueError, OverflowError):
        raise UsageError(f"{word!r} leads out of the calendar", how) from None


def _months(day: date, number: int) -> date:
    """The same day of another month, or its last one where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
