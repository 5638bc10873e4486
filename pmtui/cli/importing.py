"""`pmtui new TITLE --from FILE`: what nobody logged live, shown before it is recorded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pmtui.cli import context
from pmtui.cli.columns import columns
from pmtui.cli.printing import print_notice, print_result
from pmtui.errors import PmtuiError, UsageError
from pmtui.model import entries as e
from pmtui.model.backfill.propose import Proposed, entries, lines
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import Context
from pmtui.model.text import one_line, short
from pmtui.model.time.words import day, shown
from pmtui.model.time.zones import tz

_WORDS = 60


def begin(opened: e.Opened, source: str, from_day: str | None, yes: bool) -> Path | None:
    """The folder of a new incident with the entries that a file's lines make; None when they are not accepted.

    Raises:
        PmtuiError: the file cannot be read, or holds nothing to record.
        UsageError: the day is none.
    """
    text = context.text_in(source)
    day_before = _day(from_day)
    try:
        proposed = lines(text, opened.zone, context.clock(), day_before)
    except PmtuiError as error:
        raise PmtuiError(f"{source}: {error.what}", error.do) from None
    if not proposed:
        raise PmtuiError(f"{source}: there is no line that makes an entry", "see `pmtui new --help`")
    known = Context(Incident([opened]), context.clock(), opened.by, context.settings().audiences)
    made = entries(proposed, known)
    for line in columns([_row(entry, each, opened.zone) for each, entry in made]):
        print_result(line)
    unknown = sum(each.when.at is None for each, _ in made)
    print_notice(f"{len(made)} entries, {unknown} of unknown time; times are read in {opened.zone}")
    if not yes and not _accepted(source):
        return None
    return context.library().create(opened, _first_day(opened, made), [entry for _, entry in made])


def _day(typed: str | None) -> date | None:
    from pmtui.model.time.spelling import read_day

    try:
        found = read_day(typed) if typed else None
    except PmtuiError as error:
        raise UsageError(f"--day: {error.what}", error.do) from None
    if typed and found is None:
        raise UsageError(f"--day: {typed!r} is not a day", "write it as 2023-10-15")
    return found


def _row(entry: e.Entry, each: Proposed, zone: str) -> tuple[str, ...]:
    """`#3  2018-02-20 15:05  note  Autoscaling increases …  [why the time is unknown]`."""
    when = f"{day(entry.at, zone)} {shown(entry.when, zone)}" if entry.at else "time unknown"
    words = one_line(each.text).removeprefix(f"/{each.kind} ")
    return (
        f"#{entry.n}",
        when,
        e.kind_of(entry),
        short(words, _WORDS),
        f"[{each.note}]" if each.note else "",
    )


def at_a_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _accepted(source: str) -> bool:
    if source == "-" or not at_a_terminal():
        print_notice("nothing is recorded; --yes records them")
        return False
    print("record them? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() in ("y", "yes"):
        return True
    print_notice("nothing is recorded")
    return False


def _first_day(opened: e.Opened, made: Sequence[tuple[Proposed, e.Entry]]) -> date:
    """The day that the folder's name begins with: that of the first thing that happened."""
    known = [entry.at for _, entry in made if entry.at]
    return min(known, default=opened.recorded).astimezone(tz(opened.zone)).date()
