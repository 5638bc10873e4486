"""Which of a machine's programs shares an incident with others: one at a time, and another when it ends or dies."""

from __future__ import annotations

import os
from pathlib import Path

from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, StorageError, explaining
from pmtui.storage.paths import SHARE, SHARE_LOCK, SHARE_TURN
from pmtui.storage.sharing import load, shared_by


def is_idle(folder: Path, disk: Disk = DISK) -> bool:
    """Whether the incident in a folder is shared, by this user or another member, and no program here does it now.

    Most incidents are not shared: then this is one call of the system. One whose secrets are made, and whose server
    is not named yet, is shared with nobody.
    """
    try:
        disk.close(disk.open(folder / SHARE, os.O_RDONLY))
    except PermissionError:
        pass
    except OSError:
        return False
    sharer = Sharer(folder, disk)
    try:
        return sharer.claim() and _is_shared(folder, disk)
    except StorageError:
        return False
    finally:
        sharer.release()


def _is_shared(folder: Path, disk: Disk) -> bool:
    try:
        return load(folder, disk) is not None or bool(shared_by(folder, disk))
    except StorageError:
        return True  # whoever shares it says what is wrong with the file


def stamp(folder: Path, disk: Disk = DISK) -> object:
    """Changes whenever `share.toml` does."""
    try:
        found = disk.stat(folder / SHARE)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


class Sharer:
    """A program that shares, or would like to. The lock goes with the process, however that ends.

    Every method raises StorageError when the disk does not do its part.
    """

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self._folder = folder
        self._disk = disk
        self._held: dict[str, int] = {}
        """The descriptors of the files that are locked, by their names."""

    def claim(self) -> bool:
        """Whether it is this one's turn; from then on nobody else shares, until `release`."""
        if self._lock(SHARE_LOCK):
            self._let_go(SHARE_TURN)
            return True
        return False

    def queue(self) -> None:
        """Has a program that gives way (`wanted`) do so; of several that want it, one stands for all."""
        self._lock(SHARE_TURN)

    @property
    def wanted(self) -> bool:
        """Whether another waits that goes before."""
        free = self._lock(SHARE_TURN)
        self._let_go(SHARE_TURN)
        return not free

    def release(self) -> None:
        """Lets others share."""
        for name in list(self._held):
            self._let_go(name)

    def _lock(self, name: str) -> bool:
        if name in self._held:
            return True
        with explaining(self._folder / name):
            fd = files.open_or_create(self._disk, self._folder / name)
            if self._disk.try_lock(fd):
                self._held[name] = fd
                return True
            self._disk.close(fd)
        return False

    def _let_go(self, name: str) -> None:
        fd = self._held.pop(name, -1)
        if fd >= 0:
            with explaining(self._folder / name):
                self._disk.unlock(fd)  # a forked child may hold a copy of the descriptor
                self._disk.close(fd)
