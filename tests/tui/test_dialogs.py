"""Promises about the dialogs: they name their keys, Escape leaves them, and any text may stand in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.screen import Screen
from textual.widgets import Input

from pmtui.model.incident.brief_for import brief_for
from pmtui.tui.dialogs import Ask, AskText, Choose, Menu, Read
from pmtui.tui.help import help_content
from pmtui.tui.keys import Act, acts
from pmtui.tui.terminal.keyboard import Key
from tests.tui.stage import HOSTILE, LONG, SIZES, Stage, incident, stage


def _in_front(s: Stage, dialog: Screen[Any]) -> bool:
    """Whether a dialog is shown."""
    return s.app.screen is dialog and bool(dialog.query("#dialog"))


@pytest.mark.parametrize("size", SIZES)
async def test_keys_are_in_sight_whatever_is_said(tmp_path: Path, size: tuple[int, int]) -> None:
    """Each dialog, full of anything, shows the key that leaves it, and Escape does."""
    answers = [("y", "yes"), ("n", HOSTILE)]
    many = [f"{n} {HOSTILE}" for n in range(60)]
    async with stage(tmp_path, size=size) as s:
        for dialog in (
            Ask(HOSTILE, many, answers),
            AskText(HOSTILE, HOSTILE, HOSTILE),
            Choose(HOSTILE, [*many, LONG], "take it"),
            Menu(HOSTILE, acts("entry"), {}, _nothing),
            Read(HOSTILE, "\n".join([LONG, *many])),
        ):
            s.app.push_screen(dialog)
            await s.until(partial(_in_front, s, dialog))
            await s.pilot.pause()
            assert "Escape" in s.picture, dialog
            assert "[/] [red]x" in s.picture
            await s.press("escape")
            assert s.app.screen is s.live


async def _nothing(_: Act) -> None:
    """What the menu of a test does."""


async def test_closing_asks_and_names_what_is_missing(tmp_path: Path) -> None:
    """Escape closes nothing; Enter closes."""
    async with stage(tmp_path) as s:
        await s.enter("/close")
        assert "! E2 network team has no answer: /answered E2" in s.dialog
        await s.press("escape")
        assert s.live.incident.closed is False
        assert s.said == "not closed"
        await s.enter("/close")
        await s.press("enter")
        await s.until(lambda: s.live.incident.closed)


async def test_what_is_told_scrolls_and_is_copied(tmp_path: Path) -> None:
    """j, k and the page keys scroll it; y copies all of it."""
    async with stage(tmp_path, size=(80, 24)) as s:
        s.app.push_screen(Read("Help", help_content({})))
        await s.until(lambda: s.app.screen.query("#dialog"))
        await s.pilot.pause()
        first = s.picture
        await s.press("j", "j", "pagedown")
        assert s.picture != first
        await s.press("k", "k", "pageup")
        assert s.picture == first
        await s.press("y")
        assert "/hypothesis TEXT" in s.copied[0]
        await s.press("q")
        assert s.app.screen is s.live


async def test_a_line_typed_over_two_dialogs_is_no_answer(tmp_path: Path) -> None:
    """Lines typed at once may open one over the other: the next text goes to the bar, and its Enter closes nothing."""
    async with stage(tmp_path) as s:
        brief = Read("Brief", "where we stand")
        s.app.push_screen(brief)
        await s.until(partial(_in_front, s, brief))
        for event in (events.Paste("/close"), events.Key("enter", "\r")):
            s.live.bar.feed(event)  # typed before the brief was there
        await s.until(lambda: isinstance(s.app.screen, Ask))
        await s.press(*"not", "space", *"yet", "enter")
        assert s.app.screen is s.live
        assert not s.live.incident.closed
        assert next(s.live.incident.newest_first()).text == "not yet"  # type: ignore[attr-defined]


def _typed(s: Stage, text: str) -> bool:
    return s.bar == text


def _at_once(s: Stage, *typed: tuple[str, str]) -> None:
    """Types keys that all come in one read."""
    for key, character in typed:
        s.app.post_message(Key(key, character, alone=False))


async def test_a_key_that_came_with_others_does_nothing_in_a_dialog(tmp_path: Path) -> None:
    """Whichever it is: a text that came at once, a paste without marks, answers no question and goes to the bar."""
    done: list[object] = []

    async def act(chosen: Act) -> None:
        done.append(chosen)

    made: tuple[Callable[[], Screen[Any]], ...] = (
        lambda: Ask("Close?", [], [("y", "close it")]),
        lambda: Choose("Versions", ["one", "two"], "take it"),
        lambda: Menu("#1", acts("entry"), {}, act),
        lambda: Read("Brief", "text"),
    )
    async with stage(tmp_path) as s:
        for make in made:
            for typed, text in (("yes", "yes"), ("\ry", "y")):
                dialog = make()
                s.app.push_screen(dialog, done.append)
                await s.until(partial(_in_front, s, dialog))
                _at_once(s, *(("enter" if c == "\r" else c, c) for c in typed))
                await s.until(partial(_typed, s, text))
                assert s.app.screen is s.live
                await s.clear()
    assert [each for each in done if each] == []


async def test_a_text_that_came_at_once_is_typed_into_a_dialogs_field(tmp_path: Path) -> None:
    """Its line ends are spaces there, and enter nothing; an Enter by itself does."""
    async with stage(tmp_path) as s:
        answers: list[str | None] = []
        s.app.push_screen(AskText("Find"), answers.append)
        await s.until(lambda: s.app.screen.query(Input))
        _at_once(s, ("a", "a"), ("enter", "\r"), ("b", "b"))
        await s.until(lambda: s.app.screen.query_one(Input).value == "a b")
        assert answers == []
        await s.press("enter")
        assert answers == ["a b"]


async def test_tab_goes_through_the_readers_of_the_brief(tmp_path: Path) -> None:
    """Each reads what is meant for them, in turn and back again; y copies what is shown."""
    lines = (
        "/impact 25 % of [checkouts] fail",
        "/escalate dba: it is theirs",
        "/update customers: we are on it",
    )
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines)) as s:
        await s.press("f4")
        assert "Waiting for" in s.dialog
        assert "responders" in s.picture
        shown = []
        for reader in ("executives", "customers", "status-page"):
            await s.press("tab", "y")
            shown.append(s.copied[-1])
            assert s.copied[-1] == brief_for(reader, s.live.incident, s.clock.now, s.live.settings)
            assert all(line in s.dialog for line in s.copied[-1].splitlines())
        assert "dba" not in shown[1]
        await s.press("tab")
        assert "Waiting for" in s.dialog
        await s.press("shift+tab", "escape")
        assert s.app.screen is s.live
