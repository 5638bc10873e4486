"""The lines of a document's timeline: what happened, and the facts whose time lies inside the incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from pmtui.model import entries as e
from pmtui.model.incident.words import labels, words
from pmtui.model.time.words import day, day_name, shown
from pmtui.output.text.light import item
from pmtui.output.text.markdown import Safe, escape, fenced
from pmtui.output.text.selection import selected, zone_name

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Item
    from pmtui.model.incident.incident import Incident


class Line(Struct, frozen=True):
    """One statement; what is typed in it is data wherever it is printed, the rest is ours."""

    strong: str
    """What the eye should find: a time, a name. Ours."""
    side: str = ""
    """Ours."""
    label: str = ""
    """H2, E1: data."""
    noun: str = ""
    """What sort of thing the text is. Ours."""
    text: str = ""
    """What was typed; may have many lines."""
    kind: str = ""
    """Of the entry, for a line of the timeline."""
    key: bool = False

    @property
    def markdown(self) -> Safe:
        """As the text of a list item."""
        strong = f"**{self.strong}**" if self.strong else ""
        lead = " ".join(part for part in (strong, self.side, escape(self.label), self.noun) if part)
        return item(self.text, lead)


class Day(Struct, frozen=True):
    """The entries of one day; the last one holds those of unknown time."""

    title: str
    lines: list[Line]


def days(incident: Incident) -> list[Day]:
    """The timeline, a day after the other in the incident's zone."""
    zone = zone_name(incident)
    found: list[Day] = []
    last = ""
    for each in selected(incident):
        at = each.entry.at
        if each.entry.fact and _side(each, incident) is None:
            continue
        here = day(at, zone) if at else "?"
        if not found or here != last:
            found.append(Day(day_name(at, zone) if at else "Time unknown", []))
            last = here
        found[-1].lines.append(_line(each, incident, zone))
    return found


def _side(each: Item, incident: Incident) -> str | None:
    """Empty for what lies inside the incident, else the side it lies on; a fact outside has None."""
    at = each.entry.at
    start, end = incident.bounds
    if at is None:
        return None if each.entry.fact else ""
    before, after = start is not None and at < start, end is not None and at > end
    if before or after:
        return None if each.entry.fact else "(lead-up)" if before else "(aftermath)"
    return ""


def _line(each: Item, incident: Incident, zone: str) -> Line:
    entry = each.entry
    said = words(each, incident)
    if isinstance(entry, e.Handover):
        said = said.split("\n", 1)[0]  # the brief of that moment repeats what the document tells
    if isinstance(entry, e.Run) and not entry.redacted:
        said = _ran(said)
    return Line(
        strong=shown(entry.when, zone) if entry.at else "",
        side=(_side(each, incident) or "") if entry.at else "",
        label=", ".join(labels(each, incident)),
        noun=entry.introduced if said else entry.introduced.rstrip(":"),
        text=said,
        kind=e.kind_of(entry),
        key=each.key,
    )


def _ran(said: str) -> str:
    """A command that was run: what came of it, and its output as it was."""
    first, _, output = said.partition("\n")
    return f"{first}\n{fenced(output)}" if output else first
