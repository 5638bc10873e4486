"""The live screen of the real program in a terminal."""

from __future__ import annotations

import random
import string
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.place import PMTUI, Place, folder
from tests.benchmarks.rows import Row, limit, ms, quantile, ratio
from tests.benchmarks.terminal import Terminal

_LONG = 100_000
_BAR = rb"hat happens\?"  # the cursor stands on the first letter
_BARE = (sys.executable, "-m", "tests.benchmarks.bare")


def first_frame(place: Place) -> Iterator[Row]:
    """From the start of the process until bar and timeline are drawn."""
    mine = {entries: place.home(entries) for entries in (0, 10_000)}
    bare: list[float] = []
    taken: dict[int, list[float]] = {entries: [] for entries in mine}
    for number in range(place.count(12) + 1):
        samples = {entries: _until_drawn(place, home) for entries, home in mine.items()}
        base = _until_drawn(place)
        if number:  # the first round compiles
            bare.append(base)
            for entries, seconds in samples.items():
                taken[entries].append(seconds)
    for entries, target in ((0, 1.35), (10_000, 1.5)):
        said = f"{ms('pmtui', taken[entries])}, {ms('bare app', bare)}"
        times = quantile(taken[entries], 0.5), quantile(bare, 0.5)
        yield ratio(f"first frame, {entries:,} entries, against a bare Textual app", target, *times, said)


def _until_drawn(place: Place, home: Path | None = None) -> float:
    if home:
        terminal = Terminal((*PMTUI, "open", folder(home).name), place.env(home))
        wanted = (_BAR, rb"Checkout is down", rb"opened|confirmations")
    else:
        terminal = Terminal(_BARE, place.env())
        wanted = (_BAR, rb"Checkout is down", rb"Escalations is empty")
    try:
        return terminal.painted(*wanted) - terminal.began
    finally:
        terminal.close()


def painted(place: Place) -> Iterator[Row]:
    """From the write of Enter until the row is drawn in the timeline."""
    few, many = _in_turns(place, _enter, place.count(120))
    said = f"{ms('p95', few, 0.95)}, {ms('p50', few)}"
    yield limit("Enter → painted, no entries, p95", 0.02, quantile(few, 0.95), said)
    said = f"{ms('p95', many, 0.95)}, {ms('p50', many)}"
    yield limit(f"Enter → painted, {_LONG:,} entries, p95", 0.025, quantile(many, 0.95), said)


def _enter(terminal: Terminal, chance: random.Random) -> float:
    word = _word(chance, 8)
    terminal.type(word)
    terminal.painted(word)
    terminal.rest(chance.uniform(0.04, 0.08))
    # The receipt holds the word too, behind `· `; the bar is empty by then.
    start = terminal.type(b"\r")
    return terminal.painted("(?<!· )".encode() + word) - start


def echo(place: Place) -> Iterator[Row]:
    """From the write of a key until the bar shows it."""
    few, many = _in_turns(place, _key_in_line(), place.count(480))
    said = ", ".join(ms(name, samples, 0.99) for name, samples in ((f"{_LONG:,}", many), ("none", few)))
    said += "; " + ", ".join(ms(name, samples) for name, samples in (("p50", many), ("p50", few)))
    times = quantile(many, 0.99), quantile(few, 0.99)
    yield ratio(f"key → echo, {_LONG:,} entries against none, p99", 1.2, *times, said)


def _key_in_line() -> Callable[[Terminal, random.Random], float]:
    """Types on in a line of up to 40 letters for each terminal, then empties it."""
    lines: dict[int, bytes] = {}

    def press(terminal: Terminal, chance: random.Random) -> float:
        line = lines.get(id(terminal), b"")
        if len(line) > 40:
            terminal.type(b"\x15")
            terminal.painted(_BAR)
            line = b""
        terminal.rest(chance.uniform(0.005, 0.025), quiet=0.005)
        key = _word(chance, 1)
        line = lines[id(terminal)] = line + key
        start = terminal.type(key)
        return terminal.painted(line[-6:]) - start

    return press


def memory(place: Place) -> Iterator[Row]:
    """RSS of the process, some seconds after its first frame."""
    with live(place, 0) as few, live(place, _LONG) as many:
        for terminal in (few, many):
            terminal.rest(2)
        used = few.memory, many.memory
    said = f"{used[1]:.0f} MB, {used[0]:.0f} MB"
    yield ratio(f"memory of the live screen, {_LONG:,} entries against none", 2.5, used[1], used[0], said)


def _in_turns(
    place: Place, sample: Callable[[Terminal, random.Random], float], rounds: int
) -> tuple[list[float], list[float]]:
    """Samples of a screen without and one with 100,000 entries, taken in turns after some to warm up."""
    chance = random.Random(20231015)
    few: list[float] = []
    many: list[float] = []
    with live(place, 0) as one, live(place, _LONG) as other:
        for _ in range(rounds + 5):
            few.append(sample(one, chance))
            many.append(sample(other, chance))
    return few[5:], many[5:]


@contextmanager
def live(place: Place, entries: int) -> Iterator[Terminal]:
    """The program on an incident of this length, a while after its first frame."""
    home = place.home(entries)
    terminal = Terminal((*PMTUI, "open", folder(home).name), place.env(home))
    try:
        terminal.painted(_BAR)
        terminal.rest(1.5)  # what is loaded after the first frame is there
        yield terminal
    finally:
        terminal.close()


def _word(chance: random.Random, letters: int) -> bytes:
    return "".join(chance.choices(string.ascii_lowercase, k=letters)).encode()
