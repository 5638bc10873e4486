"""The draft, handed out from the live screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.errors import PmtuiError
from pmtui.tui.messages import Say

if TYPE_CHECKING:
    from pmtui.tui.screens.live import LiveScreen


def copy_draft(screen: LiveScreen) -> None:
    """Has the draft copied as rich text by a thread, which reads what is on the disk; says what came of it."""
    folder = screen.session.folder

    def copy() -> None:
        from pmtui.work import rich

        try:
            said = rich.hand_out(rich.draft(folder), folder)
        except PmtuiError as error:
            said = str(error)
        screen.app.call_from_thread(screen.do, Say(said))

    screen.run_worker(copy, thread=True, exit_on_error=False, group="clipboard", description="copy the draft")
    screen.understood.say("the draft is being copied …")
