"""Who was asked for help: what is awaited, and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pmtui.model.incident.due import Due
from pmtui.model.incident.facts import EscalationFact
from pmtui.model.time.words import duration
from pmtui.tui.colours import DIM
from pmtui.tui.keys import entry_bindings
from pmtui.tui.messages import Request
from pmtui.tui.widgets.pane import EntryPane
from pmtui.tui.widgets.pane_row import PaneRow, counted, waiting_row
from pmtui.tui.window.window import Window

_SIGNS = {"waiting": "↑", "answered": "↓", "withdrawn": "✗"}


class Escalations(EntryPane):
    """Who was asked, with the running wait."""

    PLACES = ("escalations", "entry")
    BINDINGS = entry_bindings(*PLACES)

    def __init__(self, window: Window, ask: Callable[[Request], None]) -> None:
        super().__init__(window, ask, "Escalations", "/escalate WHO: WHY asks for help", id="escalations")

    def show(self, now: datetime, waiting: Sequence[Due]) -> None:
        """Shows what waits, the most pressing first; one line stands for the others."""
        facts = {fact.item.id: fact for fact in self.window.incident.escalations}
        rows = [
            waiting_row(waits, f"{waits.label} {_words(facts[waits.entry])}", now)
            for waits in waiting
            if waits.entry in facts
        ]
        # Once the incident is over nothing waits any more.
        unanswered = [f for f in facts.values() if f.state == "waiting"] if not rows else []
        settled = [fact for fact in facts.values() if fact.state != "waiting"]
        answered = sum(fact.state == "answered" for fact in settled)
        ended = counted((answered, "answered"), (len(settled) - answered, "withdrawn"))
        open_ones = counted((len(rows), "waiting"), (len(unanswered), "without an answer"))
        self.show_rows(
            (*rows, *(_row(fact, "no answer recorded") for fact in unanswered)),
            " · ".join(filter(None, (open_ones, ended))),
            tuple(_row(fact, _wait(fact), DIM) for fact in settled),
            ended,
            len(rows) + len(unanswered),
        )


def _row(fact: EscalationFact, right: str, style: str = "") -> PaneRow:
    return PaneRow(fact.item.id, f"{fact.label} {_SIGNS[fact.state]} {_words(fact)}", right, style)


def _words(fact: EscalationFact) -> str:
    return f"{fact.to}: {fact.because}" if fact.because else fact.to


def _wait(fact: EscalationFact) -> str:
    if fact.wait_seconds is None:
        return fact.state
    withdrawn = "withdrawn " if fact.state == "withdrawn" else ""
    return f"{withdrawn}after {duration(fact.wait_seconds)}"
