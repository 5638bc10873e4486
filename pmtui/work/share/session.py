"""An incident that is shared: connects, stays, connects again, and knows at any moment how that stands."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, TypeVar

from pmtui.errors import PmtuiError
from pmtui.work.session import Clock
from pmtui.work.share.connection import LOOK, Connection, Heard
from pmtui.work.share.engine import Engine, Presence
from pmtui.work.share.side import Side
from pmtui.work.share.status import Here, State, Status
from pmtui.work.share.waiting import CALL, sentence

T = TypeVar("T")
SHORTEST, LONGEST = 0.1, 5.0
"""Seconds between two tries to connect: doubled from the one to the other, each with up to half as much by chance."""


LATE = 15.0
"""Seconds that both sides may differ until whoever shares here is taken for stopped: as by ctrl+z, or a dead ssh."""
AGAIN = "what you type stays on this machine, until you `pmtui join` a new line or share it yourself"


class Meeting(NamedTuple):
    """Where an incident is shared, and as whom."""

    connect: Callable[[], Engine]
    """An engine that is not open yet. Raises PmtuiError, a sentence, when the settings do not say where."""
    member: str
    window: str
    name: str
    stamp: Callable[[], object] = lambda: None
    """Changes when somebody changed the settings: then what was refused is tried again."""


class Session:
    """One incident's sharing in an event loop that it has for itself.

    Args:
        side: this machine's.
        meeting: where, and as whom.
        clock: gives the moment.
        told: called when the status changed.
    """

    def __init__(
        self, side: Side, meeting: Meeting, clock: Clock, changed: Callable[[], object] = lambda: None
    ) -> None:
        self._side = side
        self._meeting = meeting
        self._clock = clock
        self._changed = changed
        self._here = Here(self._presence, clock, lambda: asyncio.get_running_loop().time())
        self._connection: Connection | None = None
        self._where = ""
        self._state, self._since, self._why = State.CONNECTING, clock(), ""
        self._equal: datetime | None = None
        self._uneven: float | None = None
        """Since when both sides are seen to differ, by the loop's clock."""
        self._went = 0
        self._pause = SHORTEST
        self._submitted = asyncio.Event()
        self._last: Status | None = None

    # --- what the loop's own thread may ask at any moment

    @property
    def status(self) -> Status:
        """How it stands."""
        return Status(
            self._state,
            self._since,
            self._why,
            self._side.sets.unshared,
            self._equal,
            self._here.all,
            (*self._side.warnings.all, *self._here.clocks.all),
            self._side.sets.numbered,
            self._side.came,
            self._went,
        )

    @property
    def late(self) -> bool:
        """Whether the server answers, and both sides have differed for too long."""
        return self._uneven is not None and asyncio.get_running_loop().time() >= self._uneven + LATE

    def submitted(self) -> None:
        """Something was written to the journal here: it is sent at once."""
        self._submitted.set()
        if self._connection is not None:
            self._connection.submitted()

    def looks_at(self, where: str) -> None:
        """What this window looks at now."""
        if where != self._where:
            self._where = where
            if self._connection is not None:
                self._connection.moved()

    async def run(self) -> None:
        """Shares until it is cancelled, whatever fails meanwhile."""
        await self._stay(Connection.run)

    async def look_on(self) -> None:
        """As `run`, beside another program of this machine that shares: knows how it stands, and who is here."""
        await self._stay(Connection.look_on)

    async def _stay(self, do: Callable[[Connection], Awaitable[None]]) -> None:
        await self._side.look()
        watching = asyncio.create_task(self._watch())
        try:
            while True:
                await self._try(do)
        finally:
            watching.cancel()
            self._become(State.ENDED)

    async def once(self) -> None:
        """Compares and evens out until both sides hold the same entries, then leaves.

        Raises:
            PmtuiError: they do not, and why.
        """
        await self._side.look()
        try:
            equal = await self._connected(Connection.once)
        except OSError as error:
            raise PmtuiError(
                sentence(error), "nothing is lost: the same call goes on when it answers again"
            ) from None
        sets = self._side.sets
        if sets.unshared or sets.left_here or not equal:
            raise PmtuiError(
                f"both sides do not hold the same yet; not shared: {sets.unshared} of {sets.numbered} entries",
                "; ".join(self._side.warnings.all) or "`pmtui sync` goes on",
            )
        self._answered(equal=True)

    # --- connecting

    async def _try(self, do: Callable[[Connection], Awaitable[None]]) -> None:
        """One connection, from its opening to its end, and the pause behind it."""
        stamp = self._meeting.stamp()
        try:
            await self._connected(do)
        except PmtuiError as refused:
            self._become(State.REFUSED, str(refused))
            await self._until_changed(stamp)
        except Exception as error:  # whatever a client or a server does, the next try is made
            self._is_away(sentence(error))
            await self._rest()

    async def _connected(self, do: Callable[[Connection], Awaitable[T]]) -> T:
        """Does something with a connection of its own, and leaves."""
        engine = self._meeting.connect()
        heard = Heard(self._answered, self._is_away, self._took)
        self._connection = connection = Connection(engine, self._side, self._here, heard)
        try:
            return await do(connection)
        finally:
            self._connection = None
            self._here.forget()
            await connection.leave()
            with suppress(Exception):  # it is gone in any case
                await asyncio.wait_for(engine.close(), CALL)

    async def _rest(self) -> None:
        """Waits before the next try, and counts what is typed meanwhile."""
        seconds = self._pause * random.uniform(1.0, 1.5)
        self._pause = min(2 * self._pause, LONGEST)
        await self._wait(seconds)

    async def _until_changed(self, stamp: object) -> None:
        """Waits until somebody has changed the settings: to ask again before that is no use."""
        while self._meeting.stamp() == stamp:
            await self._wait(LONGEST)
        self._pause = SHORTEST

    async def _wait(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while (left := until - loop.time()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, LOOK)):
                    await self._submitted.wait()
            self._submitted.clear()
            await self._side.look()

    # --- what a connection tells

    def _answered(self, equal: bool) -> None:
        self._pause = SHORTEST
        if self._state is not State.CONNECTED:
            self._here.ended_by = ""
        if equal:
            self._equal, self._uneven = self._clock(), None
        elif self._uneven is None:
            self._uneven = asyncio.get_running_loop().time()
        self._become(State.CONNECTED)

    def _is_away(self, why: str) -> None:
        self._uneven = None
        if by := self._here.ended_by:
            self._become(State.ENDED, f"{by} ended the sharing; {AGAIN}")
        else:
            self._become(State.AWAY, why)

    def _took(self, count: int) -> None:
        self._went += count

    def _become(self, state: State, why: str = "") -> None:
        if state is not self._state:
            self._state, self._since = state, self._clock()
        self._why = why
        self._tell()

    def _presence(self) -> Presence:
        meeting = self._meeting
        return Presence(
            meeting.member, meeting.window, meeting.name, self._where, self._side.sets.unshared, True
        )

    async def _watch(self) -> None:
        """Tells of every change, a few times a second at most."""
        while True:
            self._tell()
            await asyncio.sleep(LOOK)

    def _tell(self) -> None:
        before, self._last = self._last, self.status
        if before != self._last:
            self._changed()
