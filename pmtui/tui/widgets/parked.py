"""The refused line above the bar: which it is, why, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from pmtui.model.text import one_line
from pmtui.storage.unsent import Line
from pmtui.tui.keys import key_of
from pmtui.tui.timeline.wrapping import cut
from pmtui.tui.window.window import Window

_WIDE = 100
"""Cells from which on there is room for what the keys do in whole words."""
_PADDING = 2
_LEAST, _LEAST_WHY = 24, 23
"""Cells that the line, and the reason why it was refused, have before all keys are named."""


class Parked(Static):
    """The line that was parked last, on one line, and how many others there are; hidden while there is none.

    Args:
        window: whose lines these are.
        keymap: the settings' keys.
    """

    def __init__(self, window: Window, keymap: Mapping[str, str]) -> None:
        super().__init__(id="parked", markup=False)
        self._window = window
        self._keymap = keymap
        self._lines: list[Line] = []
        self.repair = ""
        """The line that was probably meant by the one that is shown; Tab in an empty bar takes it."""

    def show(self) -> None:
        """Shows the lines that are parked now; nothing is drawn anew when they are the same as before."""
        lines = self._window.parked
        if lines == self._lines:
            return
        self._lines = list(lines)
        self.repair = self._window.repair(lines[-1]) if lines else ""
        self.display = bool(lines)
        self._paint()

    def on_resize(self) -> None:
        self._paint()

    def _paint(self) -> None:
        if not self._lines:
            return
        line, width = self._lines[-1], self.app.size.width - _PADDING
        text, why = one_line(line.text), one_line(line.why)
        wanted = min(cell_len(text), _LEAST) + min(cell_len(why), _LEAST_WHY)
        keys = self._does(width, width - wanted - 6)
        room = width - cell_len(keys) - 4
        text = cut(text, max(1, room - min(cell_len(why), _LEAST_WHY) - 2))
        why = cut(why, max(0, room - cell_len(text) - 2))
        gap = " " * (room - cell_len(text) - cell_len(why))
        parts = (("✗ ", "$text-error"), (text, "bold"), "  ", why, gap, (keys, "$text-muted"))
        self.update(Content.assemble(*parts))

    def _does(self, width: int, room: int) -> str:
        """What the keys do with the line, and how many others there are; where it is narrow not all of them."""
        note, drop = key_of("live.note", self._keymap), key_of("live.drop", self._keymap)
        if width >= _WIDE:
            words = ["Tab mends it", "Up fetches it", f"{note} makes it a note", f"{drop} drops it"]
        else:
            words = ["Tab mends", "Up edits", f"{note} note", f"{drop} drop"]
        tab, up, note, drop = words
        others = f"{len(self._lines) - 1} more" if len(self._lines) > 1 else ""
        for shown in (
            (tab, up, note, drop, others),
            (tab, up, drop, others),
            (tab, drop, others),
            (tab, drop),
        ):
            keys = "  ".join(each for each in shown if each and (each != tab or self.repair))
            if cell_len(keys) <= room:
                break
        return keys
