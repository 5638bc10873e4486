"""A meeting point in memory, and all that can go wrong with a real one: it is an engine like any other."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import TypeVar

from pmtui.work.share.engine import Presence, Refused, StoreLost

T = TypeVar("T")
TIMEOUT = 5.0


class Store:
    """What is stored, who is connected, and what fails now."""

    def __init__(self, seed: int = 0) -> None:
        self.messages: dict[str, bytes] = {}
        self.engines: list[Memory] = []
        self.chance = random.Random(seed)
        self.ever: list[bytes] = []
        """All that was ever stored."""
        self.asked: list[str] = []
        """The keys of all that was asked for."""
        self.announced: list[Presence] = []
        """All that anybody said of themselves."""
        self.heal()

    def heal(self) -> None:
        """Nothing fails any more."""
        self.down = False
        """Nobody can connect."""
        self.stalled = False
        """Connections stay, and nothing is answered or delivered."""
        self.leaderless = False
        """A cluster without a quorum: live messages come, nothing is stored or listed."""
        self.full = False
        """All is answered, but for what is to be stored: that is passed on, and not kept."""
        self.gone = False
        """What was stored is lost, and nothing is kept until somebody asks for all keys."""
        self.forgetful = False
        """What is pushed is stored, but not confirmed."""
        self.late = 0.0
        """Seconds that a live message takes at most, each its own: so they overtake each other."""
        self.twice = False
        """Live messages come twice."""
        self.deaf = False
        """Live messages do not come."""
        self.lags = False
        """A replica lacks half of what is listed."""
        self.refuses: Callable[[str], bool] = lambda key: False
        """Which keys are not taken."""
        self.may_erase = True
        """Whether anybody may; a guest never may."""
        self.shut = ""
        """Why nobody is let in."""

    def cut(self) -> None:
        """All connections are lost, as when the server is killed."""
        for engine in list(self.engines):
            engine.lost.set()
            self.engines.remove(engine)

    def engine(self) -> Memory:
        """One that is not open yet."""
        return Memory(self)

    def guest(self) -> Memory:
        """One of a member who may not erase."""
        return Memory(self, guest=True)

    def deliver(self, key: str, data: bytes) -> None:
        """Tells all that are connected, the sender included."""
        if self.deaf or self.stalled:
            return
        for engine in self.engines:
            for _ in range(2 if self.twice else 1):
                engine.loop.call_later(self.chance.uniform(0, self.late), engine.hear, key, data)


class Memory:
    """One connection."""

    def __init__(self, store: Store, guest: bool = False) -> None:
        self.guest = guest
        self.lost = asyncio.Event()
        self.hear: Callable[[str, bytes], None] = lambda key, data: None
        self._meet: Callable[[Presence], None] = lambda presence: None
        self._store = store

    async def open(
        self, on_message: Callable[[str, bytes], None], on_presence: Callable[[Presence], None]
    ) -> None:
        self.hear, self._meet = on_message, on_presence
        self.loop = asyncio.get_running_loop()
        if self._store.shut:
            raise Refused(self._store.shut)
        if self._store.down:
            raise ConnectionRefusedError("connection refused")
        await self._answered()
        self._store.engines.append(self)

    async def keys(self) -> set[str]:
        await self._led()
        self._store.gone = False
        return {*self._store.messages}

    async def count(self) -> int:
        await self._led()
        return len(self._store.messages)

    async def get(self, keys: Collection[str]) -> dict[str, bytes]:
        await self._answered()
        store = self._store
        store.asked += keys
        there = (key for key in keys if key in store.messages)
        return {key: store.messages[key] for key in there if not (store.lags and store.chance.random() < 0.5)}

    async def push(self, messages: Mapping[str, bytes]) -> dict[str, Refused]:
        await self._answered()
        store = self._store
        if store.gone:
            raise StoreLost("what was stored is lost")
        refused = {key: Refused("no room") for key in messages if store.refuses(key)}
        for key, data in messages.items():
            if key not in refused:
                store.deliver(key, data)  # a subscription hears what the stream has already, too
                if not (store.leaderless or store.full):
                    self._keep(key, data)
        await self._led()
        if store.full:
            await asyncio.sleep(TIMEOUT)
            raise TimeoutError
        if store.forgetful:
            await asyncio.sleep(TIMEOUT)
            raise TimeoutError
        return refused

    async def erase(self, key: str, instead: bytes) -> None:
        await self._answered()
        await self._led()
        if self.guest or not self._store.may_erase:
            raise Refused("only the lead erases")
        self._store.messages.pop(key, None)
        await self._answered()
        if instead:
            self._store.deliver(key, instead)
            self._keep(key, instead)

    async def announce(self, presence: Presence) -> None:
        await self._answered()
        self._store.announced.append(presence)
        for engine in list(self._store.engines):
            engine.loop.call_soon_threadsafe(engine._meet, presence)

    async def close(self) -> None:
        with suppress(ValueError):
            self._store.engines.remove(self)

    def _keep(self, key: str, data: bytes) -> None:
        self._store.messages.setdefault(key, data)
        self._store.ever.append(data)

    async def _led(self) -> None:
        await self._answered()
        if self._store.leaderless:
            await asyncio.sleep(TIMEOUT)
            raise TimeoutError

    async def _answered(self) -> None:
        await asyncio.sleep(self._store.chance.uniform(0, 0.01))
        if self.lost.is_set() or self._store.down:
            raise ConnectionResetError("connection reset")
        if self._store.stalled:
            await asyncio.sleep(TIMEOUT)
            raise TimeoutError
