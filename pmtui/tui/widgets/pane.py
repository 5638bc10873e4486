"""A titled list beside the timeline: a text on the left of each line, a word or a time on its right."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pmtui.model.incident.due import Due
from pmtui.model.incident.facts import Item
from pmtui.tui.colours import DIM
from pmtui.tui.entry_actions import EntryActions
from pmtui.tui.messages import Request, Say
from pmtui.tui.widgets.pane_row import NO_BREAK, Columns, PaneRow, draw, lines
from pmtui.tui.widgets.room import Want
from pmtui.tui.window.window import Window

__all__ = ["EntryPane", "IncidentPane", "Pane", "PaneRow"]
_LEAST = 8
_SIDES = 2
"""Cells of a pane beside its lines: one at the left, and at the right one for a scrollbar."""
_MOST_OF_ONE = 2
"""Lines of one row that others give way to."""
_TWICE = 2
"""A double click does what Enter does."""
_SETTLED = "settled"
"""The key of the line that stands for all that is settled."""


class Pane(OptionList, inherit_bindings=False):
    """A pane of facts. Lines are replaced as a whole, which happens seldom and costs little: there are few.

    Left and Right, with which a list scrolls, belong to what holds several panes.
    """

    PLACES: ClassVar[tuple[str, ...]] = ()
    """Where its keys are in the table of keys."""
    EAGER: ClassVar[bool] = False
    """Whether some line is always selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor_down", "Down", show=False, id="pane.down"),
        Binding("up", "cursor_up", "Up", show=False, id="pane.up"),
        Binding("home", "first", "First", show=False, id="pane.first"),
        Binding("end", "last", "Last", show=False, id="pane.last"),
        Binding("pagedown", "page_down", "Page down", show=False, id="pane.page-down"),
        Binding("pageup", "page_up", "Page up", show=False, id="pane.page-up"),
        Binding("enter", "select", "Choose", show=False, id="pane.choose"),
    ]

    def __init__(self, title: str, empty: str, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self.prompt = title
        """What stands before the bar while its keys act."""
        self._empty = empty
        self.head = Content()
        """What stands over it."""
        self._rows: tuple[PaneRow, ...] = ()
        self._settled: tuple[PaneRow, ...] = ()
        self._unfolded = False
        """Whether what is settled is shown, line by line."""
        self._shown: tuple[PaneRow, ...] = ()
        """The rows that are drawn."""
        self._columns = Columns(0)
        self._drawn = 0
        self._under: int | None = None
        """The row that is drawn as the one under the cursor."""
        self._tally = 0
        self._entitle("")

    # --- what it shows

    def show_rows(
        self,
        rows: tuple[PaneRow, ...],
        count: str = "",
        settled: tuple[PaneRow, ...] = (),
        fold: str = "",
        tally: int = 0,
    ) -> None:
        """Shows these lines, if they are others than before; an empty pane says how to fill it.

        Args:
            rows: what stands first, the most pressing on top.
            count: how many there are, for the title.
            settled: what nobody waits for any more; one line stands for all of it until Enter opens that.
            fold: what that line says.
            tally: how many are open, for a tab.
        """
        self._tally = tally
        self._entitle(count if rows or settled else self._empty)
        if settled:
            rows += (PaneRow(_SETTLED, f"{fold}{NO_BREAK * 2}(Enter)", style=DIM),)
        if (rows, settled) == (self._rows, self._settled) and self._drawn == self.size.width:
            return
        kept = self.selected
        self._rows, self._settled = rows, settled
        self._draw(kept)

    def _entitle(self, words: str) -> None:
        head = Content.assemble((self.prompt, "bold"), (f"  {words}" if words else "", DIM), " ")
        if head != self.head:
            self.head = head
            self.border_title = head

    def want(self, width: int) -> Want:
        """How many lines it wants, its title among them, when it is `width` cells wide."""
        columns = Columns.of(self._all, width - _SIDES)
        each = [len(lines(row, columns, whole=row.whole)) for row in self._all]
        need = 1 + sum(each)
        if self.has_focus:  # room for the longest, so that nothing jumps while the cursor moves
            longest = [
                len(lines(row, columns, whole=True)) - n for row, n in zip(self._all, each, strict=True)
            ]
            need += max(longest, default=0)
        waits = sum(min(n, _MOST_OF_ONE) for row, n in zip(self._all, each, strict=True) if row.waits)
        return Want(1 + waits + (1 if self._settled else 0), need, self.has_focus)

    @property
    def tab(self) -> str:
        """Its title with how many are open, and `!` if one of them is overdue."""
        count = f" {self._tally}" if self._tally else ""
        return self.prompt + count + ("!" if any(row.over for row in self._rows) else "")

    @property
    def _all(self) -> tuple[PaneRow, ...]:
        return self._rows + self._settled if self._unfolded else self._rows

    # --- the line that keys act on

    @property
    def selected(self) -> str | None:
        """The key of the line under the cursor."""
        index = self.highlighted
        return self._shown[index].key if index is not None and index < len(self._shown) else None

    def index_of(self, key: str) -> int | None:
        """Which line stands for a key."""
        return next((n for n, row in enumerate(self._shown) if row.key == key), None)

    def unfold(self) -> bool:
        """Opens or closes the line of what is settled, if that is the selected one; whether it was."""
        if self.selected != _SETTLED:
            return False
        self._unfolded = not self._unfolded
        self._draw(_SETTLED)
        self.refresh(layout=True)
        return True

    # --- drawing

    def on_resize(self) -> None:
        self._draw_if_other()

    def on_show(self) -> None:
        self._draw_if_other()

    def _draw_if_other(self) -> None:
        if self._drawn != self.size.width:
            self._draw(self.selected)

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._draw_cursor()
        if not has_focus:
            self.scroll_to(y=0, animate=False, immediate=True)  # what waits is not left out of sight

    def watch_highlighted(self, highlighted: int | None) -> None:
        self._draw_cursor()
        super().watch_highlighted(highlighted)

    def _draw(self, kept: str | None) -> None:
        """Paints the lines, the cursor on the one that it stood on."""
        self._drawn, self._shown, self._under = self.size.width, self._all, None
        self._columns = Columns.of(self._shown, self.scrollable_content_region.width)
        if self._columns.width < _LEAST:
            return
        top, first = self.scroll_offset.y, self.highlighted == 0
        self.clear_options()
        self.add_options([Option(self._drawing(row)) for row in self._shown])
        keys = [row.key for row in self._shown]
        if kept in keys and (self.has_focus or not first):
            self.highlighted = keys.index(kept)
        elif self.EAGER and keys:
            self.highlighted = 0
        self.scroll_to(y=top if self.has_focus else 0, animate=False, immediate=True)
        if self.has_focus:
            self.scroll_to_highlight()

    def _draw_cursor(self) -> None:
        """Draws the row under the cursor wrapped, and the one that was under it as all others."""
        under = self.highlighted if self.has_focus else None
        old, self._under = self._under, under
        for index in {old, under} - {None}:
            if index is not None and index < min(len(self._shown), self.option_count):
                drawing = self._drawing(self._shown[index], index == under)
                self.replace_option_prompt_at_index(index, drawing)

    def _drawing(self, row: PaneRow, under: bool = False) -> Content:
        return draw(row, self._columns, whole=row.whole or under)


class IncidentPane(Pane):
    """A pane of facts about an open window's incident."""

    def __init__(self, window: Window, title: str, empty: str, *, id: str) -> None:
        super().__init__(title, empty, id=id)
        self.window = window

    @abstractmethod
    def show(self, now: datetime, waiting: Sequence[Due]) -> None:
        """Shows what this pane shows of the incident; each has its own.

        Args:
            now: the moment, UTC.
            waiting: all that waits then, the most pressing first.
        """


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

    def selected_item(self) -> Item | None:
        if self.selected == _SETTLED:
            self.ask(Say("Enter opens what is settled"))
            return None
        return super().selected_item()

    async def on_click(self, event: events.Click) -> None:
        if event.chain == _TWICE and event.style.meta.get("option") == self.highlighted:
            await self.action_menu()

    async def action_menu(self) -> None:
        if not self.unfold():
            await super().action_menu()
