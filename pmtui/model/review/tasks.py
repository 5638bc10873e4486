"""The review of follow-ups, of what was never settled and of what is not there: rules 1 to 6, 12 and 13."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import TaskFact
from pmtui.model.incident.layouts import Layout
from pmtui.model.incident.missing import unwritten, versions
from pmtui.model.incident.proposed import proposed
from pmtui.model.incident.tasks import overdue
from pmtui.model.incident.words import heading, name
from pmtui.model.review.case import HINT, LESSONS, MISSING, QUOTED, TASKS, WRONG, Case, Finding, Found
from pmtui.model.review.dates import mended, spoken
from pmtui.model.text import short
from pmtui.model.time.words import duration

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

_FIRST_UPDATE = 1800
"""Seconds after which customers should have heard something."""

_VAGUE = re.compile(
    r"\W*(investigate|look(?:ing)? into|improve|consider|explore|think about|try to|be (?:more )?careful)\b",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:be(?:ing)? (?:more )?careful|more careful(?:ly)?|pay(?:ing)? (?:more |closer )?attention"
    r"|(?:make sure|ensure|remind)(?: that)? (?:all |every |the )?"
    r"(?:engineers?|developers?|operators?|people|everyone|everybody|staff|on-?calls?|teams?|we)\b"
    r"|retrain|be (?:more )?(?:aware|vigilant))\b",
    re.I,
)


def unowned(case: Case) -> Found:
    """A task without owner or due date; what is done needs neither."""
    for task in case.incident.tasks:
        lacking = [] if task.owner else ["owner"]
        lacking += [] if task.due else ["due date"]
        if lacking and not task.done:
            keys = (" owner:NAME" if not task.owner else "") + (" due:YYYY-MM-DD" if not task.due else "")
            yield _about(task, MISSING, f"no {' and no '.join(lacking)}", f"/task {task.label}{keys}")


def vague(case: Case) -> Found:
    """A task that nobody can tell to be finished."""
    for task in case.incident.tasks:
        if not task.done and (match := _VAGUE.match(task.text)):
            what = f"begins with {match[1].lower()!r}: nobody can tell when it is done"
            yield _about(task, HINT, what, f"/task {task.label} TEXT")


def people(case: Case) -> Found:
    """A task or an improvement that repairs people."""
    wished = [case.of_item(item) for item in case.incident.of(e.Improve)]
    texts = [(task.text, task) for task in case.incident.tasks if not task.done]
    for text, task in texts:
        if match := _PEOPLE.search(text):
            yield _about(task, HINT, _repairs(match[0]), f"/task {task.label} TEXT")
    for wish in wished:
        if match := _PEOPLE.search(wish.prose):
            yield wish.found(HINT, _repairs(match[0]))


def _repairs(words: str) -> str:
    return f"{short(words, QUOTED)!r} repairs people: what in the system would have helped?"


def only_mitigating(case: Case) -> Found:
    """Nothing keeps it from happening again."""
    types = {task.type for task in case.incident.tasks}
    if "mitigate" in types and not types & {"", "prevent"}:
        yield Finding(HINT, TASKS, "only mitigating tasks, none that prevents", "/task TEXT type:prevent")


def due(case: Case) -> Found:
    """A due date that does not exist, lies before the incident, or is past."""
    begun = case.local(case.start).date() if case.start else None
    for task in case.incident.tasks:
        if task.due and begun and task.due < begun:
            what = f"its due date {task.due} lies before the incident, which began on {begun}"
            yield _about(task, WRONG, what, f"/task {task.label} due:{_later(task.due, begun)}")
        elif overdue(task, case.incident.zone, case.now):
            yield _about(
                task, HINT, f"its due date {task.due} is past and it is not done", f"/done {task.label}"
            )
        for said in spoken(task.text):
            if not said.exists:
                day = mended(said, begun)
                what = f"{said.words!r} is no day of any year"
                yield _about(
                    task, WRONG, what, f"/task {task.label} due:{day}" if day else f"/task {task.label} TEXT"
                )
    for wish in case.collected:
        for said in spoken(wish.prose):
            if not said.exists:
                yield wish.found(WRONG, f"{said.words!r} is no day of any year")


def _later(day: date, begun: date) -> str:
    """The same day of the first year in which it comes after the incident began."""
    for year in range(begun.year, min(begun.year + 2, 9999)):
        try:
            moved = day.replace(year=year)
        except ValueError:
            continue
        if moved >= begun:
            return moved.isoformat()
    return "YYYY-MM-DD"


def milestones(case: Case) -> Found:
    """A milestone without which a length cannot be computed."""
    if case.kept_elsewhere:
        return
    given = case.incident.milestones
    for milestone in ("started", "detected", "resolved"):
        if milestone not in given:
            lost = [m.words.lower() for m in case.incident.metrics if milestone in m.missing.split(" and ")]
            what = f"{milestone} is not recorded" + (f", so there is no {lost[0]}" if lost else "")
            yield Finding(MISSING, milestone, what, f"@TIME /{milestone}")
    yield from _unsaid(case)
    impact = case.incident.metric("impact")
    if impact.seconds is None and "started" in given and "resolved" in given and "relapse" in given:
        what = "the impact came back and nothing says when it was over, so there is no impact time"
        yield Finding(MISSING, "relapse", what, "@TIME /mitigated")


def _unsaid(case: Case) -> Found:
    """How bad it was, and who led: the first questions of a reader of something that is over."""
    if not case.over:
        return
    if case.incident.severity == "SEV?":
        yield Finding(MISSING, "severity", "no severity is recorded", "/severity LEVEL")
    if not any(role.role.casefold() == "commander" for role in case.incident.roles):
        yield Finding(MISSING, "commander", "nobody is recorded as commander", "/role commander NAME")


def late_update(case: Case) -> Found:
    """Customers first heard of it over half an hour after it was noticed."""
    detected = case.incident.milestones.get("detected")
    outside = [i for i in case.incident.updates if isinstance(i.entry, e.Update) and i.entry.outside]
    gaps = [((i.entry.at - detected.at).total_seconds(), i) for i in outside if detected and i.entry.at]
    if not gaps:
        return
    gap, first = min(gaps, key=lambda pair: pair[0])
    if gap > _FIRST_UPDATE:
        what = f"the first update to customers came {duration(gap)} after it was detected: was there none before?"
        yield case.about(first, HINT, what, "@TIME /update customers: TEXT")


def undecided(case: Case) -> Found:
    """Two versions of a section, written apart: both stand until somebody chooses."""
    for section in case.incident.sections:
        written = case.incident.clash(section)
        if written:
            what = f"{versions(case.incident, written)} were written apart, and both stand: choose"
            yield Finding(MISSING, section, what, "", section=section)


def deleted(case: Case) -> Found:
    """What somebody deleted from the draft although there is something to say."""
    for part in case.lacking:
        section = part if part in case.incident.sections else ""
        what = "the draft no longer holds it, and it has something to say"
        yield Finding(MISSING, part, what, f"/restore {part}", section=section)


def set_aside(case: Case) -> Found:
    """What somebody wrote in the draft, and what no version of the section says."""
    for section, place in case.aside.items():
        what = (
            f"an edit of it lies in {place}, and no version has it: take it from the versions, or let it be"
        )
        yield Finding(MISSING, section, what, "", section=section)


def unsettled(case: Case) -> Found:
    """A hypothesis still open, one ruled out without a why, an escalation never answered, an open question."""
    for h in case.incident.hypotheses:
        if h.state == "open" and case.over:
            what = "still open: was it ruled out or confirmed?"
            yield case.about(h.item, MISSING, what, f"/misleading {h.label} WHY")
        elif h.state == "misleading" and not (
            h.because or h.evidence or isinstance(h.item.entry, e.Misleading)
        ):
            what = "ruled out, and nothing says why"
            yield case.about(h.item, MISSING, what, f"/evidence {h.label} - TEXT")
    for x in case.incident.escalations:
        if x.state == "waiting" and case.over:
            what = f"{short(x.to, QUOTED) or 'somebody'} was asked, and nothing says whether an answer came"
            yield case.about(x.item, MISSING, what, f"@TIME /answered {x.label}")
    for question in case.incident.questions if case.over else ():
        if question.state == "open":
            mend = f"/answer {name(question.item.id, case.incident)} TEXT"
            yield case.about(question.item, HINT, "a question is still open", mend)


def empty(case: Case) -> Found:
    """A required part of the write-up that nobody wrote."""
    if case.kept_elsewhere:
        return
    incident, lessons = case.incident, case.incident.lessons
    if case.over and "summary" not in case.asks and not _summed_up(incident):
        yield Finding(MISSING, "summary", "no summary is written", "/write summary TEXT", section="summary")
    for section, _, line in unwritten(incident, Layout((), case.asks)):
        what = "nothing says what users felt" if section == "impact" else f"{heading(section)} is not written"
        yield Finding(MISSING, section, what, line, section=section)
    if not (lessons.well or lessons.badly or lessons.lucky or lessons.improvements):
        yield Finding(MISSING, LESSONS, "no lesson is recorded", "/improve TEXT")
    elif lessons.badly and not (lessons.well or lessons.lucky):
        yield Finding(MISSING, LESSONS, "only what went badly is recorded", "/well TEXT")


def _summed_up(incident: Incident) -> bool:
    """Whether somebody wrote a summary, or the record tells what the draft's own needs: what users felt, and why."""
    sections = incident.sections
    if incident.summary or sections.get("summary", "").strip():
        return True
    said = proposed(incident)
    return all(name in said or sections.get(name, "").strip() for name in ("impact", "root_cause"))


def _about(task: TaskFact, level: str, text: str, mend: str) -> Finding:
    return Finding(level, task.label, text, mend, entry=task.item.id)
