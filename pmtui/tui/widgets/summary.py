"""The state of the incident in a few lines: what we know, impact, milestones, roles, the last update."""

from __future__ import annotations

from datetime import datetime, timedelta

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.time.words import ago, clock, day, duration
from pmtui.tui.widgets.pane import IncidentPane, PaneRow
from pmtui.tui.window.window import Window

_SHORT = timedelta(hours=12)


class Summary(IncidentPane):
    """What someone who joins asks first."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, "Summary", "/summary TEXT says what we know now", id="summary")

    def show(self, now: datetime) -> None:
        """Shows the incident as it stands at a moment."""
        self.show_rows(tuple(_rows(self.window.incident, now)))


def _rows(incident: Incident, now: datetime) -> list[PaneRow]:
    rows = [PaneRow("summary", incident.summary)] if incident.summary else []
    rows += _milestones(incident)
    impacts = [item.entry.text for item in incident.impacts if isinstance(item.entry, e.Impact)]
    rows += [PaneRow(f"impact-{n}", f"Impact  {text}") for n, text in enumerate(reversed(impacts))][:2]
    if incident.services:
        rows.append(PaneRow("services", f"Services  {', '.join(incident.services)}"))
    for held in incident.roles:
        if held.given_up is None:
            rows.append(PaneRow(f"role-{held.item.id}", f"{held.role.capitalize()}  {held.name}"))
    rows += _update(incident, now)
    writeup = incident.writeup
    if writeup.at is not None:
        final = f"{day(writeup.at, incident.zone)} {clock(writeup.at, incident.zone)} by {writeup.by}"
        rows.append(PaneRow("writeup", f"Final  {final}", "changed since" if writeup.changed_since else ""))
    return rows


def _milestones(incident: Incident) -> list[PaneRow]:
    """Each with the time since the first of them."""
    rows: list[PaneRow] = []
    given = list(incident.milestones.values())
    first = min((m.at for m in given), default=None)
    several_days = first is not None and max(m.at for m in given) - first > _SHORT
    for milestone in given:
        at = clock(milestone.at, incident.zone)
        dated = f"{day(milestone.at, incident.zone)} {at}" if several_days else at
        about = "~" if milestone.about else ""
        since = (milestone.at - first).total_seconds() if first else 0
        rows.append(
            PaneRow(
                f"milestone-{milestone.name}",
                f"{milestone.name.capitalize()}  {about}{dated}",
                f"+{duration(since)}" if since > 0 else "",
            )
        )
    return rows


def _update(incident: Incident, now: datetime) -> list[PaneRow]:
    given = [item.entry for item in incident.updates if item.entry.at is not None]
    if not given:
        return []
    last = given[-1]
    assert isinstance(last, e.Update)
    assert last.at is not None
    due = ""
    if last.next and not incident.closed:
        at = last.at + timedelta(seconds=last.next)
        due = f"next {ago(at, now)}" if at > now else f"next was due {ago(at, now)}"
    to = f" to {last.audience}" if last.audience else ""
    return [
        PaneRow("update", f"Update{to}  {ago(last.at, now)}", due),
        PaneRow("update-text", f"  {last.text}"),
    ]
