"""Everything that is known of one entry: both times, the author, every earlier version."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.words import sign, words
from pmtui.model.time.words import clock, day, shown

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident


def detail(incident: Incident, entry_id: str) -> list[tuple[str, str]]:
    """Pairs of a name and what stands behind it, in reading order."""
    item = incident.item(entry_id)
    entry, original = item.entry, incident.entry(entry_id)
    states = [word for word, on in (("struck", item.struck), ("key", item.key)) if on]
    found = [
        ("Entry", " ".join([item.name, sign(item, incident), *states])),
        ("Happened", _happened(entry, incident.zone)),
        ("Recorded", f"{_stamp(entry.recorded, incident.zone)} by {entry.by or 'nobody named'}"),
        ("Says", words(item, incident) or "(no words)"),
    ]
    if original.said:
        found.append(("Time as typed", f"{original.said} ({original.zone})"))
    if original != entry:
        found.append(("At first", _version(Item(original, item.name), incident)))
    for correction in incident.history(entry_id):
        found.append(_correction(incident, correction))
    return found


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
