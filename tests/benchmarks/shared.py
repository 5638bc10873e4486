"""What is seen of others: an entry of another program, and the list of all incidents."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pmtui.work.commit import record
from pmtui.work.session import Session
from tests.benchmarks.journals import make
from tests.benchmarks.place import PMTUI, Place, folder
from tests.benchmarks.rows import Row, limit, ms, quantile
from tests.benchmarks.terminal import Terminal

_INCIDENTS, _EACH = 1_000, 100
_BAR = rb"hat happens\?"


def foreign(place: Place) -> Iterator[Row]:
    """From the fsync of another program's entry until an open screen shows it."""
    here = place.home(1_000)
    terminal = Terminal((*PMTUI, "open", folder(here).name), place.env(here))
    other = Session(folder(here), lambda: datetime.now(UTC), "bo")
    chance = random.Random(1)
    taken: list[float] = []
    try:
        terminal.painted(_BAR)
        terminal.rest(1.5)
        for number in range(place.count(40)):
            word = f"foreign{number:04}"
            typed = other.understand(word)
            assert typed.entry is not None
            record(other, typed.entry)
            start = time.perf_counter()
            taken.append(terminal.painted(word.encode()) - start)
            terminal.rest(chance.uniform(0.05, 0.15))
    finally:
        other.close()
        terminal.close()
    said = f"{ms('p95', taken, 0.95)}, {ms('p50', taken)}"
    yield limit("another program's entry → painted, p95", 0.25, quantile(taken, 0.95), said)


def _many(place: Place) -> Path:
    """A home of many incidents."""
    first = place.home(_EACH, _EACH)
    for _ in range(_INCIDENTS - 1):
        make(first, _EACH, _EACH)  # a copy of one would be a copy in conflict
    return first


def stats(place: Place) -> Iterator[Row]:
    """The statistics of many incidents, as a whole process."""
    first = _many(place)
    taken: list[float] = []
    for _ in range(place.count(8) + 1):
        start = time.perf_counter()
        done = subprocess.run(
            (*PMTUI, "stats"), env=place.env(first), capture_output=True, text=True, check=True
        )
        taken.append(time.perf_counter() - start)
        assert done.stdout.startswith(f"{_INCIDENTS} incidents"), done
    said = f"{ms('p50', taken[1:])}, without checkpoints {ms('', taken[:1])}"
    yield limit(f"stats, {_INCIDENTS:,} incidents of {_EACH}", 1.0, quantile(taken[1:], 0.5), said)


def home(place: Place) -> Iterator[Row]:
    """The home screen of many incidents: until it takes keys, and until all of them are there."""
    first = _many(place)
    usable: list[float] = []
    whole: list[float] = []
    for number in range(place.count(8) + 1):
        terminal = Terminal(PMTUI, place.env(first))
        try:
            began = terminal.painted(rb"type to filter") - terminal.began
            ended = terminal.painted(rb"1000 incidents") - terminal.began
        finally:
            terminal.close()
        if number:  # the first round compiles, and leaves the checkpoints
            usable.append(began)
            whole.append(ended)
    said = f"{ms('usable', usable)}, {ms('all listed', whole)}"
    yield limit(f"home, {_INCIDENTS:,} incidents of {_EACH}: usable", 1.0, quantile(usable, 0.5), said)
    yield limit(f"home, {_INCIDENTS:,} incidents of {_EACH}: all listed", 1.0, quantile(whole, 0.5), said)
