"""Promises about what is due: a word in the header, a bell only if it is wanted, quiet on request."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stage import incident, settings, stage


async def test_what_is_due_is_a_word_that_goes_when_it_is_done(tmp_path: Path) -> None:
    """An action to check, an answer that is awaited, an update: each is named until it is dealt with."""
    async with stage(tmp_path, minutes=36) as s:
        await s.enter("/role communications Chi")
        assert "network team (E2) waits 9m" in s.header
        s.clock.at(41)
        s.live.tick()
        assert "network team (E2) waits 14m · 1 more overdue alt+4" in s.header
        await s.enter("/answered E2 no loss")
        assert "E2" not in s.header
        assert "Double the pool (A2, bo) 1m over" in s.header
        await s.enter("/done A2 pool is doubled")
        assert "A2" not in s.header
        s.clock.at(52)
        s.live.tick()
        assert "customers' update 2m over" in s.header
        await s.enter("/update customers: better")
        assert "update" not in s.header


async def test_silence_is_told_only_when_nothing_else_is_due(tmp_path: Path) -> None:
    """After the settings' time without an entry the header says so; any entry ends it."""
    wanted = settings(silence_after=300, update_every=0)
    async with stage(tmp_path, minutes=36, settings=wanted) as s:
        await s.enter("/role communications Chi", "/answered E2 no loss", "/done A2 done")
        await s.enter("/update customers: fine next:1h")
        s.clock.at(43)
        s.live.tick()
        assert "quiet 7m" in s.header
        await s.enter("still here")
        assert "quiet" not in s.header


async def test_snooze_is_one_key_and_lasts_ten_minutes(tmp_path: Path) -> None:
    """F3 takes what is due out of the header for ten minutes, and says what it was."""
    async with stage(tmp_path, minutes=36) as s:
        s.live._reminders.seconds = lambda: s.clock().timestamp()
        await s.enter("/role communications Chi")
        await s.press("f3")
        assert "waits" not in s.header
        assert "quiet until 03:58" in s.header
        assert "quiet for ten minutes: network team (E2) waits 9m" in s.said
        s.clock.at(47)
        s.live.tick()
        assert "network team (E2) waits 20m · 1 more overdue alt+4" in s.header
        assert "quiet" not in s.header
        await s.enter("/done A2 done")
        assert "network team (E2) waits 20m" in s.header
        await s.enter("/answered E2 no loss")
        await s.press("f3")
        assert s.said == "nothing else is overdue"


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (160, 45)])
async def test_what_is_quiet_stays_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    """F3's sentence is not cut, and the header says what is quiet, at least how much; in words where there is room."""
    async with stage(tmp_path, size=size, minutes=36) as s:
        s.live._reminders.seconds = lambda: s.clock().timestamp()
        await s.press("f3")
        said = " ".join(" ".join(s.picture.splitlines()[-3:]).split())
        assert "nobody has Communications, network team" in said
        assert "(E2) waits 9m" in said
        named = "nobody has Communications, 1 more overdue" if size[0] > 100 else "2 overdue"
        assert f"quiet until 03:58: {named}" in s.picture.splitlines()[1]
        s.clock.at(41)
        s.live.tick()
        assert s.picture.splitlines()[1].startswith(" ! Double the pool (A2, bo) 1m over · ")
        await s.enter("/done A2", "/role communications Chi", "/role operations Bo")
        assert "quiet until 03:58: network team (E2)" in s.picture.splitlines()[1]
        await s.enter("/answered E2")
        assert s.picture.splitlines()[1].startswith(" diff the last three rel")
        await s.enter("/resolved")
        assert "quiet" not in s.picture.splitlines()[1]


async def test_of_much_that_is_quiet_some_is_named(tmp_path: Path) -> None:
    """Three of it, and how many there are besides."""
    lines = tuple(f"@-{n + 9}m /escalate team {n}: is it theirs?" for n in range(6))
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines), size=(60, 15), minutes=1) as s:
        await s.press("f3")
        assert s.said.startswith("quiet for ten minutes: team 5 (E6) waits 15m, team 4 (E5) waits 14m, ")
        assert s.said.endswith("team 3 (E4) waits 13m and 3 more")


async def test_the_bell_rings_once_unless_the_settings_say_no(tmp_path: Path) -> None:
    """One for each thing that becomes overdue; it is on by default, and a setting switches it off."""
    assert settings().bell
    for bell, rings in ((False, 0), (True, 1)):
        async with stage(tmp_path / str(bell), minutes=31, settings=settings(bell=bell)) as s:
            rung: list[int] = []
            s.app.bell = lambda rung=rung: rung.append(1)  # type: ignore[method-assign, misc]
            s.clock.at(36)
            for _ in range(3):
                s.live.tick()
            assert len(rung) == rings
