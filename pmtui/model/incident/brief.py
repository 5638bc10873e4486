"""Where we stand, in at most fifteen lines, for someone who joins now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.due import Due, Limits, timing, waiting, worded
from pmtui.model.incident.words import name
from pmtui.model.text import one_line, short
from pmtui.model.time.words import ago, clock, day

if TYPE_CHECKING:
    from pmtui.model.incident.facts import ActionFact
    from pmtui.model.incident.incident import Incident

LINES = 15
_MOST = 3
_NOT_DONE = ("undone", "follow-up")
_WIDTH = 160


def brief(incident: Incident, now: datetime, limits: Limits) -> str:
    """State and since; impact; what we know; what is being done and waited for; ruled out; who was told; links.

    Args:
        incident: as it stands.
        now: the moment, UTC.
        limits: how long what waits may wait.
    """
    waits = waiting(incident, now, limits)
    lines = [
        one_line(f"{incident.severity} {incident.title or 'untitled'}: {incident.status}"),
        *_line("Since", [_since(incident, now)]),
        *_line("Impact", [_text(item.entry) for item in incident.impacts], last=True),
        *_line("Services" if incident.services else "Tags", [_services(incident)]),
        *_line("Roles", [f"{r.role} {r.name}" for r in incident.roles if r.given_up is None], most=9),
        *_line("What we know", [incident.summary]),
        *_line("Confirmed", _hypotheses(incident, "confirmed"), last=True),
        *_line("Doing now" if waits else "Actions", _doing(incident, waits, now)),
        *_line("Waiting for" if waits else "No answer recorded", _asked(incident, waits, now)),
        *_line("Open hypotheses", _hypotheses(incident, "open"), last=True),
        *_line("Ruled out, do not try again", _hypotheses(incident, "misleading"), last=True),
        *_line("Decided", [_text(item.entry) for item in incident.of(e.Decision)][-1:]),
        *_line(
            "Not done yet", [worded(w, now) for w in waits if w.kind in _NOT_DONE and w.overdue(now)], most=9
        ),
        *_line("Told", _updates(incident, waits, now)),
        *_line("Links", _links(incident), most=9),
        *_line("Attached", [_file(item.entry) for item in incident.attachments], last=True),
    ]
    return "\n".join(lines[:LINES])


def _line(title: str, texts: Sequence[str], most: int = _MOST, *, last: bool = False) -> list[str]:
    """One line of the brief with the first or last few, and how many more there are; none for nothing to say."""
    texts = [one_line(text) for text in texts if text]
    if not texts:
        return []
    more = f" (and {len(texts) - most} more)" if len(texts) > most else ""
    said = texts[-most:] if last else texts[:most]
    return [short(f"{title}: {'; '.join(said)}", _WIDTH) + more]


def _text(entry: e.Entry) -> str:
    return entry.text if isinstance(entry, e.Worded) else ""


def _file(entry: e.Entry) -> str:
    return entry.text or entry.name if isinstance(entry, e.Attach) else ""


def _since(incident: Incident, now: datetime) -> str:
    start = incident.milestones.get("started") or incident.milestones.get("detected")
    if start is None:
        return ""
    at = _moment(start.at, incident, now)
    return f"{'~' if start.about else ''}{at} {incident.zone}, {ago(start.at, now)} ({start.name})"


def _moment(at: datetime, incident: Incident, now: datetime) -> str:
    """With its day where it is not plain which one is meant."""
    dated = "" if now - at < timedelta(hours=12) else f"{day(at, incident.zone)} "
    return f"{dated}{clock(at, incident.zone)}"


def _services(incident: Incident) -> str:
    services, tags = ", ".join(incident.services), ", ".join(incident.tags)
    return f"{services} (tags: {tags})" if services and tags else services or tags


def _hypotheses(incident: Incident, state: str) -> list[str]:
    return [
        f"{h.label} {h.text}" + (f" ({h.because})" if h.because else "")
        for h in incident.hypotheses
        if h.state == state
    ]


def _doing(incident: Incident, waits: Sequence[Due], now: datetime) -> list[str]:
    """The most pressing first; once it is over every action, with what came of it where somebody said so."""
    if not waits:
        return [_ended(action, incident) for action in incident.actions]
    return [_waiting(w, now) for w in waits if w.kind == "action"]


def _waiting(waits: Due, now: datetime) -> str:
    named = f"{waits.label} {waits.text}"
    if waits.kind == "action":
        named += f" ({waits.who or 'no owner'})"
    moment = timing(waits, now).removeprefix("waits").strip()
    return f"{named}, {moment}" if moment else named


def _ended(action: ActionFact, incident: Incident) -> str:
    named = f"{name(action.item.id, incident)} {action.text}"
    if action.ended is None:
        return named
    return f"{named} ({': '.join(filter(None, (action.state, action.result)))})"


def _asked(incident: Incident, waits: Sequence[Due], now: datetime) -> list[str]:
    """Answers to escalations and to questions; once it is over those that never came."""
    if waits:
        return [_waiting(w, now) for w in waits if w.kind in ("escalation", "question")]
    return [f"{name(x.item.id, incident)} {x.to}" for x in incident.escalations if x.state == "waiting"]


def _updates(incident: Incident, waits: Sequence[Due], now: datetime) -> list[str]:
    """The last update to each audience, and when the next one is due."""
    last: dict[str, e.Update] = {}
    for item in incident.updates:
        if isinstance(item.entry, e.Update) and item.entry.at is not None:
            last.pop(item.entry.audience.casefold(), None)
            last[item.entry.audience.casefold()] = item.entry
    due = {w.entry: timing(w, now) for w in waits if w.kind == "update"}
    found = []
    for update in reversed(last.values()):
        following = f", next {due[update.id]}" if update.id in due else ""
        said = f"{update.audience or 'all'} {ago(update.at, now) if update.at else ''}{following}"
        found.append(f"{said}: {short(update.text)}")
    return found


def _links(incident: Incident) -> list[str]:
    """As many as one line holds: an address that is cut leads nowhere."""
    found: list[str] = []
    left = _WIDTH - len("Links: ")
    for link in reversed(incident.links):
        named = f"{link.name} {link.url}".strip()
        left -= len(named) + 2
        if left < 0:
            break
        found.append(named)
    return found[::-1]
