"""What the first frame waits for."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from textual import events

from pmtui.model.entries import Opened
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.screens.home import HomeScreen
from pmtui.tui.screens.live import LiveScreen
from tests.tui.stage import stage

ROOT = Path(__file__).parents[3]
_FIRST_FRAME = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings
from pmtui.tui import app

app._WARM_UP = 60

async def main():
    library = Library(Path(sys.argv[1]))
    shown = app.PmtuiApp(library, Settings(name="ana"), lambda: datetime.now(UTC), library.folders()[0])
    async with shown.run_test() as pilot:
        await pilot.pause()
        print(*sys.modules)

asyncio.run(main())
"""


def _begin(home: Path) -> Path:
    now = datetime(2023, 10, 15, 7, tzinfo=UTC)
    opened = Opened(id="0" * 32, recorded=now, at=now, opened=now, zone="UTC", title="Checkout is down")
    return Library(home).create(opened, now.date())


def test_the_first_frame_waits_for_no_write_up_and_no_pendulum(tmp_path: Path) -> None:
    """A live screen that is drawn has imported neither a document, nor the write-up, nor what reads a typed time."""
    _begin(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _FIRST_FRAME, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = set(done.stdout.split())
    assert "pmtui.tui.screens.live" in found
    late = (
        "pendulum",
        "jinja2",
        "pmtui.output",
        "pmtui.tui.writeup",
        "pmtui.model.review",
        "pmtui.work.edits",
        "pmtui.work.share",
        "nats",
    )
    assert [name for name in found if name.startswith(late)] == []


async def test_the_first_screen_lies_on_no_other(tmp_path: Path) -> None:
    """Nothing is laid out that nobody sees: the incident, or home in its place, is the only screen."""
    async with stage(tmp_path) as s:
        assert [type(screen) for screen in s.app.screen_stack] == [LiveScreen]
        await s.press("f10")
        await s.until(lambda: isinstance(s.app.screen, HomeScreen))
        assert [type(screen) for screen in s.app.screen_stack] == [HomeScreen]


async def test_ctrl_q_before_the_first_frame_leaves_behind_what_was_typed(tmp_path: Path) -> None:
    """Textual looks for such a key before what has the focus: handed to the bar with the letters, it did nothing."""
    app = PmtuiApp(Library(tmp_path), Settings(name="ana"), lambda: datetime.now(UTC), _begin(tmp_path))
    live = app._first
    assert live is not None
    for key in ("a", "b", "ctrl+q", "c"):
        await live.routing.take(events.Key(key, key if len(key) == 1 else None))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.pause()
    assert app.return_code == 0
    assert live.window.half.text == "ab"
