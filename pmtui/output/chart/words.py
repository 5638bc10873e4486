"""What the chart says in plain sentences: its headline, its description, and what has no place on the axis."""

from __future__ import annotations

from pmtui.model.incident.facts import EscalationFact, HypothesisFact, MilestoneMoment
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.milestones import MILESTONES
from pmtui.model.incident.words import words
from pmtui.model.text import short
from pmtui.model.time.words import clock, clocks, day, day_name, duration
from pmtui.output.chart.events import Chosen
from pmtui.output.chart.rows import running, spent, wait
from pmtui.output.text.light import plain
from pmtui.output.text.selection import zone_name

_LISTED = 12
"""So many paths, escalations or events are read aloud."""
_CUT = 160


def headline(incident: Incident) -> str:
    """`SEV1 · resolved · Sunday 15 October 2023, 10:30 to 12:45 (UTC) · 2h 15m`."""
    start, end = incident.bounds
    zone = zone_name(incident)
    parts = [incident.severity, incident.status]
    if start is None:
        return " · ".join(parts)
    if end is None or running(incident):
        return " · ".join([*parts, f"since {day_name(start, zone)}, {clock(start, zone)} ({zone})"])
    first, until = clocks(start, end, zone)
    last = "" if day(start, zone) == day(end, zone) else f"{day_name(end, zone)}, "
    parts.append(f"{day_name(start, zone)}, {first} to {last}{until} ({zone})")
    length = incident.metric("duration")
    if length.seconds is not None:
        parts.append(f"{length.near}{duration(length.seconds)}")
    return " · ".join(parts)


def describe(incident: Incident, chosen: Chosen) -> str:
    """The picture for somebody who does not see it."""
    said = [f"{headline(incident)}."]
    said.append(_list("Milestones", [_milestone(m, incident) for m in incident.milestones.values()]))
    for metric in incident.metrics:
        if metric.seconds is not None and metric.name in ("duration", "impact", "misleading"):
            least = "at least " if metric.at_least else ""
            about = "about " if metric.about else ""
            said.append(f"{metric.words}: {least}{about}{duration(metric.seconds)} ({metric.definition}).")
    paths = [h for h in incident.hypotheses if h.state == "misleading"]
    said.append(_list("Misleading paths", [_path(path) for path in paths]))
    said.append(
        _list("Escalations", [_escalation(escalation, incident) for escalation in incident.escalations])
    )
    said.append(_list(chosen.name, [f"{event.time} {_short(event.words)}" for event in chosen.timed]))
    said.append(_list("Time unknown", list(unplaced(incident, chosen))))
    return " ".join(sentence for sentence in said if sentence)


def unplaced(incident: Incident, chosen: Chosen) -> tuple[str, ...]:
    """What has no known time."""
    untimed = [(name, item) for name, kind in MILESTONES.items() for item in incident.of(kind)]
    found = [f"{name} {words(item, incident)}" for name, item in untimed if item.entry.at is None]
    for path in incident.hypotheses:
        if path.state == "misleading" and path.raised.at is None and not path.intervals:
            found.append(_path(path))
    found += [_escalation(asked, incident) for asked in incident.escalations if asked.asked.at is None]
    found += [event.words for event in chosen.untimed]
    return tuple(_short(line) for line in found)


def _list(name: str, said: list[str]) -> str:
    if not said:
        return ""
    more = f"; and {len(said) - _LISTED} more" if len(said) > _LISTED else ""
    return f"{name}: {'; '.join(said[:_LISTED])}{more}."


def _milestone(moment: MilestoneMoment, incident: Incident) -> str:
    about = "about " if moment.about else ""
    return (
        f"{moment.name} {about}{day(moment.at, zone_name(incident))} {clock(moment.at, zone_name(incident))}"
    )


def _path(path: HypothesisFact) -> str:
    return f"{path.label} {_short(path.text)} ({spent(path)})"


def _escalation(escalation: EscalationFact, incident: Incident) -> str:
    return f"{escalation.label} {_short(escalation.to)} ({wait(escalation, incident)})"


def _short(said: str) -> str:
    return short(plain(said), _CUT)
