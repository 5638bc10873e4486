"""The lines of the draft's timeline: what happened, and the facts whose time lies inside the incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from pmtui.model import entries as e
from pmtui.model.incident import FACTS
from pmtui.model.metrics import bounds
from pmtui.model.wording import day, day_name, shown
from pmtui.model.words import labels, words
from pmtui.output.markdown import Safe, escape, item
from pmtui.output.told import told, zone_name

if TYPE_CHECKING:
    from pmtui.model.facts import Item
    from pmtui.model.incident import Incident

_NOUNS: dict[type[e.Entry], str] = {
    e.Decision: "decision:",
    e.Action: "action:",
    e.Run: "ran:",
    e.Update: "update:",
    e.Hypothesis: "hypothesis:",
    e.Evidence: "evidence:",
    e.Misleading: "misleading path:",
    e.Escalate: "escalated to",
    e.Impact: "impact:",
    e.Severity: "severity:",
    e.Service: "services:",
    e.Summary: "state:",
}
"""What is said before an entry's words, where they do not say it themselves."""


class Day(Struct, frozen=True):
    """The entries of one day, each a list item; the last one holds those of unknown time."""

    title: str
    lines: list[Safe]


def days(incident: Incident) -> list[Day]:
    """The draft's timeline, a day after the other in the incident's zone."""
    zone = zone_name(incident)
    found: list[Day] = []
    last = ""
    for each in told(incident):
        at = each.entry.at
        if type(each.entry) in FACTS and _side(each, incident) is None:
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
    start, end = bounds(incident)
    if at is None:
        return None if type(each.entry) in FACTS else ""
    before, after = start is not None and at < start, end is not None and at > end
    if before or after:
        return None if type(each.entry) in FACTS else " (lead-up)" if before else " (aftermath)"
    return ""


def _line(each: Item, incident: Incident, zone: str) -> Safe:
    entry = each.entry
    said = words(each, incident)
    when = f"**{shown(entry.when, zone)}**{_side(each, incident) or ''}" if entry.at else ""
    if isinstance(entry, e.Handover):
        said = said.split("\n", 1)[0]  # the brief of that moment repeats what the draft tells
    about = escape(", ".join(labels(each, incident)))
    lead = " ".join(part for part in (when, about, _noun(entry, said)) if part)
    return item(said, lead)


def _noun(entry: e.Entry, said: str) -> str:
    if isinstance(entry, e.Milestone):
        return f"{e.kind_of(entry)}:" if said else e.kind_of(entry)
    if isinstance(entry, e.Misleading | e.Escalate) and entry.refs:
        return ""
    if isinstance(entry, e.Evidence) and entry.sign:
        return "evidence"
    if isinstance(entry, e.Update) and entry.audience:
        return "update to"
    return _NOUNS.get(type(entry), "")
