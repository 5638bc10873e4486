"""The state of the incident in a few lines: overdue updates, what we know, impact, milestones, roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pmtui.model import entries as e
from pmtui.model.incident.due import Due, subject
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.tasks import overdue
from pmtui.model.incident.writeup import final
from pmtui.model.time.words import ago, clock, day, duration
from pmtui.tui.widgets.pane import IncidentPane
from pmtui.tui.widgets.pane_row import NO_BREAK, PaneRow, counted, waiting_row
from pmtui.tui.window.window import Window

_SHORT = timedelta(hours=12)
_IMPACTS = 2
"""Impacts that are shown, the last ones."""
_HERE = ("update", "undone")
"""What waits and has no pane of its own."""


class Summary(IncidentPane):
    """What someone who joins asks first."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, "Summary", "/summary TEXT says what we know now", id="summary")

    def show(self, now: datetime, waiting: Sequence[Due]) -> None:
        """Shows the incident as it stands at a moment."""
        incident = self.window.incident
        late = [waits for waits in waiting if waits.kind in _HERE and waits.overdue(now)]
        self.show_rows(
            (
                *(waiting_row(waits, subject(waits), now) for waits in late),
                *_known(incident),
                *_milestones(incident),
                *_people(incident),
                *_updates(incident, now, waiting),
                *_follow_ups(incident, now),
                *_writeup(incident),
            ),
            tally=len(late) + sum(waits.kind == "follow-up" for waits in waiting),
        )


def _known(incident: Incident) -> Iterator[PaneRow]:
    """What we know and what users feel: the last to give way where there is little room, and never cut."""
    if incident.summary:
        yield PaneRow("summary", incident.summary, waits=True, whole=True)
    impacts = [item.entry.text for item in incident.impacts if isinstance(item.entry, e.Impact)]
    for n, text in enumerate(impacts[: -_IMPACTS - 1 : -1]):
        yield PaneRow(f"impact-{n}", f"Impact: {text}", waits=not n, whole=True)


def _milestones(incident: Incident) -> Iterator[PaneRow]:
    """In the order of time, each with the time since the first of them."""
    given = sorted(incident.milestones.values(), key=lambda m: m.at)
    if not given:
        return
    first = given[0].at
    several_days = given[-1].at - first > _SHORT
    pieces = []
    for milestone in given:
        at = clock(milestone.at, incident.zone)
        dated = f"{day(milestone.at, incident.zone)} {at}" if several_days else at
        about = "~" if milestone.about else ""
        since = f" +{duration((milestone.at - first).total_seconds())}" if milestone.at > first else ""
        pieces.append(f"{about}{dated} {milestone.name}{since}")
    yield PaneRow("milestones", _joined(pieces), whole=True)


def _people(incident: Incident) -> Iterator[PaneRow]:
    if incident.services:
        yield PaneRow("services", f"Services: {', '.join(incident.services)}")
    if incident.tags:
        yield PaneRow("tags", f"Tags: {', '.join(incident.tags)}")
    for link in incident.links:
        yield PaneRow(
            f"link-{link.item.id}", f"{link.name}: {link.url}" if link.name else link.url, whole=True
        )
    attached = [item.entry.name for item in incident.attachments if isinstance(item.entry, e.Attach)]
    if attached:
        yield PaneRow("attached", f"Attached: {_joined(attached)}", whole=True)
    held = [f"{role.role.capitalize()} {role.name}" for role in incident.roles if role.given_up is None]
    if held:
        yield PaneRow("roles", _joined(held), whole=True)


def _joined(pieces: list[str]) -> str:
    """Pieces on a row, which is wrapped between them and not within."""
    return " · ".join(piece.replace(" ", NO_BREAK) for piece in pieces)


def _updates(incident: Incident, now: datetime, waiting: Sequence[Due]) -> Iterator[PaneRow]:
    """The last one; when the next is due stands above once it is overdue."""
    given = [item.entry for item in incident.updates if item.entry.at is not None]
    if not given:
        return
    last = given[-1]
    assert isinstance(last, e.Update)
    assert last.at is not None
    coming = [w.due for w in waiting if w.kind == "update" and w.due is not None and not w.overdue(now)]
    due = f"next {ago(min(coming), now)}" if coming else ""
    to = f" to {last.audience}" if last.audience else ""
    yield PaneRow("update", f"Update{to}: {ago(last.at, now)}", due)
    yield PaneRow("update-text", last.text)


def _follow_ups(incident: Incident, now: datetime) -> Iterator[PaneRow]:
    """How many there are: each stands in the write-up."""
    open_ones = [task for task in incident.tasks if not task.done]
    if incident.tasks:
        late = sum(overdue(task, incident.zone, now) for task in open_ones)
        counts = counted(
            (len(open_ones), "open"), (late, "overdue"), (len(incident.tasks) - len(open_ones), "done")
        )
        yield PaneRow("tasks", f"Follow-ups: {counts}", over=late > 0)


def _writeup(incident: Incident) -> Iterator[PaneRow]:
    if incident.writeup.state == "final":
        yield PaneRow("writeup", f"Write-up: {final(incident.writeup, incident.zone)}", whole=True)
