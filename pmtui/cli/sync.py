"""`pmtui sync`: a shared incident is made the same here and there, once or as long as the call runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json
from pmtui.cli.printing import is_read, print_json_line, print_notice, print_result
from pmtui.cli.publishing import publish
from pmtui.work.publish import is_published

if TYPE_CHECKING:
    from pmtui.work.share.session import Meeting
    from pmtui.work.share.status import Status

_PAUSE = 0.25
"""Seconds between two looks at how it stands."""


class Options:
    """What it takes."""

    incident: str | None
    watch: bool
    json: bool


class Synced(msgspec.Struct, frozen=True):
    """How a shared incident stands."""

    incident: str
    """The slug."""
    state: str
    came: int
    """Entries that came since the call began."""
    went: int
    entries: int
    """How many have a number here, as the opening one has not."""
    equal: datetime | None
    """When both sides were last seen to hold the same entries; null when they never were."""
    warnings: tuple[str, ...]


Answer = Synced
"""With `--watch` whenever something came or went, on a line of its own."""


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    call.add_argument(
        "--watch",
        action="store_true",
        help="stay, and share what comes, until a window does it or you end it",
    )
    add_json(call)


def run(options: Options) -> int:
    """Says what came and what went; 0 when both sides hold the same entries."""
    here = context.session(options.incident)
    here.close()
    from pmtui.work.share.where import meeting

    where = meeting(here.folder, context.person())
    if options.watch:
        return _watch(here.folder, where, options.json)
    from pmtui.work.share.once import sync

    status = sync(here.folder, where, context.clock)
    for warning in status.warnings:
        print_notice(f"{here.slug}: {warning}")
    if options.json:
        print_json_line(_synced(here.slug, status))
    else:
        print_result(f"{here.slug}: {_moved(status.came, status.went)}; {_equal(status)}")
    _follow(here.folder, status.came)
    return 0


def _synced(slug: str, status: Status) -> Synced:
    return Synced(
        incident=slug,
        state=status.state.value,
        came=status.came,
        went=status.went,
        entries=status.entries,
        equal=status.equal,
        warnings=status.warnings,
    )


def _watch(folder: Path, where: Meeting, json: bool) -> int:
    from pmtui.work.share.background import Background

    background = Background(folder, where, context.clock, window=False).start()
    before = background.status
    try:
        while is_read():
            sleep(_PAUSE)
            now = background.status
            _tell(folder.name, before, now, json)
            _follow(folder, now.came - before.came)
            before = now
    finally:
        background.stop()
    return 0


def _tell(slug: str, before: Status, now: Status, json: bool) -> None:
    """What changed: entries on stdout, how it stands on stderr."""
    if (now.state, now.why) != (before.state, before.why):
        print_notice(f"{slug}: {_stands(now)}")
    for warning in now.warnings:
        if warning not in before.warnings:
            print_notice(f"{slug}: {warning}")
    came, went = max(0, now.came - before.came), max(0, now.went - before.went)
    agreed = now.equal is not None and (before.equal is None or now.entries != before.entries)
    if json and (came or went or agreed):
        print_json_line(_synced(slug, now))
        return
    if came or went:
        print_result(f"{slug}: {_moved(came, went)}")
    if agreed:
        print_result(f"{slug}: {_equal(now)}")


def _stands(status: Status) -> str:
    from pmtui.work.share.status import State

    why = f": {status.why}" if status.why else ""
    match status.state:
        case State.CONNECTING:
            return "connecting"
        case State.CONNECTED:
            return "connected"
        case State.AWAY:
            return f"no server{why}; it is tried again"
        case State.REFUSED:
            return f"sharing is refused{why}; it is tried again when share.toml has changed"
        case State.ELSEWHERE:
            return "a window, or another `pmtui sync --watch`, shares it on this machine; this one waits"
        case State.ENDED:
            return f"not shared{why}"


def _moved(came: int, went: int) -> str:
    if not (came or went):
        return "nothing came or went"
    return ", ".join(
        f"{count} {'entry' if count == 1 else 'entries'} {did}"
        for count, did in ((came, "came"), (went, "went"))
        if count
    )


def _equal(status: Status) -> str:
    return f"both sides hold the same {status.entries} {'entry' if status.entries == 1 else 'entries'}"


def _follow(folder: Path, came: int) -> None:
    """The documents of an incident that was closed follow what came."""
    if came <= 0:
        return
    here = context.session(str(folder))
    here.close()
    if is_published(here.incident):
        publish(folder)
