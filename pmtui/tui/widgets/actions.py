"""What is being done, by whom and until when it is looked at, and what nobody knows yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pmtui.model.incident.due import Due
from pmtui.model.incident.facts import ActionFact, QuestionFact
from pmtui.model.incident.words import address
from pmtui.tui.colours import DIM
from pmtui.tui.keys import entry_bindings
from pmtui.tui.messages import Request
from pmtui.tui.widgets.pane import EntryPane
from pmtui.tui.widgets.pane_row import NO_OWNER, PaneRow, counted, waiting_row
from pmtui.tui.window.window import Window

_OPEN = ("in flight", "open")


class Actions(EntryPane):
    """Actions in flight with their countdown, and open questions."""

    PLACES = ("actions", "questions", "entry")
    BINDINGS = entry_bindings(*PLACES)

    def __init__(self, window: Window, ask: Callable[[Request], None]) -> None:
        super().__init__(window, ask, "Actions", "/action TEXT owner:bo check:10m begins one", id="actions")

    def show(self, now: datetime, waiting: Sequence[Due]) -> None:
        """Shows what is in flight or asked, the most pressing first; one line stands for the others."""
        incident = self.window.incident
        known: list[ActionFact | QuestionFact] = [*incident.actions, *incident.questions]
        facts = {fact.item.id: fact for fact in known}
        rows = [_waiting(waits, now) for waits in waiting if waits.entry in facts]
        running = {row.key for row in rows}
        open_ones = [fact for fact in known if fact.state in _OPEN]
        # Once the incident is over nothing waits any more.
        rows += [self._row(fact, fact.state) for fact in open_ones if fact.item.id not in running]
        settled = [fact for fact in known if fact.state not in _OPEN]
        self.show_rows(
            tuple(rows),
            _counts(known),
            tuple(self._row(fact, fact.state, DIM) for fact in settled),
            _counts(settled),
            len(open_ones),
        )

    def _row(self, fact: ActionFact | QuestionFact, right: str, style: str = "") -> PaneRow:
        label = address(self.window.incident, fact.item.id)
        who = (fact.owner or NO_OWNER) if isinstance(fact, ActionFact) else ""
        return PaneRow(fact.item.id, f"{label} {fact.text}", right, style, who)


def _waiting(waits: Due, now: datetime) -> PaneRow:
    who = (waits.who or NO_OWNER) if waits.kind == "action" else ""
    return waiting_row(waits, f"{waits.label} {waits.text}", now, who)


def _counts(facts: Sequence[ActionFact | QuestionFact]) -> str:
    states = [fact.state for fact in facts]
    asked = states.count("open")
    return counted(
        (states.count("in flight"), "in flight"),
        (asked, "question" if asked == 1 else "questions"),
        (states.count("done"), "done"),
        (states.count("failed"), "failed"),
        (states.count("answered"), "answered"),
    )
