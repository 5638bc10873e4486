"""What is overdue: said in the header and elsewhere, once, and quiet for a while when the commander wants it so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from pmtui.model.incident.due import Due, waiting, worded
from pmtui.storage.settings import Settings
from pmtui.tui.messages import Alarm, NameWindow, Request
from pmtui.tui.window.window import Window

QUIET = timedelta(minutes=10)
"""For how long nothing rings."""


class Pressing(NamedTuple):
    """What waits at a moment."""

    waiting: tuple[Due, ...]
    """All of it, the most pressing first."""
    overdue: list[Due]
    """What of it is overdue and not snoozed."""
    snoozed: list[Due]
    """What of it is overdue and was already when quiet was asked for."""
    quiet_until: datetime | None
    """Until when nothing rings."""


class Reminders:
    """What waits for somebody in an open window.

    Args:
        window: whose incident, and whose clock.
        settings: how often an update is due, and how long silence may last.
        ask: raises the alarm and names the terminal's window.
        seconds: a clock that only goes on, however the time of day is set.
    """

    def __init__(
        self,
        window: Window,
        settings: Settings,
        ask: Callable[[Request], None],
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._window = window
        self._settings = settings
        self._ask = ask
        self._rung: set[str] = set()
        self.seconds = seconds
        self._snoozed: set[str] = set()
        """The keys of what was overdue when quiet was asked for; it is not counted while the quiet lasts."""
        self._quiet_until = 0.0
        """In seconds of that clock."""

    def pressing(self, now: datetime) -> Pressing:
        """What waits at a moment; what was not overdue before is said elsewhere, or once the quiet ends.

        What becomes overdue during the quiet is new to the commander: the header has it at once, without a sound.
        """
        found = waiting(self._window.incident, now, self._settings)
        left = self._quiet_until - self.seconds()
        if left <= 0:
            self._snoozed.clear()
        overdue = [waits for waits in found if waits.overdue(now)]
        awake = [waits for waits in overdue if waits.key not in self._snoozed]
        snoozed = [waits for waits in overdue if waits.key in self._snoozed]
        if left > 0:
            self._ask(NameWindow(self._title))
            return Pressing(found, awake, snoozed, now + timedelta(seconds=left))
        self._say_elsewhere(awake, now)
        return Pressing(found, awake, [], None)

    def snooze(self) -> list[Due]:
        """Nothing is said elsewhere for `QUIET`; returns what is overdue now, which the header leaves out as well.

        Where nothing is overdue there is nothing to quiet, and a quiet that lasts goes on as it was.
        """
        now = self._window.session.clock()
        overdue = self.pressing(now).overdue
        if overdue:
            self._snoozed |= {waits.key for waits in overdue}
            self._quiet_until = self.seconds() + QUIET.total_seconds()
        return overdue

    @property
    def _title(self) -> str:
        return self._window.incident.title or "untitled"

    def _say_elsewhere(self, overdue: list[Due], now: datetime) -> None:
        """Rings for what did not ring yet, and counts all of it in the title of the terminal's window."""
        fresh = [waits for waits in overdue if waits.key not in self._rung]
        self._rung |= {waits.key for waits in fresh}
        if fresh:
            self._ask(Alarm(f"{named(fresh, now, 1)}: {self._title}"))
        self._ask(NameWindow(f"! {len(overdue)} overdue · {self._title}" if overdue else self._title))


def named(overdue: list[Due], now: datetime, most: int) -> str:
    """The first of them in words, and how many others there are; empty when there are none."""
    others = f" and {len(overdue) - most} more" if len(overdue) > most else ""
    return ", ".join(worded(waits, now) for waits in overdue[:most]) + others
