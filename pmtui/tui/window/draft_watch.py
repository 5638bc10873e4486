"""Whether somebody saved the draft outside of pmtui: a stat now and then, and a reading when it changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pmtui.storage import files
from pmtui.storage.disk import Disk
from pmtui.storage.paths import DRAFT

_PAUSE = 0.5
"""Seconds between two looks. What changed is read at the next one: an editor may write a file in several steps."""


def digest(content: bytes) -> str:
    """What one content of the file is told from another by."""
    return hashlib.sha256(content).hexdigest()


class DraftWatch:
    """The draft of one incident; asked by one thread.

    Args:
        folder: the incident's.
        disk: the seam.
    """

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._path = folder / DRAFT
        self._disk = disk
        self.written = ""
        """The digest of what pmtui wrote last, or found as it is to be; set by the thread that writes."""
        self._seen = self._stamp()
        self._unread = False
        """It was seen to change, and nobody has looked into it yet."""
        self._next = 0.0

    def changed(self) -> bool:
        """Whether it holds what pmtui has not seen; True once for each change."""
        now = self._disk.monotonic()
        if now < self._next:
            return False
        self._next = now + _PAUSE
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen, self._unread = stamp, True
            return False
        if not self._unread:
            return False
        self._unread = False
        try:
            return digest(files.read(self._disk, self._path)) != self.written
        except OSError:
            return False

    def _stamp(self) -> tuple[int, ...]:
        try:
            found = self._disk.stat(self._path)
        except OSError:
            return ()
        return (found.st_mtime_ns, found.st_size, found.st_ino)
