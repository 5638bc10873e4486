"""Hypotheses: what was raised, how it was settled, and the time it took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import EvidenceFact, HypothesisFact, Interval, Item

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold


def raising(item: Item) -> bool:
    """Whether the entry raises a hypothesis: `/hypothesis`, or `/misleading` without a reference."""
    return item.entry.begins == e.Hypothesis.letter


def hypotheses(fold: Fold) -> tuple[HypothesisFact, ...]:
    """Every hypothesis, in the order in which they were raised."""
    about: dict[str, list[Item]] = {}
    for item in fold.of(e.Evidence, e.Misleading, e.Confirmed, e.Revive):
        for ref in item.entry.refs:
            about.setdefault(ref, []).append(item)
    raised = [item for item in fold.of(e.Hypothesis, e.Misleading) if raising(item)]
    return tuple(_hypothesis(item, about.get(item.id, []), fold.label(item.id)) for item in raised)


def _hypothesis(item: Item, about: list[Item], label: str) -> HypothesisFact:
    entry = item.entry
    assert isinstance(entry, e.Worded)
    verdicts = [i for i in about if i.entry.state]
    at_once = isinstance(entry, e.Misleading)
    last = item if at_once else None
    if verdicts:
        last = verdicts[-1]
    state = last.entry.state if last else "open"
    intervals, wrong = _intervals(item, verdicts, state)
    return HypothesisFact(
        item=item,
        label=label,
        text=entry.text,
        state=state,
        raised=entry.when,
        settled=last.entry.when if last and state != "open" else None,
        because=_because(last.entry) if last else "",
        evidence=tuple(
            EvidenceFact(i.entry.sign, i.entry.text, i) for i in about if isinstance(i.entry, e.Evidence)
        ),
        intervals=intervals,
        seconds_spent=_spent(last.entry if last else entry, intervals),
        wrongly_ruled_out=wrong if state != "misleading" else 0,
    )


def _because(verdict: e.Entry) -> str:
    """Why it stands as it does: the verdict's words, which in a dead end stand behind what it was."""
    if isinstance(verdict, e.Misleading) and not verdict.refs:
        return verdict.because
    return verdict.text if isinstance(verdict, e.Worded) else ""


def _intervals(item: Item, verdicts: list[Item], state: str) -> tuple[tuple[Interval, ...], int]:
    """The stretches in which it was open, by `at`, and the seconds between being ruled out and revived."""
    entry = item.entry
    found: list[Interval] = []
    opened: datetime | None = entry.at
    ruled_out: datetime | None = None
    wrong = 0
    if isinstance(entry, e.Misleading) and entry.at is not None:
        start, end = _dead_end(entry, entry.at)
        found, opened, ruled_out = ([Interval(start, end)] if end > start else []), None, end
    timed = [(at, i.entry.key, i.entry) for i in verdicts if (at := _decided(i.entry)) is not None]
    for at, _, verdict in sorted(timed, key=lambda t: t[:2]):
        if isinstance(verdict, e.Misleading | e.Confirmed) and opened is not None and at >= opened:
            found.append(Interval(opened, at))
            opened = None
        if isinstance(verdict, e.Misleading):
            ruled_out = ruled_out or at
            continue
        if ruled_out is not None:  # revived, or confirmed, which revives it
            wrong += int((at - ruled_out).total_seconds())
            ruled_out = None
        if isinstance(verdict, e.Revive):
            opened = opened or at
    if opened is not None and state == "open":
        found.append(Interval(opened, None))
    return tuple(found), wrong


def _decided(verdict: e.Entry) -> datetime | None:
    """When a verdict fell: a settling that took a while, at its end."""
    return verdict.at if isinstance(verdict, e.Revive) else verdict.at and (verdict.until or verdict.at)


def _dead_end(entry: e.Misleading, at: datetime) -> tuple[datetime, datetime]:
    """A path noted afterwards took its range, or the `spent:` before its moment."""
    if entry.until is not None:
        return at, entry.until
    known = at - datetime.min.replace(tzinfo=UTC)
    return at - min(timedelta(seconds=entry.spent or 0), known), at


def _spent(last: e.Entry, intervals: tuple[Interval, ...]) -> int | None:
    """What the verdict that counts says, else the closed intervals; None when nobody can tell."""
    if isinstance(last, e.Misleading):
        if last.spent:
            return last.spent
        if last.at and last.until:
            return int((last.until - last.at).total_seconds())
    closed = [int((i.end - i.start).total_seconds()) for i in intervals if i.end is not None]
    return sum(closed) or None
