"""What reaches somebody who looks elsewhere: the bell, the title of the terminal's window, a desktop notification."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from pmtui.model.text import clean, one_line
from pmtui.storage.settings import Settings

_NO_TITLES = ("linux", "dumb")
"""Terminals, by $TERM, without a window."""
_OSC_9 = ("iTerm.app", "WezTerm", "ghostty")
"""Terminals, by $TERM_PROGRAM, that show a desktop notification for OSC 9."""
_OSC_777 = ("foot", "rxvt")
"""Terminals, by how $TERM begins, that show one for OSC 777. Others get none: some print what they do not know."""
_LONGEST = 200


class Elsewhere:
    """The ways out of the window; what is sent is cleaned, so that no incident's words steer a terminal.

    Args:
        settings: which of them are wanted.
        ring: rings the bell.
        write: writes to the terminal, behind what is drawn.
        env: what the environment says of the terminal.
    """

    def __init__(
        self,
        settings: Settings,
        ring: Callable[[], None],
        write: Callable[[str], None],
        env: Mapping[str, str] = os.environ,
    ) -> None:
        self._settings = settings
        self._ring = ring
        self._write = write
        self._env = env
        self._title = ""

    def alarm(self, text: str) -> None:
        """Something became overdue."""
        if self._settings.bell:
            self._ring()
        if self._settings.notify and (sequence := self._notification(_plain(text))):
            self._write(sequence)

    def name(self, text: str) -> None:
        """Names the window; the driver gives it its former name back."""
        title = _plain(text)
        if title != self._title and self._env.get("TERM") not in _NO_TITLES:
            self._title = title
            self._write(f"\x1b]2;{title}\x07")

    def _notification(self, text: str) -> str:
        if self._env.get("TERM_PROGRAM") in _OSC_9 or "KITTY_WINDOW_ID" in self._env:
            return f"\x1b]9;{text}\x07"
        if self._env.get("TERM", "").startswith(_OSC_777) or "VTE_VERSION" in self._env:
            return f"\x1b]777;notify;pmtui;{text.replace(';', ',')}\x07"
        return ""


def _plain(text: str) -> str:
    """On one line, of a length that fits, and without what would end or extend a sequence."""
    return one_line(clean(text))[:_LONGEST]
