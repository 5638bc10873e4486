"""The help, drawn from the table of commands and the table of keys, with a line that filters it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from pmtui.model.line.commands import COMMANDS, found_by
from pmtui.tui.colours import DIM
from pmtui.tui.dialogs import Field, keys
from pmtui.tui.keys import PLACES, acts, key_of, keys_of
from pmtui.tui.timeline.wrapping import wrap

_BAR = (
    ("Enter", "record the line"),
    ("Up", "the refused line, else amend your last entry; again: further back"),
    ("Tab, Right", "take what is offered; arrows choose, Escape closes the list"),
    ("Tab", "in an empty line: the refused line as it was probably meant; else to the panes"),
    ("ctrl+j", "a line break"),
    ("ctrl+c", "clears the line, which Up fetches; copies what is selected"),
    ("PgUp PgDn Home End", "in an empty line: look through the timeline; End follows it again"),
    ("Tab, Escape", "to the panes; {back} comes back, and so does anything that is typed"),
    ("Enter", "in a pane: the menu of what is selected; its keys act without it, too"),
    ("arrows, Home, End", "in a pane; Shift and the mouse select text"),
)
_TIMES = (
    ("@14:05  @2:05pm  @-5m", "a clock, or from now"),
    ("@2023-10-15T10:40", "a date; a zone may follow: Z, +03:00"),
    ("@~14:05  @14:??  @?", "about; within that hour; unknown"),
    ("@17:00..18:00", "a range"),
)


_NAMES = 24
"""Cells of a name that stands before what it means."""
_LEAST = 12
"""Cells that a text has at least."""
_WIDE = 1000


class _Row(NamedTuple):
    """One thing to know."""

    section: str
    name: str
    what: str
    example: str = ""
    also: str = ""
    """By which other words it is found."""

    def fits(self, words: list[str]) -> bool:
        text = f"{self.section} {self.name} {self.what} {self.also}".casefold()
        return all(word in text for word in words)


def help_content(keymap: Mapping[str, str], wanted: str = "", width: int = _WIDE) -> Content:
    """Commands, times, and keys as the keymap has them.

    Args:
        keymap: the settings' keys.
        wanted: words that a row must hold to be shown, in any order; none show all.
        width: cells of a line; what is longer goes on below its own beginning.
    """
    words = wanted.casefold().split()
    rows = [row for row in _rows(keymap) if row.fits(words)]
    if not rows:
        return Content.styled(f"nothing in the help holds {wanted!r}", "$text-muted")
    parts: list[tuple[str, str] | str] = []
    section = ""
    for row in rows:
        if row.section != section:
            section = row.section
            parts += ["\n" if parts else "", (section, "bold underline"), "\n"]
        if row.example:
            parts += [
                _hanging("  ", row.name, width),
                (_hanging("      ", f"{row.what}, as in {row.example}", width), DIM),
            ]
        else:
            parts.append(_hanging(f"  {row.name:<{_NAMES}}", row.what, width))
    return Content.assemble(*parts)


def _hanging(before: str, text: str, width: int) -> str:
    """A text behind what leads to it, its further lines under its first."""
    column = cell_len(before)
    lines = wrap(text, max(_LEAST, width - column))
    return before + f"\n{' ' * column}".join(lines) + "\n"


def _rows(keymap: Mapping[str, str]) -> Iterator[_Row]:
    """What is typed first, then what is pressed."""
    back = key_of("live.bar", keymap)
    yield _Row("A line", "[@TIME] [/COMMAND] TEXT", "  no command: a note")
    for command in COMMANDS:
        also = " ".join(found_by(command))
        yield _Row(command.group, command.usage, command.help, command.example, also)
    for name, what in _BAR:
        yield _Row("Keys of the line", name, what.format(back=back))
    for name, what in _TIMES:
        yield _Row("Times", name, what)
    for place, title in PLACES.items():
        for act in acts(place):
            yield _Row(title, keys_of(act, keymap), act.help)


class Help(ModalScreen[None]):
    """The help; what is typed filters it.

    Args:
        keymap: the settings' keys.
        wanted: what stands in the filter at first.
    """

    DEFAULT_CSS = "Help VerticalScroll { scrollbar-gutter: stable; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "back", "Close", id="help.close", tooltip="Go back"),
        Binding("down", "scroll(1)", "Down", show=False, id="help.down"),
        Binding("up", "scroll(-1)", "Up", show=False, id="help.up"),
        Binding("pagedown", "scroll(10)", "Page down", show=False, id="help.page-down"),
        Binding("pageup", "scroll(-10)", "Page up", show=False, id="help.page-up"),
    ]

    def __init__(self, keymap: Mapping[str, str], wanted: str = "") -> None:
        super().__init__()
        self._keymap = keymap
        self._wanted = wanted

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content("Help")
            asks = "type to filter: update, retime, panes, times"
            yield Field(self._wanted, placeholder=asks, select_on_focus=False, compact=True)
            with VerticalScroll(can_focus=False):
                yield Static(id="told")
            yield keys(("Escape", "back"), ("Up Down PgUp PgDn", "scroll"))

    def on_mount(self) -> None:
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    @on(Input.Changed)
    def _filter(self, message: Input.Changed) -> None:
        self._wanted = message.value
        self._show()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _show(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width
        self.query_one("#told", Static).update(help_content(self._keymap, self._wanted, width))

    def action_scroll(self, lines: int) -> None:
        scroller = self.query_one(VerticalScroll)
        scroller.scroll_to(y=scroller.scroll_offset.y + lines, animate=False)

    def action_back(self) -> None:
        self.dismiss(None)
