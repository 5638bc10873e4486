"""Sharing an incident: from this machine, or by a server of the team; a new line, and the end of it."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from pmtui.errors import PmtuiError, UsageError
from pmtui.storage import git, sharing
from pmtui.storage.servers import ServerFolder
from pmtui.storage.sharing import Sharing
from pmtui.work.share import server
from pmtui.work.share.engine import Presence, Refused
from pmtui.work.share.nats import NatsEngine

TAKES = timedelta(hours=24)
"""How long a line takes new members."""
_PORT = 4222
_PORTS = 20
"""So many ports are tried when none is named: one machine shares few incidents at a time."""
_NOWHERE = ("192.0.2.1", 9)
"""An address of documentation: a socket that is connected to it shows one's own, and sends nothing."""


def here(folder: Path, incident_id: str, now: datetime, bind: str = "", port: int = 0) -> Sharing:
    """Shares an incident from this machine; its server runs when this returns, and one that runs is found again.

    Args:
        folder: the incident's.
        incident_id: its id.
        now: the moment (UTC) that the line is made at, when there is none that still takes members.
        bind: the address to listen on; empty: where it listened last, else loopback.
        port: likewise; 0: one that is free.

    Raises:
        UsageError: the incident is shared by another server; there is no such address here, or its port is taken.
        PmtuiError: the server cannot be begun.
    """
    known = sharing.prepared(folder)
    if known and known.urls and not known.here:
        raise _elsewhere(folder, known)
    mine = known or _new(incident_id)
    files = ServerFolder(incident_id)
    files.make()
    bind, wanted = bind or mine.bind, port or mine.port
    if not server.runs(incident_id):
        wanted = _free(bind, wanted)
    elif not mine.here or (bind, wanted) != (mine.bind, mine.port):
        _free(bind, 0 if wanted == mine.port else wanted)  # before the others lose theirs
        server.end(incident_id)  # also one whose secrets are lost: it would let nobody in
        wanted = _free(bind, wanted)
    mine = msgspec.structs.replace(
        mine,
        here=True,
        bind=bind,
        port=wanted,
        pin=server.certificate(files),
        urls=(f"tls://{_netloc(reachable(bind), wanted)}",),
    )
    mine = _with_line(mine, now)
    keep(folder, mine)
    server.begin(folder, mine)
    return mine


class Team(msgspec.Struct, frozen=True):
    """The servers of a team, as a person names them."""

    urls: tuple[str, ...]
    """Of one, or of those of a cluster."""
    creds: Path | None = None
    """A file with credentials of NATS."""
    ca: Path | None = None
    """A file with the certificates of those who may have signed the server's."""
    insecure: bool = False
    """Without TLS, also to another machine."""


def to(folder: Path, incident_id: str, now: datetime, team: Team) -> Sharing:
    """Shares an incident by servers of the team; they are not asked yet. The line is made now (UTC).

    Raises:
        UsageError: it is shared from this machine, or by who let this one in; an address is none that may be used.
        StorageError: a file cannot be read, or what is said is not saved.
    """
    from pmtui.storage.deliver import collect

    known = sharing.prepared(folder)
    if known and (known.here or known.guest):
        raise _elsewhere(folder, known)
    mine = msgspec.structs.replace(
        _with_credentials(known, incident_id) if team.creds else _with_secrets(known, incident_id),
        urls=tuple(_url(each, insecure=team.insecure) for each in team.urls),
        creds=str(team.creds.expanduser().absolute()) if team.creds else "",
        ca=collect(team.ca.expanduser()) if team.ca else "",
    )
    if mine.creds:
        mine.credentials()
    mine = _with_line(mine, now)
    keep(folder, mine)
    return mine


def _elsewhere(folder: Path, known: Sharing) -> UsageError:
    where = "from this machine" if known.here else f"by {', '.join(known.urls)}"
    return UsageError(f"{folder.name} is shared {where}", f"`pmtui share {folder.name} --stop` ends that")


def prepare(folder: Path, incident_id: str) -> Sharing:
    """The secrets of an incident that a server of the team is to know; made here when there are none.

    Raises:
        UsageError: others let this machine in.
        StorageError: they are not saved.
    """
    known = sharing.prepared(folder)
    if known and known.guest:
        raise _elsewhere(folder, known)
    mine = _with_secrets(known, incident_id)
    if mine is not known:
        keep(folder, mine)
    return mine


def new_line(folder: Path, now: datetime) -> Sharing:
    """Another line than before, now (UTC): whoever has the old one is let in no more.

    Raises:
        UsageError: this machine has no line to give out.
        PmtuiError: it is not saved, or the server does not take it.
    """
    known = sharing.own(folder)
    if known is None or known.role != "lead" or not known.members:
        raise UsageError(
            f"{folder.name}: only who shares an incident makes a new line",
            f"`pmtui share {folder.name} --here` begins that",
        )
    mine = msgspec.structs.replace(known, members=_secret(), until=now + TAKES)
    keep(folder, mine)
    if mine.here:
        server.renew(folder, mine)
        asyncio.run(_until_let_in(msgspec.structs.replace(mine, role="member", secret=mine.members)))
    return mine


async def _until_let_in(member: Sharing) -> None:
    """Waits until the server knows the new secret, and so the old one no more.

    Raises:
        PmtuiError: it does not, for too long.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + server.PATIENCE
    while True:
        engine = NatsEngine(member)
        try:
            await engine.open(lambda key, data: None, lambda presence: None)
            return
        except (Refused, OSError) as error:
            if loop.time() >= until:
                raise Refused(
                    f"the server does not take the new line yet: {error}", "call it again"
                ) from None
        finally:
            await engine.close()
        await asyncio.sleep(0.05)


def stop(folder: Path, mine: Sharing, name: str) -> bool:
    """The incident is shared no more by this machine; whether a server of its own ended with that.

    Args:
        folder: the incident's.
        mine: how it is shared.
        name: who ends it; the others are told, if that takes no time.

    Raises:
        PmtuiError: it does not end.
    """
    if mine.here:
        asyncio.run(_farewell(mine, name))
    ended = mine.here and server.end(mine.id)
    sharing.forget(folder)
    if mine.here:
        ServerFolder(mine.id).remove()
    return ended


async def _farewell(mine: Sharing, name: str) -> None:
    engine = NatsEngine(mine)
    with suppress(OSError, PmtuiError):
        await engine.open(lambda key, data: None, lambda presence: None)
        await engine.announce(Presence(mine.me, "stop", name, "", 0, here=False, ended=True))
    await engine.close()


def keep(folder: Path, mine: Sharing) -> None:
    """Writes down how an incident is shared; git is told to leave it out.

    Raises:
        StorageError: it is not saved.
    """
    git.keep_secrets(folder.parent.parent)
    sharing.keep(folder, mine)


def is_loopback(host: str) -> bool:
    """Whether what is sent there never leaves this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reachable(bind: str) -> str:
    """The address of this machine that others reach a server at which listens there."""
    if not bind:
        return "127.0.0.1"
    try:
        everywhere = ipaddress.ip_address(bind).is_unspecified
    except ValueError:
        return bind
    return (own_address() or "127.0.0.1") if everywhere else bind


def own_address() -> str:
    """The address that this machine has in its network; empty when it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        try:
            looking.connect(_NOWHERE)
        except OSError:
            return ""
        return str(looking.getsockname()[0])


def _new(incident_id: str) -> Sharing:
    return Sharing(id=incident_id, urls=(), me=_me(), role="lead", secret=_secret(), members=_secret())


def _with_secrets(known: Sharing | None, incident_id: str) -> Sharing:
    """With secrets for its lead and for its members; those that are there stay."""
    made = _new(incident_id)
    if known is None:
        return made
    if known.members:
        return known
    return msgspec.structs.replace(known, secret=made.secret, members=made.members, role="lead")


def _with_credentials(known: Sharing | None, incident_id: str) -> Sharing:
    """Without secrets, unless there are some: everybody has credentials of their own."""
    return known or Sharing(id=incident_id, urls=(), me=_me(), role="lead")


def _with_line(mine: Sharing, now: datetime) -> Sharing:
    """With a line that takes members; one that does so still stays as it is."""
    if mine.until is not None and now < mine.until:
        return mine
    return msgspec.structs.replace(mine, until=now + TAKES)


def _me() -> str:
    return secrets.token_hex(4)


def _secret() -> str:
    return secrets.token_urlsafe(24)


def _free(bind: str, port: int) -> int:
    """A port that a server can listen on: the one that is asked for, else the first that is free."""
    for each in [port] if port else range(_PORT, _PORT + _PORTS):
        try:
            family, _, _, _, address = socket.getaddrinfo(bind or "127.0.0.1", each, type=socket.SOCK_STREAM)[
                0
            ]
        except OSError:
            raise UsageError(f"{bind} is no address", "name one of this machine") from None
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(address)
            except OSError as error:
                if isinstance(error, PermissionError) or "assign" in str(error):
                    raise UsageError(
                        f"this machine cannot listen on {bind or '127.0.0.1'}:{each}",
                        "name an address of its own, and a port above 1023",
                    ) from None
                continue
            return each
    raise UsageError(f"port {port or _PORT} is taken by another program", "--port names another one")


def _netloc(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _url(text: str, *, insecure: bool) -> str:
    """The address of a server, as it is kept."""
    try:
        at = urlsplit(text if "://" in text else f"tls://{text}")
        host, port = at.hostname, at.port or _PORT
    except ValueError:
        host, port = None, 0
    if not host or at.scheme not in ("tls", "nats") or at.path.strip("/") or at.query:
        raise UsageError(f"{text!r} is no address of a server", "write it as tls://nats.example.net:4222")
    if at.username or at.password:
        raise UsageError("a secret does not belong into an address", "--creds FILE holds one")
    if at.scheme == "nats" and not insecure and not is_loopback(host):
        raise UsageError(
            f"without TLS everybody on the way to {host} can read the incident",
            "write tls://, or add --insecure",
        )
    return f"{at.scheme}://{_netloc(host, port)}"


def check_plain(urls: Sequence[str], *, insecure: bool) -> None:
    """Whether these addresses, of a line, may be used.

    Raises:
        PmtuiError: one has no TLS, and leads to another machine.
    """
    for url in urls:
        _url(url, insecure=insecure)
