"""The write-up of an incident in place of its timeline, with everything else at hand.

The modules of this package cost 90 ms: they are imported when the write-up is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from pmtui.errors import PmtuiError
from pmtui.model.incident.layouts import Layout
from pmtui.model.text import clean
from pmtui.storage.settings import Settings
from pmtui.tui.messages import GoToSection, Request
from pmtui.tui.widgets.tasks import Tasks
from pmtui.tui.window.window import Window
from pmtui.tui.writeup.editor import Editor
from pmtui.tui.writeup.findings import Findings
from pmtui.tui.writeup.imports import Import
from pmtui.tui.writeup.preview import Preview
from pmtui.tui.writeup.sections import Sections


class Writeup(Horizontal):
    """Sections, review and follow-ups on the left, the editor, and a preview where there is room.

    Args:
        window: whose incident is written up.
        settings: the user's.
        layout: gives the sections of the template.
        ask: does what is wanted at once.
    """

    def __init__(
        self,
        window: Window,
        settings: Settings,
        layout: Callable[[], Layout],
        ask: Callable[[Request], None],
    ) -> None:
        super().__init__(id="writeup")
        self._layout = layout
        self._ask = ask
        self.preview = Preview()
        self.editor = Editor(window, self.preview, ask)
        self.imports = Import(self, window, settings.keymap, ask)
        self.sections = Sections(window, self.editor, self.preview, self.imports, settings.keymap, ask)
        self._window = window
        self.tasks = Tasks(window, ask)
        self.tasks.keymap = settings.keymap
        self.findings = Findings(window, settings.all_hints, layout, self.do)

    def compose(self) -> ComposeResult:
        with Vertical(id="writeup-left"):
            yield self.sections
            yield self.findings
            yield self.tasks
        yield self.editor
        yield self.preview

    def begin(self) -> None:
        """Shows it to somebody who has just asked for it."""
        self.show()
        self.findings.review_now()
        self.screen.set_focus(self.sections)
        if self.sections.selected:
            self.sections.open()

    def show(self) -> None:
        """Brings sections and review up to date."""
        self.findings.review_soon()
        self.sections.show(self._layout(), self.findings.found)
        self.tasks.show(self._window.session.clock())
        if self.editor.section:
            self.editor.open_section(self.editor.section)

    def do(self, request: Request) -> None:
        """Goes to a section; all else is asked for outside."""
        if not isinstance(request, GoToSection):
            self._ask(request)
            return
        self.sections.select(request.section)
        self.screen.set_focus(self.editor)
        if request.place is not None:
            head = self.editor.text[: request.place]
            self.editor.move_cursor((head.count("\n"), len(head.rpartition("\n")[2])))

    def take_paste(self, text: str) -> bool:
        """Whether a paste is several lines for the lists, which are shown as entries before they are recorded."""
        text = clean(text)
        here = self.screen.focused in (self.sections, self.findings)
        if not here or "\n" not in text.strip():
            return False
        try:
            return self.imports.propose(text)
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

    @on(Preview.BlockDrawn)
    def _block_drawn(self, message: Preview.BlockDrawn) -> None:
        self.sections.show_block(message)

    @on(Editor.Left)
    def _leave_editor(self) -> None:
        self.editor.save()
        self.screen.set_focus(self.sections)
