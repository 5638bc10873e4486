"""Everything that is known of one entry: both times, the author, every earlier version."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.doubled import twice
from pmtui.model.incident.facts import ActionFact, Begun, EscalationFact, HypothesisFact, Item
from pmtui.model.incident.words import sign, words
from pmtui.model.time.words import clock, day, duration, shown

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident


_FROM = ("format", "file", "item", "link")


def detail(incident: Incident, entry_id: str) -> list[tuple[str, str]]:
    """Pairs of a name and what stands behind it, in reading order; no name twice.

    Of what an entry began (a hypothesis, an escalation, an action, a follow-up, a question) it is the whole life.
    """
    item = incident.item(entry_id)
    entry, original = item.entry, incident.entry(entry_id)
    states = [word for word, on in (("struck", item.struck), ("key", item.key)) if on]
    found = [
        ("Entry", " ".join([item.name, sign(item, incident), *states])),
        ("Happened", _happened(entry, incident.zone)),
        ("Recorded", f"{_stamp(entry.recorded, incident.zone)} by {entry.by or 'nobody named'}"),
        ("Says", words(item, incident) or "(no words)"),
    ]
    if entry.author:
        found.append(("Author", entry.author))
    if entry.origin:
        found.append(("Imported from", ", ".join(entry.origin[n] for n in _FROM if n in entry.origin)))
    found += twice(incident, entry_id)
    found += _life(incident, item)
    if original.said:
        found.append(("Time as typed", f"{original.said} ({original.zone})"))
    if original != entry:
        found.append(("At first", _version(Item(original, item.name), incident)))
    for correction in incident.history(entry_id):
        found.append(_correction(incident, correction))
    return found


def _life(incident: Incident, began: Item) -> list[tuple[str, str]]:
    """What became of it, and each entry about it by its time; nothing for what began nothing."""
    fact = next((fact for fact in incident.begun(began.entry.begins) if fact.item.id == began.id), None)
    if fact is None:
        return []
    about = [item for item in incident.timeline if not item.struck and began.id in item.entry.refs]
    state = _state(fact)
    if incident.over and isinstance(fact, EscalationFact) and fact.state == "waiting":
        state = "no answer recorded"
    return [("State", state), *(_step(item, incident) for item in about)]


def _state(fact: Begun) -> str:
    """`misleading, 12m spent`, `answered after 4m`, `in flight, nobody owns it`."""
    if isinstance(fact, HypothesisFact) and fact.seconds_spent is not None:
        return f"{fact.state}, {duration(fact.seconds_spent)} spent"
    if isinstance(fact, EscalationFact) and fact.wait_seconds is not None:
        return f"{fact.state} after {duration(fact.wait_seconds)}"
    if isinstance(fact, ActionFact) and fact.state == "in flight":
        return f"in flight, {f'with {fact.owner}' if fact.owner else 'no owner'}"
    return fact.state


def _step(item: Item, incident: Incident) -> tuple[str, str]:
    entry = item.entry
    said = " ".join(words(item, incident).split())
    at = shown(entry.when, incident.zone) if entry.at else "time unknown"
    return f"{item.name} {e.kind_of(entry)}", f"{at} {said} — by {entry.by or 'nobody named'}"


def _happened(entry: e.Entry, zone: str) -> str:
    if entry.at is None:
        return "time unknown"
    exact = shown(entry.when, zone)
    return f"{day(entry.at, zone)} {exact} {zone}, {clock(entry.at, 'UTC', seconds=True)} UTC"


def _stamp(at: datetime, zone: str) -> str:
    return f"{day(at, zone)} {clock(at, zone, seconds=True)}"


def _version(item: Item, incident: Incident) -> str:
    when = _happened(item.entry, incident.zone)
    return f"{e.kind_of(item.entry)}: {words(item, incident) or '(no words)'} — {when}"


def _correction(incident: Incident, correction: e.Entry) -> tuple[str, str]:
    mine = incident.item(correction.id)
    undone = " (struck)" if mine.struck else ""
    by = f"{_stamp(correction.recorded, incident.zone)} by {correction.by or 'nobody named'}"
    return f"{mine.name} {e.kind_of(correction)}{undone}", f"{words(mine, incident)} — {by}".removeprefix(
        " — "
    )
