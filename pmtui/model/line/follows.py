"""What follows from what was just recorded: what pmtui did not do, and what somebody has to do now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.due import Limits, subject, waiting, worded
from pmtui.model.incident.escalations import asked_already
from pmtui.model.incident.words import address
from pmtui.model.text import short
from pmtui.model.time.words import duration

if TYPE_CHECKING:
    from datetime import datetime

    from pmtui.model.incident.facts import Item
    from pmtui.model.incident.incident import Incident

FOLLOWED = (e.Escalate, e.Update, e.Severity, e.Milestone, e.Handover, e.Reopen)
"""The kinds of which something may follow."""
_JUST_NOW = timedelta(minutes=10)
"""What happened before that is written down afterwards: nobody has to hurry for it."""
_NO_NEED = "to finish the write-up nothing needs reopening"
_NOT_PAGED = "(recorded, not paged)"
_NAME = 20
"""Letters of whom somebody asked: what to type stands behind it."""


def follows(item: Item, incident: Incident, now: datetime, limits: Limits, *, copied: bool = False) -> str:
    """One sentence for behind the receipt; empty where nothing follows, as in a closed incident.

    Args:
        item: what was recorded.
        incident: with it.
        now: the moment, UTC.
        limits: whose rhythm says how often an update is due.
        copied: whether the text of an update was put on the clipboard.
    """
    entry = item.entry
    if incident.closed or not isinstance(entry, FOLLOWED):
        return ""
    if isinstance(entry, e.Escalate):
        return _escalated(item, entry, incident)
    if isinstance(entry, e.Reopen):
        return "" if entry.text else _NO_NEED
    if isinstance(entry, e.Update):
        return f"{'copied' if copied else 'recorded, not posted'}; post it yourself"
    if isinstance(entry, e.Handover):
        return _handed_over(entry, incident, now, limits)
    if isinstance(entry, e.Severity):
        return _severity(incident, now, limits)
    return _MILESTONES[e.kind_of(entry)](incident) if e.kind_of(entry) in _MILESTONES else ""


def _escalated(item: Item, entry: e.Escalate, incident: Incident) -> str:
    """At the first one that happens now it is said in full: who believes that somebody was paged waits in vain."""
    same = asked_already(incident, entry)
    if same is not None:
        label = address(incident, same.item.id)
        waits = f"{label} waits for {short(same.to, _NAME)} already"
        return f"{waits}: /undo, then /escalate {label} {_NOT_PAGED}"
    live = [x.item for x in incident.escalations if _is_live(x.item)]
    if [each.id for each in live] != [item.id]:
        return _NOT_PAGED
    return f"{incident.label(item.id)} recorded. pmtui pages nobody: page them now"


def _is_live(item: Item) -> bool:
    """Whether it was written down when it happened, not afterwards."""
    at = item.entry.at
    return at is not None and item.entry.recorded - at <= _JUST_NOW


def _severity(incident: Incident, now: datetime, limits: Limits) -> str:
    rhythm = limits.rhythm(incident.severity)
    asks = [f"update due every {duration(rhythm)}"] if rhythm else []
    lacking = [
        w for w in waiting(incident, now, limits) if w.kind == "undone" and w.line.startswith("/role ")
    ]
    # A commander is wanted at any severity: what this one asks for stands before that.
    asks += [subject(waits) for waits in reversed(lacking)]
    return f"{incident.severity}: {'; '.join(asks)}" if asks else ""


def _handed_over(entry: e.Handover, incident: Incident, now: datetime, limits: Limits) -> str:
    """What the new commander has to see to first."""
    waits = waiting(incident, now, limits)
    if not waits:
        return f"nothing waits for {entry.name}"
    others = f", and {len(waits) - 1} more" if len(waits) > 1 else ""
    return f"for {entry.name} to see to: {worded(waits[0], now)}{others}"


# --- milestones


def _started(incident: Incident) -> str:
    return "" if incident.impacts else "started: what do users feel? /impact TEXT"


def _detected(incident: Incident) -> str:
    return "" if "started" in incident.milestones else "detected: since when is it so? @TIME /started"


def _acknowledged(incident: Incident) -> str:
    return "" if incident.commander else "acknowledged: who leads? /role commander NAME"


def _identified(incident: Incident) -> str:
    doing = any(action.state == "in flight" for action in incident.actions)
    return "" if doing else "identified: what mends it? /action TEXT owner:NAME check:10m"


def _mitigated(_: Incident) -> str:
    return "mitigated: watch until when? /action watch the error rate check:15m"


def _resolved(incident: Incident) -> str:
    flying = sum(action.state == "in flight" for action in incident.actions)
    still = f"{flying} action{'s' if flying > 1 else ''} not done; " if flying else ""
    return f"resolved: {still}tell who was told, then /close"


def _relapse(_: Incident) -> str:
    return "relapse: tell who was told that it is back: /update"


_MILESTONES: dict[str, Callable[[Incident], str]] = {
    "started": _started,
    "detected": _detected,
    "acknowledged": _acknowledged,
    "identified": _identified,
    "mitigated": _mitigated,
    "resolved": _resolved,
    "relapse": _relapse,
}
