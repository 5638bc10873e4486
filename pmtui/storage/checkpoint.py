"""What was found in a journal, kept beside it, so that a list of all incidents need not read it again.

Derived and never trusted: it counts only for the very journal it was made from, which its first line says, a
SHA-256 over that journal's mark, the version of the program and the content. It is deleted before words leave the
journal. Whatever keeps it from being read or written, the journal is read instead.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from pmtui import __version__
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, StorageError
from pmtui.storage.files import Lock
from pmtui.storage.paths import CHECKPOINT, JOURNAL

_END = 80
"""Bytes at the end of a journal: the last line's chain is among them."""


def mark(folder: Path, disk: Disk = DISK) -> bytes:
    """What tells a journal from any other, and from itself before its last line; empty when it cannot be read."""
    try:
        fd = disk.open(folder / JOURNAL, os.O_RDONLY)
        try:
            stat = disk.fstat(fd)
            end = disk.read(fd, _END, max(0, stat.st_size - _END))
        finally:
            disk.close(fd)
    except OSError:
        return b""
    return b"%d %d %d %s" % (stat.st_ino, stat.st_size, stat.st_mtime_ns, end)


def read(folder: Path, disk: Disk = DISK) -> bytes | None:
    """What was kept of the journal as it stands; None when nothing was."""
    try:
        head, _, content = files.read(disk, folder / CHECKPOINT).partition(b"\n")
    except OSError:
        return None
    return content if head == _head(mark(folder, disk), content) else None


def keep(folder: Path, marked: bytes, content: bytes, disk: Disk = DISK) -> None:
    """Keeps what was found in a journal, if it is still the one that was marked and nobody writes to it now.

    Args:
        folder: the incident's.
        marked: its mark before it was read.
        content: may hold words of entries; whoever takes those off the disk deletes it.
    """
    with suppress(OSError, StorageError), Lock(folder, disk, patience=0):
        if marked and mark(folder, disk) == marked:
            _write(disk, folder / CHECKPOINT, _head(marked, content) + b"\n" + content)


def delete(folder: Path, disk: Disk = DISK) -> None:
    """Takes it off the disk; for who holds the folder's lock.

    Raises:
        OSError: it may still be there.
    """
    for name in (CHECKPOINT, _temporary(folder / CHECKPOINT).name):
        with suppress(FileNotFoundError):
            disk.unlink(folder / name)


def _head(marked: bytes, content: bytes) -> bytes:
    return hashlib.sha256(b"\n".join((__version__.encode(), marked, content))).hexdigest().encode()


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


def _write(disk: Disk, path: Path, data: bytes) -> None:
    """Without an fsync, which a thousand incidents would wait for: what a power cut leaves does not fit its head."""
    temporary = _temporary(path)
    with suppress(FileNotFoundError):
        disk.unlink(temporary)
    fd = files.create(disk, temporary)
    try:
        disk.write(fd, data)
    finally:
        disk.close(fd)
    disk.replace(temporary, path)
