"""The timeline beside the editor: an entry is taken into the section as the draft would tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import ClassVar

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.time.words import day
from pmtui.output.draft.lines import listed
from pmtui.tui.keys import entry_bindings
from pmtui.tui.messages import Leave, Quote, Request
from pmtui.tui.timeline.pane import TimelinePane
from pmtui.tui.window.window import Window


def _is_quoted(entry: e.Entry) -> bool:
    """Whether it says what happened: what was written and noted for the write-up itself is no source of it."""
    return entry.happened or entry.fact


def _newest(incident: Incident) -> str:
    return next((entry.id for entry in incident.newest_first()), "")


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
        super().__init__(window, keymap, ask, id="quotes", wanted=lambda item: _is_quoted(item.entry))
        self._shown: tuple[Incident | None, int, str] = (None, 0, "")
        """The fold that was shown last, how many entries it had, and the id of the newest."""
        self._begun = False
        """Whether it has been in sight: it begins with the first entry, and not as a live one with the last."""

    def on_resize(self) -> None:
        if not self._begun and self.size:
            self._begun = True
            self.call_after_refresh(self.timeline.action_first)

    def show_anew(self) -> None:
        """Shows a changed fold; where only the write-up changed, as at each save of a section, nothing is done."""
        if not self._only_written():
            super().show_anew()
        incident = self.window.incident
        self._shown = incident, len(incident), _newest(incident)

    def _only_written(self) -> bool:
        """Whether all that came since it was shown last is no part of it, and changes none."""
        incident, count, newest = self._shown
        if incident is None or incident is not self.window.incident:
            return False
        came = list(takewhile(lambda entry: entry.id != newest, incident.newest_first()))
        return len(incident) == count + len(came) and not any(
            _is_quoted(entry) or isinstance(entry, e.Correction) for entry in came
        )

    def quoted(self, entry_id: str) -> str:
        """An entry as the item of a list: its time, with the day where there are several, and its sentence."""
        incident = self.window.incident
        ends = (incident.timeline[0], incident.timeline[incident.timed - 1]) if incident.timed else ()
        days = {day(item.entry.at, incident.zone) for item in ends if item.entry.at}
        return str(listed(incident.item(entry_id), incident, dated=len(days) > 1))

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
