"""Promises of the meeting point, with the real server: what it stores, whom it lets in, what it says when it cannot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import nats.errors
import pytest
from nats.aio.client import Client
from nats.errors import NoServersError

from pmtui.storage.sharing import Sharing
from pmtui.work.share.client import ending
from pmtui.work.share.engine import Presence, Refused
from pmtui.work.share.nats import NatsEngine
from tests.slowness import PATIENCE, Stopwatch
from tests.work.share.nats_server import OURS, THEIRS, Member, Server, free_port, member, until

ANA = Presence("ana1", "w1", "Ana [red]", "Timeline", 3, True)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all of them."""
    server = Server(tmp_path_factory.mktemp("nats"))
    server.start()
    yield server
    server.stop()


async def test_a_message_is_stored_once_heard_by_the_others_and_given_out_by_its_key(server: Server) -> None:
    """The first message of a key stays; another push of it is a success."""
    async with member(server.sharing()) as ana, member(server.sharing()) as bo:
        assert await ana.engine.push({"e.once": b"first"}) == {}
        assert await bo.engine.push({"e.once": b"second", "e.large": b"x" * (4 << 20)}) == {}
        await until(lambda: "e.once" in bo.heard and "e.large" in ana.heard)
        assert {"e.once", "e.large"} <= await bo.engine.keys()
        assert await bo.engine.get(["e.once", "e.none"]) == {"e.once": b"first"}
        assert ana.heard["e.large"] == b"x" * (4 << 20)
        assert await ana.engine.count() >= 2


async def test_a_member_who_comes_late_gets_all_of_them(server: Server) -> None:
    """By their keys alone, in any order."""
    many = {f"e.{number}": str(number).encode() for number in range(300)}
    async with member(server.sharing(THEIRS)) as ana:
        assert await ana.engine.push(many) == {}
    async with member(server.sharing(THEIRS)) as bo:
        assert await bo.engine.get(await bo.engine.keys()) == many


async def test_the_parts_of_an_attachment_come_by_their_keys_and_not_unasked(server: Server) -> None:
    """They are large, and whoever has the file asks for none."""
    async with member(server.sharing()) as ana, member(server.sharing()) as bo:
        assert await ana.engine.push({"a.sha.0": b"part", "e.behind": b"it"}) == {}
        await until(lambda: "e.behind" in bo.heard)
        assert "a.sha.0" not in bo.heard
        assert await bo.engine.get(["a.sha.0"]) == {"a.sha.0": b"part"}


async def test_what_is_too_big_is_refused_with_the_reason_and_the_rest_is_stored(server: Server) -> None:
    """One large entry holds up nobody's others."""
    async with member(server.sharing()) as ana:
        refused = await ana.engine.push({"e.big": b"x" * (9 << 20), "e.small": b"x"})
        assert [*refused] == ["e.big"]
        assert "9216 KiB are too big" in str(refused["e.big"])
        assert "8192 KiB" in str(refused["e.big"])
        assert "e.small" in await ana.engine.keys()


async def test_who_is_here_is_told_to_the_others_with_any_name_and_place(server: Server) -> None:
    """A name is data: cleaned, cut, never markup; nobody hears themselves."""
    async with member(server.sharing(me="ana1")) as ana, member(server.sharing(me="bo1")) as bo:
        await ana.engine.announce(ANA)
        await ana.engine.announce(ANA._replace(name="x\x1b[31m" * 100, here=False))
        await until(lambda: len(bo.seen) == 2)
        assert bo.seen[0] == ANA
        assert "\x1b" not in bo.seen[1].name
        assert len(bo.seen[1].name) == 100
        assert not ana.seen


async def test_presence_that_is_none_is_passed_over(server: Server) -> None:
    """Whatever a member sends, the others' windows go on."""
    async with member(server.sharing()) as ana, member(server.sharing()) as bo:
        for odd in (b"", b"[" * 3000, b"\xff", b'{"name": 1}'):
            await ana.engine._wire.send(f"pmtui.{OURS}.p.me1.w", odd)
        await ana.engine.announce(ANA)
        await until(lambda: bo.seen)
        assert [each.name for each in bo.seen] == ["Ana [red]"]


async def test_the_lead_erases_words_from_the_servers_disk(server: Server) -> None:
    """No file of the server holds them after that."""
    secret = b"hunter2-swordfish"

    def on_disk() -> bool:
        return any(secret in path.read_bytes() for path in server.store.rglob("*") if path.is_file())

    async with member(server.sharing(role="lead")) as lead, member(server.sharing()) as bo:
        await bo.engine.push({"e.red": secret, "e.blue": secret})
        assert on_disk()
        await lead.engine.erase("e.red", b"wordless")
        await lead.engine.erase("e.blue", b"")
        await lead.engine.erase("e.none", b"")
        assert await bo.engine.get(["e.red", "e.blue"]) == {"e.red": b"wordless"}
        await until(lambda: not on_disk())


async def test_a_member_may_not_erase_and_is_told_at_once(server: Server) -> None:
    """The client alone would wait in silence."""
    async with member(server.sharing()) as bo:
        await bo.engine.push({"e.kept": b"words"})
        with pytest.raises(Refused, match="does not let this member erase") as refused:
            await asyncio.wait_for(bo.engine.erase("e.kept", b""), 3)
        assert "whoever shared the incident does" in str(refused.value)
        assert await bo.engine.get(["e.kept"]) == {"e.kept": b"words"}


async def test_another_incidents_member_sees_and_writes_nothing_here(server: Server) -> None:
    """Even one who knows the ids and asks under our names."""
    async with member(server.sharing()) as ana:
        await ana.engine.push({"e.ours": b"ours"})
        # Logged in as theirs, asking for ours.
        spy = Member(server.sharing(THEIRS))
        await spy.open()
        heard: list[str] = []
        client = spy.engine._wire._connected
        spy.engine._stream, spy.engine._prefix = f"PMTUI_{OURS}", f"pmtui.{OURS}."
        for call in (spy.engine.keys(), spy.engine.count(), spy.engine.get(["e.ours"])):
            with pytest.raises(Refused):
                await call
        assert [*await spy.engine.push({"e.spy": b"spy"})] == ["e.spy"]
        with pytest.raises(Refused):
            await spy.engine.erase("e.ours", b"")

        async def hears(message: object) -> None:
            heard.append(str(message))

        for subject in (">", f"pmtui.{OURS}.>", f"_INBOX_{OURS}_member.>", "_INBOX.>", "$JS.>", "$SYS.>"):
            spy.engine._wire._denied = ""
            await client.subscribe(subject, cb=hears)
            await client.flush()
            await client.flush()
            assert spy.engine._wire._denied == subject.casefold()
        await spy.engine.announce(ANA)
        await ana.engine.announce(ANA)
        await ana.engine.push({"e.after": b"after"})
        assert {"e.ours", "e.after"} <= await ana.engine.keys()
        assert "e.spy" not in await ana.engine.keys()
        assert not heard
        assert not ana.seen
        assert "e.spy" not in ana.heard
        await spy.engine.close()


async def test_a_stream_of_another_incident_cannot_be_copied_into_ones_own(server: Server) -> None:
    """Members may make their own stream, which could name another one as its source."""
    async with member(server.sharing()) as ana:
        await ana.engine.push({"e.ours": b"ours"})
    spy = Member(server.sharing(THEIRS, role="lead"))
    await spy.open()
    await spy.engine._api("STREAM.DELETE", {})
    await spy.engine._api(
        "STREAM.CREATE",
        {"name": f"PMTUI_{THEIRS}", "sources": [{"name": f"PMTUI_{OURS}"}], "allow_direct": True},
    )
    await asyncio.sleep(0.2)  # what must not come has the time to come
    stored = await spy.engine._wire.ask(f"$JS.API.DIRECT.GET.PMTUI_{THEIRS}.pmtui.{OURS}.e.ours", b"")
    assert b"ours" not in stored.data
    with pytest.raises(Refused, match="keeps something else"):
        await spy.engine.keys()
    await spy.engine._api("STREAM.DELETE", {})
    await spy.engine.close()


async def _refused(sharing: Sharing) -> None:
    async with member(sharing):
        raise AssertionError("it was let in")


async def test_a_wrong_secret_is_refused_with_what_to_do(server: Server) -> None:
    """As after `--new-link`; whoever shares it has no line to ask for, but a server to tell."""
    with pytest.raises(Refused, match="the line was ended; ask for the new one"):
        await _refused(server.sharing(secret="of another day"))
    with pytest.raises(Refused, match=r"was not told the secrets.*`pmtui share --config` prints what"):
        await _refused(server.sharing(role="lead", secret="of another day"))


@pytest.mark.parametrize("pin", ["00" * 32, ""])
async def test_a_server_that_speaks_without_tls_is_sent_no_secret(pin: str) -> None:
    """Whether its certificate would be pinned, or signed."""
    async with Listener({"version": "2.15.1"}) as stranger:
        with pytest.raises(Refused, match="speaks without TLS; nothing was sent to it"):
            await _refused(stranger.sharing(secret="swordfish", pin=pin))
    assert stranger.got == b""


class Listener:
    """What looks like a server: says who it is, keeps what it is sent, and answers pings."""

    def __init__(self, info: dict[str, object], error: bytes = b"") -> None:
        self._info = {"max_payload": 1 << 20, "headers": True, **info}
        self._error = error
        self.got = b""
        self.port = free_port()

    async def __aenter__(self) -> Listener:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *error: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    def sharing(self, **other: object) -> Sharing:
        plain = Sharing(OURS, (f"tls://127.0.0.1:{self.port}",), "me1", secret="s")
        return msgspec.structs.replace(plain, **other)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"INFO " + json.dumps(self._info).encode() + b"\r\n")
        while data := await reader.read(1 << 16):
            self.got += data
            if b"CONNECT" in data:
                writer.write(b"+OK\r\n")
            if b"PING" in data:
                writer.write(self._error or b"PONG\r\n")
        writer.close()


async def test_an_unknown_certificate_is_refused_before_a_secret_is_sent(server: Server) -> None:
    """The sentence says which of the two ways of trust it failed."""
    with pytest.raises(Refused, match="it shows another certificate; nothing was sent to it"):
        await _refused(server.sharing(pin="00" * 32))
    with pytest.raises(Refused, match=r"not trusted \(.*self.signed.*\); nothing was sent to it; --ca"):
        await _refused(server.sharing(pin=""))


async def test_a_server_whose_certificate_is_named_as_trusted_is_taken(server: Server) -> None:
    """Its name does not fit, so the host is checked as well."""
    ca = (server.config.parent / "certificate.pem").read_text()
    with pytest.raises(Refused, match="not trusted"):
        await _refused(server.sharing(pin="", ca=ca))
    with pytest.raises(Refused, match="--ca cannot be read"):
        NatsEngine(server.sharing(pin="", ca="no certificate"))


async def test_a_server_that_is_too_old_is_named() -> None:
    """With both versions."""
    async with Listener({"version": "2.9.24"}) as old:
        with pytest.raises(Refused, match=r"is nats-server 2\.9\.24; sharing needs 2\.10\.23 or newer"):
            await _refused(old.sharing(urls=(f"nats://127.0.0.1:{old.port}",)))


async def test_a_server_that_is_away_is_a_connection_error_in_time() -> None:
    """So that the session tries again; one of this machine, which ended itself, is begun by a person."""
    watch = Stopwatch()
    nowhere = Sharing(OURS, (f"tls://127.0.0.1:{free_port()}",), "me1", pin="00" * 32)
    with pytest.raises(ConnectionError, match=r"no server answers at tls://127.0.0.1:\d+$"):
        await _refused(nowhere)
    with pytest.raises(ConnectionError, match=r"no server answers.*\(`pmtui share --here` begins it again\)"):
        await _refused(msgspec.structs.replace(nowhere, here=True))
    assert watch.seconds < 6


async def test_who_is_ended_while_they_connect_is_ended_whatever_the_client_makes_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It takes the end for a server that does not answer; whoever waits for the end would wait for ever."""
    connecting = asyncio.Event()

    async def connect(*_: object, **options: object) -> None:
        connecting.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise NoServersError from None

    monkeypatch.setattr(Client, "connect", connect)
    opening = asyncio.create_task(_refused(Sharing(OURS, ("tls://127.0.0.1:1",), "me1", pin="00" * 32)))
    await connecting.wait()
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening


@pytest.mark.parametrize(
    ("swaps", "said"),
    [
        ({"jetstream {": "mappings {", "    jetstream: enabled\n": ""}, "has no JetStream"),
        ({"jetstream: enabled": "jetstream: { max_file: 4KB, max_mem: 0 }"}, "is out of space"),
    ],
)
async def test_a_server_that_cannot_store_says_why(tmp_path: Path, swaps: dict[str, str], said: str) -> None:
    """One sentence each, and what to do."""
    server = Server(tmp_path / "s", swaps)
    server.start()
    try:
        with pytest.raises(Refused, match=said):
            await _fill(server.sharing())
    finally:
        server.stop()


async def _fill(sharing: Sharing) -> None:
    async with member(sharing) as ana:
        for number in range(2):
            for refused in (await ana.engine.push({f"e.{number}": b"x" * 8192})).values():
                raise refused


async def test_a_killed_server_is_noticed_at_once_and_has_everything_when_it_is_back(tmp_path: Path) -> None:
    """Whoever waits for an answer is told, too."""
    server = Server(tmp_path / "s")
    server.start()
    async with member(server.sharing()) as ana:
        await ana.engine.push({f"e.{n}": b"x" for n in range(50)})
        waiting = asyncio.create_task(ana.engine._wire.ask("pmtui.nobody", b""))
        server.stop()
        watch = Stopwatch()
        await asyncio.wait_for(ana.engine.lost.wait(), PATIENCE)
        assert watch.seconds < 5
        with pytest.raises((ConnectionError, Refused)):
            await waiting
        with pytest.raises(ConnectionError):
            await ana.engine.push({"e.x": b"x"})
    server.start()
    try:
        async with member(server.sharing()) as ana:
            assert len(await ana.engine.keys()) == 50
    finally:
        server.stop()


async def test_an_end_that_the_client_takes_for_a_time_out_is_an_end() -> None:
    """Else a call that is ended goes on and connects again, and whoever ends it waits for ever."""

    async def call() -> None:
        async with ending():
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                raise nats.errors.TimeoutError from None

    task = asyncio.create_task(call())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
