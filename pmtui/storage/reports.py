"""What is written down of a mistake in pmtui itself: where it happened, and nothing of what was typed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from traceback import walk_tb

from pmtui import __version__
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.files import create, make_folders

REPORTS = "reports"
STATUS = 70
"""The exit status of a program that failed by its own mistake (sysexits.h: EX_SOFTWARE)."""
_OWN = Path(__file__).parents[1]


def report(home: Path, error: BaseException, now: datetime, disk: Disk = DISK) -> str:
    """Writes a report that only its owner can read, and returns where it lies; empty when it cannot be written.

    It holds types of exceptions and places in pmtui's own code. No message and no value: they may be somebody's words.
    """
    path = home / REPORTS / f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    with suppress(OSError):
        make_folders(disk, path.parent, each=True)
        fd = create(disk, path)
        try:
            disk.write(fd, "".join(f"{line}\n" for line in _lines(error)).encode())
        finally:
            disk.close(fd)
        return str(path)
    return ""


def _lines(error: BaseException) -> Iterator[str]:
    yield f"pmtui {__version__}"
    cause: BaseException | None = error
    named: set[int] = set()
    while cause is not None and id(cause) not in named:
        named.add(id(cause))
        yield f"{type(cause).__module__}.{type(cause).__qualname__}"
        yield from _frames(cause)
        cause = cause.__cause__ or cause.__context__


def _frames(error: BaseException) -> Iterator[str]:
    for frame, line in walk_tb(error.__traceback__):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_OWN):
            yield f"  {path.relative_to(_OWN.parent)}:{line} {frame.f_code.co_name}"


def sentence(error: BaseException, path: str, saved: str) -> str:
    """What is said to a person: that it is no fault of theirs, what is saved, how to go on, where the report is."""
    where = (
        f"where it happened, without anything that was typed, is in {path}"
        if path
        else "no report could be written"
    )
    return f"pmtui: a mistake in pmtui itself ({type(error).__name__}): {saved}; {where}"
