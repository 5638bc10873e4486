"""The section that is open: its text in the editor, and over it where to begin while nothing is written."""

from __future__ import annotations

from collections.abc import Mapping

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.layouts import GENERATED
from pmtui.output.draft.prompts import beginning, question
from pmtui.tui.keys import key_of
from pmtui.tui.window.window import Window
from pmtui.tui.writeup.editor import Editor

_LINES = 8
"""Lines of what the record says that are shown; the key takes all of it."""
_PARTS = {
    "timeline": "/amend and /retime correct it, /key chooses what a long one tells",
    "ruled-out": "/misleading and /confirmed settle a path, /evidence adds to it",
    "escalations": "/answered and /withdraw end a wait, /update adds what was told",
    "lessons": "/well, /badly, /lucky and /improve add to them",
    "measures": "/task and /improve add one, alt and a letter on a follow-up changes it",
}
"""How the parts that follow from entries are corrected."""


class Section(Vertical):
    """One section, or how a part that follows from entries is corrected.

    Args:
        window: whose incident.
        editor: of its text.
        keymap: the settings' keys.
    """

    class Begun(Message):
        """What the record says of a section that nobody has written."""

        def __init__(self, section: str, facts: str) -> None:
            super().__init__()
            self.section = section
            self.facts = facts

    def __init__(self, window: Window, editor: Editor, keymap: Mapping[str, str]) -> None:
        super().__init__(id="section")
        self._window = window
        self._keymap = keymap
        self.editor = editor
        self._asks = Static(id="asks", markup=False)
        self._shown = ""
        """The section that is open."""

    def compose(self) -> ComposeResult:
        yield self._asks
        yield self.editor

    @property
    def writable(self) -> bool:
        """Whether a section is open, and not a part that follows from entries."""
        return bool(self.editor.section) and self.editor.display

    def open(self, name: str) -> None:
        """Shows a section; what it asks stays over it until another one is opened."""
        before, self._shown = self._shown, name
        self.editor.display = True
        self.editor.open_section(name)
        self.show_title()
        if name == before:
            return
        if self.editor.text.strip():
            self.editor.facts = ""
            self.remove_class("-asks")
        else:
            self._ask(name)

    def show_anew(self) -> None:
        """Shows what became of the open section."""
        if self._shown:
            self.editor.open_section(self._shown)
            self.show_title()

    def show_title(self) -> None:
        """The heading of the open section, with who else is in it."""
        if self._shown:
            beside = self._window.sharing.in_section(self._shown)
            self.border_title = Content(" · ".join(filter(None, (self.editor.headline, beside))))

    def explain(self, part: str) -> None:
        """Shows how a part that follows from entries is corrected, in place of a text."""
        self._shown = ""
        self.remove_class("-begun")
        self.editor.display = False
        self.border_title = Content(GENERATED[part])
        self._show(Content(f"It follows from what is recorded; Enter shows it. {correcting(part)}."))

    def _ask(self, name: str) -> None:
        self.editor.facts = None
        self._show_question(name, "")
        self._begin(name, self._window.incident.entries)

    @work(
        thread=True,
        exclusive=True,
        exit_on_error=False,
        group="beginning",
        description="where to begin a section",
    )
    def _begin(self, name: str, entries: list[e.Entry]) -> None:
        """Finds what the record says in a fold of its own: of a long incident that takes longer than a key may."""
        self.post_message(self.Begun(name, str(beginning(name, Incident(entries)))))

    def on_section_begun(self, message: Begun) -> None:
        """Shows what the record says, unless another section is open by now."""
        if message.section != self._shown:
            return
        self.editor.facts = message.facts
        lines = message.facts.splitlines()
        key = key_of("editor.begin", self._keymap)
        said = (
            f"The record says, and {key} begins with it:" if lines else "The record says nothing of it yet."
        )
        more = [f"… {len(lines) - _LINES} more lines"] if len(lines) > _LINES else []
        self._show_question(message.section, "\n".join([said, *lines[:_LINES], *more]))

    def _show_question(self, name: str, facts: str) -> None:
        asked = question(name)
        self._show(Content.assemble((f"{asked}\n" if asked else "", "bold"), facts))

    def _show(self, text: Content) -> None:
        self._asks.update(text)
        self.add_class("-asks")

    def on_text_area_changed(self) -> None:
        """Where there is little room, what it asks gives way to what is written."""
        self.set_class(bool(self.editor.text.strip()), "-begun")


def correcting(part: str) -> str:
    """How a part that follows from entries is corrected."""
    return _PARTS[part]
