"""CSV and tables set apart by tabs or semicolons: which column says what stands in their first line."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from pmtui.model.backfill.items import NO_TIME, Document, Found, How, Item, Source, in_order, person, said
from pmtui.model.backfill.labels import zone
from pmtui.model.backfill.spelled import day_first_in, time_of
from pmtui.model.backfill.stamps import Stamp

_TIMES = (
    *("utc", "timestamp", "datetime", "date time", "date/time", "event time", "occurred at", "happened at"),
    *("when", "time", "created at", "started at", "created", "at", "clock"),
    *("uhrzeit", "zeitpunkt", "zeitstempel", "zeit", "heure", "horodatage", "hora"),
)
_DAYS = ("date", "day", "datum", "jour", "fecha")
_AUTHORS = (
    "author",
    "who",
    "user",
    "username",
    "actor",
    "person",
    "name",
    "sender",
    "from",
    "owner",
    "by",
    "wer",
    "autor",
    "auteur",
    "qui",
    "quién",
)
_TEXTS = (
    *(
        "event",
        "text",
        "message",
        "what happened",
        "what",
        "description",
        "entry",
        "note",
        "notes",
        "summary",
    ),
    *("details", "action", "comment", "body", "content"),
    *(
        "ereignis",
        "beschreibung",
        "nachricht",
        "événement",
        "évènement",
        "evento",
        "descripción",
        "descrição",
    ),
)
_IDS = ("id", "event id", "uid", "key")
_NUMBERS = ("#", "no", "no.", "nr", "nr.", "№")
_LINKS = ("url", "link", "permalink")
_LONGEST = 1 << 22
"""Characters of a cell."""


class _Columns(NamedTuple):
    """Which column says what; -1 for none."""

    time: int
    day: int
    text: int
    who: int
    id: int
    link: int
    offset: str
    letters: str
    """The zone that the head of the column of times names."""


def fits(source: Source) -> bool:
    """Whether its first line names a column of times and one of words, and the others have as many columns."""
    found = _table(source.raw)
    return found is not None


def _table(text: str) -> tuple[_Columns, list[list[str]]] | None:
    head = text.lstrip("\n").partition("\n")[0]
    if len(head) > _LONGEST or not text.strip():
        return None
    for mark in "\t,;":
        if mark not in head:
            continue
        columns = _columns(next(csv.reader([head], delimiter=mark), []))
        if columns is None:
            continue
        rows = _rows(text.lstrip("\n"), mark)
        width = len(rows[0]) if rows else 0
        if rows and all(len(row) == width for row in rows):
            return columns, rows
    return None


def _rows(text: str, mark: str) -> list[list[str]]:
    try:
        return [
            row for row in csv.reader(io.StringIO(text), delimiter=mark) if any(cell.strip() for cell in row)
        ]
    except csv.Error:  # a cell longer than the reader takes
        return []


def _names(head: list[str]) -> list[str]:
    return [re.sub(r"[\s_-]+", " ", re.sub(r"[(\[].*", "", cell)).strip().casefold() for cell in head]


def _place(names: list[str], known: tuple[str, ...]) -> int:
    return next((names.index(name) for name in known if name in names), -1)


def author_in(head: list[str]) -> int:
    """Which column says who; -1 for none."""
    return _place(_names(head), _AUTHORS)


def times_in(head: list[str]) -> list[int]:
    """Which columns say when: that of the day, that of the clock; none for a table that says no times."""
    names = _names(head)
    return [place for place in (_place(names, _DAYS), _place(names, _TIMES)) if place >= 0]


def number_in(head: list[str]) -> int:
    """Which column only counts the rows; -1 for none."""
    return _place(_names(head), _NUMBERS)


def zone_of(cell: str) -> tuple[str, str] | None:
    """The offset, or the letters, of the zone that the head of a column names; None for none."""
    if _names([cell]) == ["utc"]:
        return "Z", ""
    return zone(cell.replace("[", "(").replace("]", ")").strip())


def _columns(head: list[str]) -> _Columns | None:
    names = _names(head)

    def place(known: tuple[str, ...]) -> int:
        return _place(names, known)

    time, text = place(_TIMES), place(_TEXTS)
    day = place(_DAYS)
    if time < 0:
        time, day = day, -1
    if time < 0 or text < 0 or len(set(names)) < len(names):
        return None
    offset, letters = zone_of(head[time]) or ("", "")
    if names[time] == "utc":
        day = -1
    return _Columns(time, day, text, place(_AUTHORS), place(_IDS), place(_LINKS), offset, letters)


def read(source: Source, how: How) -> Found:
    """A row each."""
    found = _table(source.raw)
    left_out: Counter[str] = Counter()
    items: list[Item] = []
    if found:
        items = list(_items(*found, source.documents[0].name, left_out))
    return Found("table", "table", in_order(items), left_out=left_out, noun="row")


def _items(columns: _Columns, rows: list[list[str]], file: str, left_out: Counter[str]) -> Iterator[Item]:
    def cell(row: list[str], place: int) -> str:
        return row[place].strip() if place >= 0 else ""

    times = [f"{cell(row, columns.day)} {cell(row, columns.time)}".strip() for row in rows]
    day_first = day_first_in(times[1:])
    for line, (row, time) in enumerate(zip(rows[1:], times[1:], strict=True), 2):
        text = said("note", cell(row, columns.text))
        if not text:
            left_out["without words"] += 1
            continue
        at, spelled = time_of(time, day_first)
        yield Item(
            line=line,
            at=at,
            stamp=_zoned(spelled, columns) if spelled else None,
            text=text,
            note="" if at or spelled else NO_TIME,
            author=person(cell(row, columns.who)),
            id=cell(row, columns.id),
            link=cell(row, columns.link),
            file=file,
        )


def _zoned(found: Stamp, columns: _Columns) -> Stamp:
    if found.offset or found.abbreviation or not found.clock:
        return found
    return msgspec.structs.replace(found, offset=columns.offset, abbreviation=columns.letters)


def objects(document: Document) -> list[dict[str, str]]:
    """The rows as objects by the names of their columns, for whoever says which is which; none of what is no table."""
    text = document.text()
    head = text.partition("\n")[0]
    mark = max("\t,;", key=head.count)
    rows = _rows(text, mark) if mark in head else []
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] if rows else []
