"""The review: what can be wrong with an incident's record or write-up, as a table of rules.

Wrong is a contradiction, missing is what a reader will ask for, a hint may be fine. Nothing is ever blocked by
a finding, and each can be dismissed with a reason, which is an entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from pmtui.model import entries as e
from pmtui.model.incident.layouts import PARTS
from pmtui.model.incident.milestones import MILESTONES
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.review import dates as _dates
from pmtui.model.review import lengths as _lengths
from pmtui.model.review import moments as _moments
from pmtui.model.review import outcomes as _outcomes
from pmtui.model.review import phrases as _words
from pmtui.model.review import privacy as _secrets
from pmtui.model.review import shares as _shares
from pmtui.model.review import statements as _statements
from pmtui.model.review import tasks as _tasks
from pmtui.model.review import times as _times
from pmtui.model.review import waits as _waits
from pmtui.model.review.case import HINT, LESSONS, LEVELS, MISSING, TASKS, TITLE, WRONG, Case, Finding, Found

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

__all__ = ["HINT", "LEVELS", "MISSING", "PLACES", "RULES", "WRONG", "Finding", "Rule", "dismissed", "review"]


class Rule(Struct, frozen=True):
    """One thing that is looked for."""

    number: int
    words: str
    checks: tuple[Callable[[Case], Found], ...]
    quiet: bool = False
    """It misfires often, so it speaks only when everything is asked for."""


RULES = (
    Rule(1, "a follow-up without owner or due date", (_tasks.unowned,)),
    Rule(2, "a follow-up that begins with a vague verb", (_tasks.vague,)),
    Rule(3, "a follow-up that repairs people", (_tasks.people,), quiet=True),
    Rule(4, "only follow-ups that mitigate", (_tasks.only_mitigating,)),
    Rule(5, "a due date that cannot be, or is past", (_tasks.due,)),
    Rule(6, "a milestone without which a length cannot be computed", (_tasks.milestones,)),
    Rule(7, "milestones in an impossible order", (_times.order,)),
    Rule(8, "a time in the future, or on the wrong day", (_times.slips,)),
    Rule(
        9,
        "a length, share, moment or date in prose against the record",
        (
            *(_lengths.lengths, _waits.waits, _shares.percentages, _shares.shares, _dates.days),
            *(_moments.stated, _moments.ranges, _moments.halves),
        ),
    ),
    Rule(10, "a zone or a date in prose that does not fit", (_dates.zones, _dates.strange_days)),
    Rule(11, "a time that is twelve hours off", (_times.half_days,)),
    Rule(12, "what was never settled", (_tasks.unsettled,)),
    Rule(13, "a required part that is empty", (_tasks.empty,)),
    Rule(14, "what was left of a template", (_words.left,)),
    Rule(15, "what people should have done", (_words.wished,), quiet=True),
    Rule(16, "blame", (_words.blame,), quiet=True),
    Rule(17, "words that judge", (_words.loud,), quiet=True),
    Rule(18, "an impact without a number, or told as greater than it was", (_words.impact,)),
    Rule(19, "a root cause that is only a trigger, or only one", (_words.cause,)),
    Rule(20, "plans inside the timeline", (_words.plans,)),
    Rule(21, "what looks like a secret", (_secrets.secret,)),
    Rule(22, "e-mail and public IP addresses", (_secrets.address,)),
    Rule(
        23,
        "severity, people or counts in prose against the record",
        (_statements.severity, _statements.roles, _statements.counts),
    ),
    Rule(24, "what became of a hypothesis or a follow-up", (_outcomes.causes, _outcomes.finished)),
    Rule(25, "a part that was deleted from the draft", (_tasks.deleted,)),
    Rule(26, "versions of a section that were written apart", (_tasks.undecided,)),
    Rule(27, "a heading that names one zone, and lines another", (_dates.headed,)),
    Rule(28, "an end in prose that is none", (_moments.ends,)),
    Rule(29, "a late first update to customers", (_tasks.late_update,)),
    Rule(30, "an edit of the draft that was set aside", (_tasks.set_aside,)),
)
_MANY = 3
"""Other places of one finding from which on it is one line."""
ASKS = ("impact", "root_cause", "resolution")
"""The sections that nearly every template has."""
PLACES = (*dict.fromkeys((TITLE, TASKS, LESSONS, "severity", "commander", *PARTS, *MILESTONES, *SECTIONS)),)
"""Where a finding may be, besides entries and sections of a new name."""


def review(  # noqa: PLR0913 - all that a review looks at
    incident: Incident,
    now: datetime,
    *,
    everything: bool = False,
    asks: tuple[str, ...] = ASKS,
    lacking: tuple[str, ...] = (),
    aside: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """What the rules find, the worst first, without what was dismissed.

    Args:
        incident: the incident as it stands.
        now: the clock; due dates are past, and times in the future, by it.
        everything: rules that misfire often, too.
        asks: the sections that the template expects.
        lacking: the parts that the draft no longer holds.
        aside: by section, where an edit of it lies that no version has.
    """
    silent = _dismissals(incident)
    found = (
        f
        for f in _findings(Case(incident, now, asks, lacking, aside), everything)
        if not _is_dismissed(f, silent, incident)
    )
    return tuple(_together(found))


def dismissed(
    incident: Incident, now: datetime, *, everything: bool = False, asks: tuple[str, ...] = ASKS
) -> tuple[Finding, ...]:
    """What the rules find and people dismissed; striking the dismissal brings it back."""
    silent = _dismissals(incident)
    return tuple(
        f for f in _findings(Case(incident, now, asks), everything) if _is_dismissed(f, silent, incident)
    )


def _findings(case: Case, everything: bool) -> list[Finding]:
    found = [
        _numbered(finding, rule.number)
        for rule in RULES
        if everything or not rule.quiet
        for check in rule.checks
        for finding in check(case)
    ]
    return sorted(found, key=lambda finding: LEVELS.index(finding.level))


def _together(found: Iterable[Finding]) -> list[Finding]:
    """One line for one thing in many places: the first of them, the others in its words."""
    same: dict[tuple[int, str, str], list[Finding]] = {}
    for finding in found:
        same.setdefault((finding.rule, finding.level, finding.text), []).append(finding)
    whole: list[Finding] = []
    for findings in same.values():
        others = list(dict.fromkeys(f.where for f in findings if f.where != findings[0].where))
        if len(others) < _MANY:
            whole += findings
            continue
        text = f"{findings[0].text}; the same in {', '.join(others)}"
        whole.append(msgspec.structs.replace(findings[0], text=text))
    return sorted(whole, key=lambda finding: LEVELS.index(finding.level))


def _numbered(finding: Finding, rule: int) -> Finding:
    """The finding with its rule's number, its words on one line whatever they quote."""
    text, mend = " ".join(finding.text.split()), " ".join(finding.mend.split())
    return msgspec.structs.replace(finding, rule=rule, text=text, mend=mend)


def _dismissals(incident: Incident) -> dict[tuple[int, str], e.Dismiss]:
    """The last dismissal of each rule at each place, an entry's id or the name of what is no entry."""
    found: dict[tuple[int, str], e.Dismiss] = {}
    for item in incident.of(e.Dismiss):
        entry = item.entry
        assert isinstance(entry, e.Dismiss)
        for place in entry.refs or (entry.where.casefold(),):
            found[entry.rule, place] = entry
    return found


def _is_dismissed(finding: Finding, silent: dict[tuple[int, str], e.Dismiss], incident: Incident) -> bool:
    by = silent.get((finding.rule, finding.entry or finding.where.casefold()))
    return by is not None and not (
        finding.level == WRONG and finding.section and _rewritten(by, finding, incident)
    )


def _rewritten(dismissal: e.Dismiss, finding: Finding, incident: Incident) -> bool:
    """Whether the section was written again: what contradicts the record now was not what was dismissed."""
    return any(
        item.entry.key > dismissal.key
        for item in incident.of(e.Write)
        if isinstance(item.entry, e.Write) and item.entry.section == finding.section
    )
