"""The write-up of an incident in place of its timeline, with everything else at hand.

The modules of this package cost 90 ms: they are imported when the write-up is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widget import Widget

from pmtui.errors import PmtuiError
from pmtui.model.incident.layouts import Layout
from pmtui.model.incident.words import heading
from pmtui.model.text import clean
from pmtui.storage.settings import Settings
from pmtui.tui.keys import bindings
from pmtui.tui.messages import Fill, GoTo, GoToSection, Leave, Quote, Request, Say
from pmtui.tui.widgets.pane import Pane
from pmtui.tui.widgets.room import Want, share
from pmtui.tui.widgets.tasks import Tasks
from pmtui.tui.window.proposed import pasted
from pmtui.tui.window.window import Window
from pmtui.tui.writeup.editor import Editor
from pmtui.tui.writeup.findings import Findings
from pmtui.tui.writeup.imports import Import
from pmtui.tui.writeup.preview import Preview
from pmtui.tui.writeup.quotes import Quotes
from pmtui.tui.writeup.section import Section
from pmtui.tui.writeup.sections import Sections

_COLUMNS = 140
"""Cells from which on the lists stand beside the text, and not in its place."""
_TWO = 80
"""Cells from which on the lists stand in two columns."""


class Writeup(Horizontal):
    """What is left to do, the sections and the follow-ups; beside them or in their place the text and the timeline.

    Args:
        window: whose incident is written up.
        settings: the user's.
        layout: gives the sections of the template.
        ask: does what is wanted at once.
    """

    PLACES = ("document",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*PLACES)

    def __init__(
        self,
        window: Window,
        settings: Settings,
        layout: Callable[[], Layout],
        ask: Callable[[Request], None],
    ) -> None:
        super().__init__(id="writeup")
        self._window = window
        self._layout = layout
        self._ask = ask
        self.quotes = Quotes(window, settings.keymap, self.do)
        self.editor = Editor(window, self.quotes, self.do)
        self.section = Section(window, self.editor, settings.keymap)
        self.imports = Import(self, window, settings.keymap, ask)
        self.sections = Sections(window, self.section, self.imports, ask)
        self.tasks = Tasks(window, self.do)
        self.tasks.keymap = settings.keymap
        self.findings = Findings(window, settings.all_hints, self.do)
        self._lists: tuple[Pane, ...] = (self.findings, self.sections, self.tasks)
        self._came_from: Widget = self.findings
        """The list that was left last, for the editor or the bar."""
        self._mending = False
        """Whether the bar was filled from a list, which is gone back to once the line is recorded."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="writeup-lists"):
            yield self.findings
            with Vertical(id="writeup-right"):
                yield self.sections
                yield self.tasks
        with Container(id="writeup-text"):
            yield self.section
            yield self.quotes

    @property
    def stops(self) -> list[Widget]:
        """What Tab goes through; what is not in sight comes into sight when it has the focus."""
        text = [self.editor] if self.section.writable else []
        return [*self._lists, *text, self.quotes.timeline]

    def begin(self) -> None:
        """Shows it to somebody who has just asked for it: what is left to do."""
        self.show()
        self.findings.review_now()
        self.screen.set_focus(self.findings)
        if self.sections.selected:
            self.sections.open()

    def show(self) -> None:
        """Brings the lists, the editor and the timeline up to date."""
        self.findings.review_soon()
        self.sections.show(self._layout(), self.findings.found)
        self.tasks.show(self._window.session.clock())
        self.quotes.show_anew()
        self.section.show_anew()
        self._settle()

    def show_company(self) -> None:
        """Brings up to date who else is where."""
        self.sections.show(self._layout(), self.findings.found)
        self.section.show_title()

    def recorded(self) -> None:
        """A line of the bar is recorded; the next thing that is left is one Enter away."""
        if self._mending:
            self._mending = False
            self.screen.set_focus(self._came_from)

    def do(self, request: Request) -> None:
        """Does what concerns the write-up alone; all else is asked for outside."""
        match request:
            case GoToSection():
                self._go_to_section(request)
            case GoTo():
                self.quotes.go_to(request.entry_id)
            case Quote():
                self._quote(request.entry_id)
            case Leave():
                self._leave(request.place)
            case Fill():
                self._mending = self.screen.focused in self._lists
                self._ask(request)
            case _:
                self._ask(request)

    def _go_to_section(self, request: GoToSection) -> None:
        self.sections.select(request.section)
        self.screen.set_focus(self.editor)
        if request.place is not None:
            head = self.editor.text[: request.place]
            self.editor.move_cursor((head.count("\n"), len(head.rpartition("\n")[2])))

    def _quote(self, entry_id: str) -> None:
        if self.section.writable:
            self.editor.add(self.quotes.quoted(entry_id))
            name = self._window.incident.name(entry_id)
            self._ask(Say(f"{name} is quoted in {heading(self.editor.section)}"))
        else:
            self._ask(Say("open a section first: Escape, then Enter on it"))

    # --- where each stands

    def on_resize(self) -> None:
        self.set_class(self.size.width >= _COLUMNS, "-roomy")
        self.set_class(self.size.width < _TWO, "-tiny")
        self._settle()

    def on_descendant_focus(self) -> None:
        """What has the focus is in sight."""
        focused = self.screen.focused
        in_lists = focused in self._lists
        self.set_class(not in_lists, "-text")
        self.set_class(focused is self.quotes.timeline, "-quotes")
        if in_lists and focused is not None:
            self._came_from = focused
        self._settle()

    def _settle(self) -> None:
        """Shares the lines among the lists; where there is little room only one of them has any for its rows."""
        if not self.is_mounted or not self.size.width:
            return
        if self.has_class("-roomy") or self.has_class("-tiny"):
            self._share(self._lists)
        else:
            self._share([self.findings])
            self._share([self.sections, self.tasks])

    def _share(self, column: Sequence[Pane]) -> None:
        for pane, height in zip(column, share(self.size.height, [*map(self._want, column)]), strict=True):
            pane.styles.height = height

    def _want(self, pane: Pane) -> Want:
        want = pane.want(pane.size.width or self.size.width)
        shrinks = self.has_class("-tiny") and pane is not self._came_from
        return Want(1, 1) if shrinks else want

    # --- keys

    def action_preview(self) -> None:
        """The whole document, with what is being written."""
        self.editor.save()
        self.app.push_screen(Preview(self._window))

    def take_paste(self, text: str) -> bool:
        """Whether a paste is several lines for the lists, which are shown as entries before they are recorded."""
        text = clean(text)
        here = self.screen.focused in (self.sections, self.findings)
        if not here or "\n" not in text.strip():
            return False
        try:
            return self.imports.propose(pasted(text))
        except PmtuiError as error:  # the bar takes it, as any other text
            self.notify(str(error), markup=False, severity="error", timeout=20)
            return False

    def unsaved(self) -> list[str]:
        """What is typed here and not recorded, as lines."""
        return [*self.imports.unsaved(), *self.editor.unsaved()]

    def leave(self) -> None:
        """Saves the section, and parks what was typed into entries that were not recorded."""
        self.editor.save()
        self.imports.put_aside(recorded=False)

    @on(Findings.Reviewed)
    def _reviewed(self, message: Findings.Reviewed) -> None:
        self.findings.show(message.findings)
        self.sections.show(self._layout(), message.findings)
        self._settle()

    def _leave(self, place: Widget) -> None:
        """From the timeline to the section, from there to the list that led to it."""
        self.editor.save()
        back = self.editor if place is self.quotes and self.section.writable else self._came_from
        self.screen.set_focus(back)
