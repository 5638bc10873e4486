"""A meeting point for screens: the real session behind a window, and the others as a test wants them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.storage.sharing import Sharing, keep
from pmtui.tui.window import sharing
from pmtui.work.session import Session
from pmtui.work.share.engine import Presence
from pmtui.work.share.session import Meeting
from tests.work.share.meeting import Memory, Store


class Point(Store):
    """Where the window under test meets others."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = 0.0
        """Seconds for which connecting holds up whoever does it."""

    def engine(self) -> Memory:
        """One that is not open yet."""
        return _Known(self)

    def arrive(self, name: str, where: str = "", unshared: int = 0, *, here: bool = True) -> None:
        """Somebody says where they are, or good-bye."""
        presence = Presence(name, "1", name, where, unshared, here)
        for engine in self.engines:
            assert isinstance(engine, _Known)
            engine.loop.call_soon_threadsafe(engine.meet, presence)

    def cut_off(self) -> None:
        """The server is gone."""
        self.down = True
        for engine in self.engines:
            assert isinstance(engine, _Known)
            engine.loop.call_soon_threadsafe(engine.lost.set)


class _Known(Memory):
    """Knows whose event loop it belongs to."""

    loop: asyncio.AbstractEventLoop
    meet: Callable[[Presence], None]

    def __init__(self, point: Point) -> None:
        super().__init__(point)
        self._point = point

    async def open(
        self, on_message: Callable[[str, bytes], None], on_presence: Callable[[Presence], None]
    ) -> None:
        time.sleep(self._point.slow)  # noqa: ASYNC251 - as a name that is looked up holds up its thread
        self.loop, self.meet = asyncio.get_running_loop(), on_presence
        await super().open(on_message, on_presence)


def share(folder: Path, patch: pytest.MonkeyPatch) -> Point:
    """Has the incident in a folder shared; gives where."""
    keep(folder, Sharing(id="", urls=("tls://127.0.0.1:1",), me="me"))
    point = Point()

    def where(session: Session) -> Meeting:
        return Meeting(point.engine, "me", "1", session.by)

    patch.setattr(sharing, "where", where)
    return point
