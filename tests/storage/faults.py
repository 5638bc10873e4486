"""What the storage tests share: entries by the dozen, and disks that misbehave."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from pmtui.model import codec, entries
from pmtui.storage.disk import DISK, Disk

NOW = datetime(2023, 10, 15, 10, 30, tzinfo=UTC)
DAY = date(2023, 10, 15)
HOSTILE = (
    "[/] [red] | <b> `x` {{ y }} 🔥 数据库 قاعدة \t \x1b[31m",
    "",
    "two\nlines\r\n",
    "x" * 10_000,
    '","digest":"' + "0" * 64 + '","chain":"' + "0" * 64 + '"}',
)
_SECONDS = {"slow": 2.0, "stall": 10.0, "hang": 3600.0}
"""How long a call takes."""
_ERRORS = {"fail": errno.EIO, "full": errno.ENOSPC, "read-only": errno.EROFS}
"""How a call fails."""
T = TypeVar("T")


def opened(title: str = "Checkout is down") -> entries.Opened:
    """An entry that opens an incident."""
    return entries.Opened(id=codec.new_id(NOW), recorded=NOW, opened=NOW, title=title, zone="UTC", by="ana")


def note(text: str = "failover", **fields: Any) -> entries.Note:
    """A note with an id of its own."""
    return entries.Note(id=codec.new_id(NOW), recorded=NOW, at=NOW, by="ana", text=text, **fields)


class Dead(BaseException):
    """The process was killed: no code of it runs any more."""


class Faulty(Disk):
    """Counts the calls, and at the `at`-th does `what`, once or so many `times`.

    It fails in one of the ways of `_ERRORS`, takes the seconds of `_SECONDS`, writes short, writes short and cannot
    take that back (torn), or dies. Dead, slow and hanging it stays.
    """

    def __init__(self, at: int = 0, what: str = "fail", only: str = "") -> None:
        self.descriptors: set[int] = set()
        self.arm(at, what, only)

    def arm(self, at: int, what: str = "fail", only: str = "", times: int = 1) -> None:
        """Counts anew; with `only`, the calls of that name."""
        self.calls = 0
        lasts = what in ("slow", "hang")
        self._at = range(at, sys.maxsize if at and lasts else at + times)
        self._what = what
        self._only = only
        self._dead = False

    def _pass(self, name: str, call: Callable[[], T]) -> T:
        if self._dead:
            raise Dead
        if not self._only or name == self._only:
            self.calls += 1
            if self.calls in self._at:
                self._misbehave()
        return call()

    def _misbehave(self) -> None:
        if self._what == "die":
            self._dead = True
            raise Dead
        if self._what in _ERRORS:
            raise OSError(_ERRORS[self._what], os.strerror(_ERRORS[self._what]))
        time.sleep(_SECONDS.get(self._what, 0.0))

    def bury(self) -> None:
        """What the system does for a process that died: its descriptors, and so its locks, go."""
        for fd in self.descriptors:
            with suppress(OSError):  # an object of that process may have let go of it when it was collected
                os.close(fd)
        self.descriptors.clear()

    def open(self, path: Path, flags: int) -> int:
        fd = self._pass("open", lambda: super(Faulty, self).open(path, flags))
        self.descriptors.add(fd)
        return fd

    def close(self, fd: int) -> None:
        def close() -> None:
            self.descriptors.discard(fd)
            DISK.close(fd)

        try:
            self._pass("close", close)
        except OSError:
            close()  # Linux lets go of the descriptor all the same
            raise

    def read(self, fd: int, size: int, offset: int) -> bytes:
        return self._pass("read", lambda: DISK.read(fd, size, offset))

    def write(self, fd: int, data: bytes) -> int:
        partly = self._what in ("short", "torn", "die")
        short = partly and self.calls + 1 in self._at and self._only in ("", "write")
        if short:  # a part of it gets there, and nothing is reported when the process dies in the middle
            written = DISK.write(fd, data[: len(data) // 2])
            return self._pass("write", lambda: written)
        return self._pass("write", lambda: DISK.write(fd, data))

    def sync(self, fd: int) -> None:
        self._pass("sync", lambda: DISK.sync(fd))

    def truncate(self, fd: int, size: int) -> None:
        if self._what == "torn":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self._pass("truncate", lambda: DISK.truncate(fd, size))

    def stat(self, path: Path) -> os.stat_result:
        return self._pass("stat", lambda: DISK.stat(path))

    def fstat(self, fd: int) -> os.stat_result:
        return self._pass("fstat", lambda: DISK.fstat(fd))

    def chmod(self, target: Path | int, mode: int) -> None:
        self._pass("chmod", lambda: DISK.chmod(target, mode))

    def chown(self, fd: int, uid: int, gid: int) -> None:
        self._pass("chown", lambda: DISK.chown(fd, uid, gid))

    def try_lock(self, fd: int) -> bool:
        return self._pass("try_lock", lambda: DISK.try_lock(fd))

    def unlock(self, fd: int) -> None:
        self._pass("unlock", lambda: DISK.unlock(fd))

    def replace(self, source: Path, target: Path) -> None:
        self._pass("replace", lambda: DISK.replace(source, target))

    def unlink(self, path: Path) -> None:
        self._pass("unlink", lambda: DISK.unlink(path))

    def mkdir(self, path: Path) -> None:
        self._pass("mkdir", lambda: DISK.mkdir(path))

    def rmdir(self, path: Path) -> None:
        self._pass("rmdir", lambda: DISK.rmdir(path))

    def names(self, path: Path) -> list[str]:
        return self._pass("names", lambda: DISK.names(path))


class Recording(Disk):
    """Notes what decides about durability, in order."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def write(self, fd: int, data: bytes) -> int:
        self.calls.append("write")
        return super().write(fd, data)

    def sync(self, fd: int) -> None:
        self.calls.append("sync folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "sync")
        super().sync(fd)

    def replace(self, source: Path, target: Path) -> None:
        self.calls.append("replace")
        super().replace(source, target)


class Small(Disk):
    """A disk with room for so many bytes more than there are in a folder; None is no limit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.limit: int | None = None

    def used(self) -> int:
        """The bytes of all files."""
        return sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())

    def fill(self) -> None:
        """Another program takes all the room there is."""
        self.limit = self.used()

    def write(self, fd: int, data: bytes) -> int:
        if self.limit is not None and self.used() + len(data) > self.limit:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(fd, data)
