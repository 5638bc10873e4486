"""The others of a shared incident: who is here, and what they see of where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.tui.dialogs import Read

if TYPE_CHECKING:
    from pmtui.tui.screens.live import LiveScreen


def show_everyone(screen: LiveScreen) -> None:
    """Who is here and where, and how sharing stands."""
    screen.app.push_screen(Read("Who is here", screen.window.sharing.everyone()))


def place(screen: LiveScreen) -> str:
    """What the others see of where one is: the section that is written, else a pane; nothing while in the bar."""
    if screen.writeup is not None and screen.writing:
        editor = screen.writeup.editor
        return editor.section if screen.focused is editor else "write-up"
    focused = screen.focused
    return "" if focused is None or focused is screen.bar else focused.id or ""
