"""CSV that a spreadsheet opens with a double click: any table, and the timeline."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from pmtui.model.entries import kind_of
from pmtui.model.incident.words import labels, typed
from pmtui.output.text.selection import selected, zone

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Item
    from pmtui.model.incident.incident import Incident

COLUMNS = (
    *("number", "label", "kind", "local", "utc", "until_local", "until_utc", "about", "said"),
    *("who", "text", "author", "by", "recorded_utc", "key", "struck"),
)
_MARK = "\ufeff"
"""Without it a spreadsheet takes the file for one in the machine's old character set."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def csv_text(incident: Incident, events: bool = False) -> str:
    """The timeline, one entry a row, its times in the incident's zone and in UTC; lines end in `\\n`.

    Args:
        incident: what is written.
        events: only what happened and the facts, as in the record's timeline; else every entry.
    """
    tz = zone(incident)
    shown = selected(incident) if events else incident.timeline
    return table(COLUMNS, (_row(item, incident, tz) for item in shown))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table under its columns' names; lines end in `\\n`, and no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_inert(cell) for cell in row])
    return _MARK + out.getvalue()


def _row(item: Item, incident: Incident, tz: tzinfo) -> tuple[str, ...]:
    entry = item.entry
    return (
        item.name,
        ",".join(labels(item, incident)),
        kind_of(entry),
        _time(entry.at, tz),
        _time(entry.at, UTC),
        _time(entry.until, tz),
        _time(entry.until, UTC),
        "about" if entry.about else "",
        entry.said,
        entry.who,
        typed(item, incident),
        entry.author,
        entry.by,
        _time(entry.recorded, UTC),
        "key" if item.key else "",
        "struck" if item.struck else "",
    )


def _time(at: datetime | None, tz: tzinfo) -> str:
    """`2023-10-15 10:40:00`: what a spreadsheet takes for a time, which it does not with a `T` or an offset."""
    if at is None:
        return ""
    try:
        there = at.astimezone(tz)
    except OverflowError:  # at an end of the calendar
        there = at
    return there.replace(tzinfo=None).isoformat(" ", "seconds")


def _inert(cell: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection): an apostrophe keeps it text.

    A carriage return, which a journal of another program may hold, would end the row for some readers.
    """
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
