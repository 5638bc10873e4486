"""Promises about the card of a fresh incident."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.tui.timeline.first_minutes import FirstMinutes
from tests.tui.stage import HOSTILE, incident, stage


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (160, 45)])
async def test_a_fresh_incident_says_what_to_answer_first(tmp_path: Path, size: tuple[int, int]) -> None:
    """Each question with the line that answers it; it ticks itself off and goes away with the last one."""
    async with stage(tmp_path, folder=incident(tmp_path), size=size, minutes=1) as s:
        await s.until(lambda: "What do users feel?" in s.picture)
        assert "1 of 6" in s.picture
        assert "/impact TEXT" in s.picture
        await s.enter("/impact all logins fail")
        assert "/impact TEXT" not in s.picture
        assert ("✓ What do users feel? all logins fail" in " ".join(s.picture.split())) is (size[1] > 15)
        await s.enter("/started", "/role commander Ana", "/escalate Bo: help", "/update customers: on it")
        assert "First minutes" not in s.picture
        assert not s.live.query_one(FirstMinutes).display


async def test_the_card_takes_no_row_of_an_entry(tmp_path: Path) -> None:
    """It shrinks to what is open, and gives way; with every entry all of them stay in sight as before."""
    async with stage(tmp_path, folder=incident(tmp_path), size=(80, 24), minutes=1) as s:
        for n in range(15):
            await s.enter(f"entry {n} {HOSTILE}" if n == 3 else f"entry {n}")
            await s.pilot.pause()
            assert "opened" in s.picture
            assert f"entry {n}" in s.picture
            if n < 11:
                assert "First minutes" in s.picture
        assert "First minutes" not in s.picture


async def test_a_long_incident_has_no_card(tmp_path: Path) -> None:
    """Nothing of it is even made: the first frame of a long one waits for no card."""
    folder = incident(tmp_path, lines=tuple(f"entry {n}" for n in range(25)))
    async with stage(tmp_path, folder=folder, size=(80, 24), minutes=1) as s:
        assert not s.live.query(FirstMinutes)
