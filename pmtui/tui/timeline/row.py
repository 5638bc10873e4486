"""What a row of the timeline says, and how it stands on its lines."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, Protocol, get_args

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from pmtui.tui.timeline.wrapping import cut, fit, wrap

RowStyle = Literal["", "struck", "strong", "unsaved", "muted"]
ROW_STYLES: tuple[str, ...] = tuple(style for style in get_args(RowStyle) if style)
FAMILIES = ("milestones", "hypotheses", "escalations", "actions", "updates", "follow-ups")
"""The families of kinds that have a colour each."""
_TIME, _KIND, _NARROW_KIND, _NARROW = 6, 12, 8, 60
_LEAST_TEXT = 8
_FOLDED = 3
"""Lines of a long row that are shown before it is unfolded."""


class Row(msgspec.Struct, frozen=True):
    """What one row says, worded and cleaned; a row without a key is a separator, such as a day."""

    key: str
    text: str
    number: str = ""
    time: tuple[str, ...] = ()
    """What stands in the column of times, a line each: `17:00`, `–18:00`."""
    kind: str = ""
    mark: str = ""
    """A word at the right end: `edited`, `struck`, `not saved`."""
    aside: str = ""
    """What may stand before the mark, where there is room for it."""
    style: RowStyle = ""
    family: str = ""
    """One of FAMILIES, whose colour the kind has."""


class Source(Protocol):
    """Where rows come from, one at a time and only when they are needed."""

    def __len__(self) -> int: ...

    def row(self, index: int) -> Row: ...


class NoRows:
    """The source of an empty timeline."""

    def __len__(self) -> int:
        return 0

    def row(self, index: int) -> Row:
        raise IndexError(index)


class Columns(NamedTuple):
    """Widths in cells."""

    number: int
    kind: int
    body: int

    @classmethod
    def of(cls, width: int, number: int) -> Columns:
        """The cursor's sign and the number, then time, kind and text, with a space after each."""
        kind = _NARROW_KIND if width < _NARROW else _KIND
        return cls(number, kind, max(_LEAST_TEXT, width - number - _TIME - kind - 5))


class Styles(NamedTuple):
    """How a row is drawn: the cursor's sign, and the styles of its parts, each with its background."""

    sign: str
    base: Style
    gutter: Style
    kind: Style
    text: Style
    mark: Style
    found: re.Pattern[str] | None = None
    """What is marked wherever it stands in the text."""


class Line(NamedTuple):
    """One line of a row: its part of the text, or how much is folded away, and the row's mark if it stands here."""

    text: str
    mark: str = ""
    folded: bool = False


def arrange(row: Row, width: int, whole: bool = False) -> list[Line]:
    """The lines of a row, the first few of a long one; its mark ends the first one with room, else has one to itself.

    Args:
        row: what they say.
        width: of the text, in cells.
        whole: whether a long one has all its lines.
    """
    lines = [Line(text) for text in wrap(row.text, width)]
    more = len(lines) - _FOLDED
    if more > 1 and not whole:
        lines[_FOLDED:] = [Line(cut(f"… {more:,} more lines, Enter", width), folded=True)]
    _place_mark(lines, row, width)
    return lines + [Line("")] * (len(row.time) - len(lines))


def _place_mark(lines: list[Line], row: Row, width: int) -> None:
    for words in dict.fromkeys((f"{row.aside} {row.mark}".strip(), row.mark)):
        mark = cut(words, width)
        for place in (0, -1):
            if mark and cell_len(lines[place].text) + 2 + cell_len(mark) <= width:
                lines[place] = lines[place]._replace(mark=mark)
                return
    if row.mark:
        lines.append(Line("", cut(row.mark, width)))


def draw(row: Row, offset: int, line: Line, columns: Columns, styles: Styles) -> list[Segment]:
    """One line of a row: number and kind on its first line, a hanging indent on the others."""
    number, kind = ("", "") if offset else (row.number, row.kind)
    time = row.time[offset] if offset < len(row.time) else ""
    segments = [
        Segment(f"{styles.sign}{_right(number, columns.number)} {_right(time, _TIME)} ", styles.gutter),
        Segment(f"{fit(kind, columns.kind)} ", styles.kind),
    ]
    gap = columns.body - cell_len(line.text) - cell_len(line.mark)
    style = styles.gutter if line.folded else styles.text
    segments += [*_marked(line.text, style, styles.found), Segment(" " * gap, styles.base)]
    if line.mark:
        segments.append(Segment(line.mark, styles.mark if row.mark else styles.gutter))
    return segments


def _marked(text: str, style: Style, found: re.Pattern[str] | None) -> list[Segment]:
    """A text, its parts that were found reversed: that can be read in every theme, and without colours."""
    turned = style + Style(reverse=not style.reverse)
    segments, done = [], 0
    for match in found.finditer(text) if found else ():
        segments += [Segment(text[done : match.start()], style), Segment(match.group(), turned)]
        done = match.end()
    return [segment for segment in (*segments, Segment(text[done:], style)) if segment.text]


def _right(text: str, width: int) -> str:
    """`text` at the right end of so many cells."""
    return " " * (width - cell_len(text)) + cut(text, width)


def highlight(strip: Strip, span: tuple[int, int], style: Style) -> Strip:
    """A strip with a span of it highlighted; spans count characters, strips cells, -1 is the end."""
    start, end = (cell_len(strip.text[: None if at == -1 else at]) for at in span)
    middle = Strip(Segment.apply_style(strip.crop(start, end), post_style=style))
    return Strip.join([strip.crop(0, start), middle, strip.crop(end, strip.cell_length)])
