"""The mouse does what the keys do: what looks as if it could be pressed can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stage import SIZES, Stage, stage


async def click(s: Stage, text: str, *, times: int = 1, last: bool = False) -> None:
    """Clicks the first place on the screen where a text stands; or the last."""
    places = [(n, line) for n, line in enumerate(s.picture.splitlines()) if text in line]
    y, line = places[-1 if last else 0]
    await s.pilot.click(offset=(line.index(text) + 1, y), times=times)
    await s.pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_offered_can_be_clicked(tmp_path: Path, size: tuple[int, int]) -> None:
    """It stands in the bar as with Tab, and one types on; the line above the list is none of it."""
    async with stage(tmp_path, size=size) as s:
        await s.typed("/")
        await click(s, " of 63")
        assert s.bar == "/"
        await click(s, "/severity")
        assert s.bar == "/severity "
        await s.press("2", "enter")
        assert s.live.incident.severity == "SEV2"


@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
async def test_a_tab_leads_to_its_pane(tmp_path: Path, size: tuple[int, int]) -> None:
    """Each of them; between two of them there is nothing."""
    async with stage(tmp_path, size=size, minutes=60) as s:
        await s.press("f2")
        for pane in s.live.panes.panes[::-1]:
            await click(s, f" {pane.tab} ")
            assert s.app.screen.focused is pane
            assert s.live.panes.page is pane


async def test_a_double_click_on_a_row_opens_its_menu(tmp_path: Path) -> None:
    """One click selects it; what is clicked in the menu is done."""
    async with stage(tmp_path, size=(160, 45)) as s:
        await click(s, "A2 Double")
        assert s.app.screen.focused is not None
        assert s.app.screen.focused.id == "actions"
        assert s.app.screen is s.live
        await click(s, "A2 Double", times=2)
        assert "A2  Double the pool" in s.dialog
        await click(s, "who does it")
        assert s.bar == "/action A2 owner:"
        await click(s, "1 answered", times=2, last=True)
        assert "E1 ↓ database team" in s.picture


@pytest.mark.parametrize("size", [(60, 15), (160, 45)])
async def test_a_key_that_is_named_under_the_bar_can_be_clicked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """It acts as if it were pressed, whoever has the focus; so do those of the home screen."""
    async with stage(tmp_path, size=size) as s:
        await click(s, "f1 Help")
        assert "Help" in type(s.app.screen).__name__
        await s.press("escape")
        await s.go("timeline")
        await click(s, "Enter Menu")
        assert "alt+i" in s.dialog
        await s.press("escape", "escape")
        await click(s, "f10 Home")
        await s.until(lambda: "HomeScreen" in type(s.app.screen).__name__)
        await click(s, "f1 Help")
        assert "Help" in type(s.app.screen).__name__
