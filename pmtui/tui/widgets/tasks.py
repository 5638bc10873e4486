"""Follow-ups with owner and due."""

from __future__ import annotations

from datetime import datetime

from pmtui.model.incident.facts import TaskFact
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.tasks import overdue
from pmtui.tui.keys import bindings
from pmtui.tui.widgets.pane import Pane, PaneRow


class Tasks(Pane):
    """Each follow-up; open ones first, the earliest due first."""

    PLACES = ("tasks", "entry")
    EAGER = True
    BINDINGS = bindings(*PLACES)

    def __init__(self) -> None:
        super().__init__("Follow-ups", "/task TEXT owner:ana due:+14d notes one", id="tasks")

    def tell(self, incident: Incident, now: datetime) -> None:
        """Shows the follow-ups as they stand."""
        facts = sorted(incident.tasks, key=lambda t: (t.done, t.due is None, str(t.due)))
        rows = []
        for fact in facts:
            late = "overdue" if overdue(fact, incident.zone, now) else ""
            state = " ".join(filter(None, (fact.owner, str(fact.due or ""), late)))
            right = "done" if fact.done else state
            rows.append(PaneRow(fact.item.id, _text(fact), right, "$text-muted" if fact.done else ""))
        self.show(tuple(rows))


def _text(fact: TaskFact) -> str:
    priority = f"{fact.priority} " if fact.priority else ""
    return f"{fact.label} {'✓' if fact.done else '·'}  {priority}{fact.text}"
