"""The refused lines above the bar, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content
from textual.widgets import Static

from pmtui.model.text import short
from pmtui.storage.unsent import Line
from pmtui.tui.keys import key_of
from pmtui.tui.window.window import Window

_SHOWN = 3
_LONGEST = 60


class Parked(Static):
    """The lines that were parked last, and how many others there are; hidden while there are none.

    Args:
        window: whose lines these are.
        keymap: the settings' keys.
    """

    def __init__(self, window: Window, keymap: Mapping[str, str]) -> None:
        super().__init__(id="parked", markup=False)
        self._window = window
        self._keymap = keymap
        self._lines: list[Line] = []

    def show(self) -> None:
        """Shows the lines that are parked now; nothing is drawn anew when they are the same as before."""
        lines = self._window.parked
        if lines == self._lines:
            return
        self._lines = list(lines)
        shown = [_worded(line) for line in lines[-_SHOWN:]]
        if shown:
            more = f"; {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
            key = key_of("live.note", self._keymap)
            hint = f"  Up fetches it, {key} makes it a note{more}"
            shown[-1] = Content.assemble(shown[-1], (hint, "$text-muted"))
        self.update(Content("\n").join(shown))
        self.display = bool(shown)


def _worded(line: Line) -> Content:
    return Content.assemble(("✗ ", "$text-error"), (short(line.text, _LONGEST), "bold"), f"  {line.why}")
