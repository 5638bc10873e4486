"""Joining by a line: the incident gets a folder on this machine, and all that the others have."""

from __future__ import annotations

import asyncio
import secrets
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.time.zones import tz
from pmtui.storage import sharing
from pmtui.storage.library import Library
from pmtui.storage.sharing import Sharing
from pmtui.work.session import Clock
from pmtui.work.share.begin import check_plain, keep
from pmtui.work.share.checks import Unfit, entry_in
from pmtui.work.share.engine import Presence
from pmtui.work.share.link import Link
from pmtui.work.share.nats import NatsEngine
from pmtui.work.share.once import sync
from pmtui.work.share.where import meeting


class Arrival(NamedTuple):
    """Where the incident is now."""

    folder: Path
    created: bool
    came: int
    """Entries that this machine lacked."""
    warnings: tuple[str, ...]


class Visitor(NamedTuple):
    """Who joins, and how far they trust."""

    name: str
    creds: Path | None = None
    """A file with credentials of NATS, where the line holds no secret."""
    insecure: bool = False
    """Without TLS, also to another machine."""


def arrive(link: Link, library: Library, visitor: Visitor, clock: Clock) -> Arrival:
    """Joins the incident of a line.

    A connection that is lost on the way leaves the folder: `pmtui sync` goes on there.

    Raises:
        PmtuiError: the line may not be used, the server does not let this machine in or holds another incident under
            this id, or what came cannot be saved.
    """
    check_plain(link.urls, insecure=visitor.insecure)
    creds = str(visitor.creds.expanduser().absolute()) if visitor.creds else ""
    mine = msgspec.structs.replace(link.sharing, me=secrets.token_hex(4), creds=creds)
    if not (mine.secret or mine.creds):
        raise PmtuiError("this line holds no secret", "name your own credentials: --creds FILE")
    opened = asyncio.run(_opened(mine))
    folder = library.with_id(link.id)
    created = folder is None
    if folder is None:
        folder = library.adopt([opened], link.slug, _day(opened))
        keep(folder, mine)
    else:
        _check(folder, library.head(folder), opened)
        before = sharing.prepared(folder)
        keep(folder, msgspec.structs.replace(mine, me=before.me) if before else mine)
    status = sync(folder, meeting(folder, visitor.name), clock)
    return Arrival(folder, created, status.came, status.warnings)


def _check(folder: Path, held: e.Opened, came: e.Opened) -> None:
    if codec.digest(held) != codec.digest(came):
        raise PmtuiError(
            f"the server holds another incident under the id of {folder.name}: {came.title!r}",
            "nothing was joined; ask whoever gave you the line",
        )
    before = sharing.load(folder)
    if before and before.role == "lead":
        raise PmtuiError(f"{folder.name} is shared from here", "the line is for your colleagues")


async def _opened(mine: Sharing) -> e.Opened:
    """The entry that opens the incident, as the server has it."""
    engine = NatsEngine(mine)
    key = f"e.{mine.id}"
    try:
        await engine.open(lambda key, data: None, _pass_over)
        found = await engine.get([key])
        entry = entry_in(key, found[key], mine.id, 0)
    except KeyError:
        raise PmtuiError(
            f"there is nothing of this incident at {', '.join(mine.urls)} yet",
            "whoever shares it opens it once more, or runs `pmtui sync`",
        ) from None
    except OSError as error:
        raise PmtuiError(
            f"{', '.join(mine.urls)} does not answer ({error})",
            "this machine must reach it: the same network, or a VPN",
        ) from None
    finally:
        await engine.close()
    if not isinstance(entry, e.Opened):
        raise Unfit(f"what {', '.join(mine.urls)} holds under this id opens no incident")
    return entry


def _pass_over(presence: Presence) -> None: ...


def _day(opened: e.Opened) -> date:
    return (opened.opened or opened.recorded).astimezone(tz(opened.zone)).date()
