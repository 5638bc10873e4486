"""The timeline: the rows of an incident with a cursor on the one that keys act on."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection

from pmtui.tui.timeline.row import Row, Source
from pmtui.tui.timeline.view import RowView

__all__ = ["Row", "Source", "Timeline"]


def _binding(keys: str, action: str, label: str, name: str) -> Binding:
    return Binding(keys, action, label, show=False, id=f"timeline.{name}", tooltip=label)


MOVES = [
    _binding("up", "cursor(-1)", "The entry above", "up"),
    _binding("down", "cursor(1)", "The entry below", "down"),
    _binding("pageup", "page(-1)", "A page up", "page-up"),
    _binding("pagedown", "page(1)", "A page down", "page-down"),
    _binding("home", "first", "The first entry", "first"),
    _binding("end", "last", "Follow the latest entry", "last"),
]


class Timeline(RowView, can_focus=True):
    """Rows with a cursor. The cursor stays with its entry, whatever arrives or changes its place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *MOVES,
        _binding("enter", "select", "Act on this entry", "select"),
    ]

    class Highlighted(Message):
        """The cursor is on another row."""

        def __init__(self, timeline: Timeline, key: str) -> None:
            super().__init__()
            self.timeline = timeline
            self.key = key

        @property
        def control(self) -> Timeline:
            return self.timeline

    class Selected(Highlighted):
        """Enter was pressed on a row."""

    def __init__(self, placeholder: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(placeholder, id=id, classes=classes)
        self._cursor: int | None = None
        self._cursor_key = ""

    def show(self, source: Source) -> None:
        """Shows another source, from its end, without a cursor."""
        self._cursor = None
        super().show(source)

    def reset(self) -> None:
        """The rows stand in another order: the first one in sight and the cursor stay with their entries."""
        if self._cursor is not None:
            self._cursor = self._find(self._cursor_key, self._cursor)
        super().reset()

    @property
    def cursor(self) -> int | None:
        """The row that keys act on; set it to move there. Separators are stepped over."""
        return self._cursor

    @cursor.setter
    def cursor(self, index: int | None) -> None:
        self._move(index, 1)

    @property
    def cursor_screen_offset(self) -> Offset | None:
        """The cell of the screen where the row under the cursor begins."""
        if self._cursor is None:
            return None
        line = self._heights.top(self._cursor) - int(self.scroll_offset.y)
        return self.content_region.offset + Offset(0, line)

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        return None if self._cursor is None else self._cursor_key

    def _is_here(self, index: int) -> bool:
        return index == self._cursor

    def action_cursor(self, step: int) -> None:
        index = self._start()
        if index is not None:
            self._move(index + step if index == self._cursor else index, step)

    def action_page(self, pages: int) -> None:
        index = self._start()
        if index is not None:
            line = self._heights.top(index) + pages * max(1, self._window.height - 1)
            line = max(0, min(line, self._heights.total - 1))
            self._move(self._heights.locate(line)[0], pages)

    def action_first(self) -> None:
        self._move(0, 1)

    def action_last(self) -> None:
        self._move(self._known - 1, -1)
        self._follow(True)
        self._scroll(self._heights.tail(self._window.height))

    def action_select(self) -> None:
        if self._cursor is not None:
            self.post_message(self.Selected(self, self._cursor_key))

    def on_click(self, event: events.Click) -> None:
        if self._known and (line := event.y + self.scroll_offset.y) < self._heights.total:
            self._move(self._heights.locate(line)[0], 1)

    def text_select_all(self) -> None:
        """A double click selects its row, not all hundred thousand."""
        if self._cursor is not None:
            top, height = self._heights.top(self._cursor), self._heights.height(self._cursor)
            end = Offset(self._window.width, top + height - 1)
            self.screen.selections = {self: Selection(Offset(0, top), end)}

    def _start(self) -> int | None:
        """Where the cursor sets out from: its row, else what is in sight."""
        if not self._known:
            return None
        first, end = self.in_sight
        if self.following and (self._cursor is None or not first <= self._cursor < end):
            return self._known - 1
        return self._first[0] if self._cursor is None and self._first else self._cursor

    def _move(self, index: int | None, step: int) -> None:
        """Puts the cursor on a row, or on the next one beyond separators, and brings it into sight."""
        if index is None or not self._known:
            index, key = None, ""
        else:
            found = self._beyond_separators(max(0, min(index, self._known - 1)), 1 if step > 0 else -1)
            if found is None:
                return
            index, key = found
        old, self._cursor, self._cursor_key = self._cursor, index, key
        for row in (old, index):
            if row is not None:
                self._drawing.forget(row)
        self.refresh()
        if index is not None:
            self._reveal(index)
            self._follow(index == self._known - 1 and self._at_end)
            if index != old:
                self.post_message(self.Highlighted(self, key))

    def _beyond_separators(self, index: int, step: int) -> tuple[int, str] | None:
        while 0 <= index < self._known:
            if key := self._drawing.source.row(index).key:
                return index, key
            index += step
        return None

    def _reveal(self, index: int) -> None:
        top, height = self._heights.top(index), self._heights.height(index)
        if index and not self._drawing.source.row(index - 1).key:
            top, height = self._heights.top(index - 1), height + 1  # its day with it
        line, window = self.scroll_offset.y, self._window.height
        if top < line or height >= window:
            self._settle(top)
        elif top + height > line + window:
            self._settle(top + height - window)
