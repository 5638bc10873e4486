"""Questions and answers that stand in front of a screen; Escape always leaves, and nothing behind them is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class Ask(ModalScreen[bool]):
    """A question that Enter says yes to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", "Yes", id="dialog.yes", tooltip="Do it"),
        Binding("escape,n,q", "answer(False)", "No", id="dialog.no", tooltip="Go back; nothing is lost"),
    ]

    def __init__(self, title: str, lines: Sequence[str], yes: str) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._yes = yes

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content(self._title)
            with VerticalScroll():
                yield Static(Content("\n".join(self._lines)))
            yield Static(Content.assemble(("Enter", "bold"), f" {self._yes}   ", ("Escape", "bold"), " back"))

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)


class Tell(ModalScreen[None]):
    """Something to read; any of its keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,f1", "dismiss", "Close", id="dialog.close", tooltip="Go back"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="dialog.down"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="dialog.up"),
        Binding("pagedown,space", "scroll(10)", "Page down", show=False, id="dialog.page-down"),
        Binding("pageup", "scroll(-10)", "Page up", show=False, id="dialog.page-up"),
    ]

    def __init__(self, title: str, text: str | Content) -> None:
        super().__init__()
        self._title = title
        self._text = text if isinstance(text, Content) else Content(text)

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content(self._title)
            with VerticalScroll():
                yield Static(self._text)
            yield Static(Content.assemble(("Escape", "bold"), " back"))

    def action_scroll(self, lines: int) -> None:
        scroller = self.query_one(VerticalScroll)
        scroller.scroll_to(y=scroller.scroll_offset.y + lines, animate=False)

    async def action_dismiss(self, result: None = None) -> None:
        self.dismiss(result)
