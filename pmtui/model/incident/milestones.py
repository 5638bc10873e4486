"""Milestones, the status they give, and which of several counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item, MilestoneMoment

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold

MILESTONES: dict[str, type[e.Milestone]] = {
    name: kind for name, kind in e.KINDS.items() if issubclass(kind, e.Milestone)
}
Moments = dict[str, list[MilestoneMoment]]
_STAGES = tuple(name for name, kind in MILESTONES.items() if kind.state)
"""Those that give the incident a status, the later stage last."""
_DECLARED_WITHIN = timedelta(hours=12)


def moment(item: Item) -> datetime | None:
    """The instant a milestone counts from: the start of a range, but the end for mitigated and resolved."""
    entry = item.entry
    if isinstance(entry, e.Milestone) and entry.at_end and entry.until is not None:
        return entry.until
    return entry.at


def moments(fold: Fold) -> Moments:
    """Every moment given for each milestone, in the order of time."""
    found: Moments = {}
    for name, kind in MILESTONES.items():
        given = [
            MilestoneMoment(name, at, item.entry.about, item)
            for item in fold.of(kind)
            if (at := moment(item)) is not None
        ]
        found[name] = sorted(given, key=lambda m: m.at)
    return found


def counting(moments: Moments, opened: datetime | None, confirmed: list[Item]) -> dict[str, MilestoneMoment]:
    """The one moment that counts for each milestone that has one, in the order of time; at one instant of the table.

    Args:
        moments: every moment given.
        opened: when recording was opened, which stands in for a missing `declared`.
        confirmed: the entries that confirmed what is confirmed now; they stand in for a missing `identified`.
    """
    found: dict[str, MilestoneMoment] = {}
    for name in MILESTONES:
        given = moments[name]
        if given:
            found[name] = given[-1 if MILESTONES[name].last_counts else 0]
        elif name == "identified" and (stand_in := _confirmed(confirmed)):
            found[name] = stand_in
    started = found.get("started")
    if "declared" not in found and started and opened and abs(opened - started.at) <= _DECLARED_WITHIN:
        found["declared"] = MilestoneMoment("declared", opened, False, None)
    order = list(MILESTONES)
    return dict(sorted(found.items(), key=lambda given: (given[1].at, order.index(given[0]))))


def _confirmed(confirmed: list[Item]) -> MilestoneMoment | None:
    """`/confirmed` stands in for a missing `identified`."""
    found = [
        MilestoneMoment("identified", item.entry.at, item.entry.about, item)
        for item in confirmed
        if item.entry.at is not None
    ]
    return max(found, key=lambda m: m.at, default=None)


def status(closed: bool, moments: Moments, milestones: dict[str, MilestoneMoment]) -> str:
    """investigating, identified, monitoring, resolved or closed.

    Of milestones at the same instant the later stage counts: who types mitigated after resolved means both.
    """
    if closed:
        return "closed"
    reached = [m for name in _STAGES for m in moments[name]]
    if "identified" in milestones:
        reached.append(milestones["identified"])
    last = max(reached, key=lambda m: (m.at, _STAGES.index(m.name)), default=None)
    return MILESTONES[last.name].state if last else "investigating"
