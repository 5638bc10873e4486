"""`pmtui join`: what a colleague's copy of an incident holds and this machine's lacks, or a shared one, by its line."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.cli.publishing import publish
from pmtui.errors import UsageError
from pmtui.model.joining import has_line
from pmtui.work import create
from pmtui.work.join import join, source
from pmtui.work.publish import is_published

_LONGEST = 1 << 14
"""Letters of a line: certificates of a company are long."""


class Options:
    """What it takes."""

    source: str | None
    incident: str | None
    creds: Path | None
    insecure: bool
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
        metavar="LINE|FOLDER|FILE",
        nargs="?",
        help="the line that `pmtui share` printed (left out: it is asked for, and not shown), a colleague's folder, "
        "incident.toml or journal, or a copy in conflict that a sync program left",
    )
    add_incident(call)
    call.add_argument(
        "--creds", metavar="FILE", type=Path, help="with a line: your credentials at that server"
    )
    call.add_argument(
        "--insecure",
        action="store_true",
        help="with a line: without TLS, so that everybody on the way can read",
    )
    add_json(call)


def run(options: Options) -> int:
    """Adds what another copy holds and this machine's lacks; says what that was."""
    named = _asked() if options.source is None else options.source
    if has_line(named) or options.source is None:
        folder, sentence = _arrive(named, options)
    elif options.creds or options.insecure:
        raise UsageError("--creds and --insecure are for a line that begins with pmtui://", "leave them out")
    else:
        into = context.library().find(options.incident) if options.incident else None
        folder, sentence = take_in(Path(named), into)
    if options.json:
        print_json(Joined(folder.name, str(folder), sentence))
    else:
        print_result(sentence)
    return 0


def _asked() -> str:
    """The line, from a terminal that does not show it, else from stdin; a wrapped one is read to its end.

    What is left of it would be a command for the shell.
    """
    from pmtui.work.share import link

    read = _typed if _is_terminal() else _piped
    text = line = read("the line to join by (it is not shown): ")
    while line and len(text) < _LONGEST and link.find(text) and not link.is_whole(text):
        line = read("the rest of it: ")
        text += line
    return text


def _typed(prompt: str) -> str:
    from getpass import getpass

    try:
        return getpass(prompt)
    except EOFError:  # Ctrl+D
        return ""


def _piped(prompt: str) -> str:
    return sys.stdin.buffer.readline(_LONGEST).decode(errors="replace")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _arrive(line: str, options: Options) -> tuple[Path, str]:
    from pmtui.work.share import arrive, link

    if options.incident:
        raise UsageError("a line names its incident itself", "leave INCIDENT out")
    found = link.read(line, context.clock())
    visitor = arrive.Visitor(context.person(), options.creds, options.insecure)
    done = arrive.arrive(found, context.library(), visitor, context.clock)
    for said in (*done.warnings, *(create.surroundings(done.folder) if done.created else ())):
        print_notice(said)
    here = context.session(str(done.folder))
    here.close()
    if is_published(here.incident):
        publish(done.folder)
    came = "1 entry" if done.came == 1 else f"{done.came} entries"
    print_notice(f"`pmtui open {done.folder.name}` shows it, and shares it as long as it is open")
    return done.folder, f"{done.folder.name}: joined; {came} came"


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
