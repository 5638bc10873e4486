"""What a campaign is made of, and how its steps run: each in a process, a folder and a time of its own."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType

_START = multiprocessing.get_context("fork")
_LONGER = 20.0
"""Seconds behind its time limit after which a step that does not even end itself is killed."""


@dataclass
class Found:
    """What one step tried and found; steps are added up to a row of the table."""

    steps: int = 0
    faults: int = 0
    """Signals, errors, states of a disk …: whatever was done to the program."""
    acknowledged: int = 0
    """Entries that the program called saved, by a receipt, on its screen or to its caller."""
    lost: int = 0
    """Of those, the ones that are not there afterwards; must be 0."""
    doubled: int = 0
    """Entries that are there more than once; must be 0."""
    half: int = 0
    """Half-typed lines that are gone although they are promised; must be 0."""
    broken: list[str] = field(default_factory=list)
    """Every promise that did not hold, in a sentence; the three numbers above have theirs here too."""
    figures: list[str] = field(default_factory=list)
    """What was measured."""

    def compare(self, acknowledged: Iterable[str], there: Sequence[str]) -> None:
        """Counts entries by what tells them apart; each that was acknowledged must be there, and once."""
        found, wanted = Counter(there), list(acknowledged)
        lost = [text for text in wanted if text not in found]
        doubled = [text for text, times in found.items() if times > 1]
        self.acknowledged += len(wanted)
        self.lost += len(lost)
        self.doubled += len(doubled)
        self.must(not lost, f"lost {len(lost)} of {len(wanted)}: {lost[:3]}")
        self.must(not doubled, f"doubled {len(doubled)}: {doubled[:3]}")

    def kept(self, half: str, somewhere: Iterable[str]) -> None:
        """The half-typed line must begin one of these texts."""
        if half and not any(text.startswith(half) for text in somewhere):
            self.half += 1
            self.broken.append(f"half-typed line lost: {half!r}, there is {list(somewhere)}")

    def must(self, holds: bool, otherwise: str) -> None:
        """A promise without a number of its own."""
        if not holds:
            self.broken.append(otherwise)

    def add(self, other: Found) -> None:
        """Adds up."""
        for name in ("steps", "faults", "acknowledged", "lost", "doubled", "half", "broken", "figures"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class Case:
    """One thing that is tried, again and again at other random moments."""

    name: str
    run: Callable[[Path, random.Random, Found], None]
    """Gets an empty folder, the only source of chance, and where it notes what it finds."""
    limit: int = 60
    """Seconds after which it hangs."""
    once: bool = False
    """Chance plays no part: it is tried in the first round alone."""


@dataclass(frozen=True)
class Step:
    """A case in one of its rounds; with the seed, its name is all that is needed to repeat it."""

    campaign: str
    case: Case
    round: int

    @property
    def name(self) -> str:
        return f"{self.campaign}/{self.case.name}/{self.round}"


class _Hung(BaseException):
    """The step's time is over."""


def run_all(steps: Iterable[Step], seed: int, seconds: float, at_once: int) -> Iterator[tuple[Step, Found]]:
    """Runs steps, so many at once, and begins none after that time; gives each as it ends."""
    end = time.monotonic() + seconds
    waiting = iter(steps)
    running: dict[Connection, tuple[Step, ForkProcess, float]] = {}
    while True:
        while len(running) < at_once and time.monotonic() < end and (step := next(waiting, None)):
            mine, theirs = _START.Pipe(duplex=False)
            process = _START.Process(target=_run, args=(step, seed, theirs))
            process.start()
            theirs.close()
            running[mine] = (step, process, time.monotonic() + step.case.limit + _LONGER)
        if not running:
            return
        wait(list(running), timeout=1)
        for pipe, (step, process, latest) in list(running.items()):
            if pipe.poll() or not process.is_alive() or time.monotonic() > latest:
                del running[pipe]
                yield step, _result(step, process, pipe)


def _result(step: Step, process: ForkProcess, pipe: Connection) -> Found:
    try:
        found = pipe.recv() if pipe.poll() else None
    except EOFError:
        found = None
    if found is None:
        process.kill()
        found = Found(steps=1, broken=[f"hung, and had to be killed (its limit is {step.case.limit} s)"])
    process.join()
    pipe.close()
    return found


def _run(step: Step, seed: int, pipe: Connection) -> None:
    """A step's process."""
    found = Found(steps=1)
    signal.signal(signal.SIGALRM, _over)
    signal.alarm(step.case.limit)
    with tempfile.TemporaryDirectory(prefix="pmtui-torture-", ignore_cleanup_errors=True) as place:
        for name in ("PMTUI_INCIDENT", "NO_COLOR", "TZ", "TEXTUAL_THEME"):
            os.environ.pop(name, None)
        os.environ["PMTUI_HOME"] = place
        try:
            step.case.run(Path(place), random.Random(f"{seed} {step.name}"), found)
        except _Hung as hung:
            found.broken.append(f"hung: not done in {step.case.limit} s, at {_where(hung)}")
        except Exception as error:
            found.broken.append(f"{type(error).__name__}: {error} ({_where(error)})")
        signal.alarm(0)
    pipe.send(found)


def _over(number: int, frame: FrameType | None) -> None:
    raise _Hung


def _where(error: BaseException) -> str:
    """The line of the campaign that an exception came through last."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/torture/" in frame.filename]
    last = [frame for frame in frames if not frame.filename.endswith("campaign.py")][-1:] or frames[-1:]
    return f"{Path(last[0].filename).name}:{last[0].lineno}"
