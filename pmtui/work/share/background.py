"""A shared incident beside a program that does something else: a thread with an event loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

from pmtui.errors import PmtuiError
from pmtui.storage.sharer import Sharer
from pmtui.work.session import Clock
from pmtui.work.share.local import Local
from pmtui.work.share.loop import run
from pmtui.work.share.one_thread import OneThread
from pmtui.work.share.session import Meeting, Session
from pmtui.work.share.side import Side
from pmtui.work.share.status import State, Status

PAUSE = 1.0
"""Seconds between two looks at whose turn it is to share."""


def _nothing() -> None: ...


class Ears(NamedTuple):
    """What a background tells, from its own thread: each returns at once."""

    joined: Callable[[], object] = _nothing
    """Entries came into the journal."""
    changed: Callable[[], object] = _nothing
    """The status changed."""


DEAF = Ears()


class Background:
    """Shares an incident until `stop`, whenever it is this program's turn on this machine.

    Nothing here waits for a disk or a network, but for `stop`.

    Args:
        folder: the incident's.
        meeting: where, and as whom.
        clock: gives the moment.
        ears: what is told, and to whom.
        window: this is a window, which goes before `pmtui sync --watch`, and cleans by itself what others redacted.
    """

    def __init__(
        self,
        folder: Path,
        meeting: Meeting,
        clock: Clock,
        ears: Ears = DEAF,
        *,
        window: bool = True,
    ) -> None:
        self._folder = folder
        self._meeting = meeting
        self._clock = clock
        self._ears = ears
        self._window = window
        self._status = Status(State.CONNECTING, clock())
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: Session | None = None
        self._stopping = False
        self._where = ""
        self._wake = asyncio.Event()
        self._thread = Thread(target=self._run, name="share", daemon=True)

    def start(self) -> Background:
        """Begins."""
        self._thread.start()
        return self

    @property
    def status(self) -> Status:
        """How it stands."""
        return self._status

    def submitted(self) -> None:
        """An entry is on the medium: it is sent at once."""
        self._have(lambda session: session.submitted())

    def looks_at(self, where: str) -> None:
        """What this window looks at, in a word; empty when that is nobody's business."""
        self._where = where
        self._have(lambda session: session.looks_at(where))

    def stop(self, patience: float = 1.0) -> None:
        """Says good-bye and ends; waits up to `patience` seconds for that."""
        self._stopping = True
        self._call(self._wake.set)
        if self._thread.is_alive():
            self._thread.join(patience)

    # --- the thread

    def _run(self) -> None:
        try:
            run(self._share())
        except PmtuiError as error:
            self._tell(Status(State.REFUSED, self._clock(), str(error)))
        except Exception as error:  # whatever it is, the window goes on
            self._tell(Status(State.ENDED, self._clock(), f"sharing ended: {type(error).__name__}: {error}"))

    async def _share(self) -> None:
        self._loop = asyncio.get_running_loop()
        sharer = Sharer(self._folder)
        try:
            while not self._stopping:
                if self._takes(sharer):
                    await self._have_session(Session.run, lambda session: self._window or not sharer.wanted)
                    sharer.release()
                elif self._window:
                    await self._beside(sharer)
                else:
                    await self._wait_for_others()
        finally:
            self._loop = None
            sharer.release()

    def _takes(self, sharer: Sharer) -> bool:
        """Whether it is this program's turn, until it lets go."""
        if self._window:
            sharer.queue()
        return (self._window or not sharer.wanted) and sharer.claim()

    async def _beside(self, sharer: Sharer) -> None:
        """Looks on while another program shares; one that is stopped shares nothing, and then this one does as well."""
        await self._have_session(Session.look_on, lambda session: not (session.late or self._takes(sharer)))
        if not (self._stopping or self._takes(sharer)):
            await self._have_session(Session.run, lambda session: not self._takes(sharer))

    async def _wait_for_others(self) -> None:
        if self._status.state is not State.ELSEWHERE:
            self._tell(Status(State.ELSEWHERE, self._clock()))
        await self._rest()

    async def _have_session(
        self, do: Callable[[Session], Coroutine[Any, Any, None]], goes_on: Callable[[Session], bool]
    ) -> None:
        """A session does its part as long as that is so."""
        with OneThread("share-journal") as executor:
            loop = asyncio.get_running_loop()
            local = await loop.run_in_executor(executor, lambda: Local(self._folder, cleans=not self._window))
            session = Session(
                Side(local, executor, self._ears.joined), self._meeting, self._clock, self._changed
            )
            session.looks_at(self._where)
            self._session = session
            running = asyncio.create_task(do(session))
            try:
                while goes_on(session) and not (self._stopping or running.done()):
                    await self._rest()
            finally:
                self._session = None  # its end is nobody's news: another may follow
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running
                await loop.run_in_executor(executor, local.close)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PAUSE):
                await self._wake.wait()

    def _changed(self) -> None:
        session = self._session
        if session is not None:
            self._tell(session.status)

    def _tell(self, status: Status) -> None:
        self._status = status
        self._ears.changed()

    # --- from other threads

    def _have(self, do: Callable[[Session], object]) -> None:
        def done() -> None:
            if self._session is not None:
                do(self._session)

        self._call(done)

    def _call(self, do: Callable[[], object]) -> None:
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # it ends just now
                loop.call_soon_threadsafe(do)
