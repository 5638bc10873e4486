"""What a document says besides its timeline: the summary, dead ends, escalations and measures, in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from pmtui.model.incident.facts import EscalationFact, HypothesisFact, Metric, TaskFact
from pmtui.model.incident.words import words
from pmtui.model.time.words import clock, clocks, day, duration, shown
from pmtui.output.draft.lines import Line
from pmtui.output.text.markdown import Safe
from pmtui.output.text.selection import selected, zone_name

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

NONE = "–"
TERMS = {"short": "Short term", "medium": "Medium term", "long": "Long term", "": "No term yet"}


class Table(Struct, frozen=True):
    """A table under its heading."""

    title: str
    head: list[str]
    rows: list[list[str]]


class Length(Struct, frozen=True):
    """A metric in words: never without its definition. Nothing in it was typed."""

    words: Safe
    definition: Safe
    value: Safe

    @property
    def markdown(self) -> Safe:
        """On one line."""
        return Safe(f"{self.words} ({self.definition}): {self.value}")


class Facts:
    """The facts of one incident, worded for a document; times in its zone."""

    def __init__(self, incident: Incident) -> None:
        self._incident = incident
        self.zone = zone_name(incident)
        known = [entry.at for each in selected(incident) if (entry := each.entry).at is not None]
        self._one_day = len({day(at, self.zone) for at in known}) < 2

    def _stamp(self, at: datetime | None) -> str:
        """The clock, with its day where the incident took several."""
        if at is None:
            return NONE
        return clock(at, self.zone) if self._one_day else f"{day(at, self.zone)} {clock(at, self.zone)}"

    @property
    def states(self) -> tuple[str, str, str]:
        """Draft or final; severity; status."""
        incident, writeup = self._incident, self._incident.writeup
        final = f"final, by {writeup.by}" if writeup.by else "final"
        changed = ", changed since" if writeup.changed_since else ""
        worst = incident.worst_severity
        return (
            final.capitalize() + changed if writeup.state == "final" else "Draft",
            incident.severity + (f" (worst {worst})" if worst != incident.severity else ""),
            f"closed as {incident.closed_as}" if incident.closed_as else incident.status,
        )

    @property
    def state(self) -> str:
        """The same on one line."""
        return " · ".join(self.states)

    @property
    def duration(self) -> Line:
        """`Duration (started → resolved): 2h 15m, from … to … (UTC)`, or what it lacks."""
        metric = self._metric("duration")
        start, end = self._incident.bounds
        if metric.seconds is None or start is None or end is None:
            since = f"; it began {self._full(start)} ({self.zone})" if start else ""
            value = f"cannot be computed, lacks {metric.missing}{since}"
        else:
            first, last = clocks(start, end, self.zone)
            begun, ended = day(start, self.zone), day(end, self.zone)
            until = last if begun == ended else f"{ended} {last}"
            value = f"{_length(metric)}, from {begun} {first} to {until} ({self.zone})"
        return Line("Duration", f"({metric.definition}):", noun=value)

    def _metric(self, name: str) -> Metric:
        return next(metric for metric in self._incident.metrics if metric.name == name)

    def _full(self, at: datetime) -> str:
        return f"{day(at, self.zone)} {clock(at, self.zone)}"

    def milestones(self, *names: str) -> list[Line]:
        """The moments that count for these milestones, with the words they were given."""
        found = []
        for name in names:
            moment = self._incident.milestones.get(name)
            if moment is None:
                continue
            text = words(moment.item, self._incident) if moment.item else ""
            when = f"{'~' if moment.about else ''}{self._stamp(moment.at)}"
            found.append(Line(name.capitalize(), f"{when}:" if text else when, text=text))
        return found

    @property
    def impacts(self) -> list[str]:
        return [words(each, self._incident) for each in self._incident.impacts]

    @property
    def roles(self) -> list[str]:
        """`commander: Ana (10:30–11:00)`; a time that nobody gave is left out."""
        return [
            f"{role.role}: {role.name}{self._held(role.taken, role.given_up)}"
            for role in self._incident.roles
        ]

    def _held(self, taken: datetime | None, given_up: datetime | None) -> str:
        parts = [f"from {self._stamp(taken)}"] if taken else []
        parts += [f"until {self._stamp(given_up)}"] if given_up else []
        return f" ({' '.join(parts)})" if parts else ""

    @property
    def metrics(self) -> list[Length]:
        """Each length of time with its definition, but the duration, which has its own line."""
        return [
            self._worded(m)
            for m in self._incident.metrics
            if m.seconds is not None and m.name != "duration" and (m.name != "misleading" or self.ruled_out)
        ]

    @property
    def figures(self) -> list[Length]:
        """The few lengths that a reader looks for first."""
        found = [
            self._metric(n) for n in ("duration", "time_to_detect", "time_to_mitigate", "time_to_resolve")
        ]
        return [self._worded(metric) for metric in found if metric.seconds is not None]

    def _worded(self, metric: Metric) -> Length:
        return Length(Safe(metric.words), Safe(metric.definition), Safe(self._value(metric)))

    def _value(self, metric: Metric) -> str:
        share = self._incident.misleading_share if metric.name == "misleading" else None
        return _length(metric) + (f", {share:.0%} of the duration" if share is not None else "")

    @property
    def lacking(self) -> str:
        """The metrics that cannot be computed, with what they lack."""
        return "; ".join(
            f"{m.words.lower()} (lacks {m.missing})"
            for m in self._incident.metrics
            if m.seconds is None and m.name != "duration"
        )

    @property
    def ruled_out(self) -> Table | None:
        """The misleading paths."""
        paths = [h for h in self._incident.hypotheses if h.state == "misleading"]
        rows = [[f"{h.label} {h.text}", *self._stretch(h), h.because or NONE, _spent(h)] for h in paths]
        return Table("", ["Path", "Raised", "Ruled out", "Why", "Time spent"], rows) if rows else None

    def _stretch(self, h: HypothesisFact) -> list[str]:
        if h.settled is not None and h.settled == h.raised:  # noted only afterwards
            closed = [stretch for stretch in h.intervals if stretch.end]
            return (
                [self._stamp(closed[0].start), self._stamp(closed[-1].end)]
                if closed
                else [NONE, self._when(h)]
            )
        ruled_out = self._stamp(h.settled.at) if h.settled else NONE
        return [self._stamp(h.raised.at), ruled_out]

    def _when(self, h: HypothesisFact) -> str:
        at = h.raised.at
        if at is None:
            return NONE
        return (
            shown(h.raised, self.zone)
            if self._one_day
            else f"{day(at, self.zone)} {shown(h.raised, self.zone)}"
        )

    @property
    def misleading_total(self) -> Length:
        """The time in misleading paths, its definition and its share."""
        return self._worded(self._metric("misleading"))

    @property
    def wrongly_ruled_out(self) -> list[str]:
        """What was held to be misleading for a while, and is not."""
        return [
            f"{h.label} {h.text} was wrongly ruled out for {duration(h.wrongly_ruled_out)} and is {h.state} now"
            for h in self._incident.hypotheses
            if h.wrongly_ruled_out
        ]

    @property
    def escalations(self) -> Table | None:
        """Who was asked for help, why, when, and how long the answer took."""
        over = self._incident.over
        rows = [
            [f"{x.label} {x.to}", x.because or NONE, self._asked(x), self._answer(x), _wait(x, over)]
            for x in self._incident.escalations
        ]
        return Table("", ["Who", "Why", "Asked", "Answered", "Wait"], rows) if rows else None

    def _asked(self, x: EscalationFact) -> str:
        first = self._stamp(x.asked.at) + (f" via {x.via}" if x.via else "")
        again = [f"again {self._stamp(each.entry.at)}" for each in x.asked_again]
        return ", ".join([first, *again])

    def _answer(self, x: EscalationFact) -> str:
        if x.state != "answered":
            return NONE
        return f"{self._stamp(x.answered)} {x.answer}".strip()

    @property
    def measures(self) -> list[Table]:
        """The follow-ups by their term; a column that none of them fills is left out."""
        tasks = self._incident.tasks
        columns = {
            "Measure": [f"{task.label} {task.text}" for task in tasks],
            "Owner": [task.owner for task in tasks],
            "Due": [_day(task.due) for task in tasks],
            "Priority": [task.priority for task in tasks],
            "Type": [task.type for task in tasks],
            "Reference": [task.ref for task in tasks],
            "State": ["done" if task.done else "open" for task in tasks],
        }
        head = [name for name, cells in columns.items() if any(cells)]
        found = []
        for term, title in TERMS.items():
            mine = [index for index, task in enumerate(tasks) if _term(task) == term]
            rows = [[columns[name][index] or NONE for name in head] for index in mine]
            if rows:
                found.append(Table(title, head, rows))
        return found

    @property
    def open_questions(self) -> list[str]:
        """The questions that nobody has answered."""
        return [q.text for q in self._incident.questions if q.state == "open"]

    @property
    def answers(self) -> list[str]:
        """The questions that somebody has answered, each with its answer."""
        answered = [q for q in self._incident.questions if q.state == "answered"]
        return [" — ".join(filter(None, (q.text, q.answer))) for q in answered]

    @property
    def confirmed(self) -> list[Line]:
        """The hypotheses that turned out to be true."""
        return [
            Line("Confirmed", label=f"{h.label}:", text=f"{h.text} ({h.because})" if h.because else h.text)
            for h in self._incident.hypotheses
            if h.state == "confirmed"
        ]


def _length(metric: Metric) -> str:
    least = "at least " if metric.at_least else ""
    return f"{least}{'~' if metric.about else ''}{duration(metric.seconds or 0)}"


def _spent(h: HypothesisFact) -> str:
    if h.seconds_spent is None:
        return "not known"
    about = h.raised.about or (h.settled is not None and h.settled.about)
    return Safe(f"{'~' if about else ''}{duration(h.seconds_spent)}")


def _wait(x: EscalationFact, over: bool) -> str:
    if x.wait_seconds is not None:
        withdrawn = "withdrawn after " if x.state == "withdrawn" else ""
        return Safe(f"{withdrawn}{'~' if x.asked.about else ''}{duration(x.wait_seconds)}")
    return {"waiting": "no answer recorded" if over else "still waiting", "withdrawn": "withdrawn"}.get(
        x.state, "not known"
    )


def _term(task: TaskFact) -> str:
    return task.term if task.term in TERMS else ""


def _day(due: date | None) -> str:
    return due.isoformat() if due else ""
