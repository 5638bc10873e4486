"""What Tab takes in the bar: what is offered, the time that a note begins with, the repair of the refused line."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.model.line.grammar import Typed
from pmtui.tui.window.window import Window


class Suggestions:
    """The lines that one may have meant.

    Args:
        window: whose lines they are.
        offered: what is offered for the text before the cursor, if anything.
        repair: gives the line that was probably meant by the refused one that is shown.
    """

    def __init__(
        self, window: Window, offered: Callable[[str], str | None], repair: Callable[[], str]
    ) -> None:
        self._window = window
        self._offered = offered
        self._repair = repair

    def complete(self, head: str) -> str | None:
        """What Tab puts in place of the text before the cursor; None when it has nothing for it."""
        if not head:
            return self._mended()
        offered = self._offered(head)
        if offered is not None:
            return offered
        typed = self._window.preview(head)
        return typed.instead or None if isinstance(typed, Typed) else None

    def _mended(self) -> str | None:
        """The refused line as it was probably meant, with the moment of its first Enter."""
        repair = self._repair()
        if not repair:
            return None
        self._window.take(self._window.parked[-1])
        return repair
