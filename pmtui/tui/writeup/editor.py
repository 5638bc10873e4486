"""The editor of a section: what is written is recorded as the section's next version, at the latest after a pause."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.missing import versions
from pmtui.model.incident.words import heading
from pmtui.tui.dialogs import Choose
from pmtui.tui.keys import bindings, key_of
from pmtui.tui.messages import Leave, Request, Say, ShowAnew
from pmtui.tui.terminal import editor
from pmtui.tui.terminal.keyboard import is_in_text
from pmtui.tui.widgets.text_field import TextField
from pmtui.tui.window.window import Window
from pmtui.tui.writeup.quotes import Quotes
from pmtui.tui.writeup.versions import title
from pmtui.tui.writeup.versions import versions as offered_versions

PAUSE = 2.0
"""Seconds without a key after which a section is saved."""
LONGEST = 20.0
"""Seconds after which it is saved although somebody types on."""
_TAB = 4
"""Spaces for a Tab inside of a text that came at once."""


class Editor(TextField):
    """The text of one section.

    Args:
        window: whose incident the section is of.
        quotes: the timeline beside it.
        ask: does what is wanted at once.
    """

    PLACES = ("editor",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*PLACES)
    prompt = "Section"

    def __init__(self, window: Window, quotes: Quotes, ask: Callable[[Request], None]) -> None:
        super().__init__(
            id="editor",
            soft_wrap=True,
            tab_behavior="focus",
            compact=True,
            placeholder=Content("nothing written yet"),
        )
        self.cursor_blink = False
        self._window = window
        self._quotes = quotes
        self._ask = ask
        self.section = ""
        self.known = ""
        """The text as it is recorded."""
        self.base: tuple[str, ...] = ()
        """The versions that the text began from."""
        self.headline = ""
        """The section's heading, and which of its versions clash."""
        self._named: set[str] = set()
        """The versions of others that were named while a text was not saved."""
        self._mine = ""
        """The version that was saved here last."""
        self._news = ""
        """What was said of them last."""
        self._timer: Timer | None = None
        self.facts: str | None = ""
        """What the record says of a section that nobody has written yet; None while that is looked for."""
        self._since = 0.0
        """When the first key came that is not saved, on the program's own clock; 0 when there is none."""

    def open_section(self, section: str) -> None:
        """Shows a section as it is recorded, and says what others made of it meanwhile.

        A text that is not saved stays, and with it what it began from: it is merged with theirs when it is saved.
        """
        incident = self._window.incident
        text, base = incident.sections.get(section, ""), incident.heads(section)
        if section != self.section:
            self.load_text(text)
            self.move_cursor(self.document.end)
        elif base == self.base:
            return
        else:
            self._tell()
            if self.edited:
                return
            if text != self.known:
                self._bring_up_to_date(text)
        self.section, self.known, self.base = section, text, base
        names = versions(incident, incident.clash(section))
        said = f": {names} changed the same paragraph, {self._choosing} chooses" if names else ""
        self.headline = f"{heading(section)}{said}"

    def _tell(self) -> None:
        """Says under the bar, where it covers no text, which versions came in and what became of them."""
        incident = self._window.incident
        standing = incident.standing.get(self.section)
        heads = (*standing.heads, *standing.appended) if standing else ()
        known = {*self.base, self._mine, *(self._named if self.edited else ())}
        new = [head for head in heads if head.id not in known]
        self._named.update(head.id for head in new)
        if not new:
            return
        if self.edited:
            became = "came in; what you type is merged with it when it is saved"
        elif standing and standing.clashing:
            became = f"changed the same paragraph: both stand, {self._choosing} chooses"
        elif standing and len(standing.heads) > 1:
            became = "came in, merged by paragraph"
        else:
            became = "came in"
        self._news = f"{heading(self.section)}: {versions(incident, new)} {became}"
        self._ask(Say(self._news))

    def _bring_up_to_date(self, text: str) -> None:
        """Loads another text; the cursor stays in its paragraph, if that is in it."""
        row, column = self.cursor_location
        was, now = self.text.split("\n"), text.split("\n")
        self.load_text(text)
        for start, there, length in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
            if start <= row < start + length:
                self.move_cursor((there + row - start, column))

    @property
    def _choosing(self) -> str:
        """The key that shows the versions."""
        return key_of("editor.versions", self._window.session.settings.keymap)

    @property
    def edited(self) -> bool:
        """Whether the text is other than what is recorded."""
        return bool(self.section) and self.text.strip("\n") != self.known.strip("\n")

    def save(self) -> None:
        """Records the text as the section's next version, if it is another than the last."""
        if not self.edited:
            return
        try:
            entry = self._window.section(self.section, self.text, self.base)
        except PmtuiError as error:
            self._ask(Say(str(error)))
            return
        self.known, self.base, self._since = self.text.strip("\n"), (entry.id,), 0.0
        self._record(entry)

    def _record(self, entry: e.Entry) -> None:
        self._mine, self._news = entry.id, ""
        self._window.record(entry)
        self._ask(ShowAnew())
        said = f"{heading(self.section)} saved as {self._window.incident.name(entry.id)}"
        self._ask(Say(f"{said}. {self._news}" if self._news else said))

    def unsaved(self) -> list[str]:
        """The line that would record what is not saved yet."""
        if not self.edited:
            return []
        try:
            return [self._window.section_line(self._window.section(self.section, self.text))]
        except PmtuiError:  # it cannot be written under this name; the text is kept all the same
            return [self.text]

    def choose_version(self) -> None:
        """What the section could say instead; Enter makes one its next version, in place of all that stand."""
        self.save()
        section = self.section
        offered = offered_versions(self._window, section)
        if not offered:
            self._ask(Say("no version was written yet"))
            return

        def chosen(index: int | None) -> None:
            if index is not None:
                self._choose(section, offered[index].text)

        rows = [version.row for version in offered]
        self.app.push_screen(Choose(title(self._window.incident, section), rows, "take it"), chosen)

    def _choose(self, section: str, text: str) -> None:
        """Records a text as the one that the section has from now on."""
        incident = self._window.incident
        if text == incident.sections.get(section, "") and not incident.clash(section):
            self._ask(Say("that is what it says already"))
            return
        try:
            entry = self._window.section(section, text, incident.heads(section))
        except PmtuiError as error:
            self._ask(Say(str(error)))
            return
        self._record(entry)
        self.screen.set_focus(self)

    def edit_outside(self) -> None:
        """The section in the person's own editor."""
        try:
            edited = editor.edit_text(self.app, self.text, self._window.folder, self.section)
        except PmtuiError as error:
            self._ask(Say(str(error)))
            return
        self.load_text(edited.text)
        self.save()
        if edited.said:
            self._ask(Say(edited.said))

    def add(self, text: str) -> None:
        """Puts Markdown in on lines of its own, behind the one with the cursor; undo takes it out again."""
        row = self.cursor_location[0]
        end = (row, len(self.document.get_line(row)))
        before = self.document.get_line(row)
        self.history.checkpoint()
        self.replace(f"\n{text}" if before.strip() else text, end, end, maintain_selection_offset=False)
        self.history.checkpoint()

    # --- keys

    def action_back(self) -> None:
        self._ask(Leave(self))

    def action_beside(self) -> None:
        self.screen.set_focus(self._quotes.timeline)

    def action_quote(self) -> None:
        self._quotes.quote()

    def action_above(self) -> None:
        self._quotes.step(-1)

    def action_below(self) -> None:
        self._quotes.step(1)

    def action_versions(self) -> None:
        self.choose_version()

    def action_begin(self) -> None:
        """Begins with what the record says, as long as nothing is written."""
        if self.text.strip():
            self._ask(Say("the section is begun already"))
        elif self.facts is None:
            self._ask(Say("what the record says is being looked for"))
        elif not self.facts:
            self._ask(Say("the record says nothing of it yet"))
        else:
            self.add(self.facts)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "tab" and is_in_text(event):
            self.insert(" " * _TAB)
        elif event.is_printable or not await self._acted(event):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

    async def _acted(self, event: events.Key) -> bool:
        """Whether a key is one of an act of the editor: as a binding it would be overtaken by what is typed next."""
        known = self.screen.active_bindings.get(event.key)
        if known is None or not (known.binding.id or "").startswith("editor."):
            return False
        await self.run_action(known.binding.action)
        return True

    def on_text_area_changed(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        now = monotonic()
        self._since = (self._since or now) if self.edited else 0.0
        pause = min(PAUSE, max(0.01, (self._since or now) + LONGEST - now))
        self._timer = self.set_timer(pause, self.save)
