"""What statistics over many incidents take from one: values with what they lack, never a guess."""

from __future__ import annotations

from msgspec import Struct, structs

from pmtui.model import entries as e
from pmtui.model.incident.facts import EscalationFact, Metric
from pmtui.model.incident.incident import Incident

_NO_PATH = "a misleading path that was noted"
_NO_TIME = "the time of its misleading paths"


class Wait(Struct, frozen=True):
    """How long somebody who was asked for help was waited for."""

    label: str
    to: str
    end: str
    """answered or withdrawn; empty when nothing ended it."""
    seconds: int | None
    about: bool
    missing: str
    """What its length lacks; empty when it is known."""


class Figures(Struct, frozen=True):
    """Of one incident."""

    worst_severity: str
    closed_as: str
    tags: tuple[str, ...]
    detected_by: str
    """Empty when nobody said, or nothing was detected."""
    metrics: tuple[Metric, ...]
    misleading_share: float | None
    """The part of the duration, 0 to 1; None without a duration, or when the misleading time is not known."""
    waits: tuple[Wait, ...]
    done_tasks: tuple[str, ...]
    """The labels of the follow-ups that are done."""


def figures(incident: Incident) -> Figures:
    """What an incident brings into the statistics."""
    metrics = tuple(_known(metric, incident) for metric in incident.lengths)
    misleading = next(metric for metric in metrics if metric.name == "misleading")
    return Figures(
        worst_severity=incident.worst_severity,
        closed_as=incident.closed_as,
        tags=incident.tags,
        detected_by=_detected_by(incident),
        metrics=metrics,
        misleading_share=None if misleading.missing else incident.misleading_share,
        waits=tuple(_wait(asked, incident.over) for asked in incident.escalations),
        done_tasks=tuple(task.label for task in incident.tasks if task.done),
    )


def _known(metric: Metric, incident: Incident) -> Metric:
    """The metric, without a misleading time of nothing: that nobody noted a path does not say that there was none."""
    if metric.name != "misleading" or metric.seconds:
        return metric
    noted = any(path.state == "misleading" for path in incident.hypotheses)
    if noted and not metric.at_least:
        return metric
    return structs.replace(metric, seconds=None, at_least=False, missing=_NO_TIME if noted else _NO_PATH)


def _detected_by(incident: Incident) -> str:
    counts = incident.milestones.get("detected")
    entry = counts.item.entry if counts and counts.item else None
    return entry.source if isinstance(entry, e.Detected) else ""


def _wait(asked: EscalationFact, over: bool) -> Wait:
    end = "" if asked.state == "waiting" else asked.state
    missing = ""
    if asked.wait_seconds is None:
        missing = _lacks(end, over)
    return Wait(asked.label, asked.to, end, asked.wait_seconds, asked.about, missing)


def _lacks(end: str, over: bool) -> str:
    if end:
        return f"when it was asked, or {end}"
    return "an answer: none is recorded" if over else "an answer: it still waits"
