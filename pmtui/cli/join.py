"""`pmtui join`: what a colleague's copy of an incident holds and this machine's lacks."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.cli.publishing import publish
from pmtui.work import create
from pmtui.work.join import join, source
from pmtui.work.publish import is_published


class Options:
    """What it takes."""

    source: Path
    incident: str | None
    json: bool


class Joined(msgspec.Struct, frozen=True):
    """An incident that holds what another copy held."""

    incident: str
    folder: str
    text: str
    """What was joined, in one sentence."""


Answer = Joined


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.add_argument(
        "source",
        metavar="FOLDER|FILE",
        type=Path,
        help="a colleague's folder, incident.toml or journal, or a copy in conflict that a sync program left",
    )
    add_incident(call)
    add_json(call)


def run(options: Options) -> int:
    """Adds what a record or another folder holds and this machine's copy lacks; says what that was."""
    into = context.library().find(options.incident) if options.incident else None
    folder, sentence = take_in(options.source, into)
    if options.json:
        print_json(Joined(folder.name, str(folder), sentence))
    else:
        print_result(sentence)
    return 0


def take_in(path: Path, into: Path | None = None) -> tuple[Path, str]:
    """The folder that an incident from elsewhere is in now, and one sentence about it; its documents follow.

    Of a folder that was made for it is said what `pmtui new` says of one.
    """
    other = source(path)
    done = join(other, context.library(), into)
    for said in create.surroundings(done.folder) if done.created else ():
        print_notice(said)
    here = context.session(str(done.folder))
    here.close()
    if is_published(here.incident):
        publish(done.folder, other.own)
    return done.folder, done.sentence
