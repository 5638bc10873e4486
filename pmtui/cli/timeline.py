"""The timeline as plain text, one entry a line below its day."""

from __future__ import annotations

from collections.abc import Iterator

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import sign, words
from pmtui.model.time.words import day_name, shown


def timeline(incident: Incident) -> Iterator[str]:
    """All of it, a heading for each day."""
    last = ""
    for item in incident.timeline:
        today = day(item, incident)
        if today != last:
            yield from ("", today)
            last = today
        yield row(item, incident)


def day(item: Item, incident: Incident) -> str:
    """The heading below which an entry stands."""
    at = item.entry.at
    return f"{day_name(at, incident.zone)}, {incident.zone}" if at else "Time unknown"


def row(item: Item, incident: Incident) -> str:
    """`#12  11:14  E1 ↑  database team: overload is theirs`; a pasted text keeps its lines, set in."""
    when = shown(item.entry.when, incident.zone) if item.entry.at else ""
    marks = (("key", item.key), ("corrected", item.corrected), ("struck", item.struck))
    entry = item.entry
    # A section's text stands whole further down.
    said = entry.section if isinstance(entry, e.Write) else words(item, incident)
    text = said.replace("\n", "\n      ")
    found = [mark for mark, on in marks if on]
    marked = f"[{', '.join(found)}]" if found else ""
    return "  ".join(part for part in (item.name, when, sign(item, incident), marked, text) if part)
