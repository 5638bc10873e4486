"""Calls from a shell: whole processes, against one that does nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.place import PASS, PMTUI, Place
from tests.benchmarks.rows import Row, ms, quantile, ratio

_LOG = (*PMTUI, "log", "checkout is back, watching it")


def log(place: Place) -> Iterator[Row]:
    """`pmtui log TEXT` at two lengths, and the same with jrnl where it is installed."""
    for entries, target in ((1_000, 6), (10_000, 6.5)):
        home = place.home(entries)
        calls = [(PASS, None), (_LOG, home)]
        jrnl = _jrnl(place.root / f"jrnl-{entries}", entries)
        if jrnl:
            calls.append((jrnl, None))
        base, mine, *others = _in_turns(place, calls, 30)
        said = f"{ms('log', mine)}, {ms('pass', base)}"
        yield ratio(
            f"pmtui log TEXT, {entries:,} entries, against `python -c pass`", target, *_p50(mine, base), said
        )
        for other in others:
            said = f"{ms('log', mine)}, {ms('jrnl', other)}"
            yield ratio(f"pmtui log TEXT, {entries:,} entries, against jrnl", 1, *_p50(mine, other), said)


def version(place: Place) -> Iterator[Row]:
    """`pmtui --version`."""
    base, mine = _in_turns(place, [(PASS, None), ((*PMTUI, "--version"), None)], 60)
    said = f"{ms('--version', mine)}, {ms('pass', base)}"
    yield ratio("pmtui --version, against `python -c pass`", 1.5, *_p50(mine, base), said)


def _p50(mine: list[float], base: list[float]) -> tuple[float, float]:
    return quantile(mine, 0.5), quantile(base, 0.5)


def _in_turns(
    place: Place, calls: list[tuple[tuple[str, ...], Path | None]], rounds: int
) -> list[list[float]]:
    for call in calls:  # compiled once, outside the measurement
        place.run(*call)
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(place.count(rounds)):
        for samples, call in zip(taken, calls, strict=True):
            samples.append(place.run(*call))
    return taken


def _jrnl(folder: Path, entries: int) -> tuple[str, ...] | None:
    """The call that appends to a journal of jrnl's with as many entries."""
    found = shutil.which("jrnl")
    if found is None:
        return None
    folder.mkdir()
    journal, settings = folder / "journal.txt", folder / "jrnl.yaml"
    minutes = (f"{n // 60 % 24:02}:{n % 60:02}" for n in range(entries))
    journal.write_text("".join(f"[2023-10-15 {at}] checkout returns 502\n\n" for at in minutes))
    settings.write_text(
        f"version: v4.6\njournals:\n  default:\n    journal: {journal}\n"
        "editor: ''\nencrypt: false\ntimeformat: '%F %H:%M'\n"
    )
    return (found, "--config-file", str(settings), "checkout is back, watching it")
