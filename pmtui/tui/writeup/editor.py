"""The editor of a section: what is written is recorded as the section's next version, at the latest after a pause."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.words import heading
from pmtui.model.time.words import clock, day
from pmtui.tui.dialogs import Choose
from pmtui.tui.messages import Request, Say, ShowAnew
from pmtui.tui.terminal import editor
from pmtui.tui.widgets.text_field import TextField
from pmtui.tui.window.window import Window
from pmtui.tui.writeup.preview import Preview

PAUSE = 2.0
"""Seconds without a key after which a section is saved."""
LATEST = 20.0
"""Seconds after which it is saved although somebody types on."""


class Editor(TextField):
    """The text of one section.

    Args:
        window: whose incident the section is of.
        preview: shows the text as it is typed.
        ask: does what is wanted at once.
    """

    class Left(Message):
        """Escape: back to the sections."""

    def __init__(self, window: Window, preview: Preview, ask: Callable[[Request], None]) -> None:
        super().__init__(
            id="editor",
            soft_wrap=True,
            tab_behavior="indent",
            compact=True,
            placeholder=Content("nothing written yet"),
        )
        self.cursor_blink = False
        self._window = window
        self._preview = preview
        self._ask = ask
        self.section = ""
        self.known = ""
        """The text as it is recorded."""
        self.base: tuple[str, ...] = ()
        """The versions that the text began from."""
        self._timer: Timer | None = None
        self._since = 0.0
        """When the first key came that is not saved, on the program's own clock; 0 when there is none."""

    def open_section(self, section: str) -> None:
        """Shows a section as it is recorded, and says when it is of two hands that clash.

        A text that is not saved stays, and with it what it began from: it will stand beside what others wrote.
        """
        incident = self._window.incident
        text, base = incident.sections.get(section, ""), incident.heads(section)
        if section != self.section:
            self.load_text(text)
        elif text != self.known:
            if self.edited:
                return
            self._bring_up_to_date(text)
        elif base == self.base:
            return
        changed = (section, text) != (self.section, self.known)
        self.section, self.known, self.base = section, text, base
        names = " and ".join(incident.name(version.id) for version in incident.clash(section))
        if changed and names:
            what = f"{heading(section)}: {names} were written at the same time and stand one behind the other"
            self.notify(what, markup=False, severity="warning", timeout=20)

    def _bring_up_to_date(self, text: str) -> None:
        """Loads another text; the cursor stays at its words, if they are in it."""
        row, column = self.cursor_location
        before, found, _ = text.partition(self.text.strip("\n") or "\0")
        self.load_text(text)
        if found:
            self.move_cursor((row + before.count("\n"), column))

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
        self._window.record(entry)
        self._ask(ShowAnew())
        self._ask(Say(f"{heading(self.section)} saved as {self._window.incident.name(entry.id)}"))

    def unsaved(self) -> list[str]:
        """The line that would record what is not saved yet."""
        if not self.edited:
            return []
        try:
            return [self._window.section_line(self._window.section(self.section, self.text))]
        except PmtuiError:  # it cannot be written under this name; the text is kept all the same
            return [self.text]

    def choose_version(self) -> None:
        """Earlier versions of the section; Enter brings one back as the next version."""
        incident, section = self._window.incident, self.section
        written = [item.entry for item in incident.of(e.Write)]
        versions = [v for v in written if isinstance(v, e.Write) and v.section == section][::-1]
        if not versions:
            self._ask(Say("no version was written yet"))
            return
        zone = incident.zone
        rows = [
            f"#{v.n}  {day(v.recorded, zone)} {clock(v.recorded, zone)}  {v.by}\n{v.text}" for v in versions
        ]

        def chosen(index: int | None) -> None:
            if index is not None:
                self.load_text(versions[index].text)
                self.save()
                self.screen.set_focus(self)

        self.app.push_screen(Choose(f"{heading(section)}: versions", rows, "bring it back"), chosen)

    def edit_outside(self) -> None:
        """The section in the person's own editor."""
        try:
            edited = editor.edit_text(self.app, self.text, self._window.folder, self.section)
        except PmtuiError as error:
            self._ask(Say(str(error)))
            return
        self.load_text(edited.text)
        self.save()
        self._preview.show(self.text)
        if edited.said:
            self._ask(Say(edited.said))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":  # TextArea would move on to whatever comes next
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
            return
        await super()._on_key(event)

    def on_text_area_changed(self) -> None:
        self._preview.show(self.text)
        if self._timer is not None:
            self._timer.stop()
        now = monotonic()
        self._since = (self._since or now) if self.edited else 0.0
        pause = min(PAUSE, max(0.01, (self._since or now) + LATEST - now))
        self._timer = self.set_timer(pause, self.save)
