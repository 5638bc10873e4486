"""The one door for what others recorded: which format it is, and what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from pmtui.errors import PmtuiError, UsageError
from pmtui.model.backfill import objects, slack, split, tables
from pmtui.model.backfill.ago import AGO
from pmtui.model.backfill.chats import CHATS
from pmtui.model.backfill.formats import STRUCTURED
from pmtui.model.backfill.items import AS_IT_IS, Document, Format, Found, How, Item, Source, own_ids
from pmtui.model.backfill.logs import LOGS
from pmtui.model.backfill.lookup import parts
from pmtui.model.backfill.order import with_halves
from pmtui.model.backfill.recordings import NO_START, RECORDED, TRANSCRIPT
from pmtui.model.backfill.shells import SHELLS
from pmtui.model.backfill.structured import Each, Structured
from pmtui.model.backfill.timeless import timeless
from pmtui.model.text import did_you_mean, nearest


def _lines(source: Source, how: How) -> Found:
    if TRANSCRIPT.match(source.raw):
        raise PmtuiError(*NO_START)
    if what := _document(source):
        raise PmtuiError(f"it is {what}, of no known format", f"say where its events stand: {_EXAMPLE}")
    items = [
        msgspec.structs.replace(item, file=source.documents[0].name)
        for item in with_halves(split.pieces(source.raw))
    ]
    said = [item for item in items if item.text]
    if said and not any(item.stamp or item.kind != "note" for item in said):
        raise PmtuiError(*(timeless(source.raw) or _NO_CLOCKS))
    return Found("lines", "timestamped lines", items, noun="entry")


_NO_CLOCKS = (
    "no line of it begins with a time, and it is of no known format",
    "put the clock before each line that matters, or say what it is: --as FORMAT, --map",
)


def _document(source: Source) -> str:
    """What a text is as a whole that is JSON, and no log of a value a line; empty for any other."""
    values = source.values(source.documents[0])
    if len(values) > 1:
        lines = sum(bool(line.strip()) for line in source.raw.split("\n"))
        return "JSON" if len(values) != lines else ""
    return "one JSON document" if values and _holds_events(source.raw, values[0]) else ""


def _holds_events(text: str, value: Any) -> bool:
    """Whether a value is a document, and not the one line of a log."""
    if not isinstance(value, dict):
        return True
    lists = (each for each in value.values() if isinstance(each, list))
    return "\n" in text.strip() or any(isinstance(each, dict) for every in lists for each in every)


FORMATS: tuple[Format, ...] = (
    Format("slack", "Slack export", slack.fits, slack.read, channels=True),
    *(Format(row.name, row.title, row.fits, row.read, row.channels) for row in STRUCTURED),
    *(Format(row.name, row.title, row.fits, row.read) for row in (*CHATS, *SHELLS, *LOGS)),
    *RECORDED,
    AGO,
    Format("table", "table", tables.fits, tables.read),
)
"""Every format that is told by its own signs, in the order in which they are tried."""
OBJECTS = Format("json", "JSON lines", objects.fits, objects.read)
"""What JSON lines are that no format knows."""
LINES = Format("lines", "lines that begin with a time, Markdown, a script", lambda source: True, _lines)
"""What any other text is."""
NAMES = (*(format.name for format in FORMATS), OBJECTS.name, LINES.name)
_UNKNOWN_IDS = ("map", "table", OBJECTS.name)
"""Formats whose ids are what somebody called so: a column may name the incident, and not the row."""
_MAPPED = ("items", "time", "who", "text", "id", "link")


def read(documents: Sequence[Document], how: How = AS_IT_IS) -> Found:
    """What one file holds, or the files of a folder or an archive.

    Raises:
        PmtuiError: its format is not known, or it is of one whose times would be invented; it says what to do.
        UsageError: `how` names no format, or no path, or what a file of its format does not have.
    """
    source = Source(documents)
    if all(_is_empty(source, document) for document in documents):
        raise PmtuiError("there is nothing in it to import")
    format = _format(source, how)
    format.check(how)
    found = format.read(source, how)
    if format.name in _UNKNOWN_IDS:
        found = msgspec.structs.replace(found, items=own_ids(found.items))
    return _bounded(found, how)


def mapped(typed: str) -> dict[str, str]:
    """Where things stand, as `--map` says it: `items=.data,time=.at,text=.body`.

    Raises:
        UsageError: it is not of that shape.
    """
    found = {}
    for pair in typed.split(","):
        name, equals, path = pair.strip().partition("=")
        if not equals or name not in _MAPPED:
            raise UsageError(f"--map: {pair!r} is none of {', '.join(_MAPPED)}", f"write {_EXAMPLE}")
        parts(path)
        found[name] = path
    if missing := [name for name in ("time", "text") if name not in found]:
        raise UsageError(f"--map does not say where {missing[0]} stands", f"write {_EXAMPLE}")
    return found


def _is_empty(source: Source, document: Document) -> bool:
    """Whether a file holds nothing, or JSON without any value."""
    if not document.data.strip(b"\xef\xbb\xbf \t\r\n"):
        return True
    values = source.values(document)
    return bool(values) and all(map(_says_nothing, values))


def _says_nothing(value: Any) -> bool:
    inside = value.values() if isinstance(value, dict) else value
    return isinstance(value, dict | list) and all(map(_says_nothing, inside))


_EXAMPLE = "--map items=.data,time=.occurred_at,who=.user.name,text=.message"


def _format(source: Source, how: How) -> Format:
    if how.fields:
        row = _mapped(how.fields)
        for document in source.documents:
            source.take(document, tables.objects(document))
        if not row.fits(source):
            raise PmtuiError(
                f"--map: nothing stands at {how.fields.get('items', '.') or '.'} with a time and a text",
                "name the paths as they are in the file",
            )
        return Format(row.name, row.title, row.fits, row.read)
    if how.format:
        return _named(how.format)
    fitting = [format for format in FORMATS if format.fits(source)]
    if len(fitting) > 1:
        names = " or ".join(f"--as {format.name}" for format in fitting)
        raise PmtuiError(
            f"it may be {' or '.join(format.title for format in fitting)}", f"say which: {names}"
        )
    if fitting:
        return fitting[0]
    if len(source.documents) != 1:
        raise PmtuiError("none of its files is of a known format", "name one file, or say --as FORMAT")
    if _is_ours(source):
        raise PmtuiError(
            "it is pmtui's own", "`pmtui join FILE` takes what a journal or a record holds and yours lacks"
        )
    return OBJECTS if OBJECTS.fits(source) else LINES


def _is_ours(source: Source) -> bool:
    """Whether a file is a journal of pmtui, or a record, as TOML or as JSON."""
    document = source.documents[0]
    values = source.some(document)
    if not values:
        return bool(_RECORD.match(source.raw))
    first = values[0] if isinstance(values[0], dict) else {}
    return {"digest", "recorded", "kind"} <= first.keys() or {
        "format",
        "incident",
        "timeline",
    } <= first.keys()


_RECORD = re.compile(r"format = \d+\n(?:[^\[\n][^\n]*\n)*\s*\[incident\]\n")
"""How a record begins."""


def _named(name: str) -> Format:
    for format in (*FORMATS, OBJECTS, LINES):
        if format.name == name:
            return format
    near = did_you_mean(f"--as {each}" for each in nearest(name, NAMES, 2))
    raise UsageError(f"--as {name}: there is no such format", near or f"there are {', '.join(NAMES)}")


def _mapped(fields: dict[str, str]) -> Structured:
    def wording(name: str) -> str:
        return "{" + fields[name] + "}" if name in fields else ""

    each = Each(
        items=(fields.get("items", ""),),
        needs=(fields["time"], fields["text"]),
        time=fields["time"],
        text=wording("text"),
        who=wording("who"),
        id=wording("id"),
        link=wording("link"),
    )
    return Structured("map", "JSON", (each,))


def _bounded(found: Found, how: How) -> Found:
    """Without what lies outside the bounds that a person set; what has no moment of its own stays for later."""
    kept = found.items
    for reason, inside in _bounds(how):
        stay = [item for item in kept if inside(item)]
        if len(stay) < len(kept):
            found.left_out[reason] += len(kept) - len(stay)
        kept = stay
    return msgspec.structs.replace(found, items=kept)


def _bounds(how: How) -> list[tuple[str, Callable[[Item], bool]]]:
    return [("not pinned", lambda item: item.key)] if how.pinned else []
