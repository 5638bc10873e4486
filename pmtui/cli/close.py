"""`pmtui close`: the incident is over, its documents are written."""

from __future__ import annotations

from itertools import chain

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import IncidentOptions, Parser, add_incident, add_json
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.cli.publishing import publish
from pmtui.model.incident.missing import missing, unsettled
from pmtui.work import templates


class Options(IncidentOptions):
    """What it takes."""

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
    add_json(call)


def run(options: Options) -> int:
    """Closes an incident and writes its documents; closing again writes them anew."""
    here = context.session(options.incident)
    if here.incident.closed:
        print_notice(f"{here.slug} was closed already; its documents are written anew")
    else:
        print_notice(context.record(here, "/close").text)
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
