"""What a document says besides its timeline: head, dead ends, escalations, measures and metrics, in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from pmtui.model import entries as e
from pmtui.model.incident.facts import EscalationFact, HypothesisFact, LinkFact, Metric, TaskFact
from pmtui.model.incident.layouts import DEFAULT, Layout
from pmtui.model.incident.missing import undecided, unwritten
from pmtui.model.incident.writeup import final
from pmtui.model.text import one_line
from pmtui.output.draft.lines import Line, Timeline, team, upper
from pmtui.output.draft.lines import timeline as sentences
from pmtui.output.draft.proposals import Proposals, listed
from pmtui.output.draft.times import UNKNOWN, Times, length, measured
from pmtui.output.text.markdown import Safe, escape

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
    """A metric in words: never without its definition. An audience in it was typed."""

    words: str
    definition: str
    value: Safe

    @property
    def markdown(self) -> Safe:
        """On one line."""
        return Safe(f"{escape(self.words)} ({escape(self.definition)}): {self.value}")


class Facts:
    """The facts of one incident, worded for a document; times in its zone.

    Args:
        incident: the incident.
        layout: of the template; the sections that it requires are among what is to be filled in.
    """

    def __init__(self, incident: Incident, layout: Layout = DEFAULT) -> None:
        self._incident = incident
        self._layout = layout
        self._times = Times(incident)
        self._proposals = Proposals(incident, self._times)

    @property
    def zone(self) -> str:
        """The zone of all times, with its offset."""
        return self._times.zone_words

    # --- the head

    @property
    def head(self) -> Table:
        """What a reader looks for first; a row without a value is left out."""
        rows = {
            "Date": self._date,
            "Impact": self._impact,
            "Back to normal": self._resolved,
            "Severity": self._severity,
            "Services": ", ".join(self._incident.services),
            **self._detected,
            "Roles": "; ".join(self.roles),
            "Links": ", ".join(map(_link, self._incident.links)),
            "Authors": listed(self._authors),
            "State": self.state,
        }
        return Table("", ["", ""], [[Safe(name), value] for name, value in rows.items() if value])

    @property
    def _date(self) -> str:
        start, end = self._incident.bounds
        began = start or self._incident.began
        return Safe(self._times.days_in_words(began, end)) if began and self._times.days else ""

    @property
    def _impact(self) -> str:
        stretches = self._incident.impact_intervals
        metric = self._incident.metric("impact")
        if not stretches:
            return ""
        parts = [
            self._times.span(each.start, each.end) if each.end else f"since {self._times.stamp(each.start)}"
            for each in stretches
        ]
        spent = f" ({measured(metric)})" if metric.seconds is not None else ""
        return Safe(f"{', '.join(parts)}{self._times.suffix}{spent}")

    @property
    def _resolved(self) -> str:
        moment = self._incident.milestones.get("resolved")
        if moment is None:
            return ""
        spent = self._incident.metric("duration")
        said = f"{self._times.stamp(moment.at, about=moment.about)}{self._times.suffix}"
        if spent.seconds is None or not spent.definition.endswith("resolved"):
            return Safe(said)
        since = "the start" if spent.definition.startswith("started") else "it was detected"
        return Safe(f"{said}, {measured(spent)} after {since}")

    @property
    def _severity(self) -> str:
        now, worst = self._incident.severity, self._incident.worst_severity
        if now == "SEV?":
            return ""
        return Safe(now if now == worst else f"{now} (at worst {worst})")

    @property
    def _detected(self) -> dict[str, str]:
        moment = self._incident.milestones.get("detected")
        if moment is None:
            return {}
        entry = moment.item.entry if moment.item else None
        by = entry.source if isinstance(entry, e.Detected) else ""
        text = one_line(entry.text) if isinstance(entry, e.Detected) else ""
        when = f"{self._times.stamp(moment.at, about=moment.about)}{self._times.suffix}"
        said = ": ".join(part for part in (by, text.rstrip(".")) if part)
        return {"Detected by" if said else "Detected": f"{said}, {when}" if said else Safe(when)}

    @property
    def _authors(self) -> list[str]:
        written = (item.entry.by for item in self._incident.of(e.Write))
        return list(dict.fromkeys(name for name in written if name))

    @property
    def state(self) -> str:
        """Draft or final, and since when; what became of an incident that is not over."""
        incident, writeup = self._incident, self._incident.writeup
        if writeup.state == "final":
            return upper(final(writeup, self._times.zone))
        if incident.closed_as:
            why = one_line(incident.closed_because)
            closed = f"Draft; closed as {incident.closed_as.replace('-', ' ')}"
            return f"{closed}: {why}" if why else closed
        over = incident.closed or incident.status == "resolved"
        return "Draft" if over else f"Draft; the incident is not over ({incident.status})"

    @property
    def to_fill_in(self) -> str:
        """What is missing for a final document, on one line; empty when nothing is.

        Of a false alarm, a duplicate or what was merged nobody expects a whole write-up.
        """
        incident = self._incident
        undone = [f"which version of {what} stands: {by}" for what, by, _ in undecided(incident)]
        if incident.closed_as:
            return "; ".join(undone)
        wanted = {
            "severity": incident.severity != "SEV?",
            "commander": bool(incident.commander),
            "when the impact began": "started" in incident.milestones,
            "when it was detected": "detected" in incident.milestones,
            "when it was back to normal": "resolved" in incident.milestones,
        }
        asked = [what for what, known in wanted.items() if not known]
        asked += [what for _, what, _ in unwritten(incident, self._layout)]
        asked += undone
        waiting = [x.to for x in incident.escalations if x.state == "waiting"]
        asked += [f"when {team(one_line(who))} answered" for who in waiting]
        asked += [f"whether it was: {one_line(h.text)}" for h in incident.hypotheses if h.state == "open"]
        return "; ".join(asked)

    # --- what is proposed until somebody writes it

    @cached_property
    def proposals(self) -> dict[str, Safe]:
        """By section, what the facts say of it until it is written."""
        return self._proposals.sections

    @property
    def alt(self) -> Safe:
        """What the picture shows, in words."""
        return self._proposals.picture

    @cached_property
    def timeline(self) -> Timeline:
        """The timeline in sentences."""
        return sentences(self._incident)

    def milestones(self, *names: str) -> list[Line]:
        """The moments that count for these milestones, with the words they were given."""
        found = []
        for name in names:
            moment = self._incident.milestones.get(name)
            if moment is not None:
                entry = moment.item.entry if moment.item else None
                text = entry.text if isinstance(entry, e.Milestone) else ""
                when = self._times.stamp(moment.at, about=moment.about)
                found.append(Line(when, noun=name.capitalize(), text=text))
        return found

    @property
    def impacts(self) -> list[str]:
        """What users felt."""
        return [each.entry.text for each in self._incident.impacts if isinstance(each.entry, e.Worded)]

    @property
    def roles(self) -> list[str]:
        """`commander Ana (from 10:30 until 11:00)`; a time that nobody gave is left out.

        So is one after the end: the role was noted then, not taken.
        """
        found = []
        for role in self._incident.roles:
            parts = [f"from {self._times.stamp(role.taken)}"] if self._in_time(role.taken) else []
            parts += [f"until {self._times.stamp(role.given_up)}"] if self._in_time(role.given_up) else []
            held = f" ({' '.join(parts)})" if parts else ""
            found.append(f"{role.role} {role.name}{held}")
        return found

    def _in_time(self, at: datetime | None) -> bool:
        end = self._incident.bounds[1]
        return at is not None and (end is None or at <= end)

    # --- metrics

    @property
    def metrics(self) -> list[Length]:
        """Each length of time that is known, with its definition."""
        return [
            self._worded(metric)
            for metric in self._incident.lengths
            if metric.seconds is not None and (metric.name != "misleading" or self._is_known(metric))
        ]

    @property
    def metrics_table(self) -> Table | None:
        """The same as a table."""
        rows: list[list[str]] = [[each.words, each.value, each.definition] for each in self.metrics]
        return Table("", ["Metric", "Time", "Definition"], rows) if rows else None

    @staticmethod
    def _is_known(metric: Metric) -> bool:
        """Of misleading time: whether any of it is; none at all, with paths that took time, is unknown."""
        return bool(metric.seconds)

    @property
    def figures(self) -> list[Length]:
        """The few lengths that a reader looks for first."""
        names = ("duration", "time_to_detect", "time_to_mitigate", "time_to_resolve")
        found = [self._incident.metric(name) for name in names]
        return [self._worded(metric) for metric in found if metric.seconds is not None]

    def _worded(self, metric: Metric) -> Length:
        share = self._incident.misleading_share if metric.name == "misleading" else None
        part = f", {share:.0%} of the duration" if share is not None else ""
        return Length(metric.words, metric.definition, Safe(measured(metric) + part))

    # --- dead ends

    @property
    def ruled_out(self) -> Table | None:
        """The misleading paths."""
        paths = [h for h in self._incident.hypotheses if h.state == "misleading"]
        rows = [[h.text, *self._stretch(h), h.because or UNKNOWN, _spent(h)] for h in paths]
        return Table("", ["Path", "Raised", "Ruled out", "Why", "Time spent"], rows) if rows else None

    def _stretch(self, h: HypothesisFact) -> list[str]:
        if h.settled is not None and h.settled == h.raised:  # noted only afterwards
            closed = [stretch for stretch in h.intervals if stretch.end]
            if closed:
                return [self._times.stamp(closed[0].start), self._times.stamp(closed[-1].end)]
            return [UNKNOWN, self._times.when(h.raised)]
        return [self._times.when(h.raised), self._times.when(h.settled) if h.settled else UNKNOWN]

    @property
    def misleading_total(self) -> Length | None:
        """The time in misleading paths, its definition and its share; None when nobody knows it."""
        metric = self._incident.metric("misleading")
        return self._worded(metric) if self._is_known(metric) else None

    @property
    def wrongly_ruled_out(self) -> list[str]:
        """What was held to be misleading for a while, and is not."""
        return [
            f"{h.text} was wrongly ruled out for {length(h.wrongly_ruled_out)} and is {h.state} now"
            for h in self._incident.hypotheses
            if h.wrongly_ruled_out
        ]

    # --- help and talk

    @property
    def escalations(self) -> Table | None:
        """Who was asked for help, why and when, and what came of it."""
        rows = [
            [x.to, x.because or UNKNOWN, self._asked(x), self._answer(x)] for x in self._incident.escalations
        ]
        return Table("", ["Who", "Why", "Asked", "Answered"], rows) if rows else None

    def _asked(self, x: EscalationFact) -> str:
        first = self._times.when(x.asked) + (f" ({x.via})" if x.via else "")
        again = [f"again {self._times.when(each.entry.when)}" for each in x.asked_again]
        return ", ".join([first, *again])

    def _answer(self, x: EscalationFact) -> str:
        if x.state == "waiting":
            over = self._incident.closed or "resolved" in self._incident.milestones
            return "no answer recorded" if over else "waiting"
        at = x.answered if x.state == "answered" else x.withdrawn
        near = "~" if x.asked.about else ""
        wait = f" (after {near}{length(x.wait_seconds)})" if x.wait_seconds else ""
        said = f"{self._times.stamp(at) if at else 'time not recorded'}{wait}"
        if x.state == "withdrawn":
            return f"withdrawn {said}"
        return f"{said}: {x.answer}" if x.answer else said

    @property
    def updates(self) -> Table | None:
        """What was told, to whom, when."""
        updates = [each.entry for each in self._incident.updates if isinstance(each.entry, e.Update)]
        rows = [[self._times.when(each.when), each.audience or NONE, each.text] for each in updates]
        return Table("", ["Update", "To", "What was told"], rows) if rows else None

    # --- measures

    @property
    def measures(self) -> list[Table]:
        """The follow-ups by their term, or in one table when none has one; a column that nothing fills is left out."""
        tasks = self._incident.tasks
        columns = {
            "Measure": [task.text for task in tasks],
            "Owner": [task.owner for task in tasks],
            "Due": [_day(task.due) for task in tasks],
            "Priority": [task.priority for task in tasks],
            "Type": [task.type for task in tasks],
            "Reference": [task.ref for task in tasks],
            "State": [task.state for task in tasks],
        }
        head = [name for name, cells in columns.items() if any(cells)]
        by_term = any(_term(task) for task in tasks)
        found = []
        for term, title in TERMS.items():
            mine = [index for index, task in enumerate(tasks) if _term(task) == term]
            rows = [[columns[name][index] or NONE for name in head] for index in mine]
            if rows:
                found.append(Table(title if by_term else "", head, rows))
        return found

    # --- lessons

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
    def confirmed(self) -> list[str]:
        """The hypotheses that turned out to be true."""
        return [
            f"{h.text} ({h.because})" if h.because else h.text
            for h in self._incident.hypotheses
            if h.state == "confirmed"
        ]


def _link(link: LinkFact) -> str:
    """As it would be typed in light Markdown: a name in brackets, a bare address."""
    url = link.url.replace("<", "%3C").replace(">", "%3E")
    name = one_line(link.name)
    if re.search(r"[\[\]<`]", name):  # nothing in brackets
        return f"{name} {url}"
    return f"[{name}](<{url}>)" if name else url


def _spent(h: HypothesisFact) -> str:
    if h.seconds_spent is None:
        return "not known"
    about = h.raised.about or (h.settled is not None and h.settled.about)
    return Safe(f"{'~' if about else ''}{length(h.seconds_spent)}")


def _term(task: TaskFact) -> str:
    return task.term if task.term in TERMS else ""


def _day(due: date | None) -> str:
    return due.isoformat() if due else ""
