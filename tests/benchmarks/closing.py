"""The documents of a close."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pmtui.model.codec import new_id
from pmtui.model.entries import Note
from pmtui.model.incident.incident import Incident
from pmtui.model.review.rules import review
from pmtui.output.draft.draft import draft, regenerate
from pmtui.storage.disk import Disk
from pmtui.storage.journal.journal import Journal
from pmtui.work.publish import publish
from tests.benchmarks.place import Place, folder
from tests.benchmarks.rows import Row, limit, ms, quantile, ratio

_SHORT, _MIDDLE, _LONG = 300, 1_000, 10_000
_FRESH = """
import sys, time
from pathlib import Path
from pmtui.work.publish import publish
start = time.perf_counter()
publish(Path(sys.argv[1]))
print(time.perf_counter() - start)
"""


def closing(place: Place) -> Iterator[Row]:
    """Record, draft and chart, none of them there yet; of entries of all kinds."""
    incidents = {entries: folder(place.home(entries, entries)) for entries in (_SHORT, _MIDDLE, _LONG)}
    warm: dict[int, list[float]] = {entries: [] for entries in incidents}
    fresh: list[float] = []
    for number in range(place.count(8)):
        fresh.append(_in_new_process(place, incidents[_SHORT]))
        for entries, incident in incidents.items():
            if entries < _LONG or number % 3 == 0:
                warm[entries].append(_publish(incident))
    said = f"{ms('with imports', fresh)}, {ms('without', warm[_SHORT])}"
    yield limit(f"close at {_SHORT} entries: record, draft, chart", 0.3, quantile(fresh, 0.5), said)
    said = ", ".join(ms(f"{entries:,}:", samples) for entries, samples in warm.items())
    # Linear is ten times as long for ten times as many; a fifth is left to noise and the logarithm of sorting.
    times = quantile(warm[_LONG], 0.5), quantile(warm[_MIDDLE], 0.5)
    yield ratio(f"close: {_LONG:,} entries against {_MIDDLE:,}", 12, *times, said)


def following(place: Place) -> Iterator[Row]:
    """What happens at every later change: the draft regenerated, a part of it previewed, the review."""
    for entries, target in ((_SHORT, 0.3), (_LONG, 3.0)):
        journal = Journal(folder(place.home(entries, entries)))
        incident = Incident(journal.read())
        journal.close()
        text = draft(incident)
        now = max(entry.recorded for entry in incident.entries)
        samples = range(place.count(8))
        again = [_timed(partial(regenerate, text, incident)) for _ in samples]
        reviewed = [_timed(partial(review, incident, now)) for _ in samples]
        fresh = [_timed(partial(draft, incident)) for _ in samples]
        said = f"{ms('regenerate', again)}, {ms('preview', fresh)}, {ms('review', reviewed)}"
        worst = quantile(again, 0.5) + quantile(reviewed, 0.5)
        yield limit(f"following a change at {entries:,} entries", target, worst, said)


def held(place: Place) -> Iterator[Row]:
    """How long nobody else can save an entry while documents are replaced, of which there are some already."""
    incident = folder(place.home(_LONG, _LONG))
    publish(incident)
    longest: list[float] = []
    syncs: list[float] = []
    for _ in range(place.count(8)):
        _note(incident)
        disk = _Watched()
        publish(incident, disk)
        longest.append(max(disk.held))
        syncs.append(disk.syncing)
    said = f"{ms('longest', longest, 1.0)}, {ms('p50', longest)}; {ms('fsyncs', syncs)}"
    yield limit(f"lock held by documents of {_LONG:,} entries, its fsyncs apart", 0.05, max(longest), said)


class _Watched(Disk):
    """Measures how long the folder's lock is held, and how long it waits for the medium meanwhile."""

    def __init__(self) -> None:
        self.held: list[float] = []
        self.syncing = 0.0
        self._since = 0.0
        self._waited = 0.0

    def try_lock(self, fd: int) -> bool:
        taken = super().try_lock(fd)
        self._since, self._waited = time.perf_counter(), 0.0
        return taken

    def sync(self, fd: int) -> None:
        start = time.perf_counter()
        super().sync(fd)
        self._waited += time.perf_counter() - start

    def unlock(self, fd: int) -> None:
        super().unlock(fd)
        self.held.append(time.perf_counter() - self._since - self._waited)
        self.syncing += self._waited


def _note(incident: Path) -> None:
    """Another entry, so that every document changes."""
    now = datetime.now(UTC)
    journal = Journal(incident)
    journal.append([Note(id=new_id(now), recorded=now, at=now, text="one more")])
    journal.close()


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _clear(incident: Path) -> None:
    for path in (*incident.glob("*.toml"), *incident.glob("*.md"), *incident.glob("*.svg")):
        path.unlink()


def _publish(incident: Path) -> float:
    _clear(incident)
    start = time.perf_counter()
    publish(incident)
    return time.perf_counter() - start


def _in_new_process(place: Place, incident: Path) -> float:
    _clear(incident)
    command = [sys.executable, "-c", _FRESH, str(incident)]
    run = subprocess.run(command, env=place.env(), capture_output=True, check=True, text=True)
    return float(run.stdout)
