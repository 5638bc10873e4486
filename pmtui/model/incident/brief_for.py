"""Where we stand, worded for another reader than those who respond.

Customers read no name, need, label or hypothesis: only what they feel, since when, and what was told to them.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.brief import brief
from pmtui.model.incident.due import Limits, timing, waiting
from pmtui.model.incident.milestones import MILESTONES
from pmtui.model.text import one_line
from pmtui.model.time.words import ago, clock, day

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

READERS = ("responders", "executives", "customers", "status-page")
_OUTSIDE = ("customers", "status page")
"""Audiences whose updates everybody may read."""
_STAGES = {
    "investigating": "We are investigating.",
    "identified": "The cause is known, and we are working on it.",
    "monitoring": "It should work again; we are watching it.",
    "resolved": "It is over.",
}


def brief_for(reader: str, incident: Incident, now: datetime, limits: Limits) -> str:
    """The brief for one of READERS; for `responders` the plain one.

    Args:
        reader: who reads it.
        incident: as it stands.
        now: the moment, UTC.
        limits: how long what waits may wait.
    """
    match reader:
        case "executives":
            lines = _executives(incident, now, limits)
        case "customers":
            lines = _customers(incident, now, limits)
        case "status-page":
            lines = _status_page(incident)
        case _:
            return brief(incident, now, limits)
    return "\n".join(one_line(line) for line in lines if line)


def _executives(incident: Incident, now: datetime, limits: Limits) -> list[str]:
    """How bad, since when, what users feel, what we know, who leads, and when they hear more."""
    return [
        f"{incident.severity} {incident.title or 'untitled'}: {incident.status}",
        _since(incident, now),
        _line("Impact", _impact(incident)),
        _line("Services", ", ".join(incident.services)),
        _line("What we know", incident.summary),
        _line("Commander", incident.commander),
        _line("Last told to customers", _last(incident, now)),
        _line("Next", _next(incident, now, limits)),
    ]


def _customers(incident: Incident, now: datetime, limits: Limits) -> list[str]:
    return [
        _STAGES[_stage(incident)],
        _since(incident, now),
        _line("Impact", _impact(incident)),
        _line("Last update", _last(incident, now)),
        _line("Next update", _next(incident, now, limits)),
    ]


def _status_page(incident: Incident) -> list[str]:
    """Each turn and each update in the order of time, with the stage that held then; nothing else was public."""
    turns = [
        (m.at, 0, kind.state, "")
        for name, kind in MILESTONES.items()
        if kind.state
        for m in incident.moments[name]
    ]
    counting = incident.milestones.get("identified")
    if counting and not incident.moments["identified"]:
        turns.append((counting.at, 0, "identified", ""))
    public = [i.entry for i in incident.updates if isinstance(i.entry, e.Update) and _public(i.entry)]
    turns += [(update.at, 1, "", update.text) for update in public if update.at is not None]
    lines, stage = [], "investigating"
    for at, _, state, text in sorted(turns):
        stage = state or stage
        said = text or _STAGES[stage]
        lines.append(
            f"{day(at, incident.zone)} {clock(at, incident.zone)} {incident.zone} · {stage.capitalize()}: {said}"
        )
    return lines


def _stage(incident: Incident) -> str:
    return "resolved" if incident.status == "closed" else incident.status


def _since(incident: Incident, now: datetime) -> str:
    """Since when, or from when to when once it is over."""
    start, end = incident.bounds
    if start is None:
        return ""
    began = f"{day(start, incident.zone)} {clock(start, incident.zone)}"
    if end is not None and _stage(incident) == "resolved":
        return f"From {began} to {day(end, incident.zone)} {clock(end, incident.zone)} {incident.zone}"
    return f"Since: {began} {incident.zone}, {ago(start, now)}"


def _impact(incident: Incident) -> str:
    texts = [item.entry.text for item in incident.impacts if isinstance(item.entry, e.Impact)]
    return texts[-1] if texts else ""


def _last(incident: Incident, now: datetime) -> str:
    """What customers were told last, and when."""
    public = [
        i.entry for i in incident.updates if isinstance(i.entry, e.Update) and _public(i.entry) and i.entry.at
    ]
    if not public:
        return ""
    last = public[-1]
    assert last.at is not None
    return f"{last.text} ({ago(last.at, now)})"


def _next(incident: Incident, now: datetime, limits: Limits) -> str:
    """When the next update to customers is due; empty when none was promised."""
    ids = {i.id for i in incident.updates if isinstance(i.entry, e.Update) and _public(i.entry)}
    due = [w for w in waiting(incident, now, limits) if w.kind == "update" and w.entry in ids]
    return timing(due[0], now) if due else ""


def _public(update: e.Update) -> bool:
    return update.audience.casefold() in _OUTSIDE


def _line(title: str, text: str) -> str:
    return f"{title}: {text}" if text else ""
