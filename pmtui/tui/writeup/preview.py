"""The document as it stands, or a part of it, drawn in front of the write-up."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Markdown

from pmtui.errors import PmtuiError
from pmtui.model.incident.incident import Incident
from pmtui.storage import peek
from pmtui.tui.dialogs import Read, keys
from pmtui.tui.window.window import Window

_SHOWN = 400
"""Lines that are drawn: a widget is made for every block."""


class Preview(Read):
    """The draft as a reader sees it; y copies its Markdown.

    Args:
        window: whose incident, as it stands.
        title: of what is shown.
        part: the name of the block that is shown; the whole of it when that is empty.
    """

    class Drafted(Message):
        """The draft is made, or why it cannot be."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, window: Window, title: str = "The document as it stands", part: str = "") -> None:
        super().__init__(title, "")
        self._entries = window.incident.entries
        self._folder = window.folder
        self._part = part

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content(self._title)
            with VerticalScroll(can_focus=False):
                yield Markdown("*being written …*", open_links=False)
            yield keys(*self.KEYS)

    def on_mount(self) -> None:
        self._draft()

    @work(thread=True, exit_on_error=False, group="preview", description="make the draft for the preview")
    def _draft(self) -> None:
        """Makes the draft from a fold of its own: a long incident takes longer than a key may."""
        try:
            text = self._made()
        except PmtuiError as error:
            text = str(error)
        self.post_message(self.Drafted(text))

    def _made(self) -> str:
        """The document with a person's own text in it, or a part of it, without the marks of its blocks."""
        from pmtui.output.draft.blocks import blocks, clean
        from pmtui.output.export import export
        from pmtui.work import templates

        incident = Incident(self._entries)
        whole = export(
            incident,
            self._folder.name,
            "markdown",
            templates.chosen(incident),
            existing=peek.draft(self._folder),
            find=templates.find,
        )
        assert isinstance(whole, str)
        if not self._part:
            return clean(whole)
        part = next((block.content for block in blocks(whole) if block.name == self._part), "")
        return part.strip() or "*nothing yet; it follows from what is recorded*"

    async def on_preview_drafted(self, message: Drafted) -> None:
        """Draws it, as far as there is room for."""
        self._text = Content(message.text)
        lines = message.text.splitlines()
        if len(lines) > _SHOWN:
            lines = [*lines[:_SHOWN], "", f"… {len(lines) - _SHOWN} more lines, in the document"]
        await self.query_one(Markdown).update("\n".join(lines))
