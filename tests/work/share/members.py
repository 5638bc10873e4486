"""A member of a shared incident: a home of their own, a hand that types, a session that may die and come back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.record.record import tables
from pmtui.storage.disk import Disk
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library
from pmtui.work.commit import record
from pmtui.work.session import Session as Typing
from pmtui.work.share.engine import Engine
from pmtui.work.share.local import Local
from pmtui.work.share.session import Meeting, Session
from pmtui.work.share.side import Side
from tests.work.share.clockwork import Inline

NOON = datetime(2023, 10, 15, 12, tzinfo=UTC)
OPENED = e.Opened(
    id=codec.new_id(NOON), recorded=NOON, title="Checkout is down", zone="UTC", opened=NOON, by="ana"
)


class Cheap(Disk):
    """A disk that has what it was given: for tests that never take it away."""

    def sync(self, fd: int) -> None:
        """Nothing to wait for."""


class Member:
    """One person's machine.

    Args:
        home: where it keeps its incidents.
        name: theirs.
        connect: gives an engine of where they meet.
        skew: how far their clock is off.
        opened: the entry that opened the incident.
    """

    def __init__(
        self,
        home: Path,
        name: str,
        connect: Callable[[], Engine],
        skew: timedelta = timedelta(),
        opened: e.Opened = OPENED,
    ) -> None:
        self.name = name
        self.disk: Disk = Cheap()
        self.folder = Library(home, self.disk).adopt([opened], "2023-10-15-checkout", NOON.date())
        self.clock = lambda: NOON + skew
        self.session: Session | None = None
        self.meeting = Meeting(connect, name, "1", name)
        self._task: asyncio.Task[None] | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> Session:
        """Shares from now on, in a loop."""
        side = Side(Local(self.folder, self.disk), Inline())
        self.session = Session(side, self.meeting, self.clock)
        self._task = loop.create_task(self.session.run())
        return self.session

    def look_on(self, loop: asyncio.AbstractEventLoop) -> Session:
        """Another window, beside the one that shares."""
        found = Session(Side(Local(self.folder, self.disk), Inline()), self._beside, self.clock)
        loop.create_task(found.look_on())
        return found

    @property
    def _beside(self) -> Meeting:
        return self.meeting._replace(window="2")

    async def sync(self) -> None:
        """Compares once, as `pmtui sync` does without a window."""
        local = Local(self.folder, self.disk)
        try:
            await Session(Side(local, Inline()), self.meeting, self.clock).once()
        finally:
            local.close()

    async def stop(self) -> None:
        """Ends the session, at whatever it is."""
        task, self._task, self.session = self._task, None, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def type(self, line: str) -> e.Entry:
        """Records a line, as any program of this machine does."""
        typing = Typing(self.folder, self.clock, self.name, disk=self.disk)
        try:
            entry = typing.understand(line).entry
            assert entry is not None
            done = record(typing, entry).item.entry
        finally:
            typing.close()
        if self.session is not None:
            self.session.submitted()
        return done

    @property
    def entries(self) -> list[e.Entry]:
        """What the journal holds, in the order of entries."""
        journal = Journal(self.folder)
        try:
            return sorted(journal.read(), key=lambda entry: entry.key)
        finally:
            journal.close()

    @property
    def incident(self) -> dict[str, object]:
        """The whole record."""
        return tables(Incident(self.entries), "slug")

    @property
    def texts(self) -> list[str]:
        """The notes, as they stand."""
        return [entry.text for entry in self.entries if isinstance(entry, e.Note)]

    @property
    def digests(self) -> list[str]:
        """What tells two sets of entries apart."""
        return [codec.digest(entry) for entry in self.entries]
