"""`pmtui share`: a running incident for several machines (experimental)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json
from pmtui.cli.printing import print_document, print_json, print_notice, print_result
from pmtui.errors import PmtuiError, UsageError
from pmtui.storage import sharing

if TYPE_CHECKING:
    from pmtui.storage.sharing import Sharing
    from pmtui.work.session import Session
    from pmtui.work.share.status import Status


class Options:
    """What it takes."""

    incident: str | None
    here: bool
    bind: str
    port: int
    to: str
    creds: Path | None
    ca: Path | None
    insecure: bool
    stop: bool
    anyway: bool
    new_link: bool
    config: bool
    json: bool


class Shared(msgspec.Struct, frozen=True):
    """How an incident is shared after the call."""

    incident: str
    """The slug."""
    servers: tuple[str, ...]
    """Where its machines meet; none when it is not shared any more."""
    line: str
    """What a colleague runs to join; empty where none is given out."""
    until: datetime | None
    """How long that takes new members."""


Answer = Shared


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    how = call.add_mutually_exclusive_group(required=True)
    how.add_argument("--here", action="store_true", help="by a server that is begun on this machine")
    how.add_argument("--to", metavar="URL[,URL]", default="", help="by the NATS server of your team")
    how.add_argument(
        "--new-link", action="store_true", help="another line; the old one lets nobody in any more"
    )
    how.add_argument("--stop", action="store_true", help="compare once more, then share no longer")
    how.add_argument("--config", action="store_true", help="print what the server of a team is to be told")
    call.add_argument("--bind", metavar="ADDR", default="", help="with --here: the address to listen on")
    call.add_argument("--port", metavar="N", type=int, default=0, help="with --here: the port")
    call.add_argument("--creds", metavar="FILE", type=Path, help="with --to: your credentials there")
    call.add_argument("--ca", metavar="FILE", type=Path, help="with --to: who signed its certificate")
    call.add_argument(
        "--insecure", action="store_true", help="with --to nats://: everybody on the way can read"
    )
    call.add_argument("--anyway", action="store_true", help="with --stop: also when nothing can be compared")
    add_json(call)


def run(options: Options) -> int:
    """Shares, or ends it; prints the line for a colleague."""
    _check(options)
    here = context.session(options.incident)
    here.close()
    for asked, do in ((options.stop, _stop), (options.config, _config)):
        if asked:
            return do(here, options)
    before = sharing.load(here.folder)
    mine = _shared(here, options)
    print_notice(
        "sharing over machines is experimental: the journal here stays a full copy of all that is shared"
    )
    _print_line(here, mine, options)
    if before and before.urls != mine.urls:
        print_notice("the server has moved: whoever joined before joins once more, by this line")
    if options.new_link and not mine.here:
        print_notice(
            f"your server must be told: `pmtui share {here.slug} --config` has the new secret, then "
            "`nats-server --signal reload`"
        )
    return 0


def _check(options: Options) -> None:
    """Options that another one needs.

    Raises:
        UsageError: it is not there.
    """
    for name, given, needed, there in (
        ("--bind", options.bind, "--here", options.here),
        ("--port", options.port, "--here", options.here),
        ("--creds", options.creds, "--to", options.to),
        ("--ca", options.ca, "--to", options.to),
        ("--insecure", options.insecure, "--to", options.to),
        ("--anyway", options.anyway, "--stop", options.stop),
    ):
        if given and not there:
            raise UsageError(f"{name} is for {needed}", f"leave it out, or add {needed}")
    if not 0 <= options.port < 1 << 16:
        raise UsageError(f"{options.port} is no port", "one is between 1 and 65535")


def _shared(here: Session, options: Options) -> Sharing:
    from pmtui.work.share import begin

    now = context.clock()
    if options.new_link:
        return begin.new_line(here.folder, now)
    if options.here:
        mine = begin.here(here.folder, here.incident.id, now, options.bind, options.port)
        _sync(here)
        return mine
    team = begin.Team(tuple(options.to.split(",")), options.creds, options.ca, insecure=options.insecure)
    return _tried(here, lambda: begin.to(here.folder, here.incident.id, now, team))


def _tried(here: Session, do: Callable[[], Sharing]) -> Sharing:
    """Shares by a server that may not be the right one: then all is as it was."""
    before = sharing.prepared(here.folder)
    mine = do()
    try:
        _sync(here)
    except PmtuiError:
        if before:
            sharing.keep(here.folder, before)
        else:
            sharing.forget(here.folder)
        raise
    return mine


def _sync(here: Session) -> Status:
    from pmtui.work.share.once import sync
    from pmtui.work.share.where import meeting

    status = sync(here.folder, meeting(here.folder, context.person()), context.clock)
    for warning in status.warnings:
        print_notice(f"{here.slug}: {warning}")
    return status


def _print_line(here: Session, mine: Sharing, options: Options) -> None:
    from pmtui.work.share import link

    url = link.write(mine, here.slug)
    line = f"pmtui join '{url}'"
    if options.json:
        print_json(Shared(here.slug, mine.urls, line, mine.until))
    else:
        print_result(line)
    for sentence in _about(mine, line):
        print_notice(sentence)


def _about(mine: Sharing, line: str) -> list[str]:
    """What whoever gives the line away must know."""
    assert mine.until is not None
    where = ", ".join(url.partition("://")[2] for url in mine.urls)
    said = [
        f"paste that line to your colleagues; it takes new members until {mine.until:%d %b %H:%M} UTC",
        "whoever has it can read and write this incident, until `pmtui share --new-link` ends it for all who have it",
        f"who has nothing installed: uvx --from 'pmtui[share]' {line}",
    ]
    if not mine.here:
        own = "; each needs credentials of their own, for `pmtui join … --creds FILE`" if mine.creds else ""
        return [*said, f"a colleague must reach {where}{own}"]
    return [*said, *_reach(mine, where)]


def _reach(mine: Sharing, where: str) -> list[str]:
    """From where a server of this machine is reached."""
    from pmtui.work.share.begin import is_loopback, own_address

    runs = (
        "the server goes on when this window ends: until --stop, or a minute after the last member's good-bye"
    )
    if mine.bind and not is_loopback(mine.bind):
        reach = "a colleague must reach this machine there: the office network, or a VPN"
        return [f"the server listens on {mine.bind} port {mine.port} ({where}); {reach}", runs]
    address = own_address()
    other = f"--bind {address}" if address else "--bind ADDRESS"
    return [
        f"the server listens on {where}, for people on this machine alone; for others: {other}, "
        "a jump host (ssh -t jump pmtui open), or --to the server of your team",
        runs,
    ]


def _stop(here: Session, options: Options) -> int:
    from pmtui.work.share import begin

    mine = sharing.own(here.folder)
    if mine is None:
        raise UsageError(f"{here.slug} is not shared", f"`pmtui share {here.slug} --here` begins that")
    equal = _compared(here, options.anyway)
    ended = begin.stop(here.folder, mine, context.person())
    if options.json:
        print_json(Shared(here.slug, (), "", None))
    else:
        print_result(
            f"{here.slug}: {equal}; it is shared no more{', and its server has ended' if ended else ''}"
        )
    if not mine.here:
        print_notice(
            f"what was shared stays at {', '.join(mine.urls)}: whoever runs that server can take it away"
        )
    return 0


def _compared(here: Session, anyway: bool) -> str:
    """A clause on how both sides compare.

    Raises:
        PmtuiError: they cannot be compared, or are not equal.
    """
    try:
        _sync(here)
    except PmtuiError as error:
        if anyway:
            return f"not compared ({error.what})"
        raise PmtuiError(
            f"the entries could not be compared: {error.what}",
            f"`pmtui share {here.slug} --stop --anyway` ends it all the same; this journal keeps what it has",
        ) from None
    return "both sides hold the same entries"


def _config(here: Session, options: Options) -> int:
    from pmtui.work.share import begin, config

    if options.json:
        raise UsageError("--config prints a configuration, and no JSON", "leave one of them out")
    print_document(config.team([begin.prepare(here.folder, here.incident.id)]))
    print_notice(
        "this holds the secrets of the incident: for the server alone, readable by its user alone (chmod 600)"
    )
    print_notice(f"then: pmtui share {here.slug} --to tls://YOUR-SERVER")
    return 0
