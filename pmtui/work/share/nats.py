"""A NATS server with JetStream as the meeting point of an incident: one stream, and no consumer of it.

Live messages come by a plain subscription, which needs no quorum; what is missing by its key from any replica.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from pmtui.model.text import one_line
from pmtui.storage.sharing import Sharing
from pmtui.work.share.answers import Answer, check, no_jetstream, refusal
from pmtui.work.share.client import ending, status
from pmtui.work.share.engine import Presence, Refused, StoreLost, TooBig
from pmtui.work.share.wire import Wire

if TYPE_CHECKING:
    from nats.aio.msg import Msg

_AT_ONCE = {"e": 128, "a": 4}
"""Messages that are under way at once, by kind: a server cuts off whoever lets more than 64 MiB wait there."""
_CLUSTER = 3
"""Servers of which each keeps a copy."""
_LONGEST_NAME = 100


class _Said(msgspec.Struct, frozen=True):
    """What a window says of itself: a `Presence` without what its subject says."""

    name: str
    where: str
    unshared: int
    here: bool
    ended: bool = False
    asks: bool = False
    at: float = 0.0


class NatsEngine:
    """One connection to the messages of one incident; see `Engine`.

    Raises:
        Refused: the client is not installed, or the credentials cannot be read.
    """

    def __init__(self, sharing: Sharing) -> None:
        self._wire = Wire(sharing)
        self.lost = self._wire.lost
        self._stream = f"PMTUI_{sharing.id}"
        self._prefix = f"pmtui.{sharing.id}."
        self._me = sharing.me
        self._copies = _CLUSTER if len(sharing.urls) >= _CLUSTER else 1

    async def open(
        self, on_message: Callable[[str, bytes], None], on_presence: Callable[[Presence], None]
    ) -> None:
        """Connects; from then on both callbacks are called in the event loop, and must return at once.

        Raises:
            Refused: the server is not the one that is meant, too old, or does not let this member in.
            ConnectionError, TimeoutError: it cannot be reached.
        """
        heard = {f"{self._prefix}e.>": self._heard(on_message), f"{self._prefix}p.>": self._seen(on_presence)}
        async with ending():
            await self._wire.open(heard)

    async def keys(self) -> set[str]:
        """The keys of all that is stored; makes the store if it is not there, as after a lost disk.

        Raises:
            Refused: the server has no JetStream, no space, or keeps something else under this name.
            ConnectionError, TimeoutError: it is away.
        """
        found: set[str] = set()
        async with ending():
            while True:
                asked = {"subjects_filter": f"{self._prefix}>", "offset": len(found)}
                answer = await self._api("STREAM.INFO", asked)
                if answer.has_no_store:
                    await self._make()
                    return set()
                check(answer, self._wire.server, self._stream)
                page = answer.state.subjects or {}
                found.update(subject.removeprefix(self._prefix) for subject in page)
                if not page or len(found) >= answer.total:
                    return found

    async def count(self) -> int:
        """How many messages are stored; none, where the store is gone.

        Raises:
            ConnectionError, TimeoutError: the server is away.
        """
        async with ending():
            answer = await self._api("STREAM.INFO", {})
        if answer.has_no_store:
            return 0
        check(answer, self._wire.server, self._stream)
        return answer.state.messages

    async def _make(self) -> None:
        config = {
            "name": self._stream,
            "subjects": [f"{self._prefix}e.>", f"{self._prefix}a.>"],
            "storage": "file",
            "retention": "limits",
            "num_replicas": self._copies,
            "max_msgs_per_subject": 1,
            "discard": "new",
            "discard_new_per_subject": True,
            "deny_purge": True,
            "allow_direct": True,
        }
        check(await self._api("STREAM.CREATE", config), self._wire.server, self._stream)

    async def get(self, keys: Collection[str]) -> dict[str, bytes]:
        """The messages of these keys, as many as come in time; one that a replica does not have yet is missing.

        Raises:
            Refused: this member may not read them.
            ConnectionError, TimeoutError: the server is away.
        """
        found: dict[str, bytes] = {}

        async def one(key: str) -> None:
            if stored := await self._stored(key):
                found[key] = stored.data

        try:
            await self._each(keys, one)
        except TimeoutError:
            if not found:
                raise
        return found

    async def _stored(self, key: str) -> Msg | None:
        subject = f"$JS.API.DIRECT.GET.{self._stream}.{self._prefix}{key}"
        answer = await self._wire.ask(subject, b"")
        status = (answer.headers or {}).get("Status", "")
        if status == "404":
            return None
        if status:
            raise TimeoutError(f"the server at {self._wire.server} gives nothing out: {status}")
        return answer

    async def push(self, messages: Mapping[str, bytes]) -> dict[str, Refused]:
        """Stores each message once; one that is there already is a success. What was refused, and why, comes back.

        Raises:
            ConnectionError, TimeoutError: the server is away, or has lost its store, which `keys` makes anew.
        """
        refused: dict[str, Refused] = {}

        async def one(key: str) -> None:
            try:
                await self._store(key, messages[key])
            except Refused as error:
                refused[key] = error

        await self._each(messages, one)
        return refused

    async def _store(self, key: str, data: bytes) -> None:
        largest, server = self._wire.largest, self._wire.server
        if len(data) > largest:
            raise TooBig(
                f"{len(data) >> 10} KiB are too big for the server at {server}, which takes {largest >> 10} KiB",
                "it stays on this machine; max_payload is the server's setting",
            )
        answer = await self._wire.ask(f"{self._prefix}{key}", data)
        if status(answer) == "503":
            raise StoreLost(f"the server at {server} has lost what was stored")
        said = msgspec.json.decode(answer.data, type=Answer)
        if said.error and not said.was_there:
            raise refusal(said.error, self._wire.server)

    async def erase(self, key: str, instead: bytes) -> None:
        """Removes the words of a message from the store, and puts the wordless one there, if it is not empty.

        A member who has not heard of it may put them back in between: then they are removed once more.

        Raises:
            Refused: this member may not; the words are still there.
            ConnectionError, TimeoutError: the server is away.
        """
        async with ending():
            for _ in range(3):
                stored = await self._stored(key)
                if (stored.data if stored else b"") == instead:
                    return
                if stored:
                    number = int((stored.headers or {})["Nats-Sequence"])
                    await self._api("STREAM.MSG.DELETE", {"seq": number, "no_erase": False})
                if instead:
                    await self._store(key, instead)

    async def announce(self, presence: Presence) -> None:
        """Tells the others; nothing is stored.

        Raises:
            ConnectionError, TimeoutError: the server is away.
        """
        said = _Said(*presence[2:])
        async with ending():
            await self._wire.send(f"{self._prefix}p.{self._me}.{presence.window}", msgspec.json.encode(said))
            if not presence.here:
                await self._wire.flush(1)

    async def close(self) -> None:
        """Lets go; never raises, and takes at most 1 s."""
        await self._wire.close()

    async def _each(self, keys: Collection[str], do: Callable[[str], Awaitable[None]]) -> None:
        """Does it for all of them, some at a time."""
        slots = {kind: asyncio.Semaphore(many) for kind, many in _AT_ONCE.items()}

        async def one(key: str) -> None:
            async with slots[key[:1]]:
                await do(key)

        async with ending():
            tasks = [asyncio.ensure_future(one(key)) for key in keys]
            try:
                await asyncio.gather(*tasks)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _api(self, call: str, asked: dict[str, Any]) -> Answer:
        answer = await self._wire.ask(f"$JS.API.{call}.{self._stream}", msgspec.json.encode(asked))
        if status(answer) == "503":
            raise no_jetstream(self._wire.server)
        return msgspec.json.decode(answer.data, type=Answer)

    def _heard(self, on_message: Callable[[str, bytes], None]) -> Callable[[Msg], Awaitable[None]]:
        async def heard(message: Msg) -> None:
            on_message(message.subject.removeprefix(self._prefix), message.data)

        return heard

    def _seen(self, on_presence: Callable[[Presence], None]) -> Callable[[Msg], Awaitable[None]]:
        async def seen(message: Msg) -> None:
            member, _, window = message.subject.removeprefix(f"{self._prefix}p.").partition(".")
            with suppress(msgspec.MsgspecError, UnicodeDecodeError):
                said = msgspec.json.decode(message.data, type=_Said)
                name, where = (one_line(text)[:_LONGEST_NAME] for text in (said.name, said.where))
                shown = Presence(member, window, *msgspec.structs.astuple(said))
                on_presence(shown._replace(name=name, where=where))

        return seen
