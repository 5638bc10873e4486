"""The sections of the write-up with their states, and the parts of the draft that follow from entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import OptionList

from pmtui.errors import PmtuiError
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.layouts import Layout
from pmtui.model.incident.missing import unwritten
from pmtui.model.incident.words import heading
from pmtui.model.time.words import day
from pmtui.storage.paths import DRAFT
from pmtui.tui.keys import bindings, key_of
from pmtui.tui.messages import Request, Say
from pmtui.tui.terminal import editor
from pmtui.tui.widgets.pane import Pane, PaneRow
from pmtui.tui.window.window import Window
from pmtui.tui.writeup.editor import Editor
from pmtui.tui.writeup.imports import Import
from pmtui.tui.writeup.preview import Preview

if TYPE_CHECKING:
    from pmtui.model.review.rules import Finding

GENERATED = {
    "timeline": "Timeline",
    "ruled-out": "What we ruled out",
    "escalations": "Escalations",
    "lessons": "Lessons",
    "measures": "Measures",
}
"""Parts of the draft that follow from entries: blocks of the draft, and their names."""


class Sections(Pane):
    """Every section, written or not, then the parts that follow from entries.

    Args:
        window: whose incident.
        area: where a section is written.
        preview: where a part that follows from entries is shown.
        imports: takes over entries from a file.
        keymap: the settings' keys.
        ask: does what the keys want before the next key is looked at.
    """

    PLACES = ("writeup",)
    EAGER = True
    BINDINGS = bindings(*PLACES)

    def __init__(  # noqa: PLR0913, PLR0917 - what it acts on
        self,
        window: Window,
        area: Editor,
        preview: Preview,
        imports: Import,
        keymap: Mapping[str, str],
        ask: Callable[[Request], None],
    ) -> None:
        super().__init__("Write-up", "", id="sections")
        self._window = window
        self._area = area
        self._preview = preview
        self._imports = imports
        self._keymap = keymap
        self._ask = ask

    def show(self, layout: Layout, findings: tuple[Finding, ...]) -> None:
        """Shows the sections with their states: empty, written, generated, with a finding, or two hands' texts."""
        incident = self._window.incident
        found = {finding.section for finding in findings if finding.section}
        names = dict.fromkeys((*layout.sections, *incident.sections))
        rows = [
            PaneRow(f"section {name}", heading(name), _state(incident, layout, name, name in found))
            for name in names
        ]
        rows += [PaneRow(f"block {name}", title, "generated") for name, title in GENERATED.items()]
        self.border_title = Content(_title(incident))
        self.show_rows(tuple(rows))

    @property
    def section(self) -> str:
        """The section that is selected; empty while a part that follows from entries is."""
        sort, _, name = (self.selected or "").partition(" ")
        return name if sort == "section" else ""

    @property
    def block(self) -> str:
        """The part that follows from entries that is selected, if one is."""
        sort, _, name = (self.selected or "").partition(" ")
        return name if sort == "block" else ""

    def select(self, section: str) -> None:
        """Puts the list on a section, and the section into the editor."""
        index = self.index_of(f"section {section}")
        if index is not None:
            self.highlighted = index
            self.open()

    @on(OptionList.OptionHighlighted)
    def open(self) -> None:
        """Shows what is selected: a section in the editor, another part in the preview."""
        area = self._area
        area.save()
        area.display = not self.block
        if self.section:
            area.open_section(self.section)
            self._preview.show(area.text or "*nothing written yet*")
        elif self.block:
            self._preview.draw_block(self._window.incident.entries, self.block)

    def show_block(self, message: Preview.BlockDrawn) -> None:
        """Shows a part that follows from entries, unless another line is selected by now."""
        if self.block == message.name:
            nothing = f"*{GENERATED[message.name]}: nothing yet; it follows from what is recorded*"
            self._preview.show(message.text or nothing)

    # --- keys

    def action_edit(self) -> None:
        """From the list into the editor."""
        if self.section:
            self.screen.set_focus(self._area)
        else:
            key = key_of("live.writeup", self._keymap)
            what = (
                f"it follows from what is recorded: {key} shows the timeline, /amend and /retime correct it"
            )
            self._ask(Say(what))

    def action_versions(self) -> None:
        if self.section:
            self._area.choose_version()
        else:
            self._ask(Say("no version was written yet"))

    def action_external(self) -> None:
        if self.section:
            self._area.edit_outside()
        else:
            self._ask(Say("only a section's text can be edited"))

    def action_document(self) -> None:
        """The whole draft in the person's own editor; what was changed is taken in afterwards."""
        path = self._window.folder / DRAFT
        if not path.exists():
            self._ask(Say("there is no draft yet: /close writes it"))
            return
        self._area.save()
        try:
            editor.edit_file(self.app, path)
        except PmtuiError as error:
            self._ask(Say(str(error)))
            return
        self._window.publish_anew()
        self._ask(Say("what was changed in the draft is being taken in"))

    def action_import(self) -> None:
        """Entries from a file that a person names."""
        self._imports.ask_for_file()


def _title(incident: Incident) -> str:
    """Whether it is final: since when and by whom, and what else is to be known of it."""
    writeup = incident.writeup
    if writeup.at is None:
        return "Write-up"
    if writeup.changed_since:
        return "Write-up: final, changed since"
    return f"final {day(writeup.at, incident.zone)} by {writeup.by}"


def _state(incident: Incident, layout: Layout, name: str, found: bool) -> str:
    if incident.clash(name):
        return "clash"
    if not incident.sections.get(name, "").strip():
        return "missing" if any(asked == name for asked, _, _ in unwritten(incident, layout)) else "empty"
    return "finding" if found else "written"
