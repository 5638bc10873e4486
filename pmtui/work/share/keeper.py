"""Looks after a server of this machine: begins it, begins it again when it dies, and ends it behind the last member.

A process of its own, apart from the window that began it: `python -m pmtui.work.share.keeper FOLDER`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

import msgspec

from pmtui.errors import PmtuiError
from pmtui.storage.servers import ServerFolder
from pmtui.storage.sharing import Sharing, load
from pmtui.work.share import server
from pmtui.work.share.engine import Presence
from pmtui.work.share.nats import NatsEngine

GONE = 15.0
"""Seconds after which whoever says nothing is not there any more."""
GRACE = 60.0
"""Seconds from the last good-bye to the end: a window that is only opened anew finds its server."""
FULL, ROOM = 1 << 20, 64 << 20
"""Bytes left on a disk that is full, and on one that has room again."""
_TRIES = 3
_PAUSE = 1.0
"""Seconds between two tries, and between two looks."""


class Members:
    """Who is there, as they say; times are those of a clock that only goes forward, in seconds."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], float] = {}
        self._left: float | None = None
        """When the last one said good-bye; None while somebody is there, or nobody has come yet."""

    def hear(self, presence: Presence, now: float) -> None:
        """Somebody says that they are there, or good-bye."""
        self._forget(now)
        who = (presence.member, presence.window)
        if presence.here:
            self._seen[who] = now
            self._left = None
        elif self._seen.pop(who, None) is not None and not self._seen:
            self._left = now

    def are_gone(self, now: float) -> bool:
        """Whether the last one said good-bye some time ago; one who only fell silent may come back."""
        return self._left is not None and now >= self._left + GRACE

    def _forget(self, now: float) -> None:
        self._seen = {who: seen for who, seen in self._seen.items() if now < seen + GONE}


class Keeper:
    """Of one server.

    Args:
        folder: the incident's.
        files: the server's.
    """

    def __init__(self, folder: Path, files: ServerFolder) -> None:
        self._folder = folder
        self._files = files
        self._process: asyncio.subprocess.Process | None = None
        self._members = Members()
        self._answered = False
        self._full = False
        """The disk was full: a server that could not store something stores nothing any more until it begins anew."""
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Until it is told to end, or the last member has left.

        Raises:
            PmtuiError: the server cannot be begun.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ended.set)
        loop.add_signal_handler(signal.SIGHUP, self._renew)
        watching = [asyncio.create_task(each) for each in (self._serve(), self._listen(), self._look())]
        ended = asyncio.create_task(self._ended.wait())
        try:
            done, _ = await asyncio.wait([*watching, ended], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (*watching, ended):
                task.cancel()
            await asyncio.gather(*watching, ended, return_exceptions=True)
            await self._end_server()

    async def _serve(self) -> None:
        """Begins the server, again and again; one that ends a few times and never answers cannot be begun at all."""
        for tried in count(1):
            await self._begin_server()
            assert self._process is not None
            await self._process.wait()
            if not self._answered and tried >= _TRIES:
                raise PmtuiError(f"the server ended with {self._process.returncode}")
            await asyncio.sleep(_PAUSE if self._answered else _PAUSE / 10)

    async def _begin_server(self) -> None:
        with suppress(ProcessLookupError):
            if left := self._files.server():  # of a keeper that was killed
                os.kill(left, signal.SIGTERM)
        lock = await self._turn()
        try:
            server.write_config(self._files, self._sharing())
            self._process = await asyncio.create_subprocess_exec(
                server.binary(), "-c", str(self._files.config), pass_fds=[lock], start_new_session=True
            )
        finally:
            os.close(lock)  # the server holds it now

    async def _turn(self) -> int:
        while True:
            lock = self._files.take_server()
            if lock >= 0:
                return lock
            await asyncio.sleep(0.05)

    async def _end_server(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            with suppress(TimeoutError):
                async with asyncio.timeout(server.PATIENCE / 2):
                    await self._process.wait()
                return
            self._process.kill()
            await self._process.wait()

    def _sharing(self) -> Sharing:
        found = load(self._folder)
        if found is None or not found.here:
            raise PmtuiError(f"{self._folder.name} is not shared from this machine")
        return found

    def _renew(self) -> None:
        with suppress(PmtuiError, ProcessLookupError):
            server.write_config(self._files, self._sharing())
            if self._process is not None:
                self._process.send_signal(signal.SIGHUP)

    async def _listen(self) -> None:
        """Hears who is there."""
        loop = asyncio.get_running_loop()
        while True:
            engine = NatsEngine(msgspec.structs.replace(self._sharing(), me="keeper"))
            try:
                await engine.open(
                    lambda key, data: None, lambda presence: self._members.hear(presence, loop.time())
                )
                self._answered = True
                await engine.lost.wait()
            except (OSError, PmtuiError):  # the server is just beginning, or its settings are just changing
                pass
            finally:
                await engine.close()
            await asyncio.sleep(_PAUSE / 10)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_PAUSE)
            if self._members.are_gone(loop.time()):
                self._ended.set()
            self._look_at_room()

    def _look_at_room(self) -> None:
        try:
            left = self._files.room()
        except OSError:  # somebody deletes it all just now
            return
        if left < FULL:
            self._full = True
        elif self._full and left >= ROOM and self._process is not None:
            self._full = False
            with suppress(ProcessLookupError):
                self._process.terminate()


def main(folder: Path) -> int:
    """Looks after the server of the incident in a folder; the exit status."""
    try:
        sharing = load(folder)
        if sharing is None:
            return 0
        files = ServerFolder(sharing.id)
        if not files.take_keeper():
            return 0  # another one does
        if os.fork():
            return 0  # whoever began it has no child that it must wait for
        files.name_keeper()
        asyncio.run(Keeper(folder, files).run())
    except PmtuiError as error:
        print(f"pmtui: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
