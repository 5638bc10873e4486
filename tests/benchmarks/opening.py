"""Opening a long incident."""

from __future__ import annotations

import gc
import time
import typing
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from pmtui.model import codec
from pmtui.model.entries import KINDS, Entry
from pmtui.model.incident.incident import Incident
from pmtui.storage.journal.journal import Journal
from tests.benchmarks.place import Place, folder
from tests.benchmarks.rows import Row, ms, quantile, ratio

_ENTRIES = 100_000


def opening(place: Place) -> Iterator[Row]:
    """Replay and fold, against msgspec alone on the same entries, one a line, without digest and chain."""
    incident = folder(place.home(_ENTRIES))
    bare = place.root / "bare.jsonl"
    bare.write_bytes(b"".join(codec.encode(entry) + b"\n" for entry in _read(incident)))
    decoder: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(typing.Union[tuple(KINDS.values())])  # noqa: UP007

    def decode() -> object:
        return [decoder.decode(line) for line in bare.read_bytes().splitlines()]

    base, read, mine = _in_turns(
        [decode, lambda: _read(incident), lambda: Incident(_read(incident))], place.count(12)
    )
    said = f"{ms('open', mine)} (of it {ms('replay', read)}), {ms('msgspec', base)}"
    times = quantile(mine, 0.5), quantile(base, 0.5)
    yield ratio(f"opening {_ENTRIES:,} entries: replay and fold, against msgspec", 3, *times, said)


def _read(incident: Path) -> list[Entry]:
    journal = Journal(incident)
    try:
        return journal.read()
    finally:
        journal.close()


def _in_turns(calls: list[Callable[[], object]], rounds: int) -> list[list[float]]:
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for samples, call in zip(taken, calls, strict=True):
            gc.collect()
            start = time.perf_counter()
            held = call()
            samples.append(time.perf_counter() - start)
            del held
    return taken
