"""The lines at the top: what, how bad, how far, since when, whether all is saved; and what presses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from pmtui.model.incident.incident import Incident
from pmtui.model.time.words import clock, duration
from pmtui.tui import colours
from pmtui.tui.colours import DIM
from pmtui.tui.timeline.wrapping import fit, steady
from pmtui.tui.widgets.strip import Strip
from pmtui.tui.window.reminders import Pressing
from pmtui.tui.window.window import Window

_LEAST_TITLE = 12
_TITLE_BEFORE_NAMES = 24
"""Cells of a title that the names of those who are here give way to."""
_Part = tuple[str, str]
"""A text and its style."""


class Header(Static):
    """Two lines; a state is always a word, never a colour alone.

    Args:
        window: whose incident.
        keymap: the settings' keys.
    """

    DEFAULT_CSS = "Header { height: 2; text-wrap: nowrap; text-overflow: clip; }"

    def __init__(self, window: Window, keymap: Mapping[str, str]) -> None:
        super().__init__(id="header", markup=False)
        self._window = window
        self._keymap = keymap
        self._shown = Content()

    def show(self, now: datetime, pressing: Pressing) -> None:
        """Shows the incident's state at a moment, what waits then, and whether all of it is on disk."""
        width = self.size.width
        strip = Strip(self._window.incident, pressing, now, self._keymap).draw(width)
        shown = Content("\n").join([self._state(now, width), strip])
        if not shown.is_same(self._shown):  # asked at every Enter, and other than before once a second
            self._shown = shown
            self.update(shown, layout=False)

    def _state(self, now: datetime, width: int) -> Content:
        incident = self._window.incident
        wrong = bool(self._window.failing or self._window.changed)
        status = (incident.status, "bold")
        elapsed = (_elapsed(incident, now), "")
        time = (f"{clock(now, incident.zone, seconds=True)} {_zone(incident.zone)}", DIM)
        kept = (_saved(self._window), "bold $text-error" if wrong else "$text-success")
        shown = self._fitting((status, elapsed, time), kept, width - cell_len(incident.severity) - 4)
        used = _cells(shown)
        room = max(_LEAST_TITLE, width - cell_len(incident.severity) - 4 - used)
        title = fit(steady(incident.title) or "untitled", room)
        severity = (f" {incident.severity} ", f"reverse {colours.severity(incident.severity)}")
        tail = [piece for text, style in shown for piece in ("  ", (text, style) if style else text)]
        return Content.assemble(severity, " ", (title, "bold"), *tail)

    def _fitting(self, facts: tuple[_Part, _Part, _Part], kept: _Part, room: int) -> list[_Part]:
        """What has room: the time goes first, and what is said of sharing grows shorter; `kept` never goes.

        Args:
            facts: status, elapsed time and clock.
            kept: whether all is saved.
            room: cells, those of the title included.
        """
        status, elapsed, time = facts
        sharing = self._window.sharing
        wordings = sharing.wordings or ("",)
        style = "$text-warning" if sharing.troubled else DIM
        names = () if sharing.troubled else wordings[:-2]
        title = max(_LEAST_TITLE, min(cell_len(self._window.incident.title), _TITLE_BEFORE_NAMES))
        shown: list[_Part] = []
        for left, words in (
            ((status, elapsed, time), wordings[:2]),
            ((status, elapsed), wordings[:-1] or wordings),
            ((status,), wordings),
            ((), wordings[-1:]),
        ):
            for said in words:
                shown = [part for part in (*left, (said, style), kept) if part[0]]
                if _cells(shown) + (title if said in names else _LEAST_TITLE) <= room:
                    return shown
        return shown


def _cells(parts: list[_Part]) -> int:
    return sum(cell_len(text) + 2 for text, _ in parts)


def _saved(window: Window) -> str:
    """Whether all that was entered is on disk, and how many lines of the journal somebody changed."""
    changed = f", CHANGED {len(window.changed)}" if window.changed else ""
    if window.failing:
        return (f"NOT SAVED {window.unsaved}" if window.unsaved else "DISK FAILS") + changed
    return ("saved" if window.all_saved else "saving") + changed


def _elapsed(incident: Incident, now: datetime) -> str:
    start = incident.milestones.get("started") or incident.milestones.get("detected")
    if start is None:
        return ""
    end = incident.milestones.get("resolved")
    if end is not None and incident.over:
        now = end.at
    return duration((now - start.at).total_seconds())


def _zone(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
