"""Promises about the line at the top."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from pmtui.tui.messages import Heard, LinesChecked
from tests.tui.stage import HOSTILE, incident, settings, stage


@pytest.mark.parametrize("width", [40, 60, 80, 200])
async def test_the_header_is_one_line_that_names_what_matters(tmp_path: Path, width: int) -> None:
    """Severity, state and saved are there at every width; the rest as there is room, the title cut with a sign."""
    async with stage(tmp_path, size=(width, 20)) as s:
        await s.until(lambda: "saved" in s.picture.splitlines()[0])  # after the window's first fsync
        await s.press("f3")  # what is overdue takes the room of the rest
        line = s.picture.splitlines()[0]
        assert cell_len(line) == width
        assert "SEV1" in line
        assert "saved" in line
        assert ("investigating" in line) is (width >= 60)
        assert ("Checkout is down" in line) or ("…" in line)
        assert ("IC Ana" in s.picture.splitlines()[1]) is (width >= 80)
        assert ("Paris" in line) is (width >= 80)


async def test_elapsed_time_stops_with_the_incident(tmp_path: Path) -> None:
    """It runs from the start of the impact, and stands still once the incident is resolved."""
    async with stage(tmp_path) as s:
        assert "45m" in s.header
        s.clock.at(50)
        s.live.tick()
        assert "1h" in s.header
        await s.enter("@-5m /resolved", "/severity 3")
        s.clock.at(200)
        s.live.tick()
        assert "55m" in s.header
        assert "resolved" in s.header
        assert "SEV3" in s.header


async def test_the_roles_that_nobody_has_are_named(tmp_path: Path) -> None:
    """Commander, communications and operations, until somebody has them, and none once the incident is over."""
    async with stage(tmp_path, folder=incident(tmp_path), size=(80, 24), minutes=1) as s:
        assert "IC NOBODY  Comms NOBODY  Ops NOBODY" in s.picture.splitlines()[1]
        await s.enter("/role commander Ana", "/role operations: Bo")
        assert "IC Ana  Comms NOBODY  Ops Bo" in s.picture.splitlines()[1]
        await s.enter("/role -Ana")
        assert "IC NOBODY  Comms NOBODY  Ops Bo" in s.picture.splitlines()[1]
        await s.enter("/resolved")
        assert "NOBODY" not in s.picture


async def test_what_presses_is_said_in_words(tmp_path: Path) -> None:
    """Never by its label alone, however little room there is; that has an end where it has none."""
    async with stage(tmp_path, size=(60, 15), minutes=43) as s:
        await s.enter("/role communications Chi", "/answered E2 no loss")
        assert "! Double the pool (A2, bo) 3m over" in s.picture.splitlines()[1]
        for width in (44, 30, 20):
            await s.pilot.resize_terminal(width, 15)
            await s.pilot.pause()
            assert s.picture.splitlines()[1].startswith(" ! Double the pool")


async def test_what_waits_and_is_not_overdue_is_said_in_words_too(tmp_path: Path) -> None:
    """The most pressing of it, and how many others."""
    async with stage(tmp_path, folder=incident(tmp_path), size=(80, 24), minutes=1) as s:
        await s.enter("/question which writes are lost?", "/escalate dba: is it theirs?")
        line = s.picture.splitlines()[1]
        assert line.startswith(" dba (E1) waits 0m · 1 more waits ")
        assert "IC NOBODY  Comms NOBODY  Ops NOBODY" in line
        await s.enter("/answered E1", "/answer Q1 none", "/escalate " + HOSTILE * 10)
        assert s.picture.splitlines()[1].startswith(" [/] [red]x[/red]")


async def test_a_title_of_any_kind_is_shown_as_it_is(tmp_path: Path) -> None:
    """Markup, wide characters and emoji are text."""
    folder = incident(tmp_path, HOSTILE)
    async with stage(tmp_path, folder=folder, size=(120, 20)) as s:
        assert "[/] [red]x[/red] | <b> `{{ }}`" in s.header
        assert all(cell_len(line) == 120 for line in s.picture.splitlines())


async def test_what_is_due_stands_first_and_counts_the_others(tmp_path: Path) -> None:
    """One word for the most pressing, and how many there are besides."""
    async with stage(tmp_path, minutes=60, settings=settings(update_every=60)) as s:
        assert "nobody has Communications · 3 more overdue alt+3" in s.header
        await s.enter("/role communications Chi")
        assert "network team (E2) waits 33m · 2 more overdue alt+4" in s.header
        await s.enter("/answered E2")
        assert "1 more waits" in s.header


@pytest.mark.parametrize("width", [60, 200])
async def test_a_journal_that_somebody_changed_is_said_beside_saved(tmp_path: Path, width: int) -> None:
    """How many lines are not as they were written stands at the top at every width, as long as they are not."""
    async with stage(tmp_path, size=(width, 20)) as s:
        await s.until(lambda: "saved" in s.header)
        assert "CHANGED" not in s.header
        s.live.post_message(Heard(LinesChecked((3, 4))))
        await s.until(lambda: "CHANGED 2" in s.picture.splitlines()[0])
