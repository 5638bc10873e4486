"""Copies of the incident that a sync program left beside it: named on the screens, and joined by one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from pmtui.errors import PmtuiError
from pmtui.tui.keys import key_of
from pmtui.tui.messages import Say
from pmtui.work.copies import in_short
from pmtui.work.publish import Author

if TYPE_CHECKING:
    from pmtui.tui.screens.live import LiveScreen


def name_copies(screen: LiveScreen, count: int) -> None:
    """Says that there are so many."""
    key = key_of("live.join", screen.settings.keymap)
    said = in_short(count, key, f"pmtui show {screen.session.slug}")
    screen.notify(said, markup=False, severity="warning", timeout=20)


def join_beside(screen: LiveScreen) -> None:
    """Has them joined; what they held comes in as what others write."""
    session = screen.session

    def say(said: list[str]) -> None:
        if said:
            screen.notify("\n".join(said), markup=False, timeout=20)
        else:
            screen.do(Say("no copy of this incident lies beside it"))

    join_in_thread(screen, (session.folder,), Author(session.by, session.clock()), say)


def join_in_thread(
    screen: Screen[Any], folders: Sequence[Path], author: Author, then: Callable[[list[str]], None]
) -> None:
    """Joins what lies beside incidents, as another program would; `then` gets a sentence about each copy.

    Args:
        screen: that goes on meanwhile.
        folders: the incidents'.
        author: who has their documents written, and when.
        then: is called in the screen's thread.
    """

    def join() -> None:
        from pmtui.work.join_copies import join_copies

        said: list[str] = []
        for folder in folders:
            try:
                said += join_copies(folder, author)
            except PmtuiError as error:
                said.append(str(error))
        screen.app.call_from_thread(then, said)

    screen.run_worker(join, thread=True, exit_on_error=False, group="copies", description="join copies")
