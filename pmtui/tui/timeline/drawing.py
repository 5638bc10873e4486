"""Rows as lines of a view's width, in its styles; those that were looked at last are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from pmtui.tui.timeline.row import Columns, Line, NoRows, Row, Source, Styles, arrange, draw
from pmtui.tui.timeline.wrapping import wrap

LEAST_NUMBER = 3
_KEPT = 1024
"""Rows that stay laid out."""


class Drawing:
    """What a view draws.

    Args:
        view: whose styles these are: its own, and its component classes `timeline--gutter` and so on.
    """

    def __init__(self, view: Widget) -> None:
        self._view = view
        self.source: Source = NoRows()
        self.width = 0
        self.columns = Columns.of(0, LEAST_NUMBER)
        self._found: re.Pattern[str] | None = None
        """The words that are marked."""
        self._whole: set[str] = set()
        """The keys of the long rows that are unfolded."""
        self._laid: dict[int, tuple[Row, list[Line]]] = {}
        self._strips: dict[tuple[int, int], Strip] = {}
        self._said: tuple[str, int] | None = None
        self._saying: list[Strip] = []
        self._base: Style | None = None

    @property
    def base(self) -> Style:
        """The view's own style. Textual works it out of every widget around it, at each line that asks."""
        if self._base is None:
            self._base = self._view.rich_style
        return self._base

    def clear(self) -> None:
        """Lays everything out anew when it is drawn next: the order, the width or what is known is another."""
        self._laid.clear()
        self._strips.clear()

    def restyle(self) -> None:
        """Draws everything anew: the styles are others."""
        self._strips.clear()
        self._said = self._base = None

    def forget(self, index: int) -> None:
        """Lays a row out anew when it is drawn next."""
        _, lines = self._laid.pop(index, (None, []))
        for offset in range(len(lines)):
            self._strips.pop((index, offset), None)

    def mark(self, words: Iterable[str]) -> bool:
        """Marks words from now on; whether those were others before."""
        longest_first = sorted(map(re.escape, words), key=len, reverse=True)
        found = re.compile("|".join(longest_first), re.IGNORECASE) if longest_first else None
        if found == self._found:
            return False
        self._found = found
        self._strips.clear()
        return True

    def arrange(self, row: Row) -> list[Line]:
        """The lines of a row."""
        return arrange(row, self.columns.body, row.key in self._whole)

    def unfold(self, index: int) -> bool:
        """Has a row drawn whole from now on; False where nothing of it is folded away."""
        row = self.source.row(index)
        if not any(line.folded for line in self.arrange(row)):
            return False
        self._whole.add(row.key)
        return True

    def row(self, index: int) -> Row:
        """A row as it is laid out."""
        return self._rows(index)[0]

    def line(self, index: int, offset: int, here: bool) -> Strip:
        """One line of a row; `here` draws it as the row under the cursor."""
        strip = self._strips.get((index, offset))
        if strip is None:
            row, lines = self._rows(index)
            # A row that changed without a word is still drawn on the lines it was measured to have.
            line = lines[offset] if offset < len(lines) else Line("")
            if row.key:
                segments = draw(row, offset, line, self.columns, self._styles(row, here))
            else:
                segments = self._separator(line.text)
            strip = Strip(segments).adjust_cell_length(self.width, segments[-1].style)
            self._strips[index, offset] = strip
        return strip

    def placeholder(self, text: str, width: int) -> list[Strip]:
        """What is said while there are no rows, in lines of that width; behind them all are empty."""
        if self._said != (text, width):
            self._said = text, width
            base = self.base
            style = base + self._part("placeholder")
            lines = (Strip([Segment(f" {line}", style)]) for line in wrap(text, max(8, width - 2)))
            self._saying = [line.adjust_cell_length(width, base) for line in lines]
        return self._saying

    def _rows(self, index: int) -> tuple[Row, list[Line]]:
        laid = self._laid.get(index)
        if laid is None:
            if len(self._laid) >= _KEPT:
                self.clear()
            row = self.source.row(index)
            laid = self._laid[index] = (row, self.arrange(row))
        return laid

    def _styles(self, row: Row, here: bool) -> Styles:
        base = self._view.get_component_rich_style("timeline--cursor") if here else self.base
        names = ("gutter", row.family, "mark", row.style)
        gutter, family, mark, style = (self._part(name) if name else Style.null() for name in names)
        parts = [gutter, family + style, style, mark]
        if here:  # one colour, whatever the row says: it is the row that is meant
            parts = [part.without_color for part in parts]
        number, kind, text, word = (base + part for part in parts)
        return Styles(">" if here else " ", base, number, kind, text, word, self._found)

    def _separator(self, text: str) -> list[Segment]:
        rule, words = self.base + self._part("rule"), self.base + self._part("separator")
        rest = "─" * max(0, self.width - cell_len(text) - 5)
        return [Segment("── ", rule), Segment(f"{text} ", words), Segment(rest, rule)]

    def _part(self, name: str) -> Style:
        return self._view.get_component_rich_style(f"timeline--{name}", partial=True)
