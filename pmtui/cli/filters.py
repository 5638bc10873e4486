"""Which incidents a list shows: by state, severity, service, tag and day, as one filters issues."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from pmtui.cli.parser import Parser, utf8
from pmtui.cli.spans import since
from pmtui.errors import PmtuiError, UsageError
from pmtui.model.text import did_you_mean, nearest
from pmtui.work.overview import Listed

STATES = ("open", "closed", "all", "investigating", "identified", "monitoring", "resolved")


class Filters:
    """What was asked for."""

    state: str
    severity: list[str]
    service: list[str]
    tag: list[str]
    since: str | None
    until: str | None


def add_filters(call: Parser) -> None:
    """Adds them to the parser of a call."""
    call.add_argument(
        "--state",
        choices=STATES,
        default="all",
        metavar="STATE",
        help=f"{', '.join(STATES[:-1])} or {STATES[-1]}; default: all",
    )
    call.add_argument(
        "--severity", metavar="SEV1,SEV2", type=_severities, default=[], help="of one of these, `?` is unset"
    )
    for name, which in (("service", "of that service"), ("tag", "with that tag")):
        call.add_argument(
            f"--{name}",
            metavar="NAME",
            type=utf8,
            action="append",
            default=[],
            help=f"{which}; several: of all of them",
        )
    call.add_argument(
        "--since", metavar="30d", type=utf8, help="that began on that day or later: 2026-01-31, 30d"
    )
    call.add_argument("--until", metavar="DATE", type=utf8, help="that began on that day or before")


def _severities(typed: str) -> list[str]:
    from pmtui.model.line.readers.facts import level

    try:
        each = [word.strip() for word in utf8(typed).split(",")]
        return ["SEV?" if word.upper() in ("?", "SEV?") else f"SEV{level(word)}" for word in each]
    except PmtuiError as error:
        raise UsageError(f"--severity: {error.what}", error.do) from None


def fitting(listed: Iterable[Listed], asked: Filters, now: datetime) -> list[Listed]:
    """Those that are asked for.

    Raises:
        UsageError: a day is none.
    """
    tests = [*_tests(asked, now)]
    return [each for each in listed if all(test(each) for test in tests)]


def _tests(asked: Filters, now: datetime) -> Iterable[Callable[[Listed], bool]]:
    if asked.state != "all":
        yield lambda each: _is(each, asked.state)
    if asked.severity:
        yield lambda each: each.severity in asked.severity
    if asked.service:
        yield lambda each: _has(each.services, asked.service)
    if asked.tag:
        yield lambda each: _has(each.figures.tags, asked.tag)
    if asked.since is not None:
        first = str(since(asked.since, now.date()))
        yield lambda each: each.day >= first
    if asked.until is not None:
        last = str(since(asked.until, now.date()))
        yield lambda each: "" < each.day <= last


def _is(each: Listed, state: str) -> bool:
    if state == "open":
        return each.status != "closed"
    return each.status == state


def _has(names: Iterable[str], wanted: Iterable[str]) -> bool:
    return {name.casefold() for name in wanted} <= {name.casefold() for name in names}


def why_none(listed: Iterable[Listed], services: Iterable[str], tags: Iterable[str]) -> str:
    """Why no incident fits: one that nobody has is named, with those like it."""
    every = [*listed]
    if not every:
        return "there is no incident yet; `pmtui new TITLE` begins one"
    unknown = [
        *_unknown("service", services, [name for each in every for name in each.services]),
        *_unknown("tag", tags, [name for each in every for name in each.figures.tags]),
    ]
    return unknown[0] if unknown else "no incident fits"


def _unknown(what: str, asked: Iterable[str], known: list[str]) -> Iterable[str]:
    there = {name.casefold() for name in known}
    for wanted in asked:
        if wanted.casefold() not in there:
            near = did_you_mean(nearest(wanted, known, 2))
            yield "; ".join(filter(None, (f"no incident has the {what} {wanted!r}", near)))
