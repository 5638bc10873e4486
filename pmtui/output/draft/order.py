"""The order in which the timeline of a document tells what happened."""

from __future__ import annotations

from bisect import bisect
from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.model import entries as e

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Item
    from pmtui.model.incident.incident import Incident


def in_place(listed: list[Item], incident: Incident) -> list[Item]:
    """An entry of unknown time stands behind the one that it happened after, else behind the one typed before it."""
    items = {each.id: each for each in listed}
    timed = [each.entry for each in listed if each.entry.at is not None]
    keys = sorted(entry.key for entry in timed)
    chains = [_chain(each.entry, incident) for each in listed if each.entry.at is None]
    behind: dict[str, list[Item]] = {}
    for chain in sorted(chains, key=_keys):
        known = chain[0]
        place = bisect(keys, known.key)
        anchor = keys[place - 1][1] if place else ""
        if known.at is not None:
            anchor = _last_until(timed, known.at, known.key)
        behind.setdefault(anchor, []).append(items[chain[-1].id])
    placed = behind.get("", [])
    for entry in timed:
        placed += [items[entry.id], *behind.get(entry.id, [])]
    return placed


def _chain(entry: e.Entry, incident: Incident) -> list[e.Entry]:
    """The entry, and before it those that it happened after, up to one of known time or one that names none.

    Two that were merged may name each other: what was looked at already ends it.
    """
    chain = [entry]
    while chain[0].at is None and chain[0].behind in incident:
        earlier = incident.item(chain[0].behind).entry
        if earlier.id in {known.id for known in chain}:
            break
        chain.insert(0, earlier)
    return chain


def _keys(chain: list[e.Entry]) -> list[tuple[int, str]]:
    return [entry.key for entry in chain]


def _last_until(timed: list[e.Entry], at: datetime, key: tuple[int, str]) -> str:
    """The id of the last one until a moment, which the document need not tell; empty when none is."""
    found = [entry.id for entry in timed if entry.at and (entry.at, entry.key) <= (at, key)]
    return found[-1] if found else ""
