"""A record that is played again, for talks, pictures and tests: at its own rhythm, in a home that nobody keeps.

It can never be taken for what happened now: its title says DEMO, which the header, the window's title, the list of
incidents and every document show, and its journal lies in a folder of its own that ends with the program. So no list,
no statistics and no question for the only open incident ever meets it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from math import inf, isinf
from threading import Event, Thread

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.line.arguments import LineError
from pmtui.model.line.grammar import Typed
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library
from pmtui.storage.settings import Commands, Settings
from pmtui.work.session import Session

MARK = "DEMO: "
NOTHING = "this is a demo: nothing is recorded"
_LIVE = 4
"""What was typed while it happened took no longer than so many times as long as it lasted."""
_STEP = 0.05
"""Seconds between two looks at what is due."""


def marked(entries: Iterable[e.Entry]) -> list[e.Entry]:
    """The entries of a record, its title with the mark before it wherever one is given."""
    return [_marked(entry) for entry in entries]


def _marked(entry: e.Entry) -> e.Entry:
    if isinstance(entry, e.Opened):
        return msgspec.structs.replace(entry, title=f"{MARK}{entry.title}")
    if isinstance(entry, e.Title) and not entry.redacted:
        return msgspec.structs.replace(entry, text=f"{MARK}{entry.text}")
    if isinstance(entry, e.Amend) and entry.new.get("kind") == e.kind_of(
        e.Title(id="", recorded=entry.recorded)
    ):
        return msgspec.structs.replace(entry, new={**entry.new, "text": f"{MARK}{entry.new.get('text', '')}"})
    return entry


def moments(entries: Sequence[e.Entry]) -> list[datetime]:
    """When each entry is played, by the clock of that time, never before the one that stands before it.

    As they were typed; where that was done afterwards, as they happened.
    """
    typed = _rising([entry.recorded for entry in entries])
    known = [
        entry.at for entry in entries[1:] if entry.at is not None and not isinstance(entry, e.Correction)
    ]
    if not known:
        return typed
    first, last = min(known), max(known)
    if first <= typed[0] + timedelta(hours=1) and typed[-1] - typed[0] >= (last - first) / _LIVE:
        return typed
    happened = [entry.at or first for entry in entries]
    return _rising([first, *happened[1:]])


def _rising(found: list[datetime]) -> list[datetime]:
    for place in range(1, len(found)):
        found[place] = max(found[place - 1], found[place])
    return found


def settings(mine: Settings) -> Settings:
    """The user's settings, but that nothing rings and nothing is run."""
    return msgspec.structs.replace(mine, bell=False, notify=False, run=Commands())


class DemoSession(Session):
    """An incident that only the replay records in."""

    def understand(self, line: str, at: datetime | None = None) -> Typed:
        """As of any other incident, for a command that records nothing.

        Raises:
            LineError: it would record something, or cannot be read.
        """
        typed = super().understand(line, at)
        if typed.entry is not None:
            raise LineError(NOTHING, "/quit leaves it")
        return typed


class Demo:
    """A record that is being played.

    Args:
        entries: of the record, in their order.
        named: the slug that it has; its folder begins with `demo-`.
        library: the home that nobody keeps.
        speed: how many seconds of that time pass in one; infinity plays all of it at once.
        ticks: counts seconds.
    """

    def __init__(
        self,
        entries: Sequence[e.Entry],
        named: str,
        library: Library,
        speed: float,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._entries = marked(entries)
        self._moments = moments(entries)
        self._speed = speed
        self._ticks = ticks
        self._played = 1
        self._now, self._since = self._moments[0], ticks()
        self.held = False
        """Whether it stands still."""
        self.folder = library.adopt(self._entries[:1], f"demo-{named}", self._now.date())

    def clock(self) -> datetime:
        """The moment that is played; behind the last entry it goes on as any clock."""
        if self.held:
            return self._now
        passed, end = self._ticks() - self._since, self._moments[-1]
        if isinf(self._speed):
            return end + timedelta(seconds=passed)
        left = max(0.0, (end - self._now).total_seconds() / self._speed)
        if passed <= left:
            return self._now + timedelta(seconds=passed * self._speed)
        return max(end, self._now) + timedelta(seconds=passed - left)

    def hold(self) -> None:
        """Stands still, or goes on."""
        self._now, self._since = self.clock(), self._ticks()
        self.held = not self.held

    @property
    def left(self) -> int:
        """How many entries are still to come."""
        return len(self._entries) - self._played

    def play(self) -> int:
        """Records what is due by now; how many entries that were.

        Raises:
            StorageError: they are not recorded; the next call tries again.
        """
        now = self.clock()
        due = self._played
        while due < len(self._entries) and self._moments[due] <= now:
            due += 1
        new = self._entries[self._played : due]
        if new:
            journal = Journal(self.folder)
            try:
                journal.join(new)
            finally:
                journal.close()
            self._played = due
        return len(new)


class Player:
    """Plays a demo in a thread of its own until it is stopped.

    Args:
        demo: what is played.
        failed: hears, in that thread, why it cannot go on.
    """

    def __init__(self, demo: Demo, failed: Callable[[PmtuiError], object]) -> None:
        self._demo = demo
        self._failed = failed
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="replay", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends it, and waits for that, if it ever began."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while self._demo.left and not self._stopped.wait(_STEP):
            try:
                self._demo.play()
            except PmtuiError as error:
                self._failed(error)
                return


def speed(typed: str) -> float:
    """How many times as fast: a number above 0, or `inf`.

    Raises:
        PmtuiError: it is none.
    """
    try:
        found = float(typed)
    except ValueError:
        found = 0.0
    if not 0 < found <= inf:
        raise PmtuiError(f"{typed!r} is no speed", "write how many times as fast, 60, or inf for all at once")
    return found
