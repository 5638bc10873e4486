"""Lengths of time with their definitions; seconds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pmtui.model import entries as e
from pmtui.model.incident.facts import HypothesisFact, Interval, Item, Metric, MilestoneMoment
from pmtui.model.incident.milestones import Moments
from pmtui.model.text import one_line

Counting = dict[str, MilestoneMoment]
"""The moment that counts for each milestone that has one."""
Bounds = tuple[datetime | None, datetime | None]
"""Where an incident begins and ends, as far as it is known."""

FIRST_UPDATE = "time_to_first_update"
BETWEEN = {
    "time_to_detect": ("Time to detect", "started", "detected"),
    "time_to_acknowledge": ("Time to acknowledge", "detected", "acknowledged"),
    "time_to_identify": ("Time to identify", "detected", "identified"),
    "time_to_mitigate": ("Time to mitigate", "started", "mitigated"),
    "time_to_resolve": ("Time to resolve", "started", "resolved"),
}


def metrics(given: Counting, moments: Moments, hypotheses: tuple[HypothesisFact, ...]) -> tuple[Metric, ...]:
    """Every metric in the order of the record; what cannot be computed names what it lacks."""
    return (
        *(_between(given, name, *rest) for name, rest in BETWEEN.items()),
        _duration(given),
        _impact(given, moments),
        _misleading(bounds(given), hypotheses),
    )


def _between(given: Counting, name: str, words: str, start: str, end: str) -> Metric:
    definition = f"{start} → {end}"
    lacking = [milestone for milestone in (start, end) if milestone not in given]
    if lacking:
        return Metric(name, words, definition, None, " and ".join(lacking))
    seconds = _seconds(given[start].at, given[end].at)
    if seconds < 0:
        return Metric(name, words, definition, None, f"an order: {end} is before {start}")
    return Metric(name, words, definition, seconds, about=given[start].about or given[end].about)


def first_updates(given: Counting, updates: Iterable[Item]) -> tuple[Metric, ...]:
    """Detected → the first update, for each audience in the order in which they were told; of nobody, what it lacks.

    Args:
        given: the milestones that count.
        updates: in the order of time.
    """
    first: dict[str, e.Update] = {}
    for item in updates:
        if isinstance(item.entry, e.Update) and item.entry.at is not None:
            first.setdefault(item.entry.audience.casefold(), item.entry)
    if not first:
        lacking = ["detected"] if "detected" not in given else []
        missing = " and ".join([*lacking, "an update"])
        return (Metric(FIRST_UPDATE, "Time to first update", "detected → the first update", None, missing),)
    return tuple(_first_update(given.get("detected"), update) for update in first.values())


def _first_update(detected: MilestoneMoment | None, update: e.Update) -> Metric:
    to = f" to {one_line(update.audience)}" if update.audience else ""
    words, definition = f"Time to first update{to}", f"detected → the first update{to}"
    if detected is None:
        return Metric(FIRST_UPDATE, words, definition, None, "detected")
    assert update.at is not None
    seconds = _seconds(detected.at, update.at)
    if seconds < 0:
        missing = f"an order: the first update{to} is before detected"
        return Metric(FIRST_UPDATE, words, definition, None, missing)
    return Metric(FIRST_UPDATE, words, definition, seconds, about=detected.about or update.about)


def bounds(given: Counting) -> Bounds:
    """Where the incident begins (started, else detected) and ends (resolved, else mitigated)."""
    start = given.get("started") or given.get("detected")
    end = given.get("resolved") or given.get("mitigated")
    return (start.at if start else None, end.at if end else None)


def _duration(given: Counting) -> Metric:
    start = given.get("started") or given.get("detected")
    end = given.get("resolved") or given.get("mitigated")
    if not start or not end:
        lacking = [w for w, m in (("started or detected", start), ("resolved or mitigated", end)) if not m]
        return Metric("duration", "Duration", "started → resolved", None, " and ".join(lacking))
    definition = f"{start.name} → {end.name}"
    seconds = _seconds(start.at, end.at)
    if seconds < 0:
        lacking_order = f"an order: {end.name} is before {start.name}"
        return Metric("duration", "Duration", definition, None, lacking_order)
    return Metric("duration", "Duration", definition, seconds, about=start.about or end.about)


def impact_intervals(given: Counting, moments: Moments) -> list[Interval]:
    """Each started or relapse → the next mitigated or, if none comes before the next relapse, the next resolved."""
    started = given.get("started")
    begins = ([started] if started else []) + moments["relapse"]
    begins.sort(key=lambda m: m.at)
    found: list[Interval] = []
    for index, begin in enumerate(begins):
        if found and (found[-1].end is None or begin.at < found[-1].end):
            continue  # still in the impact that is being measured
        later = [b.at for b in begins[index + 1 :]]
        ends = [m.at for m in moments["mitigated"] if m.at >= begin.at]
        mitigated = next((at for at in ends if not later or at <= later[0]), None)
        resolved = next((m.at for m in moments["resolved"] if m.at >= begin.at), None)
        found.append(Interval(begin.at, mitigated or resolved))
    return found


def _impact(given: Counting, moments: Moments) -> Metric:
    words = ("impact", "Impact time", "started or relapse → the next mitigated, else resolved")
    stretches = impact_intervals(given, moments)
    if not stretches:
        return Metric(*words, None, "started")
    if any(stretch.end is None for stretch in stretches):
        return Metric(*words, None, "mitigated or resolved")
    total = sum(_seconds(i.start, i.end) for i in stretches if i.end is not None)
    counted = [m for name in ("started", "relapse", "mitigated", "resolved") for m in moments[name]]
    edges = {edge for stretch in stretches for edge in (stretch.start, stretch.end)}
    return Metric(*words, total, about=any(m.about for m in counted if m.at in edges))


def misleading_intervals(within: Bounds, hypotheses: Iterable[HypothesisFact]) -> list[Interval]:
    """The union of the misleading paths' intervals, clipped to the duration, in order."""
    start, end = within
    clipped = []
    for hypothesis in hypotheses:
        if hypothesis.state != "misleading":
            continue
        for stretch in hypothesis.intervals:
            low = max(stretch.start, start) if start else stretch.start
            high = min(stretch.end, end) if stretch.end and end else stretch.end
            if high is not None and high > low:
                clipped.append(Interval(low, high))
    return union(clipped)


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same stretches of time with overlaps once, in order; none may be running."""
    found: list[Interval] = []
    for stretch in sorted(intervals, key=lambda i: i.start):
        last = found[-1] if found else None
        if last and last.end and stretch.end and stretch.start <= last.end:
            found[-1] = Interval(last.start, max(last.end, stretch.end))
        else:
            found.append(stretch)
    return found


def _misleading(within: Bounds, hypotheses: tuple[HypothesisFact, ...]) -> Metric:
    paths = [h for h in hypotheses if h.state == "misleading"]
    total = sum(
        _seconds(i.start, i.end) for i in misleading_intervals(within, hypotheses) if i.end is not None
    )
    unknown = any(
        not any(i.end and i.end > i.start for i in h.intervals) or (h.settled and h.settled.at is None)
        for h in paths
    )
    about = any(h.raised.about or (h.settled and h.settled.about) for h in paths)
    words = "the misleading paths' open times, overlaps once, within the duration"
    return Metric("misleading", "Misleading time", words, total, about=about, at_least=unknown)


def misleading_share(metrics: Iterable[Metric]) -> float | None:
    """The part of the duration that went into misleading paths, 0 to 1; None without a duration."""
    by_name = {metric.name: metric.seconds for metric in metrics}
    duration, misleading = by_name["duration"], by_name["misleading"]
    return round(misleading / duration, 4) if duration and misleading is not None else None


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
