"""What the first minutes of an incident have to answer, and which of it is answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import entries as e
from pmtui.model.text import one_line
from pmtui.model.time.words import clock

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

_MOST = 20
"""Entries from which on an incident is well under way, whatever is still open."""
_LONG = timedelta(hours=1)


class Step(msgspec.Struct, frozen=True):
    """One question of the first minutes."""

    asks: str
    answer: str
    """What is known; empty while nobody said it."""
    line: str
    """What to type to answer it."""


def first_minutes(incident: Incident, now: datetime) -> tuple[Step, ...]:
    """The questions, in the order in which they are asked.

    None once all are answered, and none any more of an incident that is well under way, an hour old or over.
    """
    opened = incident.opened
    if len(incident) > _MOST or incident.over or opened is None or now - opened > _LONG:
        return ()
    steps = (
        Step("How bad is it?", "" if incident.severity == "SEV?" else incident.severity, "/severity 2 WHY"),
        Step("Since when?", _since(incident), "@-10m /started"),
        Step("Who leads?", incident.commander, "/role commander NAME"),
        Step("What do users feel?", _impact(incident), "/impact TEXT"),
        Step(
            "Who must help?",
            ", ".join(dict.fromkeys(x.to for x in incident.escalations)),
            "/escalate TEAM: WHY",
        ),
        Step("What did we tell?", _audiences(incident), "/update customers: TEXT"),
    )
    return () if all(step.answer for step in steps) else steps


def _since(incident: Incident) -> str:
    start = incident.milestones.get("started") or incident.milestones.get("detected")
    return f"{'~' if start.about else ''}{clock(start.at, incident.zone)}" if start else ""


def _impact(incident: Incident) -> str:
    last = incident.impacts[-1].entry if incident.impacts else None
    return one_line(last.text) if isinstance(last, e.Impact) else ""


def _audiences(incident: Incident) -> str:
    updates = [item.entry for item in incident.updates]
    audiences = dict.fromkeys(
        entry.audience or "everybody" for entry in updates if isinstance(entry, e.Update)
    )
    return ", ".join(audiences)
