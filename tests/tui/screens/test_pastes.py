"""Promises about long pastes into the bar of the live screen."""

from __future__ import annotations

from pathlib import Path

from pmtui.tui.dialogs import Choose
from pmtui.tui.writeup.proposals import Proposals
from tests.tui.stage import Stage, stage

LINES = "\n".join(f"02:{n:02} host[/db{n}] [red]slow" for n in range(30))


async def _pasted(s: Stage) -> None:
    s.type(LINES)
    await s.until(lambda: isinstance(s.app.screen, Choose) and s.app.screen.focused)


async def test_lines_with_times_of_their_own_can_be_as_many_entries(tmp_path: Path) -> None:
    """They are looked at first; then each is recorded in order, at its time."""
    async with stage(tmp_path) as s:
        await _pasted(s)
        assert "30 lines, 30 of them with a time of their own" in s.dialog
        assert s.live.window.half.text == LINES
        before = len(s.live.incident)
        await s.press("down", "enter")
        await s.until(lambda: isinstance(s.app.screen, Proposals) and s.app.screen.focused)
        assert s.bar == ""
        await s.press("w")
        await s.until(lambda: len(s.live.incident) == before + 30)
        assert s.texts[-30:] == [f"host[/db{n}] [red]slow" for n in range(30)]
        times = [entry.at for entry in s.live.incident.entries[-30:]]
        assert times == sorted(times)  # type: ignore[type-var]
        assert len(set(times)) == 30


async def test_they_stay_in_the_bar_as_one_entry(tmp_path: Path) -> None:
    """For Enter, for Escape, and for whoever types on; the next Enter records them as they were pasted."""
    async with stage(tmp_path) as s:
        for key in ("enter", "escape"):
            await _pasted(s)
            await s.press(key)
            assert s.bar == LINES
            assert s.said == "Enter records it as one entry"
            await s.press("enter")
            assert s.texts[-1] == LINES
        await _pasted(s)
        await s.press("!")
        assert s.bar == LINES + "!"


async def test_what_is_not_recorded_after_all_is_fetched_with_up(tmp_path: Path) -> None:
    """Escape among the proposed entries loses nothing."""
    async with stage(tmp_path) as s:
        await _pasted(s)
        await s.press("down", "enter")
        await s.until(lambda: isinstance(s.app.screen, Proposals) and s.app.screen.focused)
        await s.press("escape", "up")
        assert s.bar == LINES


async def test_other_pastes_are_not_asked_about(tmp_path: Path) -> None:
    """A few such lines, many without times, and what is pasted behind a line that is begun."""
    async with stage(tmp_path) as s:
        for text in ("02:01 one\n02:02 two", "\n".join(["no time at all"] * 40)):
            await s.typed(text)
            assert s.app.screen is s.live
            await s.clear()
        await s.typed("/note ")
        s.type(LINES)
        await s.until(lambda: s.bar.endswith("slow"))
        assert s.app.screen is s.live


async def test_the_path_of_a_picture_can_be_attached(tmp_path: Path) -> None:
    """As a terminal pastes a file that is dragged into it: the preview says so, Tab writes the line; Enter attaches."""
    picture = tmp_path / "the [graph].png"
    picture.write_bytes(b"PNG")
    async with stage(tmp_path) as s:
        await s.typed(f"'{picture}'")
        assert "Tab: attach the-graph.png" in s.said
        await s.press("tab")
        assert s.bar == f"/attach '{picture}' "
        s.type("errors [/] per second")
        await s.press("enter")
        await s.until(lambda: s.live.incident.attachments)
        assert list((s.live.window.folder / "attachments").glob("the-graph-*.png"))
        await s.enter("/attach nowhere.png")
        await s.until(lambda: any(text.endswith("/nowhere.png") for text in s.parked))
        assert s.said.startswith("not recorded: ")
        assert "there is no such file" in s.said
