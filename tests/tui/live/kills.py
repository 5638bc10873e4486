"""kill -9 of the real program at random moments while somebody types: `python -m tests.tui.live.kills 100`."""

from __future__ import annotations

import random
import re
import sys
import tempfile
from pathlib import Path

from tests.tui.live.live_terminal import ENTER, Live, keys
from tests.tui.window.windows import create, texts

_KEPT = 0.75
"""Seconds after which an unfinished line is on disk: its half second, and what a busy machine needs."""
_ROW = re.compile(r"note +(line \d+ of the run)( .*not saved)?")


def run_once(home: Path, seed: int) -> list[str]:
    """One run: what was lost, doubled or out of order; nothing, if the promise holds."""
    chance = random.Random(seed)
    folder = create(home)
    lines = [f"line {number} of the run" for number in range(chance.randrange(1, 25))]
    half = f"half a line {seed}"[: chance.randrange(1, 14)]
    waits = chance.random() < 0.5
    with Live(folder, rows=50) as live:
        live.ready()
        pause = chance.choice([0, 0.001, 0.004])
        live.type([key for line in lines for key in (*keys(line), ENTER)], pause=pause)
        live.type(keys(half), pause=pause)
        if waits and live.wait_for(lambda: live.bar == half.rstrip()):
            live.rests(_KEPT)
        else:
            live.rests(chance.random() * 0.3)
        saved = _shown_as_saved(live)
        live.kill()
    return _lost(folder, lines, saved, half if waits else None)


def _shown_as_saved(live: Live) -> list[str]:
    """What the screen shows as saved, in order."""
    found = (_ROW.search(line) for line in live.lines)
    return [row[1] for row in found if row and not row[2]]


def _lost(folder: Path, lines: list[str], saved: list[str], half: str | None) -> list[str]:
    problems: list[str] = []
    with Live(folder, rows=50) as live:
        if half is not None and not live.wait_for(lambda: live.bar == half.rstrip(), seconds=10):
            problems.append(f"the unfinished line {half!r} is not back: {live.bar!r}")
        if not live.header(" saved"):
            problems.append(f"it is not saved: {live.lines[0]!r}")
        live.quit()
    found = texts(folder)
    if found != lines[: len(found)]:
        problems.append(f"out of order, doubled or changed: {found}")
    problems += [f"shown as saved and gone: {line}" for line in saved if line not in found]
    return problems


def main() -> int:
    """Runs it as often as the argument says; 1 when anything was lost."""
    lost = 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for seed in range(count):
        with tempfile.TemporaryDirectory() as home:
            for problem in run_once(Path(home), seed):
                lost += 1
                print(f"run {seed}: {problem}")
    print(f"{count} runs, {lost} promises broken")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
