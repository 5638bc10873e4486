"""Proposed entries, looked at and changed before any of them is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static, TextArea

from pmtui.model import entries as e
from pmtui.model.line.arguments import LineError
from pmtui.model.line.grammar import split
from pmtui.model.text import one_line
from pmtui.model.time.words import day, shown
from pmtui.tui.dialogs import keys
from pmtui.tui.keys import bindings, key_line
from pmtui.tui.timeline.wrapping import cut
from pmtui.tui.widgets.pane import Pane, PaneRow
from pmtui.tui.widgets.text_field import TextField
from pmtui.tui.window.proposed import ProposedLine, ProposedLines

_NOTE = 28
"""Cells of a line that say what to look at; all of it stands below the list."""
_WIDE = 80
"""Columns of a terminal from which on the authors have one of their own; below it stands with the words."""
_ABOUT = 3
"""Lines below the list that show the selected one as it would be typed."""


class Entries(Pane):
    """The list."""

    PLACES = ("proposals",)
    EAGER = True
    BINDINGS = bindings(*PLACES, target="screen")

    def __init__(self) -> None:
        super().__init__("", "", id="proposed")


class Proposals(ModalScreen[bool]):
    """Every proposed entry on a line, all taken at first; whether the taken ones are to be recorded.

    Args:
        proposed: the entries; what is done here is done to them.
        keymap: the settings' keys.
        saw: what was read, in a sentence.
    """

    def __init__(self, proposed: ProposedLines, keymap: Mapping[str, str], saw: str = "") -> None:
        super().__init__()
        self._saw = saw
        self._proposed = proposed
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Entries()
            yield Static(id="about", markup=False)
            yield keys(*key_line(Entries.PLACES, self._keymap))

    def on_mount(self) -> None:
        self._show()

    @property
    def _list(self) -> Entries:
        return self.query_one(Entries)

    @property
    def _line(self) -> ProposedLine:
        return self._proposed.lines[self._list.highlighted or 0]

    def _show(self) -> None:
        lines = self._proposed.lines
        taken, zone = len(self._proposed.taken), self._proposed.zone
        unknown = sum(line.taken and _unknown(line) for line in lines)
        title = f"{taken} of {len(lines)} entries, {unknown} of unknown time; times are read in {zone}"
        box = self.query_one("#dialog")
        box.border_title = Content(title)
        assumed = sum(line.taken and line.source.assumed for line in lines)
        said = f"the day of {assumed} is assumed: nothing says it" if assumed else self._saw
        box.border_subtitle = Content(said)
        wide = self.app.size.width >= _WIDE
        rows = (_row(n, line, zone, wide) for n, line in enumerate(lines))
        self._list.show_rows(tuple(rows))
        self._show_about()

    @on(OptionList.OptionHighlighted)
    def _show_about(self) -> None:
        line = self._line
        text = line.text.split("\n")
        more = [f"… {len(text) - _ABOUT} more lines"] if len(text) > _ABOUT else []
        about = Content("\n").join(Content(each) for each in (*text[:_ABOUT], *more))
        if line.note:
            about = Content.assemble((line.note, "$text-warning"), "\n", about)
        self.query_one("#about", Static).update(about)

    def action_leave_out(self) -> None:
        self._proposed.toggle(self._line)
        self._show()

    def action_change(self) -> None:
        line = self._line

        def keep(text: str) -> None:
            line.draft = "" if text == line.text else text

        def changed(_: None) -> None:
            self._show()

        enter = lambda text: self._proposed.change(line, text)  # noqa: E731
        self.app.push_screen(Change(line.draft or line.text, enter, keep), changed)

    def action_record(self) -> None:
        self.dismiss(bool(self._proposed.taken))

    def action_back(self) -> None:
        self.dismiss(False)


def _unknown(line: ProposedLine) -> bool:
    return line.entry is not None and line.entry.at is None and line.entry.happened


def _row(n: int, line: ProposedLine, zone: str, wide: bool) -> PaneRow:
    """`✓ 2018-02-20 15:05 decision: Autoscaling …`, and at the right the author and what to look at."""
    entry = line.entry
    when = "time unknown" if _unknown(line) else ""
    if entry is not None and entry.at is not None:
        when = f"{day(entry.at, zone)} {shown(entry.when, zone)}"
    kind = f"{e.kind_of(entry)}:" if entry is not None else "refused:"
    author = one_line(line.source.author)
    words = one_line(_words(line.text))
    if author and not wide:
        words = e.after(author, words)
    pieces = ("✓" if line.taken else "left out", when, kind, words)
    # That a day is assumed is said once, above; of one line it stands below the list.
    note = one_line(line.note)
    if line.source.assumed:
        note = note.removeprefix(line.source.note).lstrip("; ")
    note = cut(f"key {note}".strip() if line.source.key else note, _NOTE)
    style = "" if line.taken else "$text-muted"
    return PaneRow(str(n), " ".join(filter(None, pieces)), note, style, author if wide else "")


def _words(text: str) -> str:
    try:
        return split(text)[2]
    except LineError:
        return text


class Change(ModalScreen[None]):
    """A line to be changed; Enter takes it if it can be understood, and Escape leaves it as a draft.

    Args:
        text: the line.
        enter: takes the line; why it cannot, or nothing.
        keep: remembers what was typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="dialog.change-back", tooltip="Go back; nothing is lost"),
    ]

    def __init__(self, text: str, enter: Callable[[str], str], keep: Callable[[str], None]) -> None:
        super().__init__()
        self._text = text
        self._enter = enter
        self._keep = keep

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content("Change the line")
            yield _LineArea(self._text)
            yield Static(id="about", markup=False)
            yield keys(("Enter", "go"), ("ctrl+j", "a line break"), ("Escape", "back"))

    def on_mount(self) -> None:
        area = self.query_one(_LineArea)
        area.move_cursor(area.document.end)

    @on(TextArea.Changed)
    def _changed(self, message: TextArea.Changed) -> None:
        self._keep(message.text_area.text)
        self.query_one("#about", Static).update("")

    def enter(self, text: str) -> None:
        """Takes the line, or says why not and stays."""
        self._keep(text)
        why = self._enter(text)
        if why:
            self.query_one("#about", Static).update(Content.styled(why, "$text-warning"))
        else:
            self.dismiss()

    def action_back(self) -> None:
        self.dismiss()


class _LineArea(TextField):
    """Enter takes the line."""

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, compact=True, highlight_cursor_line=False)
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key not in ("enter", "ctrl+j"):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if event.key == "ctrl+j":
            self.insert("\n")
        elif isinstance(self.screen, Change):
            self.screen.enter(self.text)
