"""How the text in the editor, or a part that follows from entries, will look in the draft."""

from __future__ import annotations

from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Markdown

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident

_PAUSE = 0.3
"""Seconds without a change after which it is drawn."""
_SHOWN = 150
"""Lines of a preview: a widget is made for every block."""


class Preview(VerticalScroll, can_focus=False):
    """Markdown, drawn where there is room for it."""

    @dataclass
    class BlockDrawn(Message):
        """A part of the draft that follows from entries, as it stands."""

        name: str
        text: str

    def __init__(self) -> None:
        super().__init__(id="preview-side")
        self.border_title = Content("Preview")
        self._timer: Timer | None = None
        self._shown = ""

    def compose(self) -> ComposeResult:
        yield Markdown("", id="preview", open_links=False)

    def show(self, text: str) -> None:
        """Shows Markdown soon, the last one asked for."""
        lines = text.splitlines()
        if len(lines) > _SHOWN:
            text = "\n".join([*lines[:_SHOWN], "", f"… {len(lines) - _SHOWN} more lines, in the document"])
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, lambda: self._show(text))

    async def _show(self, text: str) -> None:
        if text != self._shown and self.display:
            self._shown = text
            await self.query_one(Markdown).update(text)

    @work(
        thread=True,
        exclusive=True,
        exit_on_error=False,
        group="block",
        description="preview a generated part",
    )
    def draw_block(self, entries: list[e.Entry], name: str) -> None:
        """Draws a part of the draft from a fold of its own: a long incident takes longer than a key may."""
        from pmtui.output.draft.blocks import blocks
        from pmtui.output.draft.draft import draft

        content = next((b.content for b in blocks(draft(Incident(entries))) if b.name == name), "")
        self.post_message(self.BlockDrawn(name, content.strip()))
