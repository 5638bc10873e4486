"""A card in the empty rows of a fresh incident's timeline: what its first minutes have to answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content
from textual.widgets import Static

from pmtui.model.incident.first_minutes import Step, first_minutes
from pmtui.tui.colours import DIM
from pmtui.tui.timeline.wrapping import cut, fit
from pmtui.tui.window.window import Window

_ASKS = 22
"""Cells of a question."""
_LEAST = 3
"""Rows below which it is left out, its title among them."""


class FirstMinutes(Static):
    """Each question with the line to type, or ticked off with its answer; it goes away by itself.

    Args:
        window: whose incident.
    """

    DEFAULT_CSS = """
    FirstMinutes {
        height: auto; padding: 0 1; border-top: solid $rule; border-title-color: $text-muted;
        display: none; text-wrap: nowrap; text-overflow: clip;
    }
    """

    def __init__(self, window: Window) -> None:
        super().__init__(id="first-minutes", markup=False)
        self._window = window
        self._shown = Content()

    def show(self, now: datetime, rows: int, width: int) -> None:
        """Shows what is open at a moment, in as many rows as are empty; nothing where there are too few."""
        steps = first_minutes(self._window.incident, now)
        done = sum(bool(step.answer) for step in steps)
        if len(steps) >= rows:  # what is answered is known: it goes first
            steps = tuple(step for step in steps if not step.answer)[: max(0, rows - 1)]
        self.display = bool(steps) and rows >= _LEAST
        shown = _drawn(steps, width - 2) if self.display else Content()
        if not shown.is_same(self._shown):
            self._shown = shown
            self.border_title = Content.assemble((" First minutes", "bold"), (f"  {done} of 6 ", DIM))
            self.update(shown)


def _drawn(steps: Sequence[Step], width: int) -> Content:
    return Content("\n").join(_line(step, width) for step in steps)


def _line(step: Step, width: int) -> Content:
    if step.answer:
        return Content.styled(cut(f"✓ {fit(step.asks, _ASKS)}{step.answer}", width), DIM)
    return Content.assemble("· ", fit(step.asks, _ASKS), (cut(step.line, max(1, width - _ASKS - 2)), "bold"))
