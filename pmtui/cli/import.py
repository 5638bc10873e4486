"""`pmtui import`: what others recorded, into an incident that is there."""

from __future__ import annotations

from datetime import datetime

import msgspec

from pmtui.cli import context
from pmtui.cli.choices import Choices, choices
from pmtui.cli.importing import accepted, look, show
from pmtui.cli.parser import Parser, add_json, utf8
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.errors import PmtuiError, UsageError
from pmtui.model import entries as e
from pmtui.model.backfill.propose import Proposed
from pmtui.model.line.arguments import Context
from pmtui.work import importing
from pmtui.work.importing import Preview


class Options(Choices):
    """What the call takes."""

    incident: str | None
    timezone: str | None
    source: str
    json: bool


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry that was proposed."""

    number: int
    """As it is recorded, unless somebody else records one meanwhile."""
    kind: str
    text: str
    """As it is typed behind the time."""
    at: datetime | None = None
    author: str = ""
    key: bool = False
    note: str = ""
    """What to look at: why the time is unknown, or what was assumed."""


class Imported(msgspec.Struct, frozen=True):
    """What was read."""

    incident: str
    saw: str
    recorded: int
    """How many entries were; 0: it is only shown."""
    known: int
    """How many are there already."""
    edited: int
    unknown: int
    """How many have an unknown time."""
    assumed: int
    """How many have a day or a year that nothing says."""
    entries: list[Line]


Answer = Imported


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.add_argument(
        "-i", dest="incident", metavar="INCIDENT", type=utf8, help="the incident; default: the only open one"
    )
    call.add_argument("source", metavar="FILE|FOLDER|ZIP|-", help="what to read; - is stdin")
    call.add_argument(
        "--timezone", metavar="ZONE", help="of clocks without an offset; default: the incident's"
    )
    choices(call)
    add_json(call)


def run(options: Options) -> int:
    """Shows what a file would add to an incident, and records it once it is accepted; 1 when it is not."""
    here = context.session(options.incident)
    try:
        zone = _zone(options.timezone, here.incident.zone)
        known = Context(importing.apart(here.incident), here.clock(), here.by, here.settings.audiences)
        preview = look(options.source, options, known, zone)
        made = importing.made(preview.proposed, known)
        if not options.json:
            show(preview, made, zone)
        count = importing.record(here, made) if made and accepted(options.source, options, preview) else 0
    finally:
        here.close()
    if options.json:
        print_json(_answer(here.slug, preview, made, count))
    elif count:
        print_result(f"{here.slug}: {importing.counting(count, 'entry')} recorded")
    elif not made:
        print_notice(f"{here.slug}: nothing is new")
    if count and here.incident.of(e.Close):
        from pmtui.cli.publishing import publish

        publish(here.folder)
    return 0 if count or not made else 1


def _answer(slug: str, preview: Preview, made: list[tuple[Proposed, e.Entry]], count: int) -> Imported:
    lines = [
        Line(entry.n, e.kind_of(entry), each.text, entry.at, each.author, each.key, each.note)
        for each, entry in made
    ]
    return Imported(
        slug, preview.saw, count, preview.known, preview.edited, preview.unknown, preview.assumed, lines
    )


def _zone(named: str | None, usual: str) -> str:
    from pmtui.model.time.read import check_zone

    if not named:
        return usual
    try:
        return check_zone(named)
    except PmtuiError as error:
        raise UsageError(f"--timezone: {error.what}", error.do) from None
