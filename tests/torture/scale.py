"""Much of everything: a long incident, a large entry, many incidents. All calls work, and the table says how fast."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.storage.journal import lines
from pmtui.storage.journal.numbers import numbered
from pmtui.storage.paths import INCIDENTS, JOURNAL
from tests.benchmarks.journals import make
from tests.cli.calling import process
from tests.torture.campaign import Case, Found
from tests.tui.live.live_terminal import Live
from tests.tui.window.windows import create, entries, texts

_ENTRIES, _INCIDENTS, _LARGE = 100_000, 10_000, 1_000_000
_HUNG = 300
"""Seconds after which a call hangs: the slowest takes 23 on two idle cores, and many times that on busy ones."""


def _long(place: Path, chance: random.Random, found: Found) -> None:
    """100,000 entries: logged to, shown, opened, closed, verified."""
    folder = make(place, _ENTRIES)
    name = str(folder)
    found.faults += 1
    _call(place, found, f"log to {_ENTRIES:,} entries", "log", "-i", name, "the last line")
    _call(place, found, f"list {_ENTRIES:,} entries", "list")
    _call(place, found, f"show {_ENTRIES:,} entries", "show", name)
    with _timed(found, f"open {_ENTRIES:,} entries"), Live(folder, columns=120) as live:
        live.ready()
        live.enter("typed into the screen")
        found.must(live.wait_for(lambda: "typed into the screen" in _tail(folder)), "not saved")
        found.must(live.header(" saved"), f"not saved: {live.lines[0]!r}")
        found.must(live.quit() == 0, "it cannot be left")
    _call(place, found, f"close {_ENTRIES:,} entries", "close", name)
    _call(place, found, f"verify {_ENTRIES:,} entries", "verify", name)
    there = entries(folder)
    found.must(len(there) == _ENTRIES + 4, f"{len(there)} entries of {_ENTRIES + 4}")
    found.compare(
        ["the last line", "typed into the screen"], [x.text for x in there[-3:] if isinstance(x, e.Worded)]
    )


def _large(place: Path, chance: random.Random, found: Found) -> None:
    """An entry of 1 MB: recorded whole, shown, opened and exported."""
    folder = create(place)
    name = str(folder)
    text = "".join(chance.choices("abc é日🔥\n", k=_LARGE // 2)).strip()
    while "\n\n" in text:
        text = text.replace("\n\n", "\n")
    script = "\n  ".join(line.strip() or "." for line in text.split("\n"))
    found.faults += 1
    _call(place, found, "log 1 MB", "log", "-i", name, typed=f"{script}\n")
    _call(place, found, "log behind 1 MB", "log", "-i", name, "after it")
    _call(place, found, "show 1 MB", "show", name)
    with _timed(found, "open 1 MB"), Live(folder, columns=120) as live:
        live.ready()
        live.enter("typed behind it")
        found.must(live.saves(4), "not saved")
        found.must(live.header(" saved"), f"not saved: {live.lines[0]!r}")
        found.must(live.quit() == 0, "it cannot be left")
    _call(place, found, "close 1 MB", "close", name)
    _call(place, found, "export 1 MB", "export", name, "--format", "html")
    found.compare([script.replace("\n  ", "\n"), "after it", "typed behind it"], texts(folder))


def _many(place: Path, chance: random.Random, found: Found) -> None:
    """10,000 incidents: listed, one found, begun, shown, opened from home."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(_INCIDENTS):
        _begin(place, number, start + timedelta(hours=number))
    found.faults += 1
    _call(place, found, f"list {_INCIDENTS:,} incidents", "list")
    _call(place, found, f"show one of {_INCIDENTS:,}", "show", "number-7777")
    _call(place, found, f"log to one of {_INCIDENTS:,}", "log", "-i", "number-7777", "a line")
    _call(place, found, f"find in {_INCIDENTS:,} incidents", "find", "a line")
    _call(place, found, f"new beside {_INCIDENTS:,}", "new", "One more", "--no-open")
    folder = next((place / INCIDENTS).glob("*number-7777"))
    with _timed(found, f"home of {_INCIDENTS:,} incidents"), Live(folder, home=True, columns=120) as live:
        found.must(live.wait_for_text(f"{_INCIDENTS + 1} incidents", seconds=60), f"home: {live.lines[:3]}")
        found.must(live.quit() == 0, "it cannot be left")
    found.compare(["a line"], texts(folder))


def _begin(place: Path, number: int, at: datetime) -> None:
    """An incident with one entry, without the disk's part of beginning one."""
    opened = e.Opened(
        id=codec.new_id(at), recorded=at, at=at, opened=at, by="ana", zone="UTC", title=f"Number {number}"
    )
    folder = place / INCIDENTS / f"{at:%Y-%m-%d}-number-{number}"
    folder.mkdir(parents=True)
    (folder / JOURNAL).write_bytes(lines.chained(numbered([opened], -1, ()), lines.FIRST, b""))


def _tail(folder: Path) -> str:
    with (folder / JOURNAL).open("rb") as file:
        file.seek(-2000, 2)
        return file.read().decode(errors="replace")


def _call(place: Path, found: Found, what: str, *words: str, typed: str = "") -> None:
    with _timed(found, what):
        called = process(place, *words, typed=typed, seconds=_HUNG)
    found.must(
        called.status == 0 and "mistake" not in called.err, f"{what}: {called.status} {called.err[-300:]}"
    )


@contextmanager
def _timed(found: Found, what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    found.figures.append(f"{what:<32} {time.monotonic() - began:6.1f} s")


CASES = (
    Case("long", _long, limit=900, once=True),
    Case("large", _large, limit=600, once=True),
    Case("many", _many, limit=600, once=True),
)
