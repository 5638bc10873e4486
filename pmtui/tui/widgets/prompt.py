"""What stands before the command bar: whose keys act, so that nobody looks for it at the edge of a pane."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static


class Prompt(Static):
    """`> ` while the bar has the focus, `Timeline ▸ ` while a pane has it."""

    def __init__(self) -> None:
        super().__init__(Content("> "), id="prompt", markup=False)

    def show(self, focused: Widget) -> None:
        """Names what has the focus."""
        name = getattr(focused, "prompt", "")
        self.update(Content(f"{name} ▸ " if name else "> "))
