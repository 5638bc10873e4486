"""A demo on the screen: it looks like the night that it was, says DEMO, and does nothing that reaches anybody."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from math import inf
from pathlib import Path

import pytest

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.storage.library import Library
from pmtui.storage.settings import Commands
from pmtui.tui.demo import DemoApp
from pmtui.work.demo import Demo
from tests import demo as night
from tests.tui.stage import LAST, Stage, settings


class Ticks:
    """Seconds that the test counts."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def entries(tmp_path: Path) -> Sequence[e.Entry]:
    """Those of the demo night."""
    here = night.session(tmp_path / "real", night.Night())
    here.close()
    return here.incident.entries


@asynccontextmanager
async def replay(
    tmp_path: Path, speed: float, ticks: Ticks, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Stage]:
    """The night, played again, for somebody whose settings ring, post and run."""
    library = Library(tmp_path / "apart")
    played = Demo(entries(tmp_path), "night", library, speed, ticks)
    ran = tmp_path / "ran"
    own = Commands(update=("touch", str(ran)), escalate=("touch", str(ran)))
    app = DemoApp(library, settings(bell=True, notify=True, run=own), played)
    rung: list[str] = []
    app.bell = lambda: rung.append("bell")  # type: ignore[method-assign]
    async with app.run_test(size=size, notifications=True) as pilot:
        on_stage = Stage(app, pilot, night.Night())
        app.copy_to_clipboard = on_stage.copied.append  # type: ignore[method-assign, assignment]
        app.copy_quietly = on_stage.copied.append  # type: ignore[method-assign, assignment]
        await on_stage.until(lambda: app.screen_stack[-1].query("#bar"))
        await pilot.pause()
        yield on_stage
    assert (rung, on_stage.copied, ran.exists()) == ([], [], False)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (160, 45)])
async def test_a_demo_says_so_wherever_it_shows(tmp_path: Path, size: tuple[int, int]) -> None:
    """The header begins its title with it at every width, and so does the entry that opened it."""
    async with replay(tmp_path, inf, Ticks(), size) as stage:
        await stage.until(lambda: stage.live.incident.last_number == LAST)
        await stage.pilot.pause()
        assert " DEMO: Checkout is" in stage.header
        assert stage.live.incident.title == "DEMO: Checkout is down"
        assert stage.live.session.slug.startswith("demo-")
        assert stage.said == "this is a demo: nothing is recorded; f9 pauses, ctrl+q leaves"
        await stage.press("f9")
        assert stage.said == "the demo is at its end"
        assert stage.toasts == ""  # it would cover what is shown


async def test_entries_arrive_as_they_did_and_wait_while_it_is_paused(tmp_path: Path) -> None:
    """The clock in the header is that of the night; f9 holds it, and lets it go on."""
    ticks = Ticks()
    async with replay(tmp_path, 60, ticks) as stage:
        await stage.until(lambda: stage.live.incident.last_number == 2)
        ticks.seconds = 5
        await stage.until(lambda: stage.live.incident.last_number == 8)
        await stage.until(lambda: "03:17:00 Paris" in stage.header)
        await stage.press("f9")
        assert stage.said == "paused, still to come: 16"
        ticks.seconds = 100
        await stage.pilot.pause(0.3)
        assert stage.live.incident.last_number == 8
        await stage.press("alt+b")
        assert stage.said == "it goes on"
        ticks.seconds = 101
        await stage.until(lambda: stage.live.session.clock() == night.NIGHT.replace(minute=18))
        ticks.seconds = 104
        await stage.until(lambda: stage.live.incident.last_number == 9)


async def test_nothing_is_recorded_or_begun_in_a_demo(tmp_path: Path) -> None:
    """A line is refused with one sentence and stays; home is not there; what only looks works."""
    async with replay(tmp_path, inf, Ticks()) as stage:
        await stage.until(lambda: stage.live.incident.last_number == LAST)
        before = (stage.live.session.folder / "journal.jsonl").read_bytes()
        await stage.enter("a note", "/update customers: we are on it", "/escalate network team", "/close")
        assert "this is a demo: nothing is recorded" in stage.said
        assert stage.parked == [
            "a note",
            "/update customers: we are on it",
            "/escalate network team",
            "/close",
        ]
        await stage.press("f8", "f10")
        assert "has no other incidents" in stage.said
        assert stage.app.screen is stage.live
        await stage.enter("/find pool")
        assert stage.live.incident.last_number == LAST
        assert (stage.live.session.folder / "journal.jsonl").read_bytes() == before
        assert [each.name for each in (tmp_path / "apart/incidents").iterdir()] == [stage.live.session.slug]


async def test_a_closed_record_ends_as_it_did(tmp_path: Path) -> None:
    """Its close is an entry like any other: nothing is asked, and its documents lie beside its journal only."""
    here = night.session(tmp_path / "real", night.Night())
    here.close()
    closed = e.Close(id="z", n=LAST + 1, recorded=night.NIGHT, at=night.NIGHT)
    library = Library(tmp_path / "apart")
    played = Demo([*here.incident.entries, closed], "night", library, inf, Ticks())
    async with DemoApp(library, settings(), played).run_test(size=(100, 30)) as pilot:
        stage = Stage(pilot.app, pilot, night.Night())  # type: ignore[arg-type]
        await stage.until(lambda: stage.app.screen_stack[-1].query("#bar"))
        await stage.until(lambda: stage.live.incident.closed)
        await stage.until((played.folder / "incident.toml").exists)
        assert "closed" in stage.header
        assert stage.app.screen is stage.live
        assert Incident(stage.live.incident.entries).title == "DEMO: Checkout is down"
