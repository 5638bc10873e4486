"""Promises about words for the program that are typed where entries are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stage import stage


@pytest.mark.parametrize("word", ["help", ":q", "exit", "sev1"])
async def test_a_word_for_the_program_is_no_entry(tmp_path: Path, word: str) -> None:
    """It is refused and kept, and the sentence names what to type."""
    async with stage(tmp_path) as s:
        before = len(s.live.incident)
        await s.enter(word)
        assert len(s.live.incident) == before
        assert s.parked == [word]
        assert f"/note {word}" in s.said
        await s.press("f8")
        assert s.texts[-1] == word


async def test_quit_leaves_as_the_key_does(tmp_path: Path) -> None:
    """The program ends, as with the key."""
    async with stage(tmp_path) as s:
        await s.enter("/quit")
        await s.until(lambda: s.app.return_code == 0)
