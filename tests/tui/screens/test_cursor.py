"""Promises about the terminal's own cursor, which screen readers and braille lines follow."""

from __future__ import annotations

from pathlib import Path

from textual.geometry import Offset

from tests.tui.stage import Stage, stage


def _at(s: Stage) -> str:
    """The line of the screen where the cursor stands, from its cell on."""
    x, y = s.app.cursor_position
    return s.picture.splitlines()[y][x:].rstrip()


async def test_the_cursor_stands_where_typing_goes(tmp_path: Path) -> None:
    """In the bar, also when a list above it or a longer line moves the bar."""
    async with stage(tmp_path, size=(80, 24)) as s:
        for typed in ("half a li", "/note", "x" * 200):
            await s.typed(typed)
            x, y = s.app.cursor_position
            assert s.picture.splitlines()[y][:x].endswith(typed[-5:])
            await s.clear()


async def test_the_cursor_stands_at_the_selected_row(tmp_path: Path) -> None:
    """In the timeline, in a pane and in a menu."""
    async with stage(tmp_path, size=(120, 40)) as s:
        await s.go("timeline")
        await s.press("end")
        assert "T1" in _at(s)
        await s.go("escalations")
        await s.press("home")
        assert "network team" in _at(s)
        await s.press("enter")
        await s.until(lambda: s.app.screen.query("#dialog"))
        await s.press("down")
        assert _at(s).strip().startswith("Ask again")


async def test_the_cursor_stands_in_the_editor_of_a_section(tmp_path: Path) -> None:
    """Where one writes."""
    async with stage(tmp_path, size=(120, 40)) as s:
        await s.press("f6")
        await s.go("sections")
        await s.press("enter", *"words")
        assert s.app.cursor_position == s.writeup.editor.cursor_screen_offset
        assert s.app.cursor_position != Offset(0, 0)
