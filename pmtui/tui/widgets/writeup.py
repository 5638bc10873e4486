"""The write-up of an incident: sections with their state, the editor, a preview, and what the review found."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Markdown

from pmtui.model.incident.layouts import Layout
from pmtui.model.incident.missing import unwritten
from pmtui.model.incident.words import heading
from pmtui.model.incident.writeup import clash
from pmtui.model.time.words import day
from pmtui.tui.keys import bindings
from pmtui.tui.messages import SectionLeft, SectionPaused
from pmtui.tui.widgets.pane import Pane, PaneRow
from pmtui.tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident
    from pmtui.model.review.rules import Finding

PAUSE = 2.0
"""Seconds without a key after which a section is saved."""
LATEST = 20.0
"""Seconds after which it is saved although somebody types on."""
_PREVIEW_PAUSE = 0.3
_PREVIEWED = 150
"""Lines of a preview: a widget is made for every block."""
GENERATED = {
    "timeline": "Timeline",
    "ruled-out": "What we ruled out",
    "escalations": "Escalations",
    "lessons": "Lessons",
    "measures": "Measures",
}
"""Parts of the draft that follow from entries: blocks of the draft, and their names."""


class Sections(Pane):
    """Every section, written or not, then the parts that follow from entries."""

    PLACES = ("writeup",)
    EAGER = True
    BINDINGS = bindings(*PLACES)

    def __init__(self) -> None:
        super().__init__("Write-up", "", id="sections")

    def list(self, incident: Incident, layout: Layout, findings: tuple[Finding, ...]) -> None:
        """Shows the sections with their states: empty, written, generated, with a finding, or two hands' texts."""
        found = {finding.section for finding in findings if finding.section}
        names = dict.fromkeys((*layout.sections, *incident.sections))
        rows = [
            PaneRow(f"section {name}", heading(name), _state(incident, layout, name, name in found))
            for name in names
        ]
        rows += [PaneRow(f"block {name}", title, "generated") for name, title in GENERATED.items()]
        self.border_title = Content(_title(incident))
        self.show(tuple(rows))


def _title(incident: Incident) -> str:
    """Whether it is final: since when and by whom, and what else is to be known of it."""
    writeup = incident.writeup
    if writeup.at is None:
        return "Write-up"
    if writeup.changed_since:
        return "Write-up: final, changed since"
    return f"final {day(writeup.at, incident.zone)} by {writeup.by}"


def _state(incident: Incident, layout: Layout, name: str, found: bool) -> str:
    if clash(incident.standing, name):
        return "clash"
    if not incident.sections.get(name, "").strip():
        return "missing" if any(asked == name for asked, _, _ in unwritten(incident, layout)) else "empty"
    return "finding" if found else "written"


class Findings(Pane):
    """What the review says, from the worst."""

    PLACES = ("findings",)
    BINDINGS = bindings(*PLACES)

    def __init__(self) -> None:
        super().__init__("Review", "nothing found", id="findings")
        self.found: tuple[Finding, ...] = ()

    def list(self, findings: tuple[Finding, ...]) -> None:
        """Shows these findings."""
        self.found = findings
        rows = [
            PaneRow(
                f"{n} {f.rule} {f.where}", f"{f.level}  {f.where}  {f.text}", "", _STYLES.get(f.level, "")
            )
            for n, f in enumerate(findings)
        ]
        self.border_title = Content(f"Review: {len(findings)}" if findings else "Review")
        self.show(tuple(rows))

    @property
    def finding(self) -> Finding | None:
        """The finding under the cursor."""
        index = self.highlighted
        return self.found[index] if index is not None and index < len(self.found) else None


_STYLES = {"wrong": "bold $text-error", "missing": "$text-warning", "hint": ""}


class Editor(TextField):
    """The text of one section."""

    def __init__(self) -> None:
        super().__init__(
            id="editor",
            soft_wrap=True,
            tab_behavior="indent",
            compact=True,
            placeholder=Content("nothing written yet"),
        )
        self.cursor_blink = False
        self.section = ""
        self.known = ""
        """The text as it is recorded."""
        self.base: tuple[str, ...] = ()
        """The versions that the text began from."""
        self._timer: Timer | None = None
        self._since = 0.0
        """When the first key came that is not saved, on the program's own clock; 0 when there is none."""

    def open_section(self, section: str, text: str, base: tuple[str, ...]) -> bool:
        """Shows a section as it is recorded, and whether that is another text than was shown.

        A text that is not saved stays, and with it what it began from: it will stand beside what others wrote.
        """
        if section != self.section:
            self.load_text(text)
        elif text != self.known:
            if self.edited:
                return False
            self._bring_up_to_date(text)
        elif base == self.base:
            return False
        changed = (section, text) != (self.section, self.known)
        self.section, self.known, self.base = section, text, base
        return changed

    def _bring_up_to_date(self, text: str) -> None:
        """Loads another text; the cursor stays at its words, if they are in it."""
        row, column = self.cursor_location
        before, found, _ = text.partition(self.text.strip("\n") or "\0")
        self.load_text(text)
        if found:
            self.move_cursor((row + before.count("\n"), column))

    def recorded(self, version: str) -> None:
        """The text is recorded as it stands, as the version with this id."""
        self.known, self.base, self._since = self.text.strip("\n"), (version,), 0.0

    @property
    def edited(self) -> bool:
        """Whether the text is other than what is recorded."""
        return bool(self.section) and self.text.strip("\n") != self.known.strip("\n")

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":  # TextArea would move on to whatever comes next
            event.stop()
            event.prevent_default()
            self.post_message(SectionLeft())
            return
        await super()._on_key(event)

    def on_text_area_changed(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        now = monotonic()
        self._since = (self._since or now) if self.edited else 0.0
        pause = min(PAUSE, max(0.01, (self._since or now) + LATEST - now))
        self._timer = self.set_timer(pause, lambda: self.post_message(SectionPaused()))


class Writeup(Horizontal):
    """Sections and review on the left, the editor, and a preview where there is room."""

    def compose(self) -> ComposeResult:
        with Vertical(id="writeup-left"):
            yield Sections()
            yield Findings()
        yield Editor()
        with VerticalScroll(id="preview-side", can_focus=False):
            yield Markdown("", id="preview", open_links=False)

    def on_mount(self) -> None:
        self.query_one("#preview-side").border_title = Content("Preview")
        self._preview_timer: Timer | None = None
        self._shown = ""

    def preview(self, text: str) -> None:
        """Shows Markdown soon, the last one asked for."""
        lines = text.splitlines()
        if len(lines) > _PREVIEWED:
            text = "\n".join(
                [*lines[:_PREVIEWED], "", f"… {len(lines) - _PREVIEWED} more lines, in the document"]
            )
        if self._preview_timer is not None:
            self._preview_timer.stop()
        self._preview_timer = self.set_timer(_PREVIEW_PAUSE, lambda: self._show(text))

    async def _show(self, text: str) -> None:
        if text != self._shown and self.query_one("#preview-side").display:
            self._shown = text
            await self.query_one("#preview", Markdown).update(text)
