"""One connection to a NATS server: its opening, what is asked over it, and why it says no."""

from __future__ import annotations

import asyncio
import re
import secrets
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from pmtui.storage.sharing import Sharing
from pmtui.work.share.client import heeding_ends, import_client
from pmtui.work.share.engine import Refused
from pmtui.work.share.login import Login

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.msg import Msg

OLDEST = (2, 10, 23)
"""The oldest server that takes what is asked of it here."""
_PATIENCE = 4.0
"""Seconds until an answer is given up."""
_PINGS = 2
"""Seconds between two looks at whether the other side still answers; after two without, it is gone."""
_VIOLATION = re.compile(r'permissions violation for (publish|subscription) to "([^"]*)"', re.IGNORECASE)
_KIND = re.compile(r"(\.[eap]\.).*")
"""What kind of message a subject is of, and which one."""


class Wire:
    """Knows of subjects and answers, and not what they mean.

    Raises:
        Refused: the client is not installed, or the credentials cannot be read.
    """

    def __init__(self, sharing: Sharing) -> None:
        import_client()
        self.lost = asyncio.Event()
        """Set once it is gone."""
        self.server = ", ".join(sharing.urls)
        """Its addresses, for a sentence."""
        self._login = Login(sharing)
        self._urls = [*sharing.urls]
        self._leads = sharing.role == "lead"
        self._again = " (`pmtui share --here` begins it again)" if sharing.here else ""
        self._inbox = f"_INBOX_{sharing.id}_{sharing.role}"
        self._client: Client | None = None
        self._asked: dict[str, tuple[str, asyncio.Future[Msg]]] = {}
        self._number = count(1)
        self._denied = ""
        """The last subject that this member may not use."""

    async def open(self, heard: dict[str, Callable[[Msg], Awaitable[None]]]) -> None:
        """Connects, and hears what comes to these subjects.

        Raises:
            Refused: the server is not the one that is meant, too old, or does not let this member in.
            ConnectionError, TimeoutError: it cannot be reached.
        """
        client = await self._connect()
        self._check_version(client)
        self._inbox += f".{secrets.token_hex(8)}"
        for subject, call in {f"{self._inbox}.*": self._answered, **heard}.items():
            await client.subscribe(subject, cb=call)
        for _ in range(2):  # the client's ping overtakes what it was given just before
            await client.flush(int(_PATIENCE))
        if self._denied:
            raise self._may_not("read")

    @property
    def largest(self) -> int:
        """Bytes of the largest message that the server takes."""
        return self._connected.max_payload

    async def flush(self, seconds: int) -> None:
        """What was sent is with the server when this returns; raises an error of the client's when it takes longer."""
        await self._connected.flush(seconds)

    async def ask(self, subject: str, data: bytes) -> Msg:
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
                await self.send(subject, data, f"{self._inbox}.{number}")
                return await coming
        finally:
            del self._asked[number]

    async def send(self, subject: str, data: bytes, reply: str = "") -> None:
        """Passes it on, and waits for nothing.

        Raises:
            ConnectionError: it is gone.
        """
        from nats.errors import Error

        try:
            await self._connected.publish(subject, data, reply)
        except (Error, OSError) as error:
            raise ConnectionError(f"the connection to {self.server} is gone ({error})") from None

    async def _answered(self, message: Msg) -> None:
        _, coming = self._asked.get(message.subject.rpartition(".")[2], ("", None))
        if coming and not coming.done():
            coming.set_result(message)

    async def close(self) -> None:
        """Lets go; never raises, and takes at most 1 s."""
        client, self._client = self._client, None
        self._give_up()
        if client is not None:
            with heeding_ends(), suppress(Exception):
                async with asyncio.timeout(1):
                    await client.close()

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
            raise self._login.stranger(self.server, error) from None
        except NoServersError:
            raise ConnectionError(f"no server answers at {self.server}{self._again}") from None
        except Error as error:
            if isinstance(error, AuthorizationError) or "authorization" in str(error).lower():
                raise self._login.turned_away(self.server) from None
            raise ConnectionError(f"{self.server}: {error}") from None
        self._login.check()
        return client

    def _check_version(self, client: Client) -> None:
        version = client.connected_server_version
        if (version.major, version.minor, version.patch) < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            raise Refused(
                f"the server at {self.server} is nats-server {version.major}.{version.minor}.{version.patch}",
                f"sharing needs {oldest} or newer",
            )

    @property
    def _connected(self) -> Client:
        if self._client is None or self.lost.is_set():
            raise ConnectionError(f"the connection to {self.server} is gone")
        return self._client

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
            f"the server at {self.server} does not let this member erase here",
            "whoever shared the incident does, with an open window or `pmtui sync`",
        )

    def _may_not(self, what: str) -> Refused:
        where = _KIND.sub(r"\1>", self._denied)
        return Refused(
            f"the server at {self.server} does not let this member {what} here ({where})",
            "its permissions are those of `pmtui share --config`",
        )

    async def _gone(self) -> None:
        self._give_up()

    def _give_up(self) -> None:
        self.lost.set()
        for _, coming in self._asked.values():
            if not coming.done():
                coming.set_exception(ConnectionError(f"the connection to {self.server} is gone"))
