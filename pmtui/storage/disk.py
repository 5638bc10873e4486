"""The one seam between storage and the operating system.

Every system call that storage makes is a method of `Disk`; tests use one that fails, dawdles or writes
short.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pmtui.errors import PmtuiError

FILE_MODE = 0o600
FOLDER_MODE = 0o700
_FULL_FSYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)


class StorageError(PmtuiError):
    """The disk did not do what was asked of it; nothing that was saved before is touched by that."""


class Unfit(OSError):
    """What stands there is nothing that pmtui reads.

    Args:
        why: one clause.
        do: what to do about it.
    """

    def __init__(self, why: str, do: str) -> None:
        super().__init__(why)
        self.why = why
        self.do = do


class Disk:
    """The real thing. Raises OSError; `explaining` makes a sentence of it."""

    def open(self, path: Path, flags: int) -> int:
        return os.open(path, flags | os.O_CLOEXEC, FILE_MODE)

    def close(self, fd: int) -> None:
        os.close(fd)

    def read(self, fd: int, size: int, offset: int) -> bytes:
        return os.pread(fd, size, offset)

    def write(self, fd: int, data: bytes) -> int:
        return os.write(fd, data)

    def sync(self, fd: int) -> None:
        """Until it is on the medium: on macOS fsync alone stops at the drive's cache."""
        if _FULL_FSYNC is not None:
            try:
                fcntl.fcntl(fd, _FULL_FSYNC)
            except OSError as error:
                if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                    raise
            else:
                return
        os.fsync(fd)

    def truncate(self, fd: int, size: int) -> None:
        os.ftruncate(fd, size)

    def stat(self, path: Path) -> os.stat_result:
        return os.stat(path)

    def fstat(self, fd: int) -> os.stat_result:
        return os.fstat(fd)

    def chmod(self, target: Path | int, mode: int) -> None:
        os.chmod(target, mode)

    def chown(self, fd: int, uid: int, gid: int) -> None:
        os.fchown(fd, uid, gid)

    def try_lock(self, fd: int) -> bool:
        """Whether the lock is ours now. flock: lockf's go when any descriptor of the file is closed."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self, fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)

    def replace(self, source: Path, target: Path) -> None:
        os.replace(source, target)

    def unlink(self, path: Path) -> None:
        os.unlink(path)

    def mkdir(self, path: Path) -> None:
        os.mkdir(path, FOLDER_MODE)

    def rmdir(self, path: Path) -> None:
        os.rmdir(path)

    def names(self, path: Path) -> list[str]:
        """The names in a folder, sorted."""
        return sorted(os.listdir(path))

    def is_folder(self, path: Path) -> bool | None:
        """Whether it is a folder, no link to one; None when it is no regular file either."""
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            return None if os.path.islink(path) else True
        return False if stat.S_ISREG(mode) else None

    def target(self, path: Path) -> Path:
        """Where the links of a path lead."""
        return Path(os.path.realpath(path))

    def link_owner(self, path: Path) -> int | None:
        """Whose link it is; None when it is none."""
        try:
            found = os.lstat(path)
        except FileNotFoundError:
            return None
        return found.st_uid if stat.S_ISLNK(found.st_mode) else None

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


DISK = Disk()

_SENTENCES = {
    errno.ENOSPC: ("the disk is full", "make room, then try again"),
    errno.EDQUOT: ("your disk quota is used up", "make room, then try again"),
    errno.EROFS: ("the disk is read-only", "make it writable, or set PMTUI_HOME to another folder"),
    errno.EACCES: ("permission denied", "check who owns it"),
    errno.EPERM: ("permission denied", "check who owns it"),
    errno.ENOENT: ("it is gone", "was its folder moved or deleted?"),
    errno.ENOTDIR: ("there is a file where a folder should be", "move it out of the way"),
    errno.EISDIR: ("there is a folder where a file should be", "move it out of the way"),
    errno.EIO: ("the disk reports an error", "copy the folder to another disk"),
    errno.ESTALE: ("the network disk has lost it", "mount it again, then try again"),
    errno.EMFILE: ("too many open files", "close other windows, or raise `ulimit -n`"),
    errno.ENOLCK: ("it cannot be locked", "a network disk needs its lock service"),
}


def explain(error: OSError, path: Path) -> StorageError:
    """The sentence for an error of the system, with the path it is about."""
    if isinstance(error, Unfit):
        return StorageError(f"{path}: {error.why}", error.do)
    why, do = _SENTENCES.get(error.errno or 0, ((error.strerror or str(error)).lower(), "try again"))
    return StorageError(f"{path}: {why}", do)


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turns any OSError inside into a StorageError that names `path`."""
    try:
        yield
    except OSError as error:
        raise explain(error, path) from error
