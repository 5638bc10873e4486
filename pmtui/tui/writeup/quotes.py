"""The timeline beside the editor: an entry is taken into the section as the draft would tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from pmtui.model.incident.facts import Item
from pmtui.output.draft.lines import told
from pmtui.output.draft.times import Times
from pmtui.tui.keys import entry_bindings
from pmtui.tui.messages import Leave, Quote, Request
from pmtui.tui.timeline.pane import TimelinePane
from pmtui.tui.window.window import Window


def _is_told(item: Item) -> bool:
    """Whether an entry says what happened: what was written and noted for the write-up itself is no source of it."""
    return item.entry.happened or item.entry.fact


class Quotes(TimelinePane):
    """The timeline of the incident that is written up; Enter takes the selected entry into the section.

    Args:
        window: whose incident.
        keymap: the settings' keys.
        ask: does what the keys want before the next key is looked at.
    """

    PLACES: ClassVar[tuple[str, ...]] = ("quotes", "entry", "timeline")
    BINDINGS = entry_bindings("quotes", "entry", "timeline")

    def __init__(self, window: Window, keymap: Mapping[str, str], ask: Callable[[Request], None]) -> None:
        super().__init__(window, keymap, ask, id="quotes", wanted=_is_told)
        self._begun = False
        """Whether it has been in sight: it begins with the first entry, and not as a live one with the last."""

    def on_resize(self) -> None:
        if not self._begun and self.size:
            self._begun = True
            self.call_after_refresh(self.timeline.action_first)

    def quoted(self, entry_id: str) -> str:
        """An entry as the item of a list, its time and its sentence as the draft tells them."""
        incident = self.window.incident
        return str(told(incident.item(entry_id), incident, Times(incident)))

    def step(self, by: int) -> None:
        """Selects the entry above (-1) or below (1), wherever the focus is."""
        self.timeline.action_cursor(by)

    def quote(self) -> None:
        """Has the selected entry put into the section."""
        item = self.selected_item()
        if item is not None:
            self.ask(Quote(item.id))

    # --- keys

    def action_quote(self) -> None:
        """Shows the whole of a long entry, and quotes one that is shown whole."""
        cursor = self.timeline.cursor
        if cursor is None or not self.timeline.unfold(cursor):
            self.quote()

    def action_back(self) -> None:
        self.ask(Leave(self))
