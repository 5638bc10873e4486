"""What is due: said in the header, rung for once, and quiet for a while when the commander wants it so."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.model.incident.due import Due, waiting
from pmtui.storage.settings import Settings
from pmtui.tui.window.window import Window

QUIET = 600.0
"""Seconds for which what was snoozed says nothing."""


class Reminders:
    """What waits for somebody in an open window.

    Args:
        window: whose incident, and whose clock.
        settings: how often an update is due, how long silence may last, and whether the bell rings.
        ring: rings the bell.
    """

    def __init__(self, window: Window, settings: Settings, ring: Callable[[], None]) -> None:
        self._window = window
        self._settings = settings
        self._ring = ring
        self._rung: set[str] = set()
        self._snoozed: dict[str, float] = {}
        """Until when what is due stays quiet, by its key, in seconds since 1970."""

    def due(self) -> list[Due]:
        """What is overdue and not snoozed, the most pressing first; the bell rings for what was not due before."""
        now = self._window.session.clock()
        found = waiting(self._window.incident, now, self._settings)
        late = [waits for waits in found if waits.overdue(now)]
        awake = [waits for waits in late if now.timestamp() >= self._snoozed.get(waits.key, 0.0)]
        fresh = {waits.key for waits in awake} - self._rung
        self._rung |= fresh
        if fresh and self._settings.bell:
            self._ring()
        return awake

    def snooze(self) -> list[Due]:
        """Keeps what is overdue now quiet for `QUIET` seconds, and returns it."""
        until = self._window.session.clock().timestamp() + QUIET
        quiet = self.due()
        self._snoozed |= {waits.key: until for waits in quiet}
        return quiet
