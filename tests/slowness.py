"""How much of a wait is the machine's, so that a promise about seconds is one about the program."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from time import monotonic

PATIENCE = 60.0
"""Seconds for what is promised to happen, with no promise when."""


class Stopwatch:
    """Stands still while threads of a process are ready to go on, and other programs have all processors.

    Args:
        pid: the process; that of the tests itself when none is named.
    """

    def __init__(self, pid: int | str = "self") -> None:
        self._pid = pid
        self._began, self._before = monotonic(), _held_up(pid)

    @property
    def seconds(self) -> float:
        """Seconds since it was made, but for those of the machine."""
        gone = monotonic() - self._began
        now = _held_up(self._pid)
        return gone - sum(held - self._before.get(thread, 0.0) for thread, held in now.items())


def _held_up(pid: int | str) -> dict[str, float]:
    """Seconds for which each thread of a process has waited for a processor."""
    found = {}
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with suppress(OSError):  # it has ended
            found[thread.parent.name] = int(thread.read_text().split()[1]) / 1e9
    return found
