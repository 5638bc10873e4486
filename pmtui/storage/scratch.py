"""Text that is in an editor of its own: in the incident's folder, so that whatever ends, what it saved is found."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import msgspec

from pmtui.storage.disk import DISK, Disk, StorageError, explaining
from pmtui.storage.files import create, make_folders, open_regular, read, read_text, write_whole
from pmtui.storage.paths import SCRATCH
from pmtui.storage.private import is_anothers

_ABOUT = ".json"


class _About(msgspec.Struct):
    """What lies beside the text."""

    section: str
    was: str
    """The digest of the text that the editor was given, in hex."""


class Left(NamedTuple):
    """What an editor saved, and no window has."""

    section: str
    text: str
    path: Path


class Scratch:
    """A file with a text, readable by its owner alone; Markdown by its name, so that editors know what it is.

    As long as it is open no other window takes it up.

    Args:
        folder: the incident's.
        section: what the text is.
        text: as the editor gets it.

    Raises:
        StorageError: there is no room for it.
    """

    def __init__(self, folder: Path, section: str, text: str, disk: Disk = DISK) -> None:
        self._disk = disk
        self.path = folder / SCRATCH / f"{uuid4().hex}.md"
        with explaining(self.path):
            make_folders(disk, self.path.parent, each=True)
            about = msgspec.json.encode(_About(section, _digest(text)))
            self._lock = self._made(self.path.with_suffix(_ABOUT), about)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            disk.close(self._made(self.path, text.encode()))

    def _made(self, path: Path, data: bytes) -> int:
        fd = create(self._disk, path)
        write_whole(self._disk, fd, data)
        return fd

    def read(self) -> str:
        """What the file holds now; an editor that took it away left nothing.

        Raises:
            StorageError: it cannot be read, or is no UTF-8; it is kept.
        """
        return read_text(self._disk, self.path) or ""

    def close(self, keep: bool) -> None:
        """Ends it; one that is kept is taken up when it has changed."""
        self._disk.close(self._lock)
        if not keep:
            remove([self.path], self._disk)


def left(folder: Path, disk: Disk = DISK) -> Iterator[Left]:
    """What editors saved after their windows had ended, or after they had come back; one that cannot be read waits."""
    with suppress(OSError):
        for name in sorted(os.listdir(folder / SCRATCH)):
            if name.endswith(_ABOUT) and not is_anothers(folder / SCRATCH / name, disk):
                with suppress(
                    OSError, StorageError, ValueError, RecursionError
                ):  # no JSON, no UTF-8, or too deep
                    yield from _changed(folder / SCRATCH / name, disk)


def _changed(about: Path, disk: Disk) -> Iterator[Left]:
    fd = open_regular(disk, about, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        known = msgspec.json.decode(read(disk, about), type=_About)
        path = about.with_suffix(".md")
        text = read_text(disk, path)
        if text is not None and _digest(text) != known.was:
            yield Left(known.section, text, path)
    finally:
        disk.close(fd)


def remove(paths: Iterable[Path], disk: Disk = DISK) -> None:
    """Takes away texts that are safe elsewhere by now."""
    for path in paths:
        for each in (path, path.with_suffix(_ABOUT)):
            with suppress(OSError):
                disk.unlink(each)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
