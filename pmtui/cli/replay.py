"""`pmtui replay`: a record is played again on the live screen, as a demo."""

from __future__ import annotations

from pmtui.cli import context, screens
from pmtui.cli.parser import Parser
from pmtui.cli.printing import print_notice
from pmtui.errors import PmtuiError, UsageError
from pmtui.storage.apart import apart
from pmtui.storage.library import Library
from pmtui.work.demo import Demo, speed


class Options:
    """What it takes."""

    record: str
    demo: bool
    speed: float


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.add_argument("record", metavar="RECORD", help="an incident.toml, or an incident of yours")
    call.add_argument(
        "--demo", action="store_true", help="needed: it is marked DEMO, and nothing of it is kept"
    )
    call.add_argument(
        "--speed",
        metavar="60",
        type=_speed,
        default=60.0,
        help="times as fast, default: 60; inf: all at once",
    )


def _speed(typed: str) -> float:
    try:
        return speed(typed)
    except PmtuiError as error:
        raise UsageError(f"--speed: {error.what}", error.do) from None


def run(options: Options) -> int:
    """Plays it until the person leaves.

    Raises:
        UsageError: it is not asked for as a demo, or there is no terminal.
        PmtuiError: the record cannot be read.
    """
    if not options.demo:
        raise UsageError("a replay is a demo, and nothing else", "write --demo behind it")
    screens.need_terminal()
    mine = context.settings()
    incident, slug = context.reading(options.record)
    with apart() as home:
        library = Library(home)
        status = screens.show_demo(library, mine, Demo(incident.entries, slug, library, options.speed))
    print_notice("the demo is over; nothing of it is kept")
    return status
