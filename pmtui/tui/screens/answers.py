"""The commands of the bar that record nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from pmtui.tui.screens.company import show_everyone
from pmtui.tui.screens.handing_out import copy_draft

if TYPE_CHECKING:
    from pmtui.model.line.grammar import Typed
    from pmtui.tui.screens.live import LiveScreen


def answer(screen: LiveScreen, typed: Typed) -> None:
    """Does what such a command asks for, or says how it is done in a shell."""
    name = typed.command.name
    if name == "find":
        screen.timeline.find(typed.text)
    elif name == "export" and typed.text == "rich":
        copy_draft(screen)
    elif name == "export":
        screen.understood.say(f"in a shell: pmtui export {screen.session.slug} --format {typed.text}")
    elif name == "quit":
        screen.app.call_later(screen.app.action_quit)
    elif name == "help":
        screen.action_help(typed.text)
    else:
        does: dict[str, Callable[[], object]] = {
            "brief": screen.action_brief,
            "drop": screen.action_drop,
            "join": screen.action_join,
            "who": partial(show_everyone, screen),
        }
        does[name]()
