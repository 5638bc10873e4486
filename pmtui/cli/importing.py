"""What others recorded, shown before it is recorded: for `pmtui import` and `pmtui new TITLE --from FILE`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from pmtui.cli import context
from pmtui.cli.choices import Choices
from pmtui.cli.columns import columns
from pmtui.cli.printing import print_notice, print_result
from pmtui.errors import PmtuiError, UsageError
from pmtui.model import entries as e
from pmtui.model.backfill.items import Document, How
from pmtui.model.backfill.propose import Proposed
from pmtui.model.backfill.recognise import mapped
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import Context
from pmtui.model.text import one_line, short
from pmtui.model.time.words import day, shown
from pmtui.model.time.zones import tz
from pmtui.storage import bundle
from pmtui.work import importing
from pmtui.work.importing import Preview

_WORDS = 60
_AUTHOR = 16
_OTHERWISE = "look whether it is the right file, or say what it is: --as FORMAT"
_AS_A_MOMENT = "write it as 14:05, 2023-10-15, 2023-10-15T14:05 or 2023-10-15T14:05Z"


def begin(opened: e.Opened, source: str, options: Choices) -> Path | None:
    """The folder of a new incident with the entries that a file makes; None when they are not accepted.

    Raises:
        PmtuiError: the file cannot be read, or holds nothing to record.
        UsageError: what was said about it cannot be.
    """
    known = Context(Incident([opened]), context.clock(), opened.by, context.settings().audiences)
    preview = look(source, options, known, opened.zone)
    if not preview.proposed:
        raise PmtuiError(f"{source}: what was left out is all of it", _OTHERWISE)
    made = importing.made(preview.proposed, known)
    show(preview, made, opened.zone)
    if not accepted(source, options, preview):
        return None
    entries = [each for proposed, entry in made for each in importing.with_key(entry, proposed)]
    return context.library().create(opened, _first_day(opened, entries), entries)


def look(source: str, options: Choices, known: Context, zone: str) -> Preview:
    """What a file would add; its sentence names the file.

    Raises:
        PmtuiError: it cannot be read or understood.
    """
    how, first = _how(options, zone, known.now), _day(options.day)
    documents = _documents(source)
    try:
        preview = importing.preview(documents, known, how, first, zone)
    except UsageError:
        raise
    except PmtuiError as error:
        raise PmtuiError(f"{source}: {error.what}", error.do) from None
    if preview.empty:
        raise PmtuiError(f"{source}: there is no line that makes an entry ({preview.saw})", _OTHERWISE)
    print_notice(preview.saw)
    if preview.known:
        print_notice(f"{preview.known:,} of them {_are(preview.known)} there already")
    return preview


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _documents(source: str) -> list[Document]:
    if source != "-":
        return bundle.gather(Path(source).expanduser())
    return bundle.unpacked("stdin", bundle.bounded(sys.stdin.buffer))


def _how(options: Choices, zone: str, now: datetime) -> How:
    return How(
        format=options.format or "",
        fields=mapped(options.map) if options.map else {},
        start=_moment("--start", options.start, zone, now),
        since=_moment("--since", options.since, zone, now),
        until=_moment("--until", options.until, zone, now, last=True),
        channels=tuple(options.channel or ()),
        pinned=options.pinned,
    )


def _moment(option: str, typed: str | None, zone: str, now: datetime, last: bool = False) -> datetime | None:
    """The first moment of what is named, or the last: `--until 2023-10-15` ends with that day."""
    from pmtui.model.time import read

    if typed is None:
        return None
    try:
        found = read.read(typed.removeprefix("@"), zone=zone, now=now)
    except PmtuiError as error:
        raise UsageError(f"{option}: {error.what}", _AS_A_MOMENT) from None
    if found.at is None:
        raise UsageError(f"{option}: {typed!r} is no moment", _AS_A_MOMENT)
    return found.until if last and found.until else found.at


def _day(typed: str | None) -> date | None:
    from pmtui.model.time.spelling import read_day

    try:
        found = read_day(typed) if typed else None
    except PmtuiError as error:
        raise UsageError(f"--day: {error.what}", error.do) from None
    if typed and found is None:
        raise UsageError(f"--day: {typed!r} is not a day", "write it as 2023-10-15")
    return found


def show(preview: Preview, made: Sequence[tuple[Proposed, e.Entry]], zone: str) -> None:
    """Prints what each would record, and how many there are."""
    if not made:
        return
    for line in columns([_row(entry, each, zone) for each, entry in made]):
        print_result(line)
    said = f"{importing.counting(len(made), 'entry')}, {preview.unknown} of unknown time; times are read in {zone}"
    if preview.edited:
        said += f"; {preview.edited} {'changes' if preview.edited == 1 else 'change'} what is there"
    print_notice(said)
    if preview.assumed:
        print_notice(f"nothing says the day or the year of {preview.assumed} of them: it is assumed")


def _row(entry: e.Entry, each: Proposed, zone: str) -> tuple[str, ...]:
    """`#3  2018-02-20 15:05  note  Ana  Autoscaling increases …  [why the time is unknown]`."""
    when = "time unknown" if entry.happened else ""
    if entry.at:
        when = f"{day(entry.at, zone)} {shown(entry.when, zone)}"
    words = one_line(each.text).removeprefix(f"/{each.kind}").lstrip()
    return (
        f"#{entry.n}",
        when,
        e.kind_of(entry),
        short(each.author, _AUTHOR),
        short(words, _WORDS),
        "[key]" if each.key else "",
        f"[{each.note}]" if each.note else "",
    )


def at_a_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def accepted(source: str, options: Choices, preview: Preview) -> bool:
    """Whether what was shown is to be recorded.

    Raises:
        PmtuiError: nobody is asked, and something is assumed.
    """
    if options.yes:
        importing.check(preview, options.assume)
        return True
    if source == "-" or not at_a_terminal():
        print_notice("nothing is recorded; --yes records them")
        return False
    print("record them? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() in ("y", "yes"):
        return True
    print_notice("nothing is recorded")
    return False


def _first_day(opened: e.Opened, made: Sequence[e.Entry]) -> date:
    """The day that the folder's name begins with: that of the first thing that happened."""
    known = [entry.at for entry in made if entry.at]
    return min(known, default=opened.recorded).astimezone(tz(opened.zone)).date()
