"""What is due: said in the header, rung for once, and quiet for a while when the commander wants it so."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.model.incident.due import Timer, due
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

    def due(self) -> list[Timer]:
        """What is due and not snoozed, the most pressing first; the bell rings for what was not due before."""
        settings, now = self._settings, self._window.session.clock()
        found = due(self._window.incident, now, settings.update_every, settings.silence_after)
        awake = [timer for timer in found if now.timestamp() >= self._snoozed.get(timer.key, 0.0)]
        fresh = {timer.key for timer in awake} - self._rung
        self._rung |= fresh
        if fresh and settings.bell:
            self._ring()
        return awake

    def snooze(self) -> list[Timer]:
        """Keeps what is due now quiet for `QUIET` seconds, and returns it."""
        until = self._window.session.clock().timestamp() + QUIET
        quiet = self.due()
        self._snoozed |= {timer.key: until for timer in quiet}
        return quiet
