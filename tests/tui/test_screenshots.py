"""The pictures of the README, made from one incident with a frozen clock, so that they cannot be stale.

`python -m tests.tui.test_screenshots` writes them anew.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable
from html import unescape
from pathlib import Path

import pytest
from textual.pilot import Pilot

from pmtui.output.chart import chart
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings
from pmtui.tui.app import PmtuiApp
from tests.demo import Night, session
from tests.model.review.reviewing import CASES, case

PICTURES = Path(__file__).parents[2] / "screenshots"
Act = Callable[[Pilot[int]], Awaitable[None]]


async def _nothing(pilot: Pilot[int]) -> None:
    await pilot.pause()


async def _completion(pilot: Pilot[int]) -> None:
    await pilot.press(*"@-5m", "space", *"/misleading", "space")
    while pilot.app.screen.query_one("#offers").size.height > 1:  # it shrinks after a pause
        await pilot.pause(0.01)


async def _detail(pilot: Pilot[int]) -> None:
    await pilot.press("escape", "up", "up", "up", "alt+i")


async def _writeup(pilot: Pilot[int]) -> None:
    await pilot.press("f6", "tab", *["down"] * 4, "enter", "tab", "end", "up", "up")


async def _review(pilot: Pilot[int]) -> None:
    await pilot.press("f6")
    await pilot.app.workers.wait_for_complete()
    await pilot.press("down", "enter")
    await pilot.app.workers.wait_for_complete()


async def _close(pilot: Pilot[int]) -> None:
    await pilot.press(*"/close", "enter")


SHOTS: dict[str, tuple[tuple[int, int], bool, Act]] = {
    "home": ((100, 24), False, _nothing),
    "live": ((140, 36), True, _nothing),
    "live-80x24": ((80, 24), True, _nothing),
    "completion": ((120, 30), True, _completion),
    "detail": ((120, 30), True, _detail),
    "close": ((120, 30), True, _close),
    "writeup": ((140, 36), True, _writeup),
    "review": ((140, 36), True, _review),
}


async def picture(name: str, home: Path) -> str:
    """One screen as SVG."""
    size, inside, act = SHOTS[name]
    clock = Night()
    here = session(home, clock)
    here.close()
    settings = Settings(name="ana", teams=("database team", "network team"))
    app = PmtuiApp(Library(home), settings, clock, here.folder if inside else None)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await act(pilot)
        await pilot.pause()
        return app.export_screenshot(title="pmtui")


def chart_picture() -> str:
    """The chart of a case."""
    return chart.svg(case(CASES / "great-downtime-debacle"))


def words(svg: str) -> str:
    """What stands in a picture, without how it is drawn."""
    return unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))).replace("\xa0", " ")


@pytest.mark.parametrize("name", list(SHOTS))
async def test_the_picture_in_the_readme_shows_what_the_program_shows(name: str, tmp_path: Path) -> None:
    """What stands in the picture of the README is what stands on the screen now."""
    shown = words(await picture(name, tmp_path))
    assert shown == words((PICTURES / f"{name}.svg").read_text())


def test_the_chart_in_the_readme_is_the_chart_that_is_drawn() -> None:
    """To the letter."""
    assert (PICTURES / "chart.svg").read_text() == chart_picture()


def main() -> None:
    """Writes every picture of the screens, and the chart."""
    os.environ["COLORTERM"] = "truecolor"  # as it is for the tests, whatever terminal this is called in
    (PICTURES / "chart.svg").write_text(chart_picture())
    for name in SHOTS:
        with tempfile.TemporaryDirectory() as home:
            (PICTURES / f"{name}.svg").write_text(asyncio.run(picture(name, Path(home))))
        print(f"screenshots/{name}.svg")


if __name__ == "__main__":
    main()
