"""Follow-ups with owner and due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pmtui.model.incident.due import Due
from pmtui.model.incident.facts import TaskFact
from pmtui.model.incident.tasks import overdue
from pmtui.tui.colours import DIM
from pmtui.tui.keys import entry_bindings
from pmtui.tui.messages import Request
from pmtui.tui.widgets.pane import EntryPane
from pmtui.tui.widgets.pane_row import NO_OWNER, PaneRow, counted
from pmtui.tui.window.window import Window


class Tasks(EntryPane):
    """Each follow-up; open ones first, the earliest due first."""

    PLACES = ("tasks", "entry")
    BINDINGS = entry_bindings(*PLACES)

    def __init__(self, window: Window, ask: Callable[[Request], None]) -> None:
        super().__init__(window, ask, "Follow-ups", "/task TEXT owner:ana due:+14d notes one", id="tasks")

    def show(self, now: datetime, waiting: Sequence[Due] = ()) -> None:
        """Shows the open follow-ups, the earliest due first; one line stands for those that are done."""
        incident = self.window.incident
        facts = sorted(incident.tasks, key=lambda task: (task.due is None, str(task.due)))
        rows = [_row(task, overdue(task, incident.zone, now)) for task in facts if not task.done]
        done = tuple(PaneRow(t.item.id, _text(t), "done", DIM) for t in facts if t.done)
        counts = counted((len(rows), "open"), (sum(row.over for row in rows), "overdue"), (len(done), "done"))
        self.show_rows(tuple(rows), counts, done, counted((len(done), "done")))


def _row(fact: TaskFact, late: bool) -> PaneRow:
    return PaneRow(
        fact.item.id, _text(fact), str(fact.due or ""), who=fact.owner or NO_OWNER, over=late, waits=True
    )


def _text(fact: TaskFact) -> str:
    priority = f"{fact.priority} " if fact.priority else ""
    return f"{fact.label} {priority}{fact.text}"
