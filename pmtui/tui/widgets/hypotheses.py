"""Explanations and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pmtui.model.incident.due import Due
from pmtui.model.incident.facts import HypothesisFact
from pmtui.model.time.words import duration
from pmtui.tui.colours import DIM
from pmtui.tui.keys import entry_bindings
from pmtui.tui.messages import Request
from pmtui.tui.widgets.pane import EntryPane
from pmtui.tui.widgets.pane_row import PaneRow, counted
from pmtui.tui.window.window import Window

SIGNS = {"open": "?", "misleading": "✗", "confirmed": "✓"}
_STYLES = {"open": "", "misleading": DIM, "confirmed": "bold"}


class Hypotheses(EntryPane):
    """Each hypothesis with its state, its evidence and the time spent on it."""

    PLACES = ("hypotheses", "entry")
    BINDINGS = entry_bindings(*PLACES)

    def __init__(self, window: Window, ask: Callable[[Request], None]) -> None:
        super().__init__(window, ask, "Hypotheses", "/hypothesis TEXT raises one", id="hypotheses")

    def show(self, now: datetime, waiting: Sequence[Due]) -> None:
        """Shows the open ones, then what was confirmed; one line stands for what was ruled out."""
        incident = self.window.incident
        facts = incident.hypotheses
        if incident.over:
            now = incident.bounds[1] or now
        by_state = {state: [fact for fact in facts if fact.state == state] for state in SIGNS}
        standing = [*by_state["open"], *by_state["confirmed"]]
        ruled_out = by_state["misleading"]
        self.show_rows(
            tuple(_row(fact, now) for fact in standing),
            counted(
                (len(by_state["open"]), "open"), (len(by_state["confirmed"]), "✓"), (len(ruled_out), "✗")
            ),
            tuple(_row(fact, now) for fact in ruled_out),
            counted((len(ruled_out), "ruled out")),
            len(by_state["open"]),
        )


def _row(fact: HypothesisFact, now: datetime) -> PaneRow:
    weight = "".join(f" {sign}{count}" for sign in "+-" if (count := _count(fact, sign)))
    text = f"{fact.label} {SIGNS[fact.state]}  {fact.text}"
    return PaneRow(fact.item.id, text, f"{weight} {_spent(fact, now)}".strip(), _STYLES[fact.state])


def _count(fact: HypothesisFact, sign: str) -> int:
    return sum(evidence.sign == sign for evidence in fact.evidence)


def _spent(fact: HypothesisFact, now: datetime) -> str:
    """The time it was open so far; nothing where nobody can tell."""
    running = sum((now - i.start).total_seconds() for i in fact.intervals if i.end is None)
    if fact.state == "open":
        return duration(running + (fact.seconds_spent or 0)) if running > 0 else ""
    return duration(fact.seconds_spent) if fact.seconds_spent is not None else ""
