"""What was understood, in one line: the number, the time taken, the kind, the words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.clock_steps import step_at
from pmtui.model.incident.facts import Item
from pmtui.model.incident.milestones import MILESTONES
from pmtui.model.incident.words import sign, words
from pmtui.model.text import one_line, short
from pmtui.model.time.words import clock, day, duration, understood

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident
    from pmtui.model.line.grammar import Typed

_WORDS = 100
_MADE = 60
"""Letters of what was made of a text that still stands in the bar."""


def receipt(item: Item, incident: Incident, now: datetime) -> str:
    """`#12 11:14 today, 5 min ago · E1 ↑ · database team: overload is theirs`."""
    entry = item.entry
    corrects = isinstance(entry, e.Correction)
    when = "" if corrects else understood(entry.when, now, incident.zone)
    said = short(divided(entry) or words(item, incident), _WORDS)
    parts = [when, sign(item, incident), said, *_milestone(item, incident), *_clock_step(item, incident)]
    return f"{item.name} " + " · ".join(part for part in parts if part)


def meant(typed: Typed, name: str) -> str:
    """What a note of this name was probably meant as, and the line that says so; nothing of any other line."""
    if not typed.hint or not isinstance(typed.entry, e.Note):
        return ""
    if typed.hint.startswith("/"):
        return f"{name} is a note; {typed.instead} is the command"
    if typed.instead.startswith("/"):
        return f"{name} is a note; {typed.instead}CAPTION attaches the file"
    time = typed.instead.split(maxsplit=1)[0].removeprefix("@")
    return f"{name} is a note of now; /retime {name} {time} says that it {typed.hint}"


def divided(entry: e.Entry) -> str:
    """The two parts that a colon made of one text, each by its name; nothing for any other entry."""
    if not isinstance(entry, e.Misleading) or not entry.because:
        return ""
    return f"ruled out: {one_line(entry.text)} · why: {one_line(entry.because)}"


def made(entry: e.Entry, incident: Incident) -> str:
    """What was made of a typed text, as the timeline will have it; nothing where it is that text itself."""
    said = words(Item(entry, ""), incident)
    return "" if said == getattr(entry, "text", "") else short(said[: 2 * _WORDS], _MADE)


def _clock_step(item: Item, incident: Incident) -> list[str]:
    """That the clock was set since the entry before it: then this time, or that one, is wrong."""
    step = step_at(incident, item.entry)
    if step is None:
        return []
    length, way = duration(abs(step.by.total_seconds())), "back" if step.by.total_seconds() < 0 else "ahead"
    return [f"this machine's clock went {way} {length} since {incident.name(step.before.id)}: check it"]


def _milestone(item: Item, incident: Incident) -> list[str]:
    """Which of several same milestones counts, once there are several."""
    name = e.kind_of(item.entry)
    if name not in MILESTONES or name not in incident.milestones:
        return []
    counting = incident.milestones[name]
    if len(incident.of(MILESTONES[name])) == 1 or counting.item is None:
        return []
    at = f"{day(counting.at, incident.zone)} {clock(counting.at, incident.zone)}"
    return [f"{name} counts from {at} ({counting.item.name})"]
