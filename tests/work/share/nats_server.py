"""A real nats-server on loopback, with two incidents whose members know nothing of each other."""

from __future__ import annotations

import asyncio
import random
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec

from pmtui.storage.servers import ServerFolder
from pmtui.storage.sharing import Sharing
from pmtui.work.share import config, server
from pmtui.work.share.engine import Presence
from pmtui.work.share.nats import NatsEngine
from tests.slowness import PATIENCE

OURS = "0199d3f5-0000-7000-8000-000000000001"
THEIRS = "0199d3f5-0000-7000-8000-000000000002"


_PORTS = range(10000, 30000)
"""Below those that the kernel gives to whoever connects: a server that comes back finds its own free."""
_chance = random.SystemRandom()  # tests that run beside this one may have the same seed


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    while True:
        port = _chance.choice(_PORTS)
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return port


class Server:
    """One nats-server.

    Args:
        path: where its files are.
        swaps: what stands in its configuration instead of something else.
    """

    def __init__(self, path: Path, swaps: dict[str, str] | None = None) -> None:
        self.path = path
        self.port = free_port()
        path.mkdir(exist_ok=True)
        files = ServerFolder(str(path))  # an absolute path stays one behind the home
        files.make()
        self.store = files.store
        self.pin = server.certificate(files)
        places = {
            "pid": str(files.pid),
            "store": str(files.store),
            "certificate": str(files.certificate),
            "key": str(files.key),
        }
        text = config.here(self.sharing(OURS, "lead"), f"127.0.0.1:{self.port}", places)
        both = [config.account(self.sharing(each, "lead")) for each in (OURS, THEIRS)]
        text = text.replace(both[0], "\n".join(both))
        for old, new in (swaps or {}).items():
            assert old in text
            text = text.replace(old, new)
        self.config = files.config
        self.config.write_text(text)
        self._process: subprocess.Popen[bytes] | None = None

    def sharing(self, incident: str = OURS, role: str = "member", **other: object) -> Sharing:
        """How a member of an incident is let in."""
        plain = Sharing(
            id=incident,
            urls=(f"tls://127.0.0.1:{self.port}",),
            me="me1",
            role="lead" if role == "lead" else "member",
            secret=f"{role} of {incident}",
            members=f"member of {incident}",
            pin=getattr(self, "pin", ""),
        )
        return msgspec.structs.replace(plain, **other)

    def start(self) -> None:
        self._process = subprocess.Popen(
            [server.binary(), "-c", self.config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.01)
        raise AssertionError("the server does not begin")

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGKILL) -> None:
        self.send(number)
        assert self._process is not None
        self._process.wait(PATIENCE)


class Member:
    """A window of a member, and what it heard."""

    def __init__(self, sharing: Sharing) -> None:
        self.engine = NatsEngine(sharing)
        self.heard: dict[str, bytes] = {}
        self.seen: list[Presence] = []

    async def open(self) -> None:
        await self.engine.open(self.heard.__setitem__, self.seen.append)


@asynccontextmanager
async def member(sharing: Sharing) -> AsyncIterator[Member]:
    """A member who is let in, for as long as it lasts."""
    here = Member(sharing)
    try:
        await here.open()
        await here.engine.keys()
        yield here
    finally:
        await here.engine.close()


async def until(done: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Waits until the call gives something true."""
    async with asyncio.timeout(seconds):
        while True:
            if done():
                return
            await asyncio.sleep(0.005)
