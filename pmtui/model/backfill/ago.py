"""Lists that say how long ago: `42m ago  it fails`, and the events that kubectl prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pmtui.errors import PmtuiError
from pmtui.model.backfill.items import NO_TIME, Document, Format, Found, How, Item, Source, said
from pmtui.model.backfill.stamps import Stamp

_EVENTS = re.compile(r"\s*LAST SEEN\s+(?:COUNT\s+|FIRST SEEN\s+)?TYPE\s+REASON\s[^\n]*\n")
"""The head of what `kubectl get events` prints."""
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_SPAN = r"(?P<span>(?:\d{1,5}[dhms]){1,3}|\d{1,5} ?(?:day|hour|hr|minute|min|second|sec)s?)"
_AGO = re.compile(rf"[-*•\s]{{0,9}}{_SPAN} ago\b[\s:,–—-]*(?P<text>.*)")
_SEEN = re.compile(rf"\s{{0,9}}(?:{_SPAN}|<\S+>)(?P<often> \(x\d+ over \S+\))?\s+(?P<text>.*)")
_NO_START = (
    "its times count back from when it was made, which it does not say",
    "say when that was: --start TIME",
)


def _pattern(source: Source) -> re.Pattern[str]:
    return _SEEN if _EVENTS.match(source.raw) else _AGO


def _fits(source: Source) -> bool:
    if _EVENTS.match(source.raw):
        return True
    lines = [line for line in source.raw.split("\n") if line.strip()]
    return bool(lines and _AGO.match(lines[0])) and all(
        line[0] in " \t" or _AGO.match(line) for line in lines
    )


def _read(source: Source, how: How) -> Found:
    """Its lines.

    Raises:
        PmtuiError: nobody said when it was made.
    """
    if how.start is None:
        raise PmtuiError(*_NO_START)
    head = _EVENTS.match(source.raw)
    text = source.raw[head.end() :] if head else source.raw
    items = list(_items(text, _pattern(source), how.start, source.documents[0]))
    return Found("ago", "lines that say how long ago", items, noun="line")


def _items(text: str, pattern: re.Pattern[str], made: datetime, document: Document) -> Iterator[Item]:
    blocks: list[tuple[int, re.Match[str], list[str]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if match := pattern.fullmatch(line):
            blocks.append((number, match, []))
        elif blocks:
            blocks[-1][2].append(line.strip())
    for number, match, more in blocks:
        often = match.groupdict().get("often") or ""
        words = said("note", "\n".join([f"{match['text'].strip()}{often}", *more]).strip())
        stamp = _back(made, match["span"]) if match["span"] else None
        if words:
            yield Item(number, stamp, text=words, note="" if stamp else NO_TIME, file=document.name)


def _back(made: datetime, span: str) -> Stamp:
    """About that long before: it is told in whole minutes or hours."""
    parts = re.findall(r"(\d+) ?([dhms])", span)
    at = made.astimezone(UTC) - timedelta(**{_UNITS[unit]: int(number) for number, unit in parts})
    return Stamp(day=at.date(), clock=f"{at:%H:%M:%S}", offset="Z", about=True)


AGO = Format("ago", "lines that say how long ago", _fits, _read, counts=True)
