"""A meeting point with members, on a clock that jumps: what the tests of a session play on."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.work.share.session import Session
from pmtui.work.share.status import Status
from tests.work.share.clockwork import Clockwork
from tests.work.share.meeting import Store
from tests.work.share.members import NOON, Member


class Scene:
    """A meeting point with members, and a clock that jumps."""

    def __init__(self, home: Path) -> None:
        self.loop = Clockwork()
        self.store = Store()
        self.home = home

    def member(self, name: str, skew: timedelta = timedelta(), guest: bool = False) -> Member:
        """Somebody who shares from now on."""
        connect = self.store.guest if guest else self.store.engine
        found = Member(self.home / name, name, connect, skew)
        found.start(self.loop)
        self.rest(0.5)
        return found

    def rest(self, seconds: float) -> None:
        """Lets time pass."""
        self.loop.pass_time(seconds)

    def status(self, whose: Member | Session) -> Status:
        """How a session stands: a member's own, or one beside it."""
        session = whose.session if isinstance(whose, Member) else whose

        async def ask() -> Status:
            assert session is not None
            return session.status

        return self.loop.run_until_complete(ask())

    def put(self, entry: e.Entry, key: str = "") -> None:
        """Somebody's own program puts this there, live and stored."""
        self.send(key or f"e.{entry.id}", codec.encode(entry))

    def send(self, key: str, data: bytes) -> None:
        """As `put`, whatever bytes."""

        async def push() -> None:
            engine = self.store.engine()
            await engine.open(lambda key, data: None, lambda presence: None)
            await engine.push({key: data})
            await engine.close()

        self.loop.run_until_complete(push())

    def close(self) -> None:
        """Ends all of it."""
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.close()


def note(text: str, entry_id: str = "", **fields: Any) -> e.Note:
    """A note that another program made."""
    return e.Note(id=entry_id or codec.new_id(NOON), recorded=NOON, by="eve", text=text, **{"n": 1, **fields})
