"""`pmtui list`: all incidents, or those that are asked for."""

from __future__ import annotations

from datetime import datetime

import msgspec

from pmtui.cli import context
from pmtui.cli.columns import columns
from pmtui.cli.filters import Filters, add_filters, fitting, why_none
from pmtui.cli.parser import Parser, add_json
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.work import copies
from pmtui.work.overview import Listed


class Options(Filters):
    """What it takes."""

    json: bool


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_filters(call)
    add_json(call)


class IncidentRow(msgspec.Struct, frozen=True):
    """One incident, for a program to read."""

    slug: str
    id: str
    title: str
    severity: str
    status: str
    began: datetime | None
    opened: datetime | None
    day: str
    """On which it began, where it is; empty while that is unknown."""
    milestones: dict[str, datetime]
    """The moment that counts for each that has one."""
    services: tuple[str, ...]
    tags: tuple[str, ...]
    duration_seconds: float | None
    entries: int
    open_tasks: int
    writeup: str
    """How far the write-up of a closed incident is; empty for an open one."""


Answer = list[IncidentRow]


def run(options: Options) -> int:
    """All incidents that fit, open ones first, the newest first."""
    every = context.Incidents()
    listed = every.listed()
    found = fitting(listed, options, context.clock())
    found.sort(key=lambda each: (each.status == "closed", each.newest_first))
    _print(found, options.json)
    if not found:
        print_notice(why_none(listed, options.service, options.tag))
    for copy in copies.every({each.folder: each.id for each in listed}, every.copies):
        print_notice(copy.said)
    return every.status


def _print(found: list[Listed], json: bool) -> None:
    if json:
        print_json([_row(each) for each in found])
        return
    for line in columns(
        [(each.folder.name, each.severity, _status(each), each.length, _titled(each)) for each in found]
    ):
        print_result(line)


def _status(each: Listed) -> str:
    return f"{each.status}, {each.writeup}" if each.writeup.startswith("final") else each.status


def _titled(each: Listed) -> str:
    """The title, with the day where the folder's name says another: it was made before the day was known."""
    return each.title if each.folder.name.startswith(each.day) else f"{each.title}  (of {each.day})"


def _row(each: Listed) -> IncidentRow:
    return IncidentRow(
        slug=each.folder.name,
        id=each.id,
        title=each.title,
        severity=each.severity,
        status=each.status,
        began=each.began,
        opened=each.opened,
        day=each.day,
        milestones=each.milestones,
        services=each.services,
        tags=each.figures.tags,
        duration_seconds=each.seconds,
        entries=each.entries,
        open_tasks=each.tasks,
        writeup=each.writeup,
    )
