"""A NATS server with JetStream as the meeting point of an incident: one stream, and no consumer of it.

Live messages come by a plain subscription, which needs no quorum; what is missing by its key from any replica.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import ssl
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from pmtui.model.text import one_line
from pmtui.storage.sharing import Sharing
from pmtui.work.share.answers import Answer, check, no_jetstream, refusal
from pmtui.work.share.client import ending, heeding_ends, import_client, status
from pmtui.work.share.engine import Presence, Refused, TooBig
from pmtui.work.share.login import Login

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.msg import Msg

OLDEST = (2, 10, 23)
"""The oldest server that takes what is asked of it here."""
_PATIENCE = 4.0
"""Seconds until an answer is given up."""
_AT_ONCE = {"e": 128, "a": 4}
"""Messages that are under way at once, by kind: a server cuts off whoever lets more than 64 MiB wait there."""
_PINGS = 2
"""Seconds between two looks at whether the other side still answers; after two without, it is gone."""
_CLUSTER = 3
"""Servers of which each keeps a copy."""
_VIOLATION = re.compile(r'permissions violation for (publish|subscription) to "([^"]*)"', re.IGNORECASE)
_KIND = re.compile(r"(\.[eap]\.).*")
"""What kind of message a subject is of, and which one."""
_LONGEST_NAME = 100


class _Said(msgspec.Struct, frozen=True):
    """What a window says of itself."""

    name: str
    where: str
    unshared: int
    here: bool
    ended: bool = False
    at: float = 0.0


class NatsEngine:
    """One connection to the messages of one incident; see `Engine`.

    Raises:
        Refused: the client is not installed, or the credentials cannot be read.
    """

    def __init__(self, sharing: Sharing) -> None:
        import_client()
        self.lost = asyncio.Event()
        self._login = Login(sharing)
        self._server = ", ".join(sharing.urls)
        self._urls = [*sharing.urls]
        self._stream = f"PMTUI_{sharing.id}"
        self._prefix = f"pmtui.{sharing.id}."
        self._me = sharing.me
        self._leads = sharing.role == "lead"
        self._again = " (`pmtui share --here` begins it again)" if sharing.here else ""
        self._inbox = f"_INBOX_{sharing.id}_{sharing.role}"
        self._client: Client | None = None
        self._asked: dict[str, tuple[str, asyncio.Future[Msg]]] = {}
        self._number = count(1)
        self._denied = ""
        """The last subject that this member may not use."""

    async def open(
        self, on_message: Callable[[str, bytes], None], on_presence: Callable[[Presence], None]
    ) -> None:
        """Connects; from then on both callbacks are called in the event loop, and must return at once.

        Raises:
            Refused: the server is not the one that is meant, too old, or does not let this member in.
            ConnectionError, TimeoutError: it cannot be reached.
        """
        async with ending():
            client = await self._connect()
            self._check_version(client)
            self._inbox += f".{secrets.token_hex(8)}"
            await client.subscribe(f"{self._inbox}.*", cb=self._answered)
            await client.subscribe(f"{self._prefix}e.>", cb=self._heard(on_message))
            await client.subscribe(f"{self._prefix}p.>", cb=self._seen(on_presence))
            for _ in range(2):  # the client's ping overtakes what it was given just before
                await client.flush(int(_PATIENCE))
        if self._denied:
            raise self._may_not("read")

    async def _connect(self) -> Client:
        from nats.aio.client import Client
        from nats.errors import AuthorizationError, Error, NoServersError

        client = self._client = Client()
        try:
            await client.connect(
                self._urls,
                name="pmtui",
                verbose=True,  # else it sends on before it has read that it is turned away, and knows not why
                no_echo=True,
                allow_reconnect=False,
                max_reconnect_attempts=1,
                reconnect_time_wait=0,
                connect_timeout=int(_PATIENCE),
                ping_interval=_PINGS,
                max_outstanding_pings=2,
                error_cb=self._failed,
                disconnected_cb=self._gone,
                closed_cb=self._gone,
                **self._login.options(),
            )
        except ssl.SSLError as error:
            self._client = None  # its transport is gone already, and closing it would wait for that
            raise self._login.stranger(self._server, error) from None
        except NoServersError:
            raise ConnectionError(f"no server answers at {self._server}{self._again}") from None
        except Error as error:
            if isinstance(error, AuthorizationError) or "authorization" in str(error).lower():
                raise self._login.turned_away(self._server) from None
            raise ConnectionError(f"{self._server}: {error}") from None
        self._login.check()
        return client

    def _check_version(self, client: Client) -> None:
        version = client.connected_server_version
        if (version.major, version.minor, version.patch) < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            raise Refused(
                f"the server at {self._server} is nats-server {version.major}.{version.minor}.{version.patch}",
                f"sharing needs {oldest} or newer",
            )

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
                check(answer, self._server, self._stream)
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
        check(answer, self._server, self._stream)
        return answer.state.messages

    async def _make(self) -> None:
        config = {
            "name": self._stream,
            "subjects": [f"{self._prefix}e.>", f"{self._prefix}a.>"],
            "storage": "file",
            "retention": "limits",
            "num_replicas": _CLUSTER if len(self._urls) >= _CLUSTER else 1,
            "max_msgs_per_subject": 1,
            "discard": "new",
            "discard_new_per_subject": True,
            "deny_purge": True,
            "allow_direct": True,
        }
        check(await self._api("STREAM.CREATE", config), self._server, self._stream)

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
        answer = await self._ask(subject, b"")
        status = (answer.headers or {}).get("Status", "")
        if status == "404":
            return None
        if status:
            raise TimeoutError(f"the server at {self._server} gives nothing out: {status}")
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
        largest = self._connected.max_payload
        if len(data) > largest:
            raise TooBig(
                f"{len(data) >> 10} KiB are too big for the server at {self._server}, which takes {largest >> 10} KiB",
                "it stays on this machine; max_payload is the server's setting",
            )
        answer = await self._ask(f"{self._prefix}{key}", data)
        if status(answer) == "503":
            raise TimeoutError(f"the server at {self._server} has lost what was stored")
        said = msgspec.json.decode(answer.data, type=Answer)
        if said.error and not said.was_there:
            raise refusal(said.error, self._server)

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
        said = _Said(
            presence.name, presence.where, presence.unshared, presence.here, presence.ended, presence.at
        )
        async with ending():
            await self._send(f"{self._prefix}p.{self._me}.{presence.window}", msgspec.json.encode(said))
            if not presence.here:
                await self._connected.flush(1)

    async def close(self) -> None:
        """Lets go; never raises, and takes at most 1 s."""
        client, self._client = self._client, None
        self._give_up()
        if client is not None:
            with heeding_ends(), suppress(Exception):
                async with asyncio.timeout(1):
                    await client.close()

    @property
    def _connected(self) -> Client:
        if self._client is None or self.lost.is_set():
            raise ConnectionError(f"the connection to {self._server} is gone")
        return self._client

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
        answer = await self._ask(f"$JS.API.{call}.{self._stream}", msgspec.json.encode(asked))
        if status(answer) == "503":
            raise no_jetstream(self._server)
        return msgspec.json.decode(answer.data, type=Answer)

    async def _ask(self, subject: str, data: bytes) -> Msg:
        """The answer; a refusal comes as one, and not as the silence that the client makes of it.

        Raises:
            Refused: this member may not ask that.
            ConnectionError, TimeoutError: nothing came.
        """
        number = str(next(self._number))
        coming: asyncio.Future[Msg] = asyncio.get_running_loop().create_future()
        self._asked[number] = subject, coming
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._send(subject, data, f"{self._inbox}.{number}")
                return await coming
        finally:
            del self._asked[number]

    async def _send(self, subject: str, data: bytes, reply: str = "") -> None:
        from nats.errors import Error

        try:
            await self._connected.publish(subject, data, reply)
        except (Error, OSError) as error:
            raise ConnectionError(f"the connection to {self._server} is gone ({error})") from None

    async def _answered(self, message: Msg) -> None:
        _, coming = self._asked.get(message.subject.rpartition(".")[2], ("", None))
        if coming and not coming.done():
            coming.set_result(message)

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
                shown = Presence(member, window, name, where, said.unshared, said.here, said.ended, said.at)
                on_presence(shown)

        return seen

    async def _failed(self, error: Exception) -> None:
        """What the server says without being asked: also that one may not do what was just tried."""
        found = _VIOLATION.search(str(error))
        if not found:
            return
        self._denied = found[2]
        for subject, coming in self._asked.values():
            if subject.casefold() == found[2].casefold() and not coming.done():
                coming.set_exception(self._denial(found[2].casefold()))

    def _denial(self, subject: str) -> Refused:
        if "msg.delete" not in subject:
            return self._may_not("write")
        if self._leads:
            return self._may_not("erase")
        return Refused(
            f"the server at {self._server} does not let this member erase here",
            "whoever shared the incident does, with an open window or `pmtui sync`",
        )

    def _may_not(self, what: str) -> Refused:
        where = _KIND.sub(r"\1>", self._denied)
        return Refused(
            f"the server at {self._server} does not let this member {what} here ({where})",
            "its permissions are those of `pmtui share --config`",
        )

    async def _gone(self) -> None:
        self._give_up()

    def _give_up(self) -> None:
        self.lost.set()
        for _, coming in self._asked.values():
            if not coming.done():
                coming.set_exception(ConnectionError(f"the connection to {self._server} is gone"))
