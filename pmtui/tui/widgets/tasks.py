"""Follow-ups with owner and due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pmtui.model.incident.facts import TaskFact
from pmtui.model.incident.tasks import overdue
from pmtui.tui.keys import entry_bindings
from pmtui.tui.messages import Request
from pmtui.tui.widgets.pane import EntryPane, PaneRow
from pmtui.tui.window.window import Window


class Tasks(EntryPane):
    """Each follow-up; open ones first, the earliest due first."""

    PLACES = ("tasks", "entry")
    BINDINGS = entry_bindings(*PLACES)

    def __init__(self, window: Window, ask: Callable[[Request], None]) -> None:
        super().__init__(window, ask, "Follow-ups", "/task TEXT owner:ana due:+14d notes one", id="tasks")

    def show(self, now: datetime) -> None:
        """Shows the follow-ups as they stand."""
        incident = self.window.incident
        facts = sorted(incident.tasks, key=lambda t: (t.done, t.due is None, str(t.due)))
        rows = []
        for fact in facts:
            late = "overdue" if overdue(fact, incident.zone, now) else ""
            state = " ".join(filter(None, (fact.owner, str(fact.due or ""), late)))
            right = "done" if fact.done else state
            rows.append(PaneRow(fact.item.id, _text(fact), right, "$text-muted" if fact.done else ""))
        self.show_rows(tuple(rows))


def _text(fact: TaskFact) -> str:
    priority = f"{fact.priority} " if fact.priority else ""
    return f"{fact.label} {'✓' if fact.done else '·'}  {priority}{fact.text}"
