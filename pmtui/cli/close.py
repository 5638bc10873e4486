"""`pmtui close`: the incident is over, its documents are written."""

from __future__ import annotations

from itertools import chain

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json, utf8
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.cli.publishing import publish
from pmtui.errors import UsageError
from pmtui.model.incident.missing import missing, unsettled
from pmtui.work import templates
from pmtui.work.session import Session


class Options:
    """What it takes."""

    incident: str | None
    why: list[str]
    json: bool


class Closed(msgspec.Struct, frozen=True):
    """An incident that is closed."""

    incident: str
    missing: list[str]
    """What is missing or not settled, a sentence each."""
    paths: list[str]
    """Of the documents."""


Answer = Closed


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    call.add_argument(
        "why",
        metavar="WHY",
        type=utf8,
        nargs="*",
        help="why; as:false-alarm, as:duplicate or as:merged before it for what needs no write-up",
    )
    add_json(call)


def run(options: Options) -> int:
    """Closes an incident and writes its documents; closing again writes them anew.

    Raises:
        LineError: what is said of it is no such line; it stays open.
        UsageError: it was closed already, and something is said of it.
    """
    named, why = options.incident, options.why
    if named and named.startswith("as:"):  # the only open one is meant
        why.insert(0, named)
        named = None
    here = context.session(named)
    try:
        _close(here, " ".join(why))
    finally:
        here.close()
    wrong = chain.from_iterable(unsettled(here.incident).values())
    lacks = [*wrong, *missing(here.incident, templates.layout(here.incident))]
    for what in lacks:
        print_notice(f"still missing: {what}")
    paths = [str(path) for path in publish(here.folder)]
    if options.json:
        print_json(Closed(here.slug, lacks, paths))
        return 0
    for path in paths:
        print_result(path)
    return 0


def _close(here: Session, why: str) -> None:
    if not here.incident.closed:
        print_notice(context.record(here, f"/close {why}".rstrip()).text)
        return
    if why:
        raise UsageError(
            f"{here.slug} is closed already; nothing was recorded", "`pmtui reopen` takes that back"
        )
    print_notice(f"{here.slug} was closed already; its documents are written anew")
