"""The command bar: every key it owns takes effect in the order in which it was typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from operator import methodcaller
from typing import ClassVar, NamedTuple

from textual import actions, events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import TextArea

from pmtui.model.text import clean
from pmtui.tui.terminal.keyboard import is_hasty
from pmtui.tui.widgets.text_field import TextField


class BarActions(NamedTuple):
    """What the bar's keys do; each is called before any key typed later is looked at."""

    submit: Callable[[str], None]
    """Enter: takes the text. If it raises, the text stays in the bar."""
    walk: Callable[[int], str | None] = lambda _: None
    """Up (-1) in an empty bar, and Up and Down (1) while it holds what they brought: the text to fill in."""
    complete: Callable[[str], str | None] = lambda _: None
    """Tab: what the text before the cursor completes to, if anything; with no text, the line that was meant."""
    choose: Callable[[str, int], bool] = lambda _, __: False
    """Up or Down while something is offered for the text before the cursor: whether they chose in it."""
    chosen: Callable[[str], str | None] = lambda _: None
    """Enter: what was chosen with the arrows for the text before the cursor, to stand in its place."""
    elsewhere: Callable[[events.Key], Awaitable[bool]] | None = None
    """A key that waited here behind one that took the focus away: whether what has it now took the key."""
    ghost: Callable[[str], str] = lambda _: ""
    """What the text before the cursor may go on with, shown behind it; Right takes it."""
    put_away: Callable[[], bool] = lambda: False
    """Escape: puts away what is offered; whether anything was."""
    leave: Callable[[], None] = lambda: None
    """Escape while nothing is offered, Shift+Tab, and Tab without a completion."""
    look: Callable[[str], None] | None = None
    """PgUp, PgDn, Home or End in an empty bar."""
    cleared: Callable[[str], None] = lambda _: None
    """ctrl+c with nothing selected: what stood in the bar, which is empty now; without a text where it was already."""
    unread: Callable[[], None] = lambda: None
    """An Enter that came too fast for what an act had just filled in to be read; the text stays in the bar."""


class CommandBar(TextField, inherit_bindings=False):
    """Where the commander types; Enter submits.

    Args:
        does: What its keys do.
        placeholder: What an empty bar says.
        backlog: Whether keys typed before the terminal was in raw mode may still come; see `drained`.
        given_away: Keys of text editing that the keymap of the settings gives to the screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("super+c", "copy", "Copy", show=False, id="bar.copy", tooltip="Copy what is selected"),
    ]
    DEFAULT_CSS = "CommandBar { height: auto; max-height: 8; }"

    def __init__(
        self,
        does: BarActions,
        *,
        placeholder: str = "",
        backlog: bool = False,
        given_away: Collection[str] = (),
        id: str | None = None,
    ) -> None:
        super().__init__(
            id=id,
            compact=True,
            soft_wrap=True,
            highlight_cursor_line=False,
            placeholder=Content(placeholder),
        )
        self.match_cursor_bracket = False
        self.cursor_blink = False  # calm, and nothing to send twice a second over ssh
        self._does = does
        self._backlog = backlog
        self._keys = {**{key: do for key, do in _EDITING.items() if key not in given_away}, **_OWN}
        self._last_key = ""
        self._brought = ""
        """What Up or Down brought; they go on only while it stands unchanged."""
        self._unread = False
        """Whether no key was pressed here since an act filled the bar."""

    @property
    def head(self) -> str:
        """The text before the cursor."""
        return self.get_text_range((0, 0), self.cursor_location)

    @property
    def backlog(self) -> bool:
        """Whether ctrl+j may be an Enter that was typed before the terminal was in raw mode, and so is one."""
        return self._backlog

    def drained(self) -> None:
        """All that was typed during the start has arrived: from here on ctrl+j is a line break."""
        self._backlog = False

    def feed(self, event: events.Key | events.Paste) -> None:
        """Takes the focus and a key or paste that came while something else had it.

        It queues behind all that was sent here before, whether the bar has been mounted yet or not, and so stays
        in order.
        """
        if self.is_attached:
            self.screen.set_focus(self, scroll_visible=False)
        self._forward_event(event)

    def fetch(self, text: str) -> None:
        """Replaces the text, the cursor at its end; undo brings the former text back."""
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)
        self.history.checkpoint()

    def fill(self, text: str, at: int | None = None) -> None:
        """Puts in the line of an act elsewhere; it is entered by an Enter that comes after it could be read.

        Args:
            text: the line.
            at: where the cursor stands in its first row; None for its end.
        """
        self.fetch(text)
        if at is not None:
            self.move_cursor((0, at))
            self.update_suggestion()
        self._unread = True

    def take(self, text: str) -> None:
        """Puts what was clicked in what is offered in place of the text before the cursor."""
        self.screen.set_focus(self, scroll_visible=False)
        self._complete(text)

    def restore(self, text: str, cursor: tuple[int, int] | None = None) -> None:
        """Puts back a half-typed line, with the cursor (row, column) where it was, else at the end."""
        self.load_text(text)
        self.suggestion = ""
        end = self.document.end
        self.move_cursor(self.clamp_visitable(min(cursor or end, end)))

    async def _on_key(self, event: events.Key) -> None:
        moved_on = self.screen.focused not in (None, self)
        if moved_on and self._does.elsewhere and await self._does.elsewhere(event):
            event.stop()
            event.prevent_default()
            return
        unread, self._unread = self._unread, False
        if unread and event.key in _ENTER and is_hasty(event):
            self._does.unread()
        elif event.key in _LOOKS and self._does.look and not self.text:
            self._does.look(event.key)
        elif event.key in self._keys and (event.key not in _PAGES or self.max_scroll_y):
            self._keys[event.key](self)
        elif event.is_printable and event.character is not None:
            # Also alt+letter: an Escape and a letter within 100 ms of it look the same.
            self._insert(event.character)
        else:
            self._last_key = event.key
            return
        self._last_key = event.key
        event.stop()
        event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        # TextArea would focus itself later, when the user may be elsewhere.
        event.stop()
        event.prevent_default()
        self._last_key = ""
        self._insert(clean(event.text))

    def _insert(self, text: str) -> None:
        if text:
            self.replace(text, *self.selection, maintain_selection_offset=False)

    def _enter(self) -> None:
        # Emptied first, so that what `submit` fetches into the bar stays there.
        text, cursor = self.text, self.cursor_location
        if not text:
            return
        chosen = self._does.chosen(self.head)
        if chosen is not None:
            self._complete(chosen)
            return
        self.restore("")
        if text.strip():
            try:
                self._does.submit(text.rstrip("\n"))
            except BaseException:
                self.restore(text, cursor)
                raise

    def _line_feed(self) -> None:
        if self._last_key == "enter":
            return  # the line feed of a carriage return that has done its work
        if self._backlog:
            self._enter()
        else:
            self._insert("\n")

    def _walks(self) -> bool:
        """Whether Up and Down go on from what they brought, whatever is offered for it."""
        return bool(self._brought) and self.text == self._brought

    def _up(self) -> None:
        if not self._walks() and self._does.choose(self.head, -1):
            self.update_suggestion()
            return
        if self.text and not self._walks():
            self.action_cursor_up()
        elif text := self._does.walk(-1):
            self.fetch(text)
            self._brought = text

    def _down(self) -> None:
        if not self._walks() and self._does.choose(self.head, 1):
            self.update_suggestion()
            return
        if not self._walks():
            self.action_cursor_down()
        else:
            self._brought = self._does.walk(1) or ""
            self.fetch(self._brought)

    def _tab(self) -> None:
        if self.text and not self.head:
            self._does.leave()
            return
        completed = self._does.complete(self.head)
        if completed is None or completed == self.head:
            self._does.leave()
            return
        unread = not self.text
        self._complete(completed)
        self._unread = unread

    def _complete(self, text: str) -> None:
        self.replace(text, (0, 0), self.cursor_location, maintain_selection_offset=False)

    def update_suggestion(self) -> None:
        """Shows how the line may go on, at its end only."""
        at_end = self.cursor_location == self.document.end
        self.suggestion = self._does.ghost(self.head) if at_end and self.text else ""

    def _copy_or_clear(self) -> None:
        """Copies what is selected, here or on the screen; else puts the line away, which Up fetches."""
        if self.selected_text:
            self.action_copy()
        elif self.screen.get_selected_text():
            self.screen.action_copy_text()
        else:
            text = self.text
            self.restore("")
            self._does.cleared(text)

    def _delete_to_line_end(self) -> None:
        if self.get_cursor_line_start_location() == (end := self.get_cursor_line_end_location()):
            self.action_delete_line()
        elif self.selection.is_empty and self.cursor_location == end:
            self.action_delete_right()
        else:
            self.action_delete_to_end_of_line()

    def _paste_own(self) -> None:
        self._insert(clean(self.app.clipboard))


def _editing_keys() -> dict[str, Callable[[CommandBar], object]]:
    """What TextArea binds. A binding runs once its key has bubbled up to the app, which is too late here."""
    keys: dict[str, Callable[[CommandBar], object]] = {}
    for binding in Binding.make_bindings(TextArea.BINDINGS):
        _, action, arguments = actions.parse(binding.action)
        keys[binding.key] = methodcaller(f"action_{action}", *arguments)
    del keys["super+c"]  # whether there is something to copy, only a binding can pass on
    del keys["f6"]  # the write-up's
    return keys


_ENTER = {"enter", "ctrl+j"}
_PAGES = {"pageup", "pagedown"}
"""The bar's keys while its text is longer than itself."""
_LOOKS = {*_PAGES, "home", "end"}
_EDITING = _editing_keys()
_OWN: dict[str, Callable[[CommandBar], object]] = {
    "enter": CommandBar._enter,
    "ctrl+j": CommandBar._line_feed,
    "shift+enter": methodcaller("_insert", "\n"),
    "tab": CommandBar._tab,
    "shift+tab": lambda bar: bar._does.leave(),
    "escape": lambda bar: bar._does.put_away() or bar._does.leave(),
    "up": CommandBar._up,
    "down": CommandBar._down,
    "ctrl+k": CommandBar._delete_to_line_end,
    "ctrl+v": CommandBar._paste_own,
    "ctrl+c": CommandBar._copy_or_clear,
}
