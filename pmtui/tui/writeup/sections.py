"""The sections of the write-up with their states, and between them what follows from entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import OptionList

from pmtui.errors import PmtuiError
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.layouts import GENERATED, REST, Layout
from pmtui.model.incident.missing import unwritten
from pmtui.model.incident.proposed import proposed
from pmtui.model.incident.words import heading
from pmtui.model.time.words import day
from pmtui.storage.paths import DRAFT
from pmtui.tui.colours import DIM
from pmtui.tui.keys import bindings
from pmtui.tui.messages import Request, Say
from pmtui.tui.terminal import editor
from pmtui.tui.widgets.pane import Pane, PaneRow
from pmtui.tui.window.window import Window
from pmtui.tui.writeup.imports import Import
from pmtui.tui.writeup.preview import Preview
from pmtui.tui.writeup.section import Section, correcting

if TYPE_CHECKING:
    from pmtui.model.review.rules import Finding


class Sections(Pane):
    """Every section, written or not, and the parts that follow from entries, in the order of the document.

    Args:
        window: whose incident.
        section: where one is written.
        imports: takes over entries from a file.
        ask: does what the keys want before the next key is looked at.
    """

    PLACES = ("writeup",)
    EAGER = True
    BINDINGS = bindings(*PLACES)

    def __init__(
        self, window: Window, section: Section, imports: Import, ask: Callable[[Request], None]
    ) -> None:
        super().__init__("Sections", "", id="sections")
        self._window = window
        self._area = section.editor
        self._open = section
        self._imports = imports
        self._ask = ask

    def show(self, layout: Layout, findings: tuple[Finding, ...]) -> None:
        """Shows the sections with their states: empty, written, generated, with a finding, or two hands' texts."""
        incident = self._window.incident
        found = {finding.section for finding in findings if finding.section}
        rows = []
        for sort, name in _places(layout, incident):
            if sort == "block":
                rows.append(PaneRow(f"block {name}", GENERATED[name], "generated", DIM))
            else:
                state = _state(incident, layout, name, name in found)
                beside = self._window.sharing.in_section(name)
                rows.append(PaneRow(f"section {name}", heading(name), state, who=beside))
        self.show_rows(tuple(rows), _title(incident))

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
        """Shows what is selected: a section in the editor, or how another part is corrected in its place."""
        self._area.save()
        if self.block:
            self._open.explain(self.block)
        elif self.section:
            self._open.open(self.section)

    # --- keys

    def action_edit(self) -> None:
        """From the list into the editor; a part that follows from entries is shown."""
        if self.section:
            self.screen.set_focus(self._area)
        elif self.block:
            self._ask(Say(f"it follows from what is recorded: {correcting(self.block)}"))
            self.app.push_screen(Preview(self._window, GENERATED[self.block], self.block))

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


def _places(layout: Layout, incident: Incident) -> list[tuple[str, str]]:
    """Sections and blocks in the order of the document; a section of a person's own stands behind the one it names.

    Returns:
        `section` or `block`, and the name.
    """
    own = [name for name in incident.sections if name not in layout.sections]

    def behind(place: str) -> Iterator[tuple[str, str]]:
        for name in own:
            if incident.placed.get(name) == place:
                yield "section", name
                yield from behind(name)

    placed: list[tuple[str, str]] = []
    for place in layout.order:
        if place in layout.sections:
            placed += [("section", place), *behind(place)]
        elif (name := place.removeprefix("=")) in (*GENERATED, REST):
            placed.append(("block", name))
    rest = [("section", name) for name in own if ("section", name) not in placed]
    found: list[tuple[str, str]] = []
    for each in placed:
        found += rest if each == ("block", REST) else [each]
    return found if ("block", REST) in placed else [*found, *rest]


def _title(incident: Incident) -> str:
    """Whether it is final: since when and by whom, and what else is to be known of it."""
    writeup = incident.writeup
    if writeup.at is None or writeup.changed_since:
        return writeup.words
    return f"final {day(writeup.at, incident.zone)} by {writeup.by}"


def _state(incident: Incident, layout: Layout, name: str, found: bool) -> str:
    if incident.clash(name):
        return "clash"
    if not incident.sections.get(name, "").strip():
        if any(asked == name for asked, _, _ in unwritten(incident, layout)):
            return "missing"
        return "proposed" if name in proposed(incident) else "empty"
    return "finding" if found else "written"
