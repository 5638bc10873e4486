"""Promises about every field of several lines."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import TextArea

from pmtui.tui.widgets.command_bar import BarActions, CommandBar
from pmtui.tui.widgets.text_field import TextField
from pmtui.tui.writeup.editor import Editor
from pmtui.tui.writeup.proposals import Change
from pmtui.tui.writeup.quotes import Quotes
from tests.tui.window.windows import Screenless, create

_LINES = "\n".join(f"pasted line {number}" for number in range(30))


class _Alone(App[None]):
    """A screen with one field on it."""

    def __init__(self, field: TextArea) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        yield self.field


def _bar() -> CommandBar:
    return CommandBar(BarActions(submit=lambda _: None))


def _editor(home: Path) -> Editor:
    window = Screenless(create(home)).state
    return Editor(window, Quotes(window, {}, lambda _: None), lambda _: None)


@pytest.mark.parametrize("kind", [CommandBar, Editor])
async def test_undo_after_a_paste_brings_the_former_text_back(kind: type[TextField], tmp_path: Path) -> None:
    """A paste that is longer than the field goes at ctrl+z and comes back at ctrl+y, however small the field is."""
    app = _Alone(_bar() if kind is CommandBar else _editor(tmp_path))
    async with app.run_test(size=(40, 8)) as pilot:
        app.field.focus()
        await pilot.press("a")
        app.post_message(events.Paste(_LINES))
        await pilot.press("ctrl+z")
        assert app.field.text == "a"
        await pilot.press("ctrl+y")
        assert app.field.text == f"a{_LINES}"


async def test_undo_after_a_paste_into_a_proposed_line() -> None:
    """The field of the dialog that changes a line undoes like the others."""
    app: App[None] = App()
    async with app.run_test(size=(60, 12)) as pilot:
        await app.push_screen(Change("a", lambda _: "", lambda _: None))
        app.post_message(events.Paste(_LINES))
        await pilot.press("ctrl+z")
        assert app.screen.query_one(TextField).text == "a"


@pytest.mark.parametrize("seed", range(4))
async def test_undo_and_redo_of_anything_never_end_the_program(seed: int) -> None:
    """Keys, pastes, cuts, undo and redo in any order: the field lives, and undoing all of it empties it."""
    chance = random.Random(seed)
    keys = ("x", "y", "ctrl+j", "backspace", "ctrl+z", "ctrl+y", "ctrl+u", "home", "up", "ctrl+k", "ctrl+x")
    app = _Alone(_bar())
    async with app.run_test(size=(30, 6)) as pilot:
        app.field.focus()
        for _ in range(40):
            if chance.random() < 0.2:
                app.post_message(events.Paste("\n".join("日本" * 20 for _ in range(chance.randrange(1, 40)))))
            key = chance.choice(keys)
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        for _ in range(60):
            app.field.undo()
        assert app.field.text == ""


async def _undo_a_paste(field: TextArea) -> None:
    app = _Alone(field)
    async with app.run_test(size=(40, 8)) as pilot:
        field.focus()
        app.post_message(events.Paste(_LINES))
        await pilot.press("ctrl+z")


async def test_textual_itself_still_needs_the_mend() -> None:
    """Once this fails, Textualize/textual#6686 is mended there, and `TextField` can go."""
    with pytest.raises(ValueError, match="out of bounds"):
        await _undo_a_paste(TextArea())
