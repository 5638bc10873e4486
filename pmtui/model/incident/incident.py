"""The incident: everything that follows from the set of its entries."""

from __future__ import annotations

import re
from datetime import datetime

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident import escalations as _escalations
from pmtui.model.incident import hypotheses as _hypotheses
from pmtui.model.incident import metrics as _metrics
from pmtui.model.incident import milestones as _milestones
from pmtui.model.incident import roles as _roles
from pmtui.model.incident import writeup as _writeup
from pmtui.model.incident.facts import (
    ActionFact,
    EscalationFact,
    HypothesisFact,
    Item,
    Lessons,
    Metric,
    MilestoneMoment,
    RoleFact,
    TaskFact,
    Writeup,
)
from pmtui.model.incident.fold import Fold, letter, view
from pmtui.model.time.zones import tz

HAPPENED: frozenset[type[e.Entry]] = frozenset(
    {
        *(e.Note, e.Decision, e.Action, e.Run, e.Update, e.Handover),
        *_milestones.MILESTONES.values(),
        *(e.Hypothesis, e.Evidence, e.Misleading, e.Confirmed, e.Revive),
        *(e.Escalate, e.Answered, e.Withdraw),
    }
)
"""Kinds that tell what happened."""
FACTS: frozenset[type[e.Entry]] = frozenset({e.Impact, e.Severity, e.Role, e.Service, e.Summary})
"""Kinds that state a fact about the incident."""
LABELLED = (e.Hypothesis, e.Misleading, e.Escalate, e.Action, e.Task)
_LABEL = re.compile(r"([HEAT])([0-9]{1,9})")


class Incident(Fold):
    """One incident. Every property is derived: from the same set of entries, the same values."""

    @view
    def _opened(self) -> e.Opened | None:
        first = [i.entry for i in self.of(e.Opened)]
        return first[0] if first and isinstance(first[0], e.Opened) else None

    @property
    def id(self) -> str:
        opened = self._opened
        return opened.id if opened else ""

    @property
    def opened(self) -> datetime | None:
        opened = self._opened
        return (opened.opened or opened.recorded) if opened else None

    @property
    def opened_by(self) -> str:
        opened = self._opened
        return opened.by if opened else ""

    @view
    def title(self) -> str:
        """The title; the greatest (n, id) counts, as for every current fact."""
        titles = [i.entry.text for i in self.of(e.Title) if isinstance(i.entry, e.Title)]
        return titles[-1] if titles else self._opened.title if self._opened else ""

    @view
    def zone(self) -> str:
        """The IANA zone in which times are read and shown; UTC where this machine does not know the one recorded."""
        try:
            tz(self.zone_recorded)
        except PmtuiError:
            return "UTC"
        return self.zone_recorded

    @property
    def zone_recorded(self) -> str:
        """The zone as it was recorded, known here or not."""
        zones = [i.entry.name for i in self.of(e.Timezone) if isinstance(i.entry, e.Timezone)]
        return zones[-1] if zones else (self._opened.zone if self._opened else "") or "UTC"

    @view
    def _levels(self) -> list[int]:
        first = self._opened.severity if self._opened else None
        later = [i.entry.level for i in self.of(e.Severity) if isinstance(i.entry, e.Severity)]
        return [level for level in (first, *later) if level]

    @property
    def severity(self) -> str:
        """SEV1 … SEV5, or `SEV?` when nobody set it."""
        return f"SEV{self._levels[-1]}" if self._levels else "SEV?"

    @property
    def worst_severity(self) -> str:
        """The worst it ever was."""
        return f"SEV{min(self._levels)}" if self._levels else "SEV?"

    @view
    def _closing(self) -> e.Entry | None:
        last = [i.entry for i in self.of(e.Close, e.Reopen)]
        return last[-1] if last else None

    @property
    def closed(self) -> bool:
        return isinstance(self._closing, e.Close)

    @property
    def closed_as(self) -> str:
        """`false-alarm`, `duplicate`, `merged`, or empty."""
        return self._closing.closed_as if isinstance(self._closing, e.Close) else ""

    @view
    def status(self) -> str:
        """investigating, identified, monitoring, resolved or closed."""
        return _milestones.status(self)

    @view
    def summary(self) -> str:
        """What we know now, in one line."""
        found = [i.entry.text for i in self.of(e.Summary) if isinstance(i.entry, e.Summary)]
        return found[-1] if found else ""

    @view
    def services(self) -> tuple[str, ...]:
        """Every service named, once, in the order of naming."""
        named = [name for i in self.of(e.Service) if isinstance(i.entry, e.Service) for name in i.entry.names]
        return tuple({name.casefold(): name for name in reversed(named)}[key] for key in _once(named))

    @view
    def impacts(self) -> tuple[Item, ...]:
        """What users felt, in the order of time."""
        return tuple(sorted(self.of(e.Impact), key=by_time))

    @view
    def updates(self) -> tuple[Item, ...]:
        """What was told, in the order of time."""
        return tuple(sorted(self.of(e.Update), key=by_time))

    @view
    def roles(self) -> tuple[RoleFact, ...]:
        """Who held which role, when."""
        return _roles.roles(self)

    @view
    def commander(self) -> str:
        """Who commands now; empty when nobody does."""
        return _roles.commander(self)

    @view
    def milestones(self) -> dict[str, MilestoneMoment]:
        """The moment that counts for each milestone that has one."""
        return _milestones.counting(self)

    @view
    def hypotheses(self) -> tuple[HypothesisFact, ...]:
        return _hypotheses.hypotheses(self)

    @view
    def escalations(self) -> tuple[EscalationFact, ...]:
        return _escalations.escalations(self)

    @view
    def actions(self) -> tuple[ActionFact, ...]:
        """Actions that have a time to be checked."""
        return _escalations.actions(self)

    @view
    def tasks(self) -> tuple[TaskFact, ...]:
        return _writeup.tasks(self)

    @view
    def lessons(self) -> Lessons:
        return _writeup.lessons(self)

    @view
    def sections(self) -> dict[str, str]:
        """The text of each section that has been written."""
        return _writeup.sections(self)

    @view
    def standing(self) -> dict[str, tuple[e.Write, ...]]:
        """By section, the versions of which its text is made: one, unless there are appended or clashing ones."""
        return _writeup.standing(self)

    def heads(self, section: str) -> tuple[str, ...]:
        """The ids of the versions of which a section's text is made: whoever changes it begins from them."""
        return tuple(version.id for version in self.standing.get(section, ()))

    @view
    def metrics(self) -> tuple[Metric, ...]:
        """Every metric, those that cannot be computed included, with what they lack."""
        return _metrics.metrics(self)

    @property
    def writeup(self) -> Writeup:
        return _writeup.state(self)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The times of the first and the last thing that happened; None before anything did."""
        timeline = self.timeline
        first = next((i.entry.at for i in timeline if _timed(i)), None)
        back = (timeline[index] for index in range(self.timed - 1, -1, -1))
        last = next((i.entry.at for i in back if _timed(i)), None)
        return (first, last) if first and last else None

    def find(self, wanted: str) -> list[Item]:
        """The entries whose words hold every word wanted, in the order of the timeline; case is ignored."""
        from pmtui.model.incident.words import words

        parts = wanted.casefold().split()
        found = []
        for item in self.timeline:
            text = f"{item.name} {words(item, self)} {item.entry.by}".casefold()
            if all(part in text for part in parts):
                found.append(item)
        return found

    # --- labels

    @view
    def labels(self) -> dict[str, list[str]]:
        """Who bears each label: one id, but after a merge; struck ones keep theirs."""
        found: dict[str, list[str]] = {}
        for kind in LABELLED:
            for entry in self._groups.get(kind, {}).values():
                if entry.label and type(self.item(entry.id).entry) is kind:
                    found.setdefault(entry.label, []).append(entry.id)
        for item in self._items.values():
            recast = type(item.entry) is not type(self._entries[item.id])
            if recast and isinstance(item.entry, LABELLED) and item.entry.label:
                found.setdefault(item.entry.label, []).append(item.id)
        return {label: sorted(set(ids)) for label, ids in found.items()}

    def label(self, entry_id: str) -> str:
        """H2, or `H2b` for the second of that label."""
        label = self.item(entry_id).entry.label
        same = self.labels.get(label, [])
        return label + (letter(same.index(entry_id)) if len(same) > 1 and entry_id in same else "")

    def next_label(self, prefix: str) -> str:
        """The label that the next hypothesis (H), escalation (E), action (A) or follow-up (T) gets."""
        return f"{prefix}{self._greatest_labels.get(prefix, 0) + 1}"

    @view
    def _greatest_labels(self) -> dict[str, int]:
        """The greatest number that each letter was ever given, corrected away or not: none is given twice."""
        found: dict[str, int] = {}
        for kind in (*LABELLED, e.Amend):
            for entry in self._groups.get(kind, {}).values():
                if match := _LABEL.fullmatch(entry.label):
                    found[match[1]] = max(found.get(match[1], 0), int(match[2]))
        return found


def by_time(item: Item) -> tuple[bool, float, int, str]:
    """Sorts items by `at`, then number; unknown times last."""
    entry = item.entry
    return (entry.at is None, entry.at.timestamp() if entry.at else 0.0, entry.n, entry.id)


def _timed(item: Item) -> bool:
    return item.entry.at is not None and not item.struck and type(item.entry) in HAPPENED | FACTS


def _once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name.casefold() for name in names))
