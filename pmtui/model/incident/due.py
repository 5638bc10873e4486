"""What is due: the next update, answers, actions to check, a word in the silence. They help and never nag."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import entries as e
from pmtui.model.time.words import duration

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

ANSWER_AFTER = 300
"""Seconds after which an unanswered escalation is worth a word."""


class Timer(msgspec.Struct, frozen=True):
    """Something that has become due."""

    key: str
    """The same for as long as it is the same thing that is due."""
    text: str
    """A few words for the header."""
    seconds: float
    """How long it has been due."""


def due(incident: Incident, now: datetime, update_every: int, silence_after: int) -> list[Timer]:
    """What is due at `now`, the most pressing first; nothing once the incident is over.

    Args:
        incident: as it stands.
        now: the moment, UTC.
        update_every: seconds between updates unless one says `next:`; 0 is no rhythm.
        silence_after: seconds without an entry that count as silence; 0 is never.
    """
    if incident.status in ("resolved", "closed"):
        return []
    found = [*_checks(incident, now), *_updates(incident, now, update_every), *_answers(incident, now)]
    return found or _silence(incident, now, silence_after)


def _checks(incident: Incident, now: datetime) -> list[Timer]:
    late = [a for a in incident.actions if a.state == "in flight" and a.due is not None and a.due <= now]
    return [Timer(f"check {a.item.id}", f"check {a.label}", _since(a.due, now)) for a in late]


def _updates(incident: Incident, now: datetime, update_every: int) -> list[Timer]:
    """Counts from the last update, else from the declaration; `next:` of the last update wins over the rhythm."""
    sent = [item for item in incident.updates if item.entry.at is not None]
    last = sent[-1].entry if sent else None
    start = last.at if last else incident.opened
    rhythm = (last.next if isinstance(last, e.Update) else None) or update_every
    if start is None or not rhythm:
        return []
    late = _since(start, now) - rhythm
    key = f"update {last.id if last else ''}"
    return (
        [Timer(key, f"update due {duration(late)}" if late >= 60 else "update due", late)]
        if late >= 0
        else []
    )


def _answers(incident: Incident, now: datetime) -> list[Timer]:
    waiting = [x for x in incident.escalations if x.state == "waiting" and x.asked.at is not None]
    found = []
    for escalation in waiting:
        again = [i.entry.at for i in escalation.asked_again if i.entry.at is not None]
        waited = _since(max([escalation.asked.at, *again], key=lambda at: at or now), now)
        if waited >= ANSWER_AFTER:
            key = f"answer {escalation.item.id} {len(again)}"
            found.append(Timer(key, f"{escalation.label} waits {duration(waited)}", waited - ANSWER_AFTER))
    return found


def _silence(incident: Incident, now: datetime, silence_after: int) -> list[Timer]:
    if not silence_after or not len(incident):
        return []
    last = incident.entry(incident.numbered(incident.last_number)[-1])
    quiet = _since(last.recorded, now)
    late = quiet - silence_after
    return [Timer(f"silence {last.id}", f"quiet {duration(quiet)}", late)] if late >= 0 else []


def _since(at: datetime | None, now: datetime) -> float:
    return (now - at).total_seconds() if at else 0.0
