"""The incident: everything that follows from the set of its entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident import actions as _actions
from pmtui.model.incident import escalations as _escalations
from pmtui.model.incident import hypotheses as _hypotheses
from pmtui.model.incident import links as _links
from pmtui.model.incident import metrics as _metrics
from pmtui.model.incident import milestones as _milestones
from pmtui.model.incident import questions as _questions
from pmtui.model.incident import roles as _roles
from pmtui.model.incident import tasks as _tasks
from pmtui.model.incident import writeup as _writeup
from pmtui.model.incident.facts import (
    ActionFact,
    Begun,
    EscalationFact,
    HypothesisFact,
    Interval,
    Item,
    Lessons,
    LinkFact,
    Metric,
    MilestoneMoment,
    QuestionFact,
    RoleFact,
    TaskFact,
    Writeup,
)
from pmtui.model.incident.fold import Fold, view
from pmtui.model.incident.writeup import Standing
from pmtui.model.time.zones import plain, tz


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
        if titles:
            return titles[-1]
        return self._opened.title if self._opened else ""

    @view
    def zone(self) -> str:
        """The IANA zone in which times are read and shown; UTC under each of its names, and where this machine does
        not know the one recorded."""
        try:
            tz(self.zone_recorded)
        except PmtuiError:
            return "UTC"
        return plain(self.zone_recorded)

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
    def closed_at(self) -> datetime | None:
        """When it was closed; None while it is open."""
        return self._closing.at if isinstance(self._closing, e.Close) else None

    @property
    def closed_as(self) -> str:
        """`false-alarm`, `duplicate`, `merged`, or empty."""
        return self._closing.closed_as if isinstance(self._closing, e.Close) else ""

    @property
    def closed_because(self) -> str:
        """The words that it was closed with; empty while it is open."""
        return self._closing.text if isinstance(self._closing, e.Close) else ""

    @view
    def status(self) -> str:
        """investigating, identified, monitoring, resolved or closed."""
        return _milestones.status(self.closed, self.moments, self.milestones)

    @property
    def over(self) -> bool:
        """Whether nothing waits any more: it is resolved or closed."""
        return self.status in ("resolved", "closed")

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
    def tags(self) -> tuple[str, ...]:
        """The words for statistics that are on it."""
        return _links.tags(self)

    @view
    def links(self) -> tuple[LinkFact, ...]:
        """Each address that belongs to it, once."""
        return _links.links(self)

    @view
    def attachments(self) -> tuple[Item, ...]:
        """The files that belong to it, in the order of time; those that are copied, and not redacted."""
        found = (i for i in self.of(e.Attach) if isinstance(i.entry, e.Attach) and i.entry.sha256)
        return tuple(sorted(found, key=by_time))

    @view
    def impacts(self) -> tuple[Item, ...]:
        """What users felt, in the order of time."""
        return tuple(sorted(self.of(e.Impact), key=by_time))

    @view
    def updates(self) -> tuple[Item, ...]:
        """The updates, in the order of time."""
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
        confirmed = {h.item.id for h in self.hypotheses if h.state == "confirmed"}
        settled = [item for item in self.of(e.Confirmed) if confirmed.intersection(item.entry.refs)]
        return _milestones.counting(self.moments, self.opened, settled)

    @view
    def moments(self) -> dict[str, list[MilestoneMoment]]:
        """Every moment given for each milestone, in the order of time."""
        return _milestones.moments(self)

    @view
    def hypotheses(self) -> tuple[HypothesisFact, ...]:
        return _hypotheses.hypotheses(self)

    @view
    def escalations(self) -> tuple[EscalationFact, ...]:
        return _escalations.escalations(self)

    @view
    def actions(self) -> tuple[ActionFact, ...]:
        """Every action, whether it has a time to be checked or not."""
        return _actions.actions(self)

    @view
    def tasks(self) -> tuple[TaskFact, ...]:
        return _tasks.tasks(self)

    @view
    def questions(self) -> tuple[QuestionFact, ...]:
        return _questions.questions(self)

    @view
    def lessons(self) -> Lessons:
        return _writeup.lessons(self)

    @view
    def sections(self) -> dict[str, str]:
        """The text of each section that has been written."""
        return {section: standing.text for section, standing in self.standing.items()}

    @view
    def standing(self) -> dict[str, Standing]:
        """By section, what it says and of which versions that is made."""
        return _writeup.standing(self)

    def heads(self, section: str) -> tuple[str, ...]:
        """The ids of the versions of which a section's text is made: whoever changes it begins from them."""
        found = self.standing.get(section)
        return found.ids if found else ()

    def clash(self, section: str) -> tuple[e.Write, ...]:
        """The versions that changed the same paragraph and stand one behind the other, until somebody chooses."""
        found = self.standing.get(section)
        return found.heads if found and found.clashing else ()

    @view
    def placed(self) -> dict[str, str]:
        """The sections that stand behind another, and behind which; the last word of it counts."""
        written = (i.entry for i in self.of(e.Write))
        return {v.section: v.after for v in written if isinstance(v, e.Write) and v.after}

    @view
    def _layout(self) -> e.Layout | None:
        found = [i.entry for i in self.of(e.Layout) if isinstance(i.entry, e.Layout)]
        return found[-1] if found else None

    @property
    def template(self) -> str:
        """The template that somebody chose for the draft; empty while the settings' own holds."""
        return self._layout.name if self._layout else ""

    @property
    def timeline_tells(self) -> str:
        """`all` or `key` entries, as somebody chose; empty: as many as fit."""
        return self._layout.timeline if self._layout else ""

    @view
    def metrics(self) -> tuple[Metric, ...]:
        """Every metric, those that cannot be computed included, with what they lack."""
        return _metrics.metrics(self.milestones, self.moments, self.hypotheses)

    @view
    def first_updates(self) -> tuple[Metric, ...]:
        """How long each audience waited for its first update; one metric that lacks it when nobody was told."""
        return _metrics.first_updates(self.milestones, self.updates)

    @property
    def lengths(self) -> tuple[Metric, ...]:
        """The metrics, and those of each audience, in the order in which an incident goes."""
        detect, *others = self.metrics
        return (detect, *self.first_updates, *others)

    def metric(self, name: str) -> Metric:
        """The metric of that name, as the record calls it: `time_to_detect`, `duration`."""
        return next(metric for metric in self.metrics if metric.name == name)

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """Where it begins (started, else detected) and ends (resolved, else mitigated)."""
        return _metrics.bounds(self.milestones)

    @view
    def impact_intervals(self) -> list[Interval]:
        """Each started or relapse → the next mitigated or, if none comes before the next relapse, the next resolved."""
        return _metrics.impact_intervals(self.milestones, self.moments)

    @property
    def misleading_share(self) -> float | None:
        """The part of the duration that went into misleading paths, 0 to 1; None without a duration."""
        return _metrics.misleading_share(self.metrics)

    @property
    def writeup(self) -> Writeup:
        return _writeup.state(self)

    @property
    def began(self) -> datetime | None:
        """The incident's own day: where it starts, else the first thing that happened, else when it was opened."""
        return self.bounds[0] or (self.span[0] if self.span else self.opened)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The times of the first and the last thing that happened; None before anything did."""
        timeline = self.timeline
        first = next((i.entry.at for i in timeline if _timed(i)), None)
        back = (timeline[index] for index in range(self.timed - 1, -1, -1))
        last = next((i.entry.at for i in back if _timed(i)), None)
        return (first, last) if first and last else None

    def begun(self, letter: str) -> Sequence[Begun]:
        """Everything whose labels have this letter, in order."""
        match letter:
            case e.Hypothesis.letter:
                return self.hypotheses
            case e.Escalate.letter:
                return self.escalations
            case e.Action.letter:
                return self.actions
            case e.Task.letter:
                return self.tasks
            case e.Question.letter:
                return self.questions
        return ()


def by_time(item: Item) -> tuple[bool, float, int, str]:
    """Sorts items by `at`, then number; unknown times last."""
    entry = item.entry
    return (entry.at is None, entry.at.timestamp() if entry.at else 0.0, entry.n, entry.id)


def _timed(item: Item) -> bool:
    entry = item.entry
    return entry.at is not None and not item.struck and (entry.happened or entry.fact)


def _once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name.casefold() for name in names))
