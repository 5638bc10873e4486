"""`pmtui log`: one typed line, a script on stdin, or a command that is run and recorded."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_json, utf8
from pmtui.cli.printing import print_notice, print_result
from pmtui.cli.recorded import Receipt, print_receipt
from pmtui.errors import PmtuiError, UsageError
from pmtui.model import entries as e
from pmtui.model.line.corrections import changes_nothing
from pmtui.model.line.receipt import meant
from pmtui.model.text import one_line, short
from pmtui.storage.disk import StorageError
from pmtui.work.session import Session

if TYPE_CHECKING:
    from pmtui.cli.script import Asked

_BY_SIGNAL = 128
"""Shells give 128 and the signal's number as the status of a program that a signal ended."""
_CUT = "cut off before its end when `pmtui log` was ended"


class Options:
    """What it takes."""

    incident: str | None
    text: list[str]
    command: list[str] | None
    """What is to be run; None without `--run`."""
    json: bool
    alert: bool


Answer = Receipt
"""Of each line that is recorded, on a line of its own."""


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.usage = (
        "pmtui log [-i INCIDENT] [TEXT …]\n       pmtui log [-i INCIDENT] --run CMD …\n"
        "       pmtui log [-i INCIDENT] --alert < NOTIFICATION"
    )
    call.add_argument(
        "-i", "--incident", metavar="INCIDENT", help="default: $PMTUI_INCIDENT, else the only open one"
    )
    call.add_argument(
        "text",
        metavar="TEXT",
        type=utf8,
        nargs="*",
        help="[@TIME] [/COMMAND] TEXT, where /help lists the commands; none: every line of stdin",
    )
    add_json(call, "an object for each entry recorded, on a line of its own")
    call.add_argument(
        "--alert",
        action="store_true",
        help="stdin is a notification of Alertmanager, Grafana or PagerDuty; it joins an incident, or begins one",
    )
    call.add_argument(
        "--run",
        dest="command",
        nargs=argparse.REMAINDER,
        metavar="CMD",
        help="run the command; record its status, duration and output",
    )


def run(options: Options) -> int:
    """Records what is given; 1 when a line was refused."""
    if options.text == ["/help"]:  # no incident is needed to ask how to type
        from pmtui.cli.answers import help_text

        print_result(help_text())
        return 0
    _check(options)
    if options.alert:
        from pmtui.cli import alerts

        return alerts.record(options.incident, options.json)
    here = context.session(options.incident)
    lock = here.journal.lock
    lock.waits = lambda: print_notice(
        f"{here.slug}: another window has held it for {lock.patience:.0f} seconds; waiting, nothing is lost"
    )
    before = here.incident.last_number
    try:
        return _log(here, options)
    finally:
        _follow(here, before)


def _check(options: Options) -> None:
    """Refuses what does not go together.

    Raises:
        UsageError: `--run` stands beside a TEXT, or `--json`, or `--alert` beside one of them.
    """
    if options.alert and (options.text or options.command is not None):
        raise UsageError("--alert reads stdin", "put no TEXT and no --run beside it")
    if options.command is not None and options.text:
        raise UsageError("--run takes the rest of the line as the command", "put no TEXT before it")
    if options.command is not None and options.json:
        raise UsageError("with --run stdout is the command's", "leave --json out")


def _log(here: Session, options: Options) -> int:
    if options.command is not None:
        from pmtui.cli.run import record

        return record(here, options.command)
    if options.text:
        _record(here, " ".join(options.text), context.clock(), options.json)
        return 0
    return _script(here, options.json)


def _record(here: Session, line: str, at: datetime, json: bool) -> None:
    """Records one line and prints its receipt; of a command that records nothing its answer.

    Raises:
        UsageError: that answer is no object.
    """
    typed = here.understand(line, at)
    if typed.entry is None:
        if json:
            raise UsageError(
                f"/{typed.command.name} records nothing, so it has no receipt", "leave --json out"
            )
        from pmtui.cli.answers import answer

        print_result(answer(here, typed))
        return
    if isinstance(typed.entry, e.Amend) and changes_nothing(typed.entry, here.incident):
        name = here.incident.name(typed.entry.refs[0])
        print_notice(f"nothing changed: {name} says that already; nothing was recorded")
        return
    receipt = context.write(here, typed.entry)
    if isinstance(typed.entry, e.Finish):
        from pmtui.cli.finish import say_unfinished  # the review comes along, which no other line waits for

        say_unfinished(here)
    if note := meant(typed, here.incident.name(typed.entry.id)):
        print_notice(note)
    print_receipt(receipt, json)


def _script(here: Session, json: bool) -> int:
    """Every line of stdin; a refused one is reported with its number, the rest is recorded."""
    from pmtui.cli.script import Asked

    if sys.stdin.isatty():
        print_notice("one entry a line, two spaces continue it; Ctrl-D ends")
    with Asked() as asked:
        try:
            status = _record_lines(here, asked, json)
        finally:
            _keep_half(here, asked.half)
    return _BY_SIGNAL + asked.number if asked.number else status


def _record_lines(here: Session, asked: Asked, json: bool) -> int:
    from pmtui.cli.script import lines

    refused = skipped = number = 0
    for line in lines(sys.stdin.fileno(), context.clock, asked):
        number = line.number
        if line.skipped:
            skipped += 1
            continue
        try:
            if line.late:
                print_notice(
                    f"line {number}: what it would continue is recorded already; it is a note of its own"
                )
            _record(here, line.text(), line.arrived, json)
        except StorageError:
            print_notice(f"pmtui: line {number} and what follows it are not recorded")
            raise
        except (PmtuiError, UnicodeDecodeError) as error:
            refused += 1
            print_notice(_refusal(number, error, line.raw.decode(errors="replace")))
    if not number:
        print_notice("there is no line on stdin, so nothing was recorded")
    if skipped:
        print_notice(f"{skipped} empty or comment line{'s' if skipped > 1 else ''} skipped")
    if refused:
        print_notice(f"{refused} line{'s' if refused > 1 else ''} refused, the rest is recorded")
    return 1 if refused else 0


def _keep_half(here: Session, half: bytes) -> None:
    """A line whose end has not come may be cut in a word: it is no entry, but waits for a person in the next window."""
    if not half.strip():
        return
    from pmtui.model.text import clean
    from pmtui.storage.unsent import Line, Unsent, UnsentState

    text = clean(half.decode(errors="replace"))
    said = f"the last line was cut off before its end, and is not recorded: {short(one_line(text), 80)}"
    window = Unsent(here.folder)
    try:
        window.save(UnsentState(parked=(Line(text, since=context.clock(), why=_CUT),)))
        window.close()
    except StorageError as error:
        print_notice(f"{said} (and it could not be kept: {error})")
    else:
        print_notice(f"{said}; the next window of {here.slug} has it")


def _refusal(number: int, error: Exception, line: str) -> str:
    why = "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
    return f"line {number}: {why} — not recorded: {short(one_line(line), 80)}"


def _follow(here: Session, before: int) -> None:
    """The documents of an incident that was closed follow every later change; a new close names them."""
    here.close()
    new = [item.entry for item in here.incident.of(e.Close, e.Move) if item.entry.n > before]
    changed = [here] if here.incident.last_number > before else []
    changed += [context.session(entry.incident) for entry in new if isinstance(entry, e.Move)]
    for each in changed:
        each.close()
        if not each.incident.of(e.Close):
            continue  # never closed, as most that are logged to: they do not pay for the documents
        from pmtui.cli.publishing import publish

        for path in publish(each.folder):
            if each is here and any(isinstance(entry, e.Close) for entry in new):
                print_notice(f"wrote {path}")
