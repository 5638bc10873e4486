"""The others of a shared incident: who is here, and what they see of where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from pmtui.tui.dialogs import Read

if TYPE_CHECKING:
    from pmtui.tui.screens.live import LiveScreen
    from pmtui.tui.window.sharing import Sharing

_LOOK = 1.0


class Company(Read):
    """Who is here and where, and how sharing stands, as long as it is open.

    Args:
        sharing: knows.
    """

    def __init__(self, sharing: Sharing) -> None:
        super().__init__("Who is here", sharing.everyone())
        self._sharing = sharing

    def on_mount(self) -> None:
        self.set_interval(_LOOK, self._show)

    def _show(self) -> None:
        now = Content(self._sharing.everyone())
        if now.plain != self._text.plain:
            self._text = now
            self.query_one("VerticalScroll > Static", Static).update(now)


def show_everyone(screen: LiveScreen) -> None:
    """Opens it."""
    screen.app.push_screen(Company(screen.window.sharing))


def place(screen: LiveScreen) -> str:
    """What the others see of where one is: the section that is written, else a pane; nothing while in the bar."""
    if screen.writeup is not None and screen.writing:
        editor = screen.writeup.editor
        return editor.section if screen.focused is editor else "write-up"
    focused = screen.focused
    return "" if focused is None or focused is screen.bar else focused.id or ""
