"""Severity, people and counts in prose, held against the record: rule 23."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.review.case import WRONG, Case, Found, sentence

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

_SEVERITY = re.compile(r"\bSEV[- ]?(?P<level>[1-9])\b", re.I)
_NOT_CLAIMED = re.compile(
    r"\b(?:not|n['’]t|never|instead|would|should|could|might|if|threshold|criteria|definition|policy|like|than|when)\b",
    re.I,
)
_ROLES = {
    "commander": "commander", "incident commander": "commander", "ic": "commander", "incident lead": "commander",
    "scribe": "scribe", "deputy": "deputy", "communications lead": "communications", "operations lead": "operations",
}  # fmt: skip
_ROLE = "|".join(sorted(_ROLES, key=len, reverse=True))
_NAME = r"(?P<name>(?-i:[A-Z][\w'’-]+))"
_HELD = tuple(
    re.compile(pattern.replace(" ", r"\s"), re.I)
    for pattern in (
        rf"\b{_NAME} (?:was|acted as|served as|took over as)(?: the| our| as)* (?P<role>{_ROLE})\b",
        rf"\b(?P<role>{_ROLE}) was {_NAME}",
        rf"\b(?:led|run|commanded) by {_NAME}",
        rf"\b{_NAME} (?:commanded|led) the (?:response|incident)\b",
        rf"\b(?:the|our) (?P<role>{_ROLE}) {_NAME}",
    )
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
    for word in (words, str(number))
}
_NUMBER = rf"(?P<number>{'|'.join(_NUMBERS)})"
_COUNTED: tuple[tuple[str, Callable[[Incident], int]], ...] = (
    (
        r"(?:misleading paths?|misleading hypothes[ie]s|dead ends?|wrong (?:leads|paths?|hypothes[ie]s)|false leads?)",
        lambda incident: sum(h.state == "misleading" for h in incident.hypotheses),
    ),
    (
        r"(?P<verb>confirmed) NUMBER hypothes[ie]s",
        lambda incident: sum(h.state == "confirmed" for h in incident.hypotheses),
    ),
    (r"hypothes[ie]s", lambda incident: len(incident.hypotheses)),
    (r"escalations?", lambda incident: len(incident.escalations)),
    (
        r"(?:other )?teams? (?:were|was) (?:called|paged|asked|escalated|brought|pulled)",
        lambda incident: len({x.to.casefold() for x in incident.escalations}),
    ),
    (
        r"(?:escalated to|asked|paged|called) NUMBER (?:other )?teams?",
        lambda incident: len({x.to for x in incident.escalations}),
    ),
    (
        r"updates? (?:to (?:our )?customers)",
        lambda incident: sum(_to_customers(i.entry) for i in incident.updates),
    ),
    (
        r"(?:follow-ups?|(?:follow-up )?tasks?|action items?) (?:are|is|were|was|have been|has been) (?:already |now )?"
        r"(?:done|finished|completed?|closed)",
        lambda incident: sum(bool(task.done) for task in incident.tasks),
    ),
    (
        r"(?:follow-ups?|(?:follow-up )?tasks?|action items?) (?:are|is|were|was) (?:still )?open",
        lambda incident: sum(not task.done for task in incident.tasks),
    ),
    (r"(?:follow-ups?|follow-up tasks?|action items?)", lambda incident: len(incident.tasks)),
)
_COUNTS = tuple(
    (
        re.compile(
            (
                rf"\b{words.replace('NUMBER', _NUMBER)}" if "NUMBER" in words else rf"\b{_NUMBER} {words}"
            ).replace(" ", r"\s")
            + r"\b",
            re.I,
        ),
        count,
    )
    for words, count in _COUNTED
)
_ALL_OF_THEM = re.compile(r"\b(?:in total|altogether|a total of|there were|we had|overall)\b", re.I)


def severity(case: Case) -> Found:
    """A severity that the incident never had."""
    opened = [
        entry.severity for item in case.incident.of(e.Opened) if isinstance(entry := item.entry, e.Opened)
    ]
    later = [
        entry.level for item in case.incident.of(e.Severity) if isinstance(entry := item.entry, e.Severity)
    ]
    known = {level for level in (*opened, *later) if level}
    for text in case.prose if known else ():
        for match in _SEVERITY.finditer(text.prose):
            if int(match["level"]) not in known and not _NOT_CLAIMED.search(
                sentence(text.prose, *match.span())
            ):
                what = f"{match[0]!r} is not what the record says: {case.incident.worst_severity}"
                yield text.found(WRONG, what, "/severity LEVEL", match.span())


def roles(case: Case) -> Found:
    """Somebody who never held the role."""
    held: dict[str, list[str]] = {}
    for fact in case.incident.roles:
        held.setdefault(fact.role.casefold(), []).append(fact.name)
    for text in (*case.prose, *case.collected):
        for pattern in _HELD:
            for match in pattern.finditer(text.prose):
                role = _ROLES[" ".join((match.groupdict().get("role") or "commander").casefold().split())]
                names = held.get(role, [])
                if not names or _NOT_CLAIMED.search(sentence(text.prose, *match.span())):
                    continue
                if not any(_same_name(match["name"], name) for name in names):
                    what = f"{match['name']!r} is not what the record says: {role} was {' and '.join(names)}"
                    yield text.found(WRONG, what, span=match.span())


def _same_name(said: str, name: str) -> bool:
    return said.casefold() in re.findall(r"[\w'’-]+", name.casefold())


def counts(case: Case) -> Found:
    """More of something than the record has; fewer only where all are counted: who tells of two need not tell all."""
    for text in (*case.prose, *case.collected):
        taken: list[int] = []
        for pattern, count in _COUNTS:
            for match in pattern.finditer(text.prose):
                said, actual = _NUMBERS[match["number"].casefold()], count(case.incident)
                around = sentence(text.prose, *match.span())
                fewer = said < actual and _ALL_OF_THEM.search(around)
                if (
                    match.start("number") in taken
                    or not (said > actual or fewer)
                    or _NOT_CLAIMED.search(around)
                ):
                    continue
                taken.append(match.start("number"))
                yield text.found(
                    WRONG, f"{match[0]!r} is not what the record says: {actual}", span=match.span()
                )


def _to_customers(entry: e.Entry) -> bool:
    return isinstance(entry, e.Update) and entry.outside
