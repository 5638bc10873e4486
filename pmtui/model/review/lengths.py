"""Lengths in prose, held against the record: rule 9."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from itertools import combinations

from msgspec import Struct

from pmtui.model import entries as e
from pmtui.model.incident.milestones import MILESTONES, moment
from pmtui.model.review.case import HINT, WRONG, Case, Found, Text, sentence
from pmtui.model.time.words import duration

_WORDS = {
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "eleven": 11.0,
    "twelve": 12.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "forty-five": 45.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "ninety": 90.0,
}
_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:(?<![\d.])\d{{1,6}}(?:[.,]\d{{1,3}})?|\b(?:half an?|{_WORD})(?=[\s-]))"
_UNIT = r"(?:days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)"
_ONE = rf"{_NUMBER}(?: and a half)?[\s-]{{0,2}}{_UNIT}(?![A-Za-z])(?: and a half)?"
LENGTH = rf"(?P<length>{_ONE}(?:(?:,| and|, and)?\s?{_ONE}){{0,3}})"
ABOUT = r"(?:about|around|approximately|approx\.?|roughly|some|ca?\.|~|just (?:under|over|about)|close to)"
_OVER = r"(?:nearly|almost|more than|over|at least|longer than|well over)"
_UNDER = r"(?:less than|under|up to|at most|within|fewer than)"
HOW = rf"(?:(?:a total of )?(?:(?P<about>{ABOUT})|(?P<over>{_OVER})|(?P<under>{_UNDER}))\s?)?"
THING = r"(?:outage|incident|downtime|disruption|unavailability|interruption)"
_GOES_ON = "of|on|in|for|that|which|with|and|was|at|from|to|due|because|after|before|then|followed"
_ENDS = rf"(?=\s*(?:[^\sa-z]|\Z|(?:{_GOES_ON})\b))"
"""An 8-hour incident shift is no incident."""
_WHOLE = (
    rf"\b(?P<down>down|offline|unavailable|unreachable|inaccessible|locked out) for {HOW}{LENGTH}",
    rf"\b(?P<down>(?:could(?: not|n['’]t)|(?:was|were) unable to)(?: \w+){{1,4}}) for {HOW}{LENGTH}",
    rf"\b(?:downtime|outage|unavailability)(?: was| came to| amounted to|:) (?:in total )?{HOW}{LENGTH}{_ENDS}",
    rf"\b{THING} (?:\w+ ){{0,3}}(?:lasted|lasting) (?:for )?{HOW}{LENGTH}",
    rf"\b{THING} (?:of|for) {HOW}{LENGTH}",
    rf"{HOW}\b{LENGTH}[\s-](?:of )?(?:total |complete |full )?{THING}{_ENDS}",
    rf"{HOW}\b{LENGTH} of (?:total |complete |full )?{THING}\b",
    rf"\bduration(?: was| of|:) {HOW}{LENGTH}",
)
CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_SPAN = re.compile(
    r"\b(?P<down>(?:down|offline|unavailable|unreachable|inaccessible)|(?:outage|downtime|unavailability))"
    rf"(?:\s(?:lasted|was))?\s(?:from|between)\s(?P<length>(?P<start>{CLOCK})"
    rf"(?:\s?(?:to|until|till|and|-|–)\s?)(?P<end>{CLOCK}))(?!\d)",
    re.I,
)
"""Only how long it is: the clocks may be of any zone."""
_NAMED = (
    rf"\btime to (?P<metric>detect|acknowledge|identify|mitigate|resolve)(?: was| of|:) {HOW}{LENGTH}",
    rf"\b(?:it|we) (?P<took>took|needed)(?: us)? {HOW}{LENGTH} to (?P<stem>detect|mitigate|resolve)"
    r"(?=\s*(?:[.,;!?]|\Z)| (?:it|the (?:outage|incident))\b)",
    rf"\b{THING} was (?:\w+ )?(?P<verb>detected|mitigated|resolved) (?:in|after|(?P<within>within)) {HOW}{LENGTH}",
)
_CLAIMS = tuple(re.compile(pattern.replace(" ", r"\s"), re.I) for pattern in (*_WHOLE, *_NAMED))
_PART = re.compile(rf"({_NUMBER})( and a half)?[\s-]{{0,2}}([dhms])[a-z]*( and a half)?", re.I)
_OF_A_PART = re.compile(
    r"\b(?:(?i:first|second|third|another|each|every|per|brief|partial|previous|earlier|last (?:week|month|year)"
    r"|scheduled|planned|maintenance|would|could|might|if|some of|a (?:day|week|month|year)|budget|allow\w*"
    r"|(?:one|few|several) (?:users?|customers?|people|person)|single|individual|usual(?:ly)?|typical(?:ly)?"
    r"|on average|target|objective|sl[ao]s?|more outages?)|may)\b"
)
EVERYTHING = {
    *("site", "website", "service", "services", "system", "systems", "everything"),
    *("platform", "app", "application", "product", "we", "it"),
}
_CLOSE = 0.2
"""A difference up to this is a hint: people round, and clocks differ."""
_SAME = 0.02
"""Two lengths this near are the same one."""
_PART_OF_IT = 0.5
"""Less than half of it is not told as the whole, even if some two moments are as far apart."""
_MOST_MOMENTS = 40


_COULD_NOT = re.compile(r"\b(?:nobody|no one|no \w+) could\b|\bcould(?: not|n['’]t)\b", re.I)


def of_a_part(sentence: str) -> bool:
    """Whether a sentence speaks of a part, of another incident, or of what might be; what could not be done was not."""
    return bool(_OF_A_PART.search(_COULD_NOT.sub("", sentence)))


class Claim(Struct, frozen=True):
    """A length that prose claims; seconds."""

    seconds: float
    grain: float
    """The smallest unit named: what was rounded away."""
    about: bool
    over: bool
    under: bool

    def fits(self, actual: float) -> bool:
        """Whether a length in the record is what is claimed."""
        slack = max(self.grain / 2, 0.25 * self.seconds if self.about else 0.0)
        if self.over:
            return self.seconds * 0.85 <= actual
        if self.under:
            return actual <= self.seconds + slack
        return abs(actual - self.seconds) <= slack

    def off(self, actual: float) -> float:
        """How far the claim is from a length, as a part of the greater one."""
        greater = max(actual, self.seconds)
        return abs(actual - self.seconds) / greater if greater else 0.0


def seconds(words: str) -> tuple[float, float]:
    """A length in words, and its smallest unit: `2 hours and 15 minutes`, `half an hour`, `1h30m`; 0 for none."""
    total, grain = 0.0, 0.0
    for number, half, unit, half_after in _PART.findall(words.lower()):
        size = _UNITS[unit]
        value = 0.5 if number.startswith("half") else _WORDS.get(number) or _number(number)
        total += (value + (0.5 if half or half_after else 0.0)) * size
        grain = size * (0.5 if half or half_after or number.startswith("half") else 1)
        if re.search(r"[.,]\d", number):
            grain = size / 10
    return total, grain


def _number(digits: str) -> float:
    """`2.5`, `2,5`, `1,000`."""
    return float(re.sub(r",(?=\d{3}\Z)", "", digits).replace(",", "."))


class _Lengths:
    """What the record says about lengths of time."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.metrics = {m.name: m for m in case.incident.metrics if m.seconds is not None}

    @cached_property
    def whole(self) -> list[float]:
        """The lengths that prose means by the incident as a whole."""
        names = ("duration", "impact", "time_to_mitigate", "time_to_resolve")
        stretches = self.case.incident.impact_intervals
        given = [float(self.metrics[name].seconds or 0) for name in names if name in self.metrics]
        return given + [(i.end - i.start).total_seconds() for i in stretches if i.end]

    @cached_property
    def between(self) -> list[float]:
        """Every length between two milestones or facts: prose may speak of any."""
        kinds: tuple[type[e.Entry], ...] = (*MILESTONES.values(), e.Severity, e.Impact)
        at: set[datetime] = set()
        for item in self.case.incident.of(*kinds):
            at |= {when for when in (item.entry.at, item.entry.until, moment(item)) if when}
        times = sorted(at)[:_MOST_MOMENTS]
        return [(end - start).total_seconds() for start, end in combinations(times, 2)]

    @property
    def about(self) -> bool:
        """Whether one of them comes from an approximate moment."""
        return any(metric.about for metric in self.metrics.values())


def lengths(case: Case) -> Found:
    """A length in prose that contradicts the record; beside a sentence's true one a shorter is a part of it."""
    record = _Lengths(case)
    for text in case.prose:
        claims = list(_claims(text))
        true = [(c, sentence(text.prose, *m.span())) for m, c in claims if any(map(c.fits, record.whole))]
        for match, claim in claims:
            actual = _actual(match, claim, record, text)
            around = sentence(text.prose, *match.span())
            if actual is None or any(claim.seconds < c.seconds and around == other for c, other in true):
                continue
            value, level = actual
            what = f"{match['length']!r} is not what the record says: {duration(value)}"
            yield text.found(level, what, span=match.span("length"))


def _claims(text: Text) -> Iterator[tuple[re.Match[str], Claim]]:
    for pattern in _CLAIMS:
        for match in pattern.finditer(text.prose):
            if of_a_part(sentence(text.prose, *match.span())):
                continue
            parts = match.groupdict()
            total, grain = seconds(match["length"])
            under = bool(parts["under"] or parts.get("within"))
            yield match, Claim(total, grain, bool(parts["about"]), bool(parts["over"]), under)
    for match in _SPAN.finditer(text.prose):
        if not of_a_part(sentence(text.prose, *match.span())):
            gone = (_minutes(match["end"]) - _minutes(match["start"])) % (24 * 60) * 60
            yield match, Claim(gone, 120, about=False, over=False, under=False)


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def _actual(match: re.Match[str], claim: Claim, record: _Lengths, text: Text) -> tuple[float, str] | None:
    """The length that the record holds against a claim, and the level; None when nothing contradicts it."""
    parts = match.groupdict()
    others: list[float] = []
    if parts.get("metric"):
        metric = record.metrics.get(f"time_to_{parts['metric'].lower()}")
        mine = [float(metric.seconds or 0)] if metric else []
    elif verb := parts.get("verb") or _DONE.get((parts.get("stem") or "").lower()):
        mine = _until(verb.lower(), record)
    else:
        mine, others = record.whole, record.between
    if not mine or any(claim.fits(length) for length in mine):
        return None
    nearest = min(mine, key=lambda length: abs(length - claim.seconds))
    if claim.off(nearest) <= _PART_OF_IT and any(
        abs(claim.seconds - length) <= 30 + _SAME * length for length in others
    ):
        return None
    if claim.off(nearest) <= _CLOSE:
        return nearest, HINT
    loose = record.about and claim.off(nearest) <= 0.5
    part = parts.get("down") and claim.seconds < nearest and not _of_everything(match, text, record.case)
    return nearest, HINT if loose or part or parts.get("took") else WRONG


_DONE = {"detect": "detected", "mitigate": "mitigated", "resolve": "resolved"}
"""`It took an hour to resolve` may speak of one step of many, so it is never more than a hint."""


def _until(verb: str, record: _Lengths) -> list[float]:
    """How long after each earlier milestone this one came."""
    given = record.case.incident.milestones
    end = given.get(verb)
    if end is None:
        return []
    return [(end.at - m.at).total_seconds() for n, m in given.items() if n != verb and m.at <= end.at]


def _of_everything(match: re.Match[str], text: Text, case: Case) -> bool:
    """Whether what was down is the whole of it: a part may have been down for a shorter time."""
    before = re.split(r"[.!?,;:\n]", text.prose[max(0, match.start() - 60) : match.start()])[-1]
    subject = set(re.findall(r"\w+", before.casefold())) - {
        "was",
        "were",
        "is",
        "been",
        "the",
        "has",
        "and",
        "our",
    }
    if not subject or subject & EVERYTHING:
        return True
    services = case.incident.services
    named = {word for service in services for word in re.findall(r"\w+", service.casefold())}
    title = set(re.findall(r"\w+", case.incident.title.casefold()))
    return bool(subject & title) or (len(services) == 1 and bool(subject & named))
