"""`pmtui new`: an incident begins."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from pmtui.cli import context, screens
from pmtui.cli.choices import Choices, choices, refuse
from pmtui.cli.parser import Parser, add_json, utf8
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.errors import PmtuiError, UsageError
from pmtui.model.joining import lets_in
from pmtui.work import create


class Options(Choices):
    """What it takes."""

    title: list[str]
    severity: int | None
    timezone: str
    no_open: bool
    json: bool
    source: str | None


class Created(msgspec.Struct, frozen=True):
    """A new incident."""

    incident: str
    """The slug."""
    folder: str


Answer = Created


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.add_argument("title", metavar="TITLE", type=utf8, nargs="+", help="what is wrong, in a few words")
    call.add_argument("--severity", metavar="SEV1", type=_severity, help="SEV1 (worst) to SEV5")
    call.add_argument(
        "--timezone", metavar="ZONE", default="", help="the zone in which times are typed and shown"
    )
    call.add_argument("--no-open", action="store_true", help="print the slug instead of opening the screen")
    add_json(call, "the slug and the folder, instead of opening the screen")
    call.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="a chat, log or timeline whose lines become entries; they are shown before any is recorded",
    )
    choices(call, "with --from: ")


def _severity(typed: str) -> int:
    from pmtui.model.line.readers.facts import level

    try:
        return level(typed)
    except PmtuiError as error:
        raise UsageError(f"--severity: {error.what}", error.do) from None


def run(options: Options) -> int:
    """Creates an incident; prints its slug, or opens the live screen."""
    folder = _begin(options)
    if folder is None:
        return 1
    for said in create.surroundings(folder):
        print_notice(said)
    if options.json:
        print_json(Created(folder.name, str(folder)))
        return 0
    if options.no_open or not (sys.stdin.isatty() and sys.stdout.isatty()):
        print_result(folder.name)
        return 0
    return screens.show(folder)


def _begin(options: Options) -> Path | None:
    """The folder of the new incident; None when what it was to be made from is not accepted."""
    settings = context.settings()
    title = " ".join(options.title)
    if lets_in(title):
        raise UsageError(
            "a line to join by is no title, and lets in whoever reads it", "`pmtui join` takes it"
        )
    opened = create.opening(title, context.clock(), settings, options.timezone, options.severity)
    if unclear := create.unclear_zone(options.timezone, settings):
        print_notice(unclear)
    if options.source:
        from pmtui.cli.importing import begin

        return begin(opened, options.source, options)
    refuse(options)
    return create.begin(context.library(), opened)
