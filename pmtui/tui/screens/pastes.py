"""Long pastes on the live screen: as one entry or as many, and never by accident."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widgets import TextArea

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.text import clean
from pmtui.tui.dialogs import Ask, Choose
from pmtui.tui.messages import Say

if TYPE_CHECKING:
    from pmtui.tui.screens.live import LiveScreen

LONG = 200
"""Lines from which on a pasted entry is asked about once."""
_FEW = 10
"""Lines with a time of their own from which on a paste may have been meant as that many entries."""
_MOST = 2_000
"""Lines that are looked through for times: more would hold up the next key."""


class Pastes:
    """What becomes of a text that is too long to be one thought.

    Args:
        screen: whose bar it is pasted into.
        put_away: has Up bring a text that was neither recorded nor left in the bar.
        record: records an entry.
    """

    def __init__(
        self, screen: LiveScreen, put_away: Callable[[str], None], record: Callable[[e.Entry], None]
    ) -> None:
        self._screen = screen
        self._put_away = put_away
        self._record = record

    def offer(self, text: str) -> bool:
        """Whether a paste was taken: lines with times of their own may become as many entries.

        It stands in the bar until that is answered, as a half-typed line, which survives a crash.
        """
        screen, text = self._screen, clean(text).strip("\n")
        focused = screen.focused
        if screen.bar.text or (isinstance(focused, TextArea) and focused is not screen.bar):
            return False
        count = self._timed(text)
        if count < _FEW:
            return False
        screen.bar.fetch(text)
        screen.set_focus(screen.bar)
        title = f"{text.count(chr(10)) + 1} lines, {count} of them with a time of their own"
        ways = ["one entry, as they were pasted", f"{count} entries, each at its time; you see them first"]

        def chosen(way: int | None) -> None:
            if way == 1:
                self._propose(text)
            else:
                screen.do(Say("Enter records it as one entry"))

        screen.app.push_screen(Choose(title, ways, "take it"), chosen)
        return True

    def _timed(self, text: str) -> int:
        """How many entries with a time the lines of a text would make."""
        if not _FEW <= text.count("\n") + 1 <= _MOST:
            return 0
        from pmtui.tui.window.proposed import pasted
        from pmtui.work.importing import preview

        try:
            found = preview(pasted(text), self._screen.session.context())
        except PmtuiError:
            return 0
        return sum(each.when.at is not None for each in found.proposed)

    def _propose(self, text: str) -> None:
        from pmtui.tui.window.proposed import pasted
        from pmtui.tui.writeup.imports import Import

        screen = self._screen
        screen.bar.restore("")
        screen.window.typing("", (0, 0))
        self._put_away(text)
        Import(screen, screen.window, screen.settings.keymap, screen.do).propose(pasted(text))

    def confirm(self, entry: e.Entry, text: str) -> None:
        """Asks once whether all of a very long text is to be recorded."""
        screen = self._screen

        def answered(key: str | None) -> None:
            if key:
                screen.bar.restore("")
                screen.window.typing("", (0, 0))
                self._record(entry)

        screen.bar.fetch(text)  # until it is answered it is a half-typed line, which survives a crash
        lines = [f"{text.count(chr(10)) + 1:,} lines, as one entry."]
        screen.app.push_screen(Ask("Record all of this?", lines, [("y", "record it")]), answered)
