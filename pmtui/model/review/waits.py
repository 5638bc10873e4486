"""How long people say that something took, held against the record: rule 9."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmtui.model.review.case import HINT, WRONG, Case, Found, Text, sentence
from pmtui.model.review.claims import FIRST_UPDATE, SHORT, STEPS, TOOK, WAITED
from pmtui.model.review.lengths import HOW, LENGTH, Claim, of_a_part, seconds
from pmtui.model.time.words import duration

_AFTER = rf"(?:in|after|(?P<within>within)) {HOW}{LENGTH}"
_REACHED = tuple(
    (re.compile(rf"\b{words} {_AFTER}".replace(" ", r"\s"), re.I), milestone) for words, milestone in WAITED
)
_TOOK = re.compile(
    rf"\b(?:it|we) (?:took|needed) (?:us )?{HOW}{LENGTH} to (?P<what>{'|'.join(sorted(TOOK, key=len, reverse=True))})"
    r"(?=\s*(?:[.,;!?]|\Z)| (?:it|that|and|the (?:outage|incident|problem|issue|service|site))\b)".replace(
        " ", r"\s"
    ),
    re.I,
)
_SHORT = re.compile(rf"\b(?P<name>{'|'.join(SHORT)})\b(?: was| of| is|:)? {HOW}{LENGTH}".replace(" ", r"\s"))
_ANSWERED = tuple(
    re.compile(pattern.replace(" ", r"\s"), re.I)
    for pattern in (
        rf"\bafter {HOW}{LENGTH},? (?P<who>[^.;:\n]{{1,60}}?) (?:answered|replied|responded|came back)\b",
        rf"(?P<who>[^.,;:\n]{{1,60}}?) (?:answered|replied|responded|(?:got|came) back)(?: us| to us| our page)?"
        rf" {_AFTER}",
        rf"(?P<who>[^.,;:\n]{{1,60}}?) (?:took|needed) {HOW}{LENGTH} to (?:answer|reply|respond|get back|come back)\b",
        rf"\bwaited {HOW}{LENGTH} for (?P<who>[^.,;:\n]{{1,40}})",
    )
)


_STEP = re.compile(
    rf"\b(?P<step>{'|'.join(STEPS)}) took (?:us )?{HOW}{LENGTH}(?! longer)".replace(" ", r"\s"), re.I
)
_PATHS = r"(?:misleading paths?|misleading hypothes[ie]s|dead ends?|false leads?|wrong (?:leads|paths?|hypothes[ie]s))"
_MISLED = tuple(
    re.compile(pattern.replace(" ", r"\s"), re.I)
    for pattern in (
        rf"\b(?:spent|lost|wasted) {HOW}{LENGTH} (?:on|in|with|to|chasing|following) (?:\w+ ){{0,2}}{_PATHS}",
        rf"\b{_PATHS} (?:cost|took)(?: us)? {HOW}{LENGTH}",
    )
)


def waits(case: Case) -> Found:
    """`Noticed within 30 seconds`, `MTTR was 90 minutes`, `after an hour the team answered`, against what it was."""
    for text in (*case.prose, *case.collected):
        for match, actual in _said(case, text):
            if not actual or of_a_part(sentence(text.prose, *match.span())):
                continue
            claim = _claim(match)
            if any(claim.fits(length) for length in actual):
                continue
            nearest = min(actual, key=lambda length: abs(length - claim.seconds))
            level = HINT if claim.off(nearest) <= 0.2 else WRONG
            what = f"{match['length']!r} is not what the record says: {duration(nearest)}"
            yield text.found(level, what, span=match.span("length"))


def _said(case: Case, text: Text) -> Iterator[tuple[re.Match[str], list[float]]]:
    metrics = {m.name: float(m.seconds) for m in case.incident.metrics if m.seconds is not None}
    for pattern, milestone in _REACHED:
        for match in pattern.finditer(text.prose):
            yield match, _until(case, milestone)
    for match in _TOOK.finditer(text.prose):
        yield match, _until(case, TOOK[" ".join(match["what"].lower().split())])
    for match in _STEP.finditer(text.prose):
        yield match, _until(case, STEPS[match["step"].lower()])
    for pattern in _MISLED:
        for match in pattern.finditer(text.prose):
            yield match, _misled(case)
    for match in _SHORT.finditer(text.prose):
        yield match, [metrics[name] for name in SHORT[match["name"]] if name in metrics]
    for pattern in _ANSWERED:
        for match in pattern.finditer(text.prose):
            yield match, _answers(case, match["who"])


def _claim(match: re.Match[str]) -> Claim:
    parts = match.groupdict()
    total, grain = seconds(match["length"])
    under = bool(parts["under"] or parts.get("within"))
    return Claim(total, grain, bool(parts["about"]), bool(parts["over"]), under)


def _misled(case: Case) -> list[float]:
    """How long it was spent in misleading paths: in all of them at once, one after the other, and in each."""
    each = [h.seconds_spent for h in case.incident.hypotheses if h.state == "misleading"]
    known = [float(spent) for spent in each if spent]
    union = case.incident.metric("misleading").seconds
    return (
        [*known, sum(known), *([float(union)] if union else [])] if known and len(known) == len(each) else []
    )


def _until(case: Case, milestone: str) -> list[float]:
    """How long after each earlier milestone it came; mitigated may be meant by resolved."""
    given = case.incident.milestones
    if milestone == FIRST_UPDATE:
        ends = [case.first_update] if case.first_update else []
    else:
        names = (milestone, "mitigated") if milestone == "resolved" else (milestone,)
        ends = [given[name].at for name in names if name in given]
    return [(end - m.at).total_seconds() for end in ends for m in given.values() if m.at < end]


def _answers(case: Case, who: str) -> list[float]:
    """How long those waited for took to answer, since they were asked or asked again."""
    words = set(re.findall(r"\w{3,}", who.casefold())) - {"the", "team", "our", "page", "group"}
    found: list[float] = []
    for x in case.incident.escalations:
        if words & set(re.findall(r"\w{3,}", x.to.casefold())) and x.answered and x.asked.at:
            asked = [x.asked.at, *(item.entry.at for item in x.asked_again if item.entry.at)]
            found += [(x.answered - at).total_seconds() for at in asked]
    return found
