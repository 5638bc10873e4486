"""The brief in front of a screen, for one reader after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pmtui.model.incident.brief_for import READERS
from pmtui.tui.dialogs import Read

_NOTHING = "Nothing can be told to them yet."


class Brief(Read):
    """Where we stand, first for those who respond; Tab goes on to the next reader, y copies what is shown.

    Args:
        words: gives the brief for one of READERS.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,right", "turn(1)", "Next reader", id="brief.next", tooltip="For the next reader"),
        Binding(
            "shift+tab,left", "turn(-1)", "Reader before", id="brief.before", tooltip="For the one before"
        ),
    ]
    KEYS = (("Tab", "next reader"), ("y", "copy"), ("Escape", "back"))

    def __init__(self, words: Callable[[str], str]) -> None:
        self._words = words
        self._reader = READERS[0]
        super().__init__("Brief", words(self._reader))

    def on_mount(self) -> None:
        self._show()

    def action_turn(self, step: int) -> None:
        """To the next reader (1), or the one before (-1)."""
        self._reader = READERS[(READERS.index(self._reader) + step) % len(READERS)]
        self._text = Content(self._words(self._reader))
        self._show()

    def _show(self) -> None:
        marks = [
            (f" {reader} ", "reverse") if reader == self._reader else f" {reader} " for reader in READERS
        ]
        self.query_one("#dialog", Vertical).border_title = Content.assemble(*marks)
        self.query_one("VerticalScroll > Static", Static).update(self._text if self._text.plain else _NOTHING)
        self.action_scroll(-len(self._text.plain))
