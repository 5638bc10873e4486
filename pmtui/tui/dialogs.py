"""Questions and answers that stand in front of a screen; Escape always leaves, and nothing behind them is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from pmtui.tui.keys import Act, keys_of


def keys(*pairs: tuple[str, str]) -> Static:
    """The keys of a dialog, with what they do."""
    pieces = [piece for key, label in pairs for piece in ((key, "bold"), f" {label}   ")]
    return Static(Content.assemble(*pieces))


class Ask(ModalScreen[str]):
    """A question with a few answers, each on a key; the answer is its key, empty for back.

    Args:
        title: what it is about.
        lines: what to know before answering.
        answers: key and label of each; the first is taken by Enter as well.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "first", "Yes", id="dialog.yes", tooltip="The first answer"),
        Binding("escape", "back", "No", id="dialog.no", tooltip="Go back; nothing is lost"),
    ]

    def __init__(self, title: str, lines: Sequence[str], answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines
        self._answers = answers
        for key, label in answers:
            self._bindings.bind(key, f"answer('{key}')", label, show=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content(self._title)
            with VerticalScroll():
                yield Static(Content("\n".join(self._lines)), id="known")
            first, *others = self._answers
            yield keys((f"Enter or {first[0]}", first[1]), *others, ("Escape", "back"))

    def tell(self, lines: Sequence[str]) -> None:
        """What to know before answering, once more of it is found out."""
        self._lines = lines
        for known in self.query("#known").results(Static):
            known.update(Content("\n".join(self._lines)))

    def action_first(self) -> None:
        self.dismiss(self._answers[0][0])

    def action_answer(self, key: str) -> None:
        self.dismiss(key)

    def action_back(self) -> None:
        self.dismiss("")


class Field(Input):
    """A line whose keys are done in their order: as a binding, ctrl+u would delete what was typed after it."""

    async def _on_key(self, event: events.Key) -> None:
        if bound := self._bindings.key_to_bindings.get(event.key):
            event.stop()
            event.prevent_default()  # Textual calls Input's own handler else
            await self.run_action(bound[0].action)


class AskText(ModalScreen[str]):
    """A question that a line of text answers; empty for back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="dialog.back", tooltip="Go back; nothing is lost"),
    ]

    def __init__(self, title: str, placeholder: str = "", text: str = "") -> None:
        super().__init__()
        self._title = title
        self._placeholder = placeholder
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content(self._title)
            yield Field(self._text, placeholder=self._placeholder, select_on_focus=False, compact=True)
            yield keys(("Enter", "go"), ("Escape", "back"))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())

    def action_back(self) -> None:
        self.dismiss("")


class _Choices(OptionList, inherit_bindings=False):
    """A list whose Enter is the dialog's, which does it before the next key is looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor_down", "Down", show=False, id="dialog.next"),
        Binding("up", "cursor_up", "Up", show=False, id="dialog.previous"),
        Binding("home", "first", "First", show=False, id="dialog.first"),
        Binding("end", "last", "Last", show=False, id="dialog.last"),
        Binding("pagedown", "page_down", "Page down", show=False, id="dialog.next-page"),
        Binding("pageup", "page_up", "Page up", show=False, id="dialog.previous-page"),
    ]


class Choose(ModalScreen[int | None]):
    """One of several texts; None for back.

    Args:
        title: what it is about.
        texts: to choose from.
        does: what Enter does with the chosen one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Choose", id="dialog.choose", tooltip="Take the selected one"),
        Binding("escape", "back", "Back", id="dialog.leave", tooltip="Go back; nothing is lost"),
    ]

    def __init__(self, title: str, texts: Sequence[str], does: str) -> None:
        super().__init__()
        self._title = title
        self._texts = texts
        self._does = does

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content(self._title)
            yield _Choices(*(Option(Content(text)) for text in self._texts), markup=False)
            yield keys(("Enter", self._does), ("Escape", "back"))

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        self.dismiss(self.query_one(_Choices).highlighted)

    def action_back(self) -> None:
        self.dismiss(None)


class Menu(ModalScreen[None]):
    """What can be done with something: Enter does the selected act, and the key of each does it at once.

    Args:
        title: what it is done with.
        acts: what can be done.
        keymap: the settings' keys.
        run: does it, when the menu is gone.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Do it", id="menu.do", tooltip="Do what is selected"),
        Binding("escape", "back", "Back", id="menu.back", tooltip="Go back; nothing is done"),
    ]

    def __init__(
        self,
        title: str,
        acts: Sequence[Act],
        keymap: Mapping[str, str],
        run: Callable[[Act], Awaitable[None]],
    ) -> None:
        super().__init__()
        self._title = title
        self._acts = acts
        self._keymap = keymap
        self._run = run
        for number, act in enumerate(acts):
            self._bindings.bind(keymap.get(act.id, act.keys), f"act({number})", act.label, show=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content(self._title)
            yield _Choices(*(Option(self._row(act)) for act in self._acts), markup=False)
            yield keys(("Enter", "do it"), ("Escape", "back"))

    def _row(self, act: Act) -> Content:
        wide = max(len(keys_of(each, self._keymap)) for each in self._acts)
        key = f"{keys_of(act, self._keymap):<{wide}}  "
        return Content.assemble((f"{act.label:<12}", "bold"), key, (act.help, "$text-muted"))

    @on(OptionList.OptionSelected)
    async def action_choose(self) -> None:
        index = self.query_one(_Choices).highlighted
        if index is not None:
            await self.action_act(index)

    async def action_act(self, index: int) -> None:
        self.dismiss(None)
        await self._run(self._acts[index])

    def action_back(self) -> None:
        self.dismiss(None)


class Read(ModalScreen[str]):
    """Something to read; y copies it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q,f1", "back", "Close", id="dialog.close", tooltip="Go back"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="dialog.down"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="dialog.up"),
        Binding("pagedown,space", "scroll(10)", "Page down", show=False, id="dialog.page-down"),
        Binding("pageup", "scroll(-10)", "Page up", show=False, id="dialog.page-up"),
        Binding("y", "copy", "Copy", id="dialog.copy", tooltip="Copy the text"),
    ]

    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("Escape", "back"), ("y", "copy"), ("j k", "scroll"))

    def __init__(self, title: str, text: str | Content) -> None:
        super().__init__()
        self._title = title
        self._text = text if isinstance(text, Content) else Content(text)
        self._lead: tuple[tuple[str, str], ...] = ()
        """Keys that it has besides."""

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog") as box:
            box.border_title = Content(self._title)
            with VerticalScroll(can_focus=False):
                yield Static(self._text)
            yield keys(*self._lead, *self.KEYS)

    def action_scroll(self, lines: int) -> None:
        scroller = self.query_one(VerticalScroll)
        scroller.scroll_to(y=scroller.scroll_offset.y + lines, animate=False)

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._text.plain)

    def action_back(self) -> None:
        self.dismiss(None)


class Said(Read, inherit_bindings=False):
    """Something that comes unasked, perhaps while somebody types: no letter is its own.

    Args:
        title: what it is about.
        text: what is said.
        then: what one may want to do next; its id is the answer.
        keymap: the settings' keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "back", "Close", id="dialog.said-close", tooltip="Go back"),
        Binding("down", "scroll(1)", "Down", show=False, id="dialog.said-down"),
        Binding("up", "scroll(-1)", "Up", show=False, id="dialog.said-up"),
    ]
    KEYS = (("Escape", "back"), ("Up Down", "scroll"))

    def __init__(self, title: str, text: str, then: Act, keymap: Mapping[str, str]) -> None:
        super().__init__(title, text)
        self._lead = ((keys_of(then, keymap).split(", ")[0], then.label),)
        for key in keymap.get(then.id, then.keys).split(","):
            self._bindings.bind(key, f"answer('{then.id}')", then.label, show=False)

    def action_answer(self, act: str) -> None:
        self.dismiss(act)
