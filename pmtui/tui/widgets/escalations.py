"""What is awaited: answers to escalations, and actions that are to be checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pmtui.model.incident.facts import ActionFact, EscalationFact
from pmtui.model.time.words import duration
from pmtui.tui.keys import entry_bindings
from pmtui.tui.messages import Request
from pmtui.tui.widgets.pane import EntryPane, PaneRow
from pmtui.tui.window.window import Window


class Escalations(EntryPane):
    """Who was asked, with the running wait; actions in flight with their countdown."""

    PLACES = ("escalations", "actions", "entry")
    BINDINGS = entry_bindings(*PLACES)

    def __init__(self, window: Window, ask: Callable[[Request], None]) -> None:
        super().__init__(window, ask, "Escalations", "/escalate WHO: WHY asks for help", id="escalations")

    def show(self, now: datetime) -> None:
        """Shows what waits first."""
        waiting = sorted(self.window.incident.escalations, key=lambda x: x.state != "waiting")
        flying = [a for a in self.window.incident.actions if a.state == "in flight"]
        rows = [_escalation(fact, now) for fact in waiting] + [_action(fact, now) for fact in flying]
        self.show_rows(tuple(rows))


def _escalation(fact: EscalationFact, now: datetime) -> PaneRow:
    sign = {"waiting": "↑", "answered": "↓", "withdrawn": "✗"}[fact.state]
    style = "" if fact.state == "waiting" else "$text-muted"
    return PaneRow(fact.item.id, f"{fact.label} {sign}  {fact.to}", _wait(fact, now), style)


def _wait(fact: EscalationFact, now: datetime) -> str:
    if fact.state == "waiting":
        if fact.asked.at is None:
            return "waiting"
        return f"waiting {duration(max(0.0, (now - fact.asked.at).total_seconds()))}"
    if fact.wait_seconds is not None:
        withdrawn = "withdrawn " if fact.state == "withdrawn" else ""
        return f"{withdrawn}after {duration(fact.wait_seconds)}"
    return fact.state


def _action(fact: ActionFact, now: datetime) -> PaneRow:
    if fact.due is None:
        right = ""
    else:
        left = (fact.due - now).total_seconds()
        right = f"check in {duration(left)}" if left > 0 else f"check now, {duration(-left)} over"
    owner = f" ({fact.owner})" if fact.owner else ""
    return PaneRow(fact.item.id, f"{fact.label} …  {fact.text}{owner}", right)
