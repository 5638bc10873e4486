"""One row of a pane: what stands where on its lines, how many lines that takes, and how it is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from pmtui.model.incident.due import Due, timing
from pmtui.tui.colours import DIM, OVERDUE
from pmtui.tui.timeline.wrapping import cut, steady, wrap

NO_OWNER = "no owner"
"""Stands where an owner would: that there is none is seen, too."""
NO_BREAK = "\xa0"
"""A space at which no line is broken."""
_MARK = 2
"""Cells before a text, where `!` stands."""
_GAP = 2
_INDENT = 2
"""Cells by which what stands below a text is set in."""
_LEAST_TEXT = 8
_MOST_WHO = 14
_MOST_LINES = 6
"""Lines that a text takes at most; the whole of it is behind Enter."""


class PaneRow(NamedTuple):
    """One row."""

    key: str
    """Names what it stands for, so that the cursor stays with it."""
    text: str
    right: str = ""
    """A word or a time."""
    style: str = ""
    """Of the text."""
    who: str = ""
    """Stands in a column of its own before what is at the right."""
    over: bool = False
    """Whether it is overdue."""
    waits: bool = False
    """Whether it gives way to no row that does not wait."""
    whole: bool = False
    """Whether its text is wrapped, not cut."""
    below: str = ""
    """A line of its own under the text: what to do about it."""


class Columns(NamedTuple):
    """Cells that the columns of a pane take: all of it, those of `who` and those at the right of them."""

    width: int
    who: int = 0
    right: int = 0

    @classmethod
    def of(cls, rows: Iterable[PaneRow], width: int) -> Columns:
        """The columns of these rows."""
        owned = [row for row in rows if row.who]
        who = max((cell_len(row.who) for row in owned), default=0)
        right = max((cell_len(row.right) for row in owned), default=0)
        return cls(width, min(who, _MOST_WHO, width // 3), min(right, width // 2))


def lines(row: PaneRow, columns: Columns, *, whole: bool) -> list[str]:
    """The text on its lines, and what stands below it; the text is cut to one unless the `whole` of it is wanted."""
    return [*_text_lines(row, columns, whole=whole), *_below(row, columns)]


def _below(row: PaneRow, columns: Columns) -> list[str]:
    room = max(_LEAST_TEXT, columns.width - _MARK - _INDENT)
    return [" " * _INDENT + cut(" ".join(steady(row.below).split()), room)] if row.below else []


def _text_lines(row: PaneRow, columns: Columns, *, whole: bool) -> list[str]:
    text = " ".join(word for word in steady(row.text).replace("\n", " ").split(" ") if word)
    text = cut(text, columns.width * _MOST_LINES)
    room = max(_LEAST_TEXT, columns.width - _MARK - cell_len(_tail(row, columns)))
    if cell_len(text) <= room:
        return [text]
    if not whole:
        return [cut(text, room)]
    first = wrap(text, room)[0]
    width = max(_LEAST_TEXT, columns.width - _MARK)
    more = wrap(text[len(first) :].lstrip(" "), width)
    if len(more) < _MOST_LINES:
        return [first, *more]
    return [first, *more[: _MOST_LINES - 2], cut(" ".join(more[_MOST_LINES - 2 :]), width)]


def draw(row: PaneRow, columns: Columns, *, whole: bool) -> Content:
    """The row as it is painted, its text wrapped if the `whole` of it is wanted."""
    first, *more = _text_lines(row, columns, whole=whole)
    tail = _tail(row, columns)
    room = columns.width - _MARK - cell_len(tail)
    mark = "! " if row.over else "  "
    text, right = row.style, DIM
    if row.over:
        text = right = OVERDUE
    padded = set_cell_size(first, max(room, cell_len(first))) if tail else first
    rest = "".join(f"\n{' ' * _MARK}{line}" for line in more)
    below = "".join(f"\n{' ' * _MARK}{line}" for line in _below(row, columns))
    drawn = Content.assemble((mark, text), (padded, text), (tail, right), (rest, text))
    # Under the cursor, where all of it is drawn, what is dim cannot be read.
    return drawn + Content.styled(below, text if whole else DIM) if below else drawn


def _tail(row: PaneRow, columns: Columns) -> str:
    """What stands at the right of a text, and before it a gap."""
    right = cut(row.right, max(_LEAST_TEXT, columns.width // 2))
    if row.who:
        who = set_cell_size(cut(" ".join(steady(row.who).split()), columns.who), columns.who)
        return f"{' ' * _GAP}{who}{' ' * (_GAP + columns.right - cell_len(right))}{right}"
    return f"{' ' * _GAP}{right}" if right else ""


def waiting_row(waits: Due, text: str, now: datetime, who: str = "") -> PaneRow:
    """The row of something that waits."""
    right = "" if waits.kind == "undone" else timing(waits, now)
    key = waits.entry or waits.key
    return PaneRow(key, text, right, who=who, over=waits.overdue(now), waits=True)


def counted(*counts: tuple[int, str]) -> str:
    """`1 waiting · 2 answered`: how many there are of each, without those that there are none of."""
    return " · ".join(f"{count} {word}" for count, word in counts if count)
