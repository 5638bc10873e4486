"""Where a key or a paste goes: to the command bar, to the pane that knows it, or to the dialog in front.

It is decided here alone and done before the next key is looked at. As a binding, or forwarded by a handler, a key is
overtaken by those that were typed behind it: at 2 ms a key, lines run together and letters change places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Any

from textual import events
from textual._time import get_time
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input as Field
from textual.widgets import TextArea

from pmtui.tui.dialogs import Ask, Choose, Menu, Read
from pmtui.tui.help import Help
from pmtui.tui.terminal.keyboard import is_in_text
from pmtui.tui.widgets.command_bar import CommandBar

Input = events.Key | events.Paste
AnyScreen = Screen[Any]
InFront = Ask | Choose | Help | Menu | Read
"""Dialogs that no line is typed into: what is no answer belongs to the bar below."""


class Routing:
    """The keys and pastes of a screen with a command bar, as its `routing`.

    Args:
        screen: whose panes have keys of their own.
        bar: gives the command bar, which has all that no pane knows.
        take_paste: whether a paste is for somebody else than the bar, who has it then.
        say: says one sentence.
        make_room: puts a line aside that was found half typed, for what was typed before anybody could see it.
    """

    def __init__(
        self,
        screen: AnyScreen,
        bar: Callable[[], CommandBar],
        take_paste: Callable[[str], bool],
        say: Callable[[str], object],
        make_room: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._bar = bar
        self._take_paste = take_paste
        self._say = say
        self._make_room = make_room
        self._drawn_at = inf
        self._typed = False
        """Whether a text or Enter came."""
        self._ready = False
        self._early: list[Input] = []
        """What was typed before there was anything to show it on, in order."""

    async def begin(self) -> None:
        """The screen stands: what was typed before goes to the bar, but for a key that acts wherever one types."""
        self._drawn_at = get_time()
        while self._early:
            event = self._early.pop(0)
            self._notice(event)
            if not (self._acts_everywhere(event) and await press(self._screen, event)):
                self.type(event)
        self._ready = True

    def _acts_everywhere(self, event: Input) -> bool:
        """Whether Textual asks for a key before whatever has the focus: forwarded to the bar, it would do nothing."""
        known = self._screen.active_bindings.get(event.key) if isinstance(event, events.Key) else None
        return known is not None and known.binding.priority

    def _notice(self, event: Input) -> None:
        if isinstance(event, events.Key) and not event.is_printable and event.key != "enter":
            return
        if not self._typed and event.time < self._drawn_at:
            self._make_room()
        self._typed = True

    def type(self, event: Input) -> None:
        """Has the bar take the focus and the key or paste."""
        self._bar().feed(event)

    async def take(self, event: Input) -> bool:
        """Takes a key or a paste to whom it is for; False when it is for the text that has the focus."""
        if not self._ready:
            self._early.append(event)
            return True
        self._notice(event)
        if isinstance(event, events.Paste) and self._take_paste(event.text):
            return True
        focused = self._screen.focused
        if isinstance(event, events.Key) and event.key.startswith("alt+"):
            return await self._take_alt(event)
        if isinstance(focused, TextArea):
            return False
        if focused is not None and isinstance(event, events.Key) and not self._is_for_the_bar(event):
            return await press(self._screen, event)
        self.type(event)
        return True

    def _is_for_the_bar(self, event: events.Key) -> bool:
        """What belongs to a line; so does what clears it, unless something is selected that can be copied."""
        return _is_typed(event) or (event.key == "ctrl+c" and not self._screen.get_selected_text())

    async def _take_alt(self, event: events.Key) -> bool:
        """Alt and a letter is an act, or it says that it is none: it may have been Escape and a letter."""
        if event.key in self._screen.active_bindings:
            return not isinstance(self._screen.focused, TextArea) and await press(self._screen, event)
        self._say(f"{event.key} does nothing here")
        return True

    async def elsewhere(self, event: events.Key) -> bool:
        """Whether what has the focus by now takes a key that waited in the bar.

        Tab and a letter typed at once are Tab, then the letter. One that the pane does not know is the bar's own, here
        and now: sent anew it would come behind the others.
        """
        focused = self._screen.focused
        if isinstance(focused, TextArea):
            focused._forward_event(events.Key(event.key, event.character))
            return True
        if await press(self._screen, event):
            return True
        self._screen.set_focus(self._bar(), scroll_visible=False)
        return False


async def route(screens: Sequence[AnyScreen], event: Input) -> bool:
    """Takes a key or a paste to whom it is for; False when Textual's own way is the right one.

    Args:
        screens: the stack of them, the one in front last.
        event: what was typed.
    """
    front = screens[-1]
    if isinstance(front, Help) and not (isinstance(event, events.Key) and is_in_text(event)):
        return False  # its filter takes what a person types, never a text that came at once
    if isinstance(front, InFront):
        return await _answer(screens, front, event)
    if isinstance(front, ModalScreen) and isinstance(event, events.Key) and is_in_text(event):
        return _typed_at_once(front.focused, event)
    routing = _routing(front)
    return routing is not None and await routing.take(event)


async def press(screen: AnyScreen, event: Input) -> bool:
    """Does what a key does on a screen, or for what has the focus there; whether it does anything."""
    if not isinstance(event, events.Key) or is_in_text(event):
        return False
    known = screen.active_bindings.get(event.key)
    if known is None or not known.enabled:
        return False
    await screen.app.run_action(known.binding.action, known.node)
    return True


def _is_typed(event: events.Key) -> bool:
    """Whether a key belongs to a line, whatever has the focus."""
    return event.is_printable or is_in_text(event)


def _typed_at_once(focused: Widget | None, event: events.Key) -> bool:
    """A key of a text that came at once, over a dialog: it is typed where the dialog has a field, and never acts.

    Returns:
        False when the field takes it as it is.
    """
    if event.is_printable and isinstance(focused, Field | TextArea):
        return False
    if isinstance(focused, TextArea):
        focused._forward_event(events.Key("ctrl+j", "\n"))
    elif isinstance(focused, Field):
        focused._forward_event(events.Key("space", " "))
    return True


async def _answer(screens: Sequence[AnyScreen], dialog: InFront, event: Input) -> bool:
    """What is no answer is typed on, into the bar below."""
    if await press(dialog, event):
        return True
    if isinstance(event, events.Key) and not _is_typed(event):
        return False
    # Lines that were typed at once may have opened several, one over the other.
    above: list[InFront] = []
    for each in reversed(screens):
        if not isinstance(each, InFront):
            break
        above.append(each)
    below = _routing(screens[-1 - len(above)])
    if below is None:
        return False
    for each in above:
        each.action_back()
    below.type(event)
    return True


def _routing(screen: AnyScreen) -> Routing | None:
    found = getattr(screen, "routing", None)
    return found if isinstance(found, Routing) else None
