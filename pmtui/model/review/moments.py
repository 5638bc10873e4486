"""Clock times and days in prose, held against the milestones: rule 9, and rule 28 for the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from pmtui.model.review.case import WRONG, Case, Found, Text, sentence, there
from pmtui.model.review.claims import BETWEEN, END, FIRST_UPDATE, INCIDENT, SAID, STATED, Said
from pmtui.model.review.dates import spoken
from pmtui.model.review.lengths import of_a_part
from pmtui.model.time.words import DAYS

_AT = (
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s(?P<zone>UTC|GMT|Z|[A-Z]{2,4}T)\b)?"
)
_HOW = r"(?:(?P<about>about|around|approximately|roughly|circa|shortly (?:after|before))\s)?"
_WHEN = (
    rf"(?:(?:(?P<by>by)|at|around|about|since|until)\s{_HOW}{_AT}"
    rf"|(?:on\s)(?:a\s)?(?P<day>{'|'.join(DAYS)})\b|(?P<next>the (?:next|following) (?:day|morning|afternoon|evening)))"
)
_FIRST = re.compile(
    rf"\b(?:(?:(?P<by>by)|at|around|about)\s{_HOW}{_AT}"
    rf"|on\s(?P<day>{'|'.join(DAYS)})(?:\s(?:morning|afternoon|evening|night))?)"
    r",?\s(?P<words>[^.,;:!?\n]{1,60})",
    re.I,
)
"""`At 11:30 checkout went down`: the moment stands before what happened."""
_CLAIMS = tuple(
    (said, re.compile(rf"\b(?P<verb>{said.verbs})(?P<object>(?:\s[\w'’-]+){{0,4}}?)\s{_WHEN}", re.I))
    for said in SAID
)
_VERBS = tuple((said, re.compile(rf"\b(?:{said.verbs})\b", re.I)) for said in SAID)
_RANGE = re.compile(
    r"\b(?:from|between)\s(?P<start>(?:[01]?\d|2[0-3]):[0-5]\d)\s?(?:to|until|till|and|-|–)\s?"
    r"(?P<end>(?:[01]?\d|2[0-3]):[0-5]\d)(?!\d)",
    re.I,
)
_FAILING = re.compile(
    r"\b(?:down|offline|unavailable|unreachable|could ?n(?:o|['’])t|nobody could|no one could"
    r"|unable|fail(?:ed|ing)?|outage|downtime)\b",
    re.I,
)
_OTHER_CLOCKS = re.compile(r"\b(?:clocks?|local time|[A-Z]{2,4}T|UTC[+-]\d|GMT[+-]\d)\b")
_HALF_DAYS = re.compile(
    r"(?<![\d:])(?P<hour>1[0-2]|0?[1-9]):(?P<minute>[0-5]\d)\s?(?P<half>[ap])\.?m\b", re.I
)
_HOUR, _DAY = 60, 24 * 60


def stated(case: Case) -> Found:
    """A moment in prose that is not the milestone's, but for the end."""
    return _stated(case, STATED)


def ends(case: Case) -> Found:
    """A stated end that is neither when it was mitigated nor when it was resolved."""
    return _stated(case, END)


def _stated(case: Case, rule: int) -> Found:
    subjects = _subjects(case)
    for text in (*case.prose, *case.collected):
        for said, match in _claims(text, subjects):
            if said.rule == rule and not _elsewhere(case, text, match) and not _any_clock(said, match):
                yield from _held(case, text, said, match)


def _any_clock(said: Said, match: re.Match[str]) -> bool:
    parts = match.groupdict()
    return said.days and not (parts.get("day") or parts.get("next"))


def _subjects(case: Case) -> set[str]:
    """What a sentence about the incident speaks of."""
    incident = case.incident
    named = " ".join((incident.title, *incident.services))
    hit = [case.of_item(item).prose for item in incident.impacts]
    words = re.findall(r"[^\W\d_]{4,}", f"{named} {' '.join(hit)}".casefold())
    return {*INCIDENT, *words} - BETWEEN


def _claims(text: Text, subjects: set[str]) -> Iterator[tuple[Said, re.Match[str]]]:
    for said, pattern in _CLAIMS:
        for match in pattern.finditer(text.prose):
            wanted = set(said.of) or subjects
            clause = re.split(r"[.,;:!?\n]", text.prose[max(0, match.start() - 80) : match.start()])[-1]
            if (
                said.whole
                or _head(clause) in wanted
                or wanted & set(re.findall(r"\w+", match["object"].casefold()))
            ):
                yield said, match
    for match in _FIRST.finditer(text.prose):
        for said, verbs in _VERBS:
            verb = verbs.search(match["words"])
            if verb and (said.whole or _head(match["words"][: verb.start()]) in (set(said.of) or subjects)):
                yield said, match


_BESIDE = frozenset({"before", "after", "until", "since", "than"})
"""What stands behind these is not what the verb is about: `the deploy before it ended at 10:10`."""
_NOT_SO = re.compile(
    r"\b(?:will|should|never|thought|believed|assumed|hoped|seemed|looked like|similar|staging|drill|rehears\w+"
    r"|(?:in|for) (?:a|the|our) tests?)\b",
    re.I,
)


def _head(clause: str) -> str:
    """The last word before a verb that means something: `checkout` of `then checkout finally`."""
    words = [word for word in re.findall(r"[\w'’.-]+", clause.casefold()) if word not in BETWEEN]
    if words[-2:-1] and words[-2] in _BESIDE:
        return ""
    return words[-1] if words else ""


def _elsewhere(case: Case, text: Text, match: re.Match[str]) -> bool:
    """Whether the sentence speaks of something else: another time, another day, what might have been."""
    around = sentence(text.prose, *match.span())
    if of_a_part(around.replace("first ", "")) or _NOT_SO.search(around):
        return True
    begun = case.local(case.start).date() if case.start else None
    days = [day for said in spoken(around) if begun and (day := said.nearest(begun))]
    return any(begun and abs(day - begun) > timedelta(days=1) for day in days)


def _held(case: Case, text: Text, said: Said, match: re.Match[str]) -> Found:
    given = [at for name in said.milestones for at in _moments(case, name)]
    parts = match.groupdict()
    if not given:
        return
    if parts.get("day") or parts.get("next"):
        yield from _day(case, text, said, match, given)
        return
    zone = _zone(case, parts["zone"], given[0])
    if zone is None:
        return
    claimed = _clock(parts)
    allowed = (
        10
        if parts["about"] or re.match(r"around|about", match[0][match[0].rfind(parts["hour"]) - 8 :], re.I)
        else 0
    )
    allowed = max(allowed, 5 if claimed % 5 == 0 else 1)
    zones = (zone,) if parts["zone"] else (zone, UTC)
    for at in given:
        for each in zones:
            late = _late(claimed, there(at, each))
            if abs(late) <= allowed or (parts.get("by") and 0 < -late < 6 * _HOUR):
                return
    right = there(given[-1], zone)
    what = f"{_quoted(match)!r} is not what the record says: {' or '.join(said.milestones)} at {right:%H:%M}"
    yield text.found(WRONG, what, span=match.span())


def _moments(case: Case, name: str) -> list[datetime]:
    """Every moment of a milestone, the one that counts last."""
    if name == FIRST_UPDATE:
        return [case.first_update] if case.first_update else []
    counts = case.incident.milestones.get(name)
    return [*(m.at for m in case.incident.moments[name]), *([counts.at] if counts else [])]


def _day(case: Case, text: Text, said: Said, match: re.Match[str], given: list[datetime]) -> Found:
    """A day of the week, or `the next day`, on which it did not happen."""
    days = {case.local(at).date() for at in given} | {at.date() for at in given}
    named = match["day"]
    begun = case.local(case.start).date() if case.start else None
    if named and any(DAYS[day.weekday()].casefold() == named.casefold() for day in days):
        return
    if not named and (begun is None or any(day > begun for day in days)):
        return
    day = min(days)
    what = f"{named or match['next']!r} is not what the record says: {DAYS[day.weekday()]} {day}"
    yield text.found(WRONG, what, span=match.span())


def _quoted(match: re.Match[str]) -> str:
    return " ".join(match[0].split())


def _zone(case: Case, named: str | None, at: datetime) -> tzinfo | None:
    """The zone whose clock is meant; None for one that says nothing about this incident's."""
    if not named or named == case.local(at).tzname():
        return case.zone
    return UTC if named in ("UTC", "GMT", "Z") else None


def _clock(parts: dict[str, str | None]) -> int:
    """Minutes since midnight."""
    hour, minute, half = int(parts["hour"] or 0), int(parts["minute"] or 0), (parts.get("half") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * _HOUR + minute


def _late(claimed: int, at: datetime) -> int:
    """Minutes by which a moment lies behind a clock, the shorter way round."""
    return (at.hour * _HOUR + at.minute - claimed + _DAY // 2) % _DAY - _DAY // 2


def ranges(case: Case) -> Found:
    """`From 10:00 to 11:40 customers could not log in`, where it began or ended outside of that."""
    given = case.incident.milestones
    start = given.get("started") or given.get("detected")
    end = given.get("resolved") or given.get("mitigated")
    if not start or not end or end.at - start.at > timedelta(hours=23):
        return
    for text in (*case.prose, *case.collected):
        for match in _RANGE.finditer(text.prose):
            around = sentence(text.prose, *match.span())
            if not _FAILING.search(around) or _OTHER_CLOCKS.search(around) or _elsewhere(case, text, match):
                continue
            whole = [(there(start.at, zone), there(end.at, zone)) for zone in (case.zone, UTC)]
            if not any(_within(match, low, high) for low, high in whole):
                low, high = whole[0]
                what = f"{match[0]!r} is not what the record says: from {low:%H:%M} to {high:%H:%M}"
                yield text.found(WRONG, what, span=match.span())


def _within(match: re.Match[str], low: datetime, high: datetime) -> bool:
    """Whether a stretch lies in another one, but for five minutes."""
    lasted = int((high - low).total_seconds()) // 60
    clocks = [int(clock[:-3]) * _HOUR + int(clock[-2:]) for clock in (match["start"], match["end"])]
    return all(-5 <= -_late(clock, low) <= lasted + 5 for clock in clocks)


def halves(case: Case) -> Found:
    """A clock with am or pm where the record has an entry twelve hours off, and none then."""
    recorded = {
        (t.hour, t.minute) for item in case.timed if item.entry.at for t in _clocks(case, item.entry.at)
    }
    for text in (*case.prose, *case.collected):
        for match in _HALF_DAYS.finditer(text.prose):
            hour, minute = divmod(_clock(match.groupdict()), _HOUR)
            if (hour, minute) not in recorded and ((hour + 12) % 24, minute) in recorded:
                what = f"{match[0]!r} is twelve hours off: the record has {(hour + 12) % 24:02}:{minute:02}"
                yield text.found(WRONG, what, span=match.span())


def _clocks(case: Case, at: datetime) -> tuple[datetime, datetime]:
    return case.local(at), at
