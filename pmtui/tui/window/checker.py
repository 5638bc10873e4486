"""Whether what is shown is what was written: every line of the journal is checked, beside everything else.

Opening reads the lines without their digests, which would take it several times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep

from pmtui.storage import files
from pmtui.storage.disk import Disk, explaining
from pmtui.storage.journal import audit
from pmtui.storage.paths import JOURNAL

_LINES = 20
_PAUSE = 0.001
"""Seconds without work after so many lines: a key never waits for more than half a millisecond of it."""


class NotWanted(Exception):
    """Nobody wants to know any more."""


def changed_lines(folder: Path, disk: Disk, over: Callable[[], bool]) -> tuple[int, ...]:
    """The lines of the journal that are not as they were written, or that missing ones stand before.

    Takes a second for 10,000 lines, on purpose, and no lock.

    Args:
        folder: the incident's.
        disk: the seam.
        over: whether nobody wants to know any more.

    Raises:
        StorageError: the journal cannot be read.
        NotWanted: it was over before the last line.
    """
    seen = 0

    def rest() -> None:
        nonlocal seen
        seen += 1
        if over():
            raise NotWanted
        if seen % _LINES == 0:
            sleep(_PAUSE)

    with explaining(folder / JOURNAL):
        found = audit.verify_lines(files.lines(disk, folder / JOURNAL), rest)
    return tuple(sorted({one.line for one in found if one.level == "changed"}))
