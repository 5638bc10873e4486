"""What many incidents say together: counts and values, each with the incidents that it is made of.

No mean, which a few long incidents decide; no trend; no other summary of fewer than ENOUGH values. Teams and owners
are in the order of their names: nobody is ranked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

import msgspec

from pmtui.model.incident.metrics import BETWEEN, FIRST_UPDATE
from pmtui.work.overview import Listed

ENOUGH = 50
"""Values below which nothing is said of them together: chance decides it then."""
_NOT_COUNTED = ("false-alarm", "duplicate", "merged")
_AGES = ((7, "under 7 days"), (30, "7 to 29 days"), (90, "30 to 89 days"), (365, "90 to 364 days"))
_OLDEST = "365 days and more"


class Count(msgspec.Struct, frozen=True):
    """How many there are of something, and of which incidents."""

    name: str
    """Empty for what has none: no service, no tag, no owner, detected by nobody knows whom."""
    n: int
    incidents: tuple[str, ...]
    """Slugs; of follow-ups and waits each with its label, `2023-10-15-checkout T1`."""


class Month(msgspec.Struct, frozen=True):
    """The incidents that began in one month, each in its own zone."""

    month: str
    """`2023-10`."""
    n: int
    incidents: tuple[str, ...]
    by_severity: tuple[Count, ...]
    """By the worst that each had; `SEV?` where nobody set one."""
    by_service: tuple[Count, ...]
    """An incident of two services counts in both."""
    by_tag: tuple[Count, ...]


class Value(msgspec.Struct, frozen=True):
    """One length of time or share, and where it comes from."""

    incident: str
    seconds: int | None = None
    share: float | None = None
    """0 to 1."""
    about: bool = False
    """It was computed from an approximate moment."""
    at_least: bool = False
    """A part of it is unknown."""
    label: str = ""
    """Of a wait: the escalation's."""
    end: str = ""
    """Of a wait: answered or withdrawn."""


class Values(msgspec.Struct, frozen=True):
    """Every value of one metric, and what could not be computed."""

    name: str
    """`time_to_detect`, `misleading_share`, or whom a wait was for."""
    words: str
    definition: str
    n: int
    values: tuple[Value, ...]
    """The smallest first."""
    not_computed: tuple[Count, ...]
    """By what is lacking."""
    half_within: float | None
    """The value that half of them do not exceed, seconds or a share; None for fewer than 50."""
    nine_of_ten_within: float | None


class Followups(msgspec.Struct, frozen=True):
    """The follow-ups, each as its incident's slug and its label."""

    open: Count
    done: Count
    open_by_age: tuple[Count, ...]
    """By the days since somebody thought of it, the youngest first."""
    open_by_owner: tuple[Count, ...]


class Stats(msgspec.Struct, frozen=True):
    """What incidents say together."""

    since: date | None
    """The first day that is counted; None: from the beginning."""
    until: date
    service: str | None
    """Which they are of; None: any."""
    tag: str | None
    n: int
    incidents: tuple[str, ...]
    not_counted: tuple[Count, ...]
    """Closed as a false alarm, as a duplicate or as merged into another."""
    months: tuple[Month, ...]
    """Those in which any began."""
    followups: Followups
    metrics: tuple[Values, ...]
    """A metric with two definitions, from started or from detected, stands here twice."""
    detected_by: tuple[Count, ...]
    waits: tuple[Values, ...]
    """By whom was asked."""


def stats(
    every: Iterable[Listed],
    now: datetime,
    since: date | None = None,
    service: str | None = None,
    tag: str | None = None,
) -> Stats:
    """The statistics of those incidents that fit.

    Args:
        every: the incidents.
        now: the moment, of which ages count.
        since: the first day of those wanted, each in its own zone.
        service: which they are of; None: any.
        tag: which they have; None: any.
    """
    fitting = sorted(
        (each for each in every if _fits(each, since, service, tag)),
        key=lambda each: (each.day, each.folder.name),
    )
    counted = [each for each in fitting if each.figures.closed_as not in _NOT_COUNTED]
    left_out = [each for each in fitting if each.figures.closed_as in _NOT_COUNTED]
    return Stats(
        since=since,
        until=now.date(),
        service=service,
        tag=tag,
        n=len(counted),
        incidents=_slugs(counted),
        not_counted=_by(left_out, lambda each: [each.figures.closed_as]),
        months=_months(counted),
        followups=_followups(counted, now),
        metrics=_metrics(counted),
        detected_by=_by(counted, lambda each: [each.figures.detected_by]),
        waits=_waits(counted),
    )


def _fits(each: Listed, since: date | None, service: str | None, tag: str | None) -> bool:
    return (
        (since is None or each.day >= since.isoformat())
        and (service is None or _holds(each.services, service))
        and (tag is None or _holds(each.figures.tags, tag))
    )


def _holds(names: Iterable[str], wanted: str) -> bool:
    return wanted.casefold() in (name.casefold() for name in names)


def _slugs(each: Iterable[Listed]) -> tuple[str, ...]:
    return tuple(one.folder.name for one in each)


def _by(every: Iterable[Listed], names: Callable[[Listed], Iterable[str]]) -> tuple[Count, ...]:
    """The incidents under each of their names, in the order of the names."""
    return _counts((name, each.folder.name) for each in every for name in names(each))


def _counts(named: Iterable[tuple[str, str]]) -> tuple[Count, ...]:
    """What is under each name, whatever its case; the names in their order, what has none last."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for name, what in named:
        found[name.casefold()].append(what)
        spelled.setdefault(name.casefold(), name)
    order = sorted(found, key=lambda key: (not key, key))
    return tuple(Count(spelled[key], len(found[key]), tuple(found[key])) for key in order)


def _months(every: Iterable[Listed]) -> tuple[Month, ...]:
    by_month: defaultdict[str, list[Listed]] = defaultdict(list)
    for each in every:
        by_month[each.day[:7]].append(each)
    return tuple(
        Month(
            month=month,
            n=len(inside),
            incidents=_slugs(inside),
            by_severity=_by(inside, lambda each: [each.figures.worst_severity]),
            by_service=_by(inside, lambda each: each.services or [""]),
            by_tag=_by(inside, lambda each: each.figures.tags or [""]),
        )
        for month, inside in sorted(by_month.items())
    )


def _followups(every: Sequence[Listed], now: datetime) -> Followups:
    still = [(each, task) for each in every for task in each.open_tasks]
    done = [f"{each.folder.name} {label}" for each in every for label in each.figures.done_tasks]
    names = [f"{each.folder.name} {task.label}" for each, task in still]
    ages = [_age(task.created, now) for _, task in still]
    owners = [task.owner for _, task in still]
    order = [*(words for _, words in _AGES), _OLDEST]
    by_age = _counts(zip(ages, names, strict=True))
    return Followups(
        open=Count("open", len(names), tuple(names)),
        done=Count("done", len(done), tuple(done)),
        open_by_age=tuple(sorted(by_age, key=lambda count: order.index(count.name))),
        open_by_owner=_counts(zip(owners, names, strict=True)),
    )


def _age(created: datetime, now: datetime) -> str:
    days = (now - created).days
    return next((words for limit, words in _AGES if days < limit), _OLDEST)


def _metrics(every: Sequence[Listed]) -> tuple[Values, ...]:
    """By name and definition; the share of misleading time is the last."""
    kept: defaultdict[tuple[str, str, str], list[Value]] = defaultdict(list)
    lacking: defaultdict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for each in every:
        slug = each.folder.name
        for metric in each.figures.metrics:
            key = (metric.name, metric.words, metric.definition)
            if metric.seconds is None:
                lacking[key].append((metric.missing, slug))
            else:
                value = Value(slug, metric.seconds, about=metric.about, at_least=metric.at_least)
                kept[key].append(value)
        _share(each, kept, lacking)
    names = ["time_to_detect", FIRST_UPDATE, *BETWEEN, "duration", "impact", "misleading", "misleading_share"]
    keys = sorted(
        {*kept, *lacking}, key=lambda key: (names.index(key[0]), key[2] != "started → resolved", key)
    )
    return tuple(_values(*key, kept[key], lacking[key]) for key in keys)


def _share(
    each: Listed,
    kept: dict[tuple[str, str, str], list[Value]],
    lacking: dict[tuple[str, str, str], list[tuple[str, str]]],
) -> None:
    """Adds the share of an incident's duration that went into misleading paths, or what it lacks."""
    key = ("misleading_share", "Share of misleading time", "misleading time / duration")
    by_name = {metric.name: metric for metric in each.figures.metrics}
    misleading, duration = by_name["misleading"], by_name["duration"]
    share = each.figures.misleading_share
    if share is None:
        missing = misleading.missing or duration.missing or "a duration of more than nothing"
        lacking[key].append((missing, each.folder.name))
    else:
        about = misleading.about or duration.about
        kept[key].append(Value(each.folder.name, share=share, about=about, at_least=misleading.at_least))


def _waits(every: Sequence[Listed]) -> tuple[Values, ...]:
    kept: defaultdict[str, list[Value]] = defaultdict(list)
    lacking: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for each in every:
        for wait in each.figures.waits:
            key = wait.to.casefold()
            spelled.setdefault(key, wait.to)
            if wait.seconds is None:
                lacking[key].append((wait.missing, f"{each.folder.name} {wait.label}"))
            else:
                kept[key].append(
                    Value(each.folder.name, wait.seconds, about=wait.about, label=wait.label, end=wait.end)
                )
    definition = "asked → answered or withdrawn"
    return tuple(
        _values(name, name, definition, kept[key], lacking[key]) for key, name in sorted(spelled.items())
    )


def _values(
    name: str, words: str, definition: str, values: list[Value], lacking: list[tuple[str, str]]
) -> Values:
    ordered = tuple(sorted(values, key=lambda value: (_size(value), value.incident, value.label)))
    return Values(
        name=name,
        words=words,
        definition=definition,
        n=len(ordered),
        values=ordered,
        not_computed=_counts(lacking),
        half_within=_within(ordered, 50),
        nine_of_ten_within=_within(ordered, 90),
    )


def _size(value: Value) -> float:
    """Seconds or a share."""
    if value.seconds is not None:
        return value.seconds
    return value.share or 0.0


def _within(ordered: Sequence[Value], percent: int) -> float | None:
    """The smallest value that so many of a hundred do not exceed (the nearest rank); None for too few."""
    if len(ordered) < ENOUGH:
        return None
    return _size(ordered[-(-len(ordered) * percent // 100) - 1])
