"""A titled list beside the timeline: a text on the left of each line, a word or a time on its right."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pmtui.tui.entry_actions import EntryActions
from pmtui.tui.messages import Request
from pmtui.tui.timeline.wrapping import cut
from pmtui.tui.window.window import Window

_LEAST = 8


class PaneRow(NamedTuple):
    """One line: `key` names what it stands for, so that the cursor stays with it."""

    key: str
    text: str
    right: str = ""
    style: str = ""


class Pane(OptionList):
    """A pane of facts. Lines are replaced as a whole, which happens seldom and costs little: there are few."""

    PLACES: ClassVar[tuple[str, ...]] = ()
    """Where its keys are in the table of keys."""
    EAGER: ClassVar[bool] = False
    """Whether some line is always selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor_down", "Down", show=False, id="pane.down"),
        Binding("up", "cursor_up", "Up", show=False, id="pane.up"),
        Binding("home", "first", "First", show=False, id="pane.first"),
        Binding("end", "last", "Last", show=False, id="pane.last"),
    ]

    def __init__(self, title: str, empty: str, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self.prompt = title
        """What stands before the bar while its keys act."""
        self.border_title = Content(title)
        self._empty = empty
        self._rows: tuple[PaneRow, ...] = ()
        self._drawn = 0

    def show_rows(self, rows: tuple[PaneRow, ...]) -> None:
        """Shows these lines, if they are others than before; an empty pane says how to fill it."""
        if rows == self._rows and self._drawn == self.size.width:
            return
        kept = self.selected
        self._rows = rows
        self._draw(kept)

    @property
    def selected(self) -> str | None:
        """The key of the line under the cursor."""
        index = self.highlighted
        return self._rows[index].key if index is not None and index < len(self._rows) else None

    def index_of(self, key: str) -> int | None:
        """Which line stands for a key."""
        return next((n for n, row in enumerate(self._rows) if row.key == key), None)

    def on_resize(self) -> None:
        if self._drawn != self.size.width:
            self._draw(self.selected)

    def _draw(self, kept: str | None) -> None:
        """Paints the lines, the cursor on the one that it stood on."""
        width = self.scrollable_content_region.width - 2
        self._drawn = self.size.width
        if width < _LEAST:
            return
        self.clear_options()
        if not self._rows:
            self.add_option(Option(Content.styled(self._empty, "$text-muted"), disabled=True))
            return
        self.add_options([Option(_line(row, width)) for row in self._rows])
        keys = [row.key for row in self._rows]
        if kept in keys:
            self.highlighted = keys.index(kept)
        elif self.EAGER:
            self.highlighted = 0


class IncidentPane(Pane):
    """A pane of facts about an open window's incident."""

    def __init__(self, window: Window, title: str, empty: str, *, id: str) -> None:
        super().__init__(title, empty, id=id)
        self.window = window

    @abstractmethod
    def show(self, now: datetime) -> None:
        """Shows what this pane shows of the incident at a moment; each has its own."""


class EntryPane(IncidentPane, EntryActions):
    """One whose lines are entries, with the keys that act on them.

    Args:
        window: whose incident.
        ask: does what the keys want before the next key is looked at.
    """

    EAGER = True

    def __init__(
        self, window: Window, ask: Callable[[Request], None], title: str, empty: str, *, id: str
    ) -> None:
        super().__init__(window, title, empty, id=id)
        self.ask = ask


def _line(row: PaneRow, width: int) -> Content:
    """The text cut to fit beside what stands at the right; widths in cells."""
    room = width - (cell_len(row.right) + 1 if row.right else 0)
    text = cut(" ".join(row.text.split()), max(2, room))
    left = Content.styled(text, row.style) if row.style else Content(text)
    if not row.right:
        return left
    return Content.assemble(
        left, " " * (width - cell_len(text) - cell_len(row.right)), (row.right, "$text-muted")
    )
