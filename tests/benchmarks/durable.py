"""Enter until the entry is on the medium, against the system calls alone."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

from pmtui.storage.paths import JOURNAL
from pmtui.tui.messages import EntriesSaved, Fact
from pmtui.tui.window.window import Window
from pmtui.work.session import Session
from tests.benchmarks.place import Place, folder
from tests.benchmarks.rows import Row, ms, quantile

_LINE = "checkout returns 502 for a quarter of the requests, attempt {}"
_TIMES, _MORE = 3, 0.00035
_REST = 0.004
"""Seconds between two lines: the writer waits for work again."""


class _Open:
    """An incident as the live screen holds it, without the screen."""

    def __init__(self, incident: Path) -> None:
        self._told: SimpleQueue[tuple[float, Fact]] = SimpleQueue()
        session = Session(incident, lambda: datetime.now(UTC), "ana")
        self._window = Window(session, lambda message: self._told.put((time.perf_counter(), message)))
        self._window.writer.start()

    def enter(self, line: str) -> float:
        """Seconds from Enter in the bar until the writer says that the entry is saved."""
        start = time.perf_counter()
        typed = self._window.submit(line)
        assert not isinstance(typed, Exception)
        assert typed.entry is not None
        self._window.record(typed.entry)
        while True:
            end, message = self._told.get(timeout=20)
            self._window.hear(message)
            if isinstance(message, EntriesSaved):
                return end - start

    def close(self) -> None:
        self._window.leave(5)


def durable(place: Place) -> Iterator[Row]:
    """At none and at 100,000 entries, with raw writes of the same bytes between them."""
    sizes = (0, 100_000)
    incidents = [folder(place.home(entries)) for entries in sizes]
    opened = [_Open(incident) for incident in incidents]
    taken: list[list[float]] = [[] for _ in sizes]
    raw: list[float] = []
    fd = os.open(place.root / "raw", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number in range(place.count(400)):
        for samples, window in zip(taken, opened, strict=True):
            time.sleep(_REST)
            samples.append(window.enter(_LINE.format(number)))
        time.sleep(_REST)
        raw.append(_write(fd, _last_line(incidents[0] / JOURNAL)))
    os.close(fd)
    for window in opened:
        window.close()
    for entries, samples in zip(sizes, taken, strict=True):
        said = f"{ms('Enter', samples)}, {ms('raw', raw)}; p99 {ms('', samples, 0.99)}, {ms('', raw, 0.99)}"
        mine, base = quantile(samples, 0.5), quantile(raw, 0.5)
        yield Row(
            f"Enter → durable, {entries:,} entries, against write + fsync, p50",
            f"≤ {_TIMES}× or {_MORE * 1000} ms more",
            f"{mine / base:.2f}×",
            said,
            mine <= _TIMES * base or mine <= base + _MORE,
        )


def _last_line(journal: Path) -> bytes:
    with journal.open("rb") as file:
        file.seek(-4096, os.SEEK_END) if journal.stat().st_size > 4096 else None
        return file.read().splitlines(keepends=True)[-1]


def _write(fd: int, line: bytes) -> float:
    start = time.perf_counter()
    os.write(fd, line)
    os.fsync(fd)
    return time.perf_counter() - start
