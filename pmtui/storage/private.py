"""Who else can read an incident's files."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pmtui.model.entries import ATTACHMENTS
from pmtui.storage.disk import DISK, FILE_MODE, FOLDER_MODE, Disk, explaining
from pmtui.storage.paths import ASIDE, CHART, CHECKPOINT, DRAFT, JOURNAL, LOCK, RECORD, SCRATCH, TURN, UNSENT


def open_to_others(folder: Path, disk: Disk = DISK) -> list[Path]:
    """What pmtui wrote into an incident's folder, itself included, that other users of the machine can reach."""
    found = []
    for path in _own(folder, disk):
        with suppress(OSError):
            if disk.stat(path).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                found.append(path)
    return found


def make_private(folder: Path, disk: Disk = DISK) -> list[Path]:
    """Takes everybody's rights but the owner's away from what is `open_to_others`, and gives the paths.

    Raises:
        StorageError: somebody else owns one.
    """
    found = open_to_others(folder, disk)
    for path in found:
        with explaining(path):
            mode = FOLDER_MODE if stat.S_ISDIR(disk.stat(path).st_mode) else FILE_MODE
            disk.chmod(path, mode)
    return found


def _own(folder: Path, disk: Disk) -> Iterator[Path]:
    yield folder
    yield from (folder / name for name in (JOURNAL, CHECKPOINT, LOCK, TURN, RECORD, DRAFT, CHART))
    for inner in (folder / ASIDE, folder / ATTACHMENTS, folder / UNSENT, folder / SCRATCH):
        yield inner
        with suppress(OSError):
            yield from (inner / name for name in disk.names(inner))
