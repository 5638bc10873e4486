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
"""For how long what was snoozed says nothing."""


class Pressing(NamedTuple):
    """What waits at a moment."""

    waiting: tuple[Due, ...]
    """All of it, the most pressing first."""
    overdue: list[Due]
    """What of it is overdue and not snoozed."""
    quiet_until: datetime | None
    """Until when what was snoozed says nothing."""


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
        self._snoozed: dict[str, float] = {}
        """Until when what is due stays quiet, by its key, in seconds of that clock."""

    def pressing(self, now: datetime) -> Pressing:
        """What waits at a moment; what was not overdue before is said elsewhere."""
        found = waiting(self._window.incident, now, self._settings)
        passed = self.seconds()
        left = {waits.key: self._snoozed.get(waits.key, passed) - passed for waits in found}
        quiet = {key: seconds for key, seconds in left.items() if seconds > 0}
        awake = [waits for waits in found if waits.overdue(now) and waits.key not in quiet]
        fresh = [waits for waits in awake if waits.key not in self._rung]
        self._rung |= {waits.key for waits in fresh}
        title = self._window.incident.title or "untitled"
        if fresh:
            others = f" and {len(fresh) - 1} more" if len(fresh) > 1 else ""
            self._ask(Alarm(f"{worded(fresh[0], now)}{others}: {title}"))
        self._ask(NameWindow(f"! {len(awake)} overdue · {title}" if awake else title))
        end = now + timedelta(seconds=max(quiet.values())) if quiet else None
        return Pressing(found, awake, end)

    def snooze(self) -> list[Due]:
        """Keeps what is overdue now quiet for `QUIET`, and returns it."""
        now = self._window.session.clock()
        overdue = self.pressing(now).overdue
        end = self.seconds() + QUIET.total_seconds()
        self._snoozed |= {waits.key: end for waits in overdue}
        return overdue
