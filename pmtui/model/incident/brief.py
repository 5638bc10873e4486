"""Where we stand, in at most fifteen lines, for someone who joins now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.words import name
from pmtui.model.text import short
from pmtui.model.time.words import ago, clock, day, duration

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

LINES = 15
_MOST = 3
_WIDTH = 160


def brief(incident: Incident, now: datetime) -> str:
    """What we know, impact, since when, open and ruled out hypotheses, who was asked, what runs, the last update."""
    lines = [
        " ".join(f"{incident.severity} {incident.title or 'untitled'}: {incident.status}".split()),
        *_named("What we know", [incident.summary]),
        *_named("Impact", [_text(item.entry) for item in incident.impacts]),
        *_named("Services", [", ".join(incident.services)]),
        *_named("Since", [_since(incident, now)]),
        *_named("Commander", [incident.commander]),
        *_named("Open hypotheses", _hypotheses(incident, "open")),
        *_named("Confirmed", _hypotheses(incident, "confirmed")),
        *_named("Ruled out, do not try again", _hypotheses(incident, "misleading")),
        *_named("Asked, no answer yet", _waiting(incident, now)),
        *_named("In flight", _actions(incident, now)),
        *_named("Open questions", _questions(incident)),
        *_named("Last update", [_last_update(incident, now)]),
        *_named("Next step", [_next_step(incident)]),
    ]
    return "\n".join(lines[:LINES])


def _named(name: str, texts: list[str]) -> list[str]:
    """One line of the brief, cut to the last few; none when there is nothing to say."""
    texts = [" ".join(text.split()) for text in texts if text]
    if not texts:
        return []
    more = f" (and {len(texts) - _MOST} more)" if len(texts) > _MOST else ""
    line = f"{name}: {'; '.join(texts[-_MOST:])}"
    return [short(line, _WIDTH) + more]


def _text(entry: e.Entry) -> str:
    return entry.text if isinstance(entry, e.Worded) else ""


def _since(incident: Incident, now: datetime) -> str:
    start = incident.milestones.get("started") or incident.milestones.get("detected")
    if start is None:
        return ""
    day_before = "" if now - start.at < timedelta(hours=12) else f"{day(start.at, incident.zone)} "
    about = "~" if start.about else ""
    return f"{about}{day_before}{clock(start.at, incident.zone)} {incident.zone}, {ago(start.at, now)} ({start.name})"


def _hypotheses(incident: Incident, state: str) -> list[str]:
    return [
        f"{h.label} {h.text}" + (f" ({h.because})" if h.because else "")
        for h in incident.hypotheses
        if h.state == state
    ]


def _waiting(incident: Incident, now: datetime) -> list[str]:
    return [
        f"{x.label} {x.to}" + (f", {duration((now - x.asked.at).total_seconds())}" if x.asked.at else "")
        for x in incident.escalations
        if x.state == "waiting"
    ]


def _actions(incident: Incident, now: datetime) -> list[str]:
    found = []
    for action in incident.actions:
        if action.state == "in flight":
            late = action.due is not None and action.due <= now
            check = "check now" if late else f"check {ago(action.due, now)}" if action.due else ""
            named = f"{name(action.item.id, incident)} {action.text} ({action.owner or 'no owner'})"
            found.append(f"{named}, {check}" if check else named)
    return found


def _questions(incident: Incident) -> list[str]:
    return [f"{name(q.item.id, incident)} {q.text}" for q in incident.questions if q.state == "open"]


def _last_update(incident: Incident, now: datetime) -> str:
    sent = [item.entry for item in incident.updates if item.entry.at is not None]
    if not sent:
        return ""
    last = sent[-1]
    assert isinstance(last, e.Update)
    assert last.at is not None
    audience = f"to {last.audience}, " if last.audience else ""
    return f"{audience}{ago(last.at, now)}: {last.text}"


def _next_step(incident: Incident) -> str:
    """The last decision or action: what is being done now."""
    steps = incident.of(e.Decision, e.Action)
    timed = [item for item in steps if item.entry.at is not None]
    return _text(max(timed, key=lambda item: (item.entry.at, item.entry.key)).entry) if timed else ""
