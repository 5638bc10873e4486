"""This side of a session: the journal, behind a thread of its own, and the sets that are compared."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Executor
from typing import Any, TypeVar

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.links import place
from pmtui.storage.disk import StorageError
from pmtui.work.share.checks import is_sendable, key_of
from pmtui.work.share.local import Changes, Local
from pmtui.work.share.sets import Sets
from pmtui.work.share.status import Warnings

T = TypeVar("T")
RETRY, LONGEST = 1.0, 60.0
"""Seconds between two tries of a journal whose disk fails; doubled while fsync does, as each of those adds a line."""


class Side:
    """All that a connection asks of this machine; belongs to the event loop, which it never holds up.

    A disk that fails is said, and what failed is done again at the next turn: the sets show that it is missing.

    Args:
        local: the journal.
        executor: of one thread, the journal's own from now on.
        joined: called when entries came, so that a window looks at once.
    """

    def __init__(self, local: Local, executor: Executor, joined: Callable[[], object] = lambda: None) -> None:
        self.sets = Sets()
        self.warnings = Warnings()
        """What a person should know of."""
        self.came = 0
        """How many entries came."""
        self._local = local
        self._executor = executor
        self._joined = joined
        self._begun = False
        self._due, self._pause = 0.0, RETRY
        """When the journal is tried again, by the loop's clock, and the seconds until then if that fails, too."""
        self._written: list[str] = []
        self._steps: set[asyncio.Task[None]] = set()

    async def look(self) -> None:
        """Reads what was written here."""
        await self._whole(self._look())

    async def take(self, messages: Iterable[tuple[str, bytes]]) -> None:
        """Joins the entries in messages; returns when they are on the medium."""
        wanted = list(messages)
        if wanted:
            await self._whole(self._take(wanted))

    def written(self) -> list[str]:
        """The keys of the entries that were written here since the last call, which nobody has sent yet."""
        found, self._written = self._written, []
        return found

    async def content(self, attached: e.Attach) -> bytes | None:
        """The file of an entry; None when it is not here."""
        found = await self._apart(lambda: self._local.content(attached))
        known = self.sets.absent if found is None else self.sets.kept
        known.add(place(attached))
        return found

    async def receive(self, attached: e.Attach, content: bytes) -> None:
        """Keeps a file that came."""
        try:
            await self._apart(lambda: self._local.receive(attached, content))
        except StorageError:
            return
        except PmtuiError as error:
            self.sets.bad.add(place(attached))
            self.warnings.say(str(error))
        else:
            self.sets.kept.add(place(attached))
            self._joined()

    async def _whole(self, step: Coroutine[Any, Any, None]) -> None:
        """Does it to its end, also when whoever waits for it is ended: the journal hands a change over once."""
        task = asyncio.create_task(step)
        self._steps.add(task)
        task.add_done_callback(self._steps.discard)
        await asyncio.shield(task)

    async def _look(self) -> None:
        await self._read(self._local.look)

    async def _take(self, messages: list[tuple[str, bytes]]) -> None:
        changes = await self._read(lambda: self._local.take(messages))
        self.came += sum(key_of(entry) in changes.came for entry in changes.entries)
        if changes.came and changes.entries:
            self._joined()

    async def _read(self, call: Callable[[], Changes]) -> Changes:
        """What the journal says; nothing while it rests from a failure."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._due:
            return Changes()
        try:
            changes = await self._apart(call)
        except StorageError:
            self._due = loop.time() + self._pause
            self._pause = min(2 * self._pause, LONGEST) if self._local.failing else RETRY
            return Changes()
        self._pause = RETRY
        self._add(changes)
        return changes

    def _add(self, changes: Changes) -> None:
        now = asyncio.get_running_loop().time() if self._begun else None
        written = self.sets.add(changes, now)
        if self._begun:
            self._written += written
        self._begun = True
        self.warnings.say(*changes.said)
        unsendable = [entry for entry in changes.entries if not is_sendable(entry)]
        self.warnings.say(*(f"#{entry.n} stays here: its id is none of pmtui's" for entry in unsendable))

    async def _apart(self, call: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, call)
        except StorageError as error:
            self.warnings.say(str(error))
            raise
