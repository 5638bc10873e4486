"""JSON lines of no known format: each an object whose fields have the names that such fields usually have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.model.backfill.items import NO_TIME, Found, How, Item, Source, in_order, moment, person, said
from pmtui.model.backfill.stamps import WHEN, plain_name

_TEXTS = (
    "message",
    "msg",
    "text",
    "body",
    "event",
    "summary",
    "description",
    "title",
    "content",
    "note",
    "textpayload",
    "log",
)
_AUTHORS = ("author", "who", "user", "username", "actor", "sender", "from", "login")
_IDS = ("id", "uuid", "eventid")
_LINKS = ("url", "htmlurl", "link", "permalink")


def fits(source: Source) -> bool:
    """Whether every line is an object that says something, and at least one of them when."""
    if len(source.documents) != 1:
        return False
    lines = [line for line in source.raw.split("\n") if line.strip()]
    values = source.values(source.documents[0])
    if len(lines) != len(values) or not all(isinstance(value, dict) for value in values):
        return False
    named = [_by_name(value) for value in values]
    return all(_first(each, _TEXTS) for each in named) and any(_when(each) != (None, None) for each in named)


def read(source: Source, how: How) -> Found:
    """A line each."""
    document = source.documents[0]
    items = []
    for line, value in enumerate(source.values(document), 1):
        fields = _by_name(value)
        at, stamp = _when(fields)
        items.append(
            Item(
                line=line,
                at=at,
                stamp=stamp,
                text=said("note", _first(fields, _TEXTS)),
                note="" if at or stamp else NO_TIME,
                author=person(_first(fields, _AUTHORS)),
                id=_first(fields, _IDS),
                link=_first(fields, _LINKS),
                file=document.name,
            )
        )
    return Found("json", "JSON lines", in_order(items), noun="line")


def _by_name(value: Mapping[str, Any]) -> dict[str, Any]:
    return {plain_name(name): each for name, each in value.items()}


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The text of the first field that has one; of an object that is a person, its name."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, dict):
            value = next(
                (value[n] for n in ("name", "login", "display_name") if isinstance(value.get(n), str)), ""
            )
        if isinstance(value, str) and value.strip():
            return value
        if name in _IDS and isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def _when(fields: Mapping[str, Any]) -> tuple[Any, Any]:
    """The time in the field that says when it happened, the best name first."""
    found = (moment(fields.get(name)) for name in WHEN)
    return next((each for each in found if each != (None, None)), (None, None))
