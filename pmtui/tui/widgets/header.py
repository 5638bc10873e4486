"""The line at the top: what, how bad, how far, since when, and whether everything is saved."""

from __future__ import annotations

from datetime import datetime

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from pmtui.model.incident.due import Due, subject, timing
from pmtui.model.incident.incident import Incident
from pmtui.model.text import short
from pmtui.model.time.words import clock, duration
from pmtui.tui import colours
from pmtui.tui.timeline.wrapping import fit
from pmtui.tui.window.window import Window

_LEAST_TITLE = 12
_PRESSING = 28


class Header(Static):
    """One line; a state is always a word, never a colour alone."""

    DEFAULT_CSS = "Header { height: 1; }"

    def __init__(self, window: Window) -> None:
        super().__init__(id="header", markup=False)
        self._window = window
        self._shown = Content()

    def show(self, now: datetime, overdue: list[Due]) -> None:
        """Shows the incident's state at a moment, what is overdue, and whether all of it is on disk."""
        incident = self._window.incident
        wrong = bool(self._window.failing or self._window.changed)
        pressing = (_pressing(overdue, now), "bold $text-warning")
        status = (incident.status, "bold")
        elapsed = (_elapsed(incident, now), "")
        time = (f"{clock(now, incident.zone, seconds=True)} {_zone(incident.zone)}", "$text-muted")
        kept = (_saved(self._window), "bold $text-error" if wrong else "$text-success")
        who = (_commander(incident), "$text-muted")
        shown = [part for part in (pressing, status, elapsed, time, kept, who) if part[0]]
        # Where there is no room the commander's name goes first; whether all is saved never goes.
        width = self.size.width - cell_len(incident.severity) - 4 - _LEAST_TITLE
        for victim in (who, time, elapsed, status, pressing):
            if sum(cell_len(text) + 2 for text, _ in shown) > width and victim in shown:
                shown.remove(victim)
        used = sum(cell_len(text) + 2 for text, _ in shown)
        room = max(_LEAST_TITLE, self.size.width - cell_len(incident.severity) - 4 - used)
        title = fit(incident.title or "untitled", room)
        severity = (f" {incident.severity} ", colours.severity(incident.severity))
        tail = [piece for text, style in shown for piece in ("  ", (text, style) if style else text)]
        line = Content.assemble(severity, " ", (title, "bold"), *tail)
        if line != self._shown:  # asked at every Enter, and other than before once a second
            self._shown = line
            self.update(line, layout=False)


def _pressing(overdue: list[Due], now: datetime) -> str:
    """The most pressing one, and how many others there are."""
    if not overdue:
        return ""
    first, others = overdue[0], len(overdue) - 1
    words = short(subject(first), _PRESSING)
    if first.kind != "undone":
        words = f"{words} {timing(first, now)}"
    return f"{words} +{others}" if others else words


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
    over = end is not None and incident.status in ("resolved", "closed")
    return duration(((end.at if over and end else now) - start.at).total_seconds())


def _zone(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _commander(incident: Incident) -> str:
    return f"{incident.commander}, commander" if incident.commander else ""
