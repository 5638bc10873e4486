"""Promises about the dialogs: they name their keys, Escape leaves them, and any text may stand in them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.screen import Screen

from pmtui.tui.dialogs import Ask, AskText, Choose, Read
from tests.tui.stage import HOSTILE, LONG, SIZES, Stage, stage


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
            Choose(HOSTILE, [*many, LONG]),
            Read(HOSTILE, "\n".join([LONG, *many])),
        ):
            s.app.push_screen(dialog)
            await s.until(partial(_in_front, s, dialog))
            await s.pilot.pause()
            assert "Escape" in s.picture, dialog
            assert "[/] [red]x" in s.picture
            await s.press("escape")
            assert s.app.screen is s.live


async def test_closing_asks_and_names_what_is_missing(tmp_path: Path) -> None:
    """Escape closes nothing; Enter closes."""
    async with stage(tmp_path) as s:
        await s.enter("/close")
        assert "E2 was never answered: /answered E2" in s.dialog
        await s.press("escape")
        assert s.live.incident.closed is False
        assert s.said == "not closed"
        await s.enter("/close")
        await s.press("enter")
        await s.until(lambda: s.live.incident.closed)


async def test_what_is_told_scrolls_and_is_copied(tmp_path: Path) -> None:
    """j, k and the page keys scroll the help; y copies all of it."""
    async with stage(tmp_path, size=(80, 24)) as s:
        await s.press("f1")
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
