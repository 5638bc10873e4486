"""The ranges of what an entry holds: outside them no calendar, no zone and no chart works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pmtui.model import entries as e

_FIRST, _LAST = e.FIRST_YEAR, e.LAST_YEAR


def fits(entry: e.Entry) -> bool:
    """Whether every value of the entry can be shown."""
    # Opening a long journal asks this of each line: no call that can be spared.
    at = entry.at
    if not _FIRST <= entry.recorded.year <= _LAST or not (at is None or _FIRST <= at.year <= _LAST):
        return False
    if entry.until is not None and not has_place(entry):
        return False
    more = _MORE.get(type(entry))
    return more is None or more(entry)


def has_place(when: e.Entry | e.When) -> bool:
    """Whether the time lies in the calendar, and lasts ten years at most."""
    at, until = when.at, when.until
    if at is not None and not _FIRST <= at.year <= _LAST:
        return False
    if until is None:
        return True
    if not _FIRST <= until.year <= _LAST:
        return False
    return at is None or abs((until - at).total_seconds()) <= e.LONGEST


def _day(day: date | None) -> bool:
    return day is None or _FIRST <= day.year <= _LAST


def _seconds(value: float | None) -> bool:
    return value is None or 0 <= value <= e.LONGEST


def _level(value: int | None) -> bool:
    return value is None or 0 <= value <= e.LEVELS


_MORE: dict[type[e.Entry], Callable[[Any], bool]] = {
    e.Opened: lambda entry: _day(entry.opened) and _level(entry.severity),
    e.Action: lambda entry: _seconds(entry.check),
    e.Run: lambda entry: _seconds(entry.seconds) and -(1 << 31) <= entry.exit <= 1 << 31,
    e.Update: lambda entry: _seconds(entry.next),
    e.Attach: lambda entry: 0 <= entry.bytes <= e.FILE_MIB << 20,
    e.Severity: lambda entry: _level(entry.level),
    e.Evidence: lambda entry: entry.sign in e.SIGNS,
    e.Misleading: lambda entry: _seconds(entry.spent),
    e.Task: lambda entry: _day(entry.due),
    e.Retime: lambda entry: all(map(has_place, entry.times)),
}
"""What else has a range, by kind."""
