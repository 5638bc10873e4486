"""Promises about a whole outage typed by keys into a small terminal, and about what one look at it says meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.storage.library import Library
from tests.tui.live.live_terminal import ENTER, ESCAPE, Live, keys
from tests.tui.window.windows import whole

BEGAN = datetime(2017, 1, 31, 21, 3, tzinfo=UTC)
_TYPED, _LOOKED = 3.0, 30.0
"""Seconds of the minute that are over when a line is typed, and at a look: no wait is a minute short for a slow key."""
_OUTAGE = Path(__file__).with_name("outage.txt")


class Step(NamedTuple):
    """One line of the outage: when it is typed, and what; or a moment to look at."""

    at: datetime
    text: str
    looked_at: bool


def steps() -> Iterator[Step]:
    """The outage from its first line to its last, over midnight."""
    at = BEGAN
    for line in _OUTAGE.read_text().splitlines():
        if line.startswith("# "):
            continue
        looked_at = line.startswith("== ")
        clock, _, text = line.removeprefix("== ").partition(" ")
        hour, minute = map(int, clock.split(":"))
        then = at.replace(hour=hour, minute=minute)
        at = then if then >= at else then + timedelta(days=1)
        yield Step(at, text, looked_at)


class Watch:
    """A clock that the test sets, and that goes on by itself from there.

    Its file says how far it is ahead of one that the test and the program share, however late the program starts.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set(BEGAN, 0)

    def set(self, at: datetime, seconds: float) -> None:
        """The program's clock shows so many seconds of that minute, and goes on."""
        whole = self.path.with_suffix(".new")
        whole.write_text(str((at - BEGAN).total_seconds() + seconds - time.monotonic()))
        whole.replace(self.path)


def begun(home: Path) -> Path:
    """The folder of the incident when nothing was typed yet."""
    opened = e.Opened(
        id=codec.new_id(BEGAN, bytes(10)),
        recorded=BEGAN,
        opened=BEGAN,
        at=BEGAN,
        by="ana",
        zone="Etc/UTC",
        title="GitLab.com database is slow",
    )
    return Library(home).create(opened, BEGAN.date())


def replay(live: Live, watch: Watch, looks: Callable[[str], None]) -> None:
    """Types every line at its time; at each marked moment, what the screen says is looked at."""
    count = 1
    shown = BEGAN
    for step in steps():
        if step.at != shown:
            watch.set(step.at, _LOOKED if step.looked_at else _TYPED)
        shown = step.at
        if step.looked_at:
            looks(step.text)
            continue
        live.type([*keys(step.text), ENTER])
        if step.text == "/u":
            assert live.wait_for(lambda: live.bar.startswith("/update ")), live.lines
            live.type(keys("the secondary is copied anew"))
            live.rests(0.2)
            live.type([ENTER])
        count += 1
        assert live.saves(count), (step, live.lines)


SAYS = {
    "nobody leads yet": ("SEV?", "IC NOBODY", "Comms NOBODY", "#3", "Rosa has the page", "who leads?"),
    "the customers wait for their update": (
        "SEV2",
        "! customers' update 16m over",
        "IC Rosa",
        "Ops NOBODY",
        "#21",
    ),
    "the consultant and the copy are late": ("(A3, Paul) 32m over", "2 more overdue", "Ops NOBODY", "#31"),
    "it is SEV1 and somebody looks for a backup": ("SEV1", "(A3, Paul) 1h 15m over", "1 more wait", "#45"),
    "who waits for whom during the copy": (
        "! cloud provider (E2) waits 26m",
        "2 more wait",
        "Ops Paul",
        "#61",
    ),
    "what is left before it is open again": ("! customers' update 16h 27m over", "#70"),
}
"""What the screen must say at each marked moment: the state, what is overdue, who is missing, the newest entry."""


def test_a_published_outage_is_typed_by_keys_alone_and_its_screen_says_what_waits(tmp_path: Path) -> None:
    """At 80x24, at each marked moment: what is overdue, who waits for whom, and what nobody does yet."""
    folder = begun(tmp_path)
    watch = Watch(tmp_path / "steps")
    looked_at = []

    def missing(name: str) -> list[str]:
        screen = "\n".join(live.lines)
        return [words for words in SAYS[name] if words not in screen]

    def look(name: str) -> None:
        looked_at.append(name)
        assert live.wait_for(lambda: missing(name) == []), (missing(name), live.lines)
        if name == "who waits for whom during the copy":
            live.press(ESCAPE + b"4")
            assert live.wait_for_text("copy staging's data directory"), live.lines
            assert live.wait_for_text("in 41m"), live.lines
            live.press(ESCAPE)
            assert live.wait_for_text("Timeline"), live.lines

    with Live(folder, "--now", BEGAN.isoformat(), "--steps", str(watch.path), columns=80, rows=24) as live:
        live.ready()
        replay(live, watch, look)
        assert live.quit() == 0
    assert looked_at == list(SAYS)
    assert whole(folder).status == "resolved"
