"""What a row of the timeline says, and how it stands on its lines."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol, get_args

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from pmtui.tui.timeline.wrapping import fit, wrap

RowStyle = Literal["", "struck", "strong", "unsaved", "muted"]
ROW_STYLES: tuple[str, ...] = tuple(style for style in get_args(RowStyle) if style)
FAMILIES = ("milestones", "hypotheses", "escalations", "actions", "updates", "follow-ups")
"""The families of kinds that have a colour each."""
_KIND, _NARROW_KIND, _NARROW = 12, 8, 60
_LEAST_TEXT = 8


class Row(msgspec.Struct, frozen=True):
    """What one row says, worded and cleaned; a row without a key is a separator, such as a day."""

    key: str
    text: str
    gutter: str = ""
    kind: str = ""
    mark: str = ""
    """A word at the right end: `edited`, `struck`, `not saved`."""
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

    gutter: int
    kind: int
    body: int

    @classmethod
    def of(cls, width: int, gutter: int) -> Columns:
        """The cursor's sign, gutter, kind and text, with a space after each."""
        kind = _NARROW_KIND if width < _NARROW else _KIND
        return cls(gutter, kind, max(_LEAST_TEXT, width - gutter - kind - 4))


class Styles(NamedTuple):
    """How a row is drawn: the cursor's sign, and the styles of its parts, each with its background."""

    sign: str
    base: Style
    gutter: Style
    kind: Style
    text: Style
    mark: Style


class Line(NamedTuple):
    """One line of a row: its part of the text, and the row's mark if it stands here."""

    text: str
    mark: str = ""


def arrange(row: Row, width: int) -> list[Line]:
    """The lines of a row; its mark ends the first one with room for it, else has one to itself."""
    lines = [Line(text) for text in wrap(row.text, width)]
    if row.mark:
        mark = fit(row.mark, min(width, cell_len(row.mark)))
        for place in (0, -1):
            if cell_len(lines[place].text) + 2 + cell_len(mark) <= width:
                lines[place] = Line(lines[place].text, mark)
                return lines
        lines.append(Line("", mark))
    return lines


def draw(row: Row, offset: int, line: Line, columns: Columns, styles: Styles) -> list[Segment]:
    """One line of a row: gutter and kind on its first line, a hanging indent on the others."""
    if offset:
        segments = [Segment(styles.sign + " " * (columns.gutter + columns.kind + 2), styles.base)]
    else:
        segments = [
            Segment(f"{styles.sign}{fit(row.gutter, columns.gutter)} ", styles.gutter),
            Segment(f"{fit(row.kind, columns.kind)} ", styles.kind),
        ]
    gap = columns.body - cell_len(line.text) - cell_len(line.mark)
    segments += [Segment(line.text, styles.text), Segment(" " * gap, styles.base)]
    if line.mark:
        segments.append(Segment(line.mark, styles.mark))
    return segments


def highlight(strip: Strip, span: tuple[int, int], style: Style) -> Strip:
    """A strip with a span of it highlighted; spans count characters, strips cells, -1 is the end."""
    start, end = (cell_len(strip.text[: None if at == -1 else at]) for at in span)
    middle = Strip(Segment.apply_style(strip.crop(start, end), post_style=style))
    return Strip.join([strip.crop(0, start), middle, strip.crop(end, strip.cell_length)])
