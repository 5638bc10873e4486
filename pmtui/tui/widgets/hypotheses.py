"""Explanations and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pmtui.model.incident.facts import HypothesisFact
from pmtui.model.time.words import duration
from pmtui.tui.keys import entry_bindings
from pmtui.tui.messages import Request
from pmtui.tui.widgets.pane import EntryPane, PaneRow
from pmtui.tui.window.window import Window

SIGNS = {"open": "?", "misleading": "✗", "confirmed": "✓"}


class Hypotheses(EntryPane):
    """Each hypothesis with its state, its evidence and the time spent on it."""

    PLACES = ("hypotheses", "entry")
    BINDINGS = entry_bindings(*PLACES)

    def __init__(self, window: Window, ask: Callable[[Request], None]) -> None:
        super().__init__(window, ask, "Hypotheses", "/hypothesis TEXT raises one", id="hypotheses")

    def show(self, now: datetime) -> None:
        """Shows the hypotheses as they stand: open ones first."""
        order = {"open": 0, "confirmed": 1, "misleading": 2}
        facts = sorted(self.window.incident.hypotheses, key=lambda h: order[h.state])
        self.show_rows(tuple(_row(fact, now) for fact in facts))


def _row(fact: HypothesisFact, now: datetime) -> PaneRow:
    weight = "".join(f" {sign}{count}" for sign in "+-" if (count := _count(fact, sign)))
    style = "" if fact.state == "open" else "$text-muted" if fact.state == "misleading" else "bold"
    text = f"{fact.label} {SIGNS[fact.state]}  {fact.text}"
    return PaneRow(fact.item.id, text, f"{weight} {_spent(fact, now)}".strip(), style)


def _count(fact: HypothesisFact, sign: str) -> int:
    return sum(evidence.sign == sign for evidence in fact.evidence)


def _spent(fact: HypothesisFact, now: datetime) -> str:
    """The time it was open so far; nothing where nobody can tell."""
    running = sum((now - i.start).total_seconds() for i in fact.intervals if i.end is None)
    if fact.state == "open":
        return duration(running + (fact.seconds_spent or 0)) if running > 0 else ""
    return duration(fact.seconds_spent) if fact.seconds_spent is not None else ""
