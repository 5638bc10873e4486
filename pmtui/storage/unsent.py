"""What a window has not got into the journal yet: one file a window, in `unsent/`.

Beside it lies a reserve, which makes room when the disk is full: what is typed then can still be kept.

The file is locked while its window lives, so a file whose lock is free was left by a dead one; the next window
takes over what it holds. In a folder that several people share each takes over their own alone. A file is only ever
replaced whole, and its successor is locked before it takes the name: at no moment does a living window's file look like
a dead one's. Nothing is removed before it is durable elsewhere.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from pmtui.model import codec
from pmtui.model.entries import Entry
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, explaining
from pmtui.storage.paths import UNSENT
from pmtui.storage.private import is_anothers

_FORMAT = 1
RESERVE = 1 << 16
"""Bytes that are kept free for what is typed on a full disk."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_RESERVE = ".reserve"
_HALF = "half typed when its window ended"


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """A typed line that is no entry yet."""

    text: str = ""
    id: str = ""
    """The id that its entry will have; empty when Enter was never pressed."""
    since: datetime | None = None
    """The moment of its first Enter, UTC; None when Enter was never pressed."""
    why: str = ""
    """Why it was refused."""
    cursor: tuple[int, int] = (0, 0)
    """Row and column."""


class UnsentState(msgspec.Struct, frozen=True):
    """All that a window holds."""

    pending: tuple[Entry, ...] = ()
    """Entered, but not on disk."""
    parked: tuple[Line, ...] = ()
    """Refused, oldest first."""
    half: Line = Line()
    """In the command bar."""


class _File(msgspec.Struct, omit_defaults=True):
    format: int = _FORMAT
    pending: list[msgspec.Raw] = []
    parked: list[Line] = []
    half: Line = Line()


class _Left(NamedTuple):
    path: Path
    fd: int
    state: UnsentState | None
    """None when it cannot be read."""
    changed: int
    """When it was last written, for their order."""


class Unsent:
    """The file of one window; there is none until there is something to hold. For one thread at a time.

    Every method raises StorageError when the disk does not do its part; what was saved before stays saved then.
    """

    state: UnsentState
    """What is safe: saved last, or taken over."""

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self.state = UnsentState()
        self._folder = folder / UNSENT
        self._disk = disk
        self._path = self._folder / f"{os.urandom(16).hex()}.json"
        self._fd = -1
        self._reserve = -1
        """The descriptor of the reserve, locked; -1 while there is none."""
        self._sure = True
        """The file holds `state`, and no later one that a failed save has left."""

    @classmethod
    def claim(
        cls, folder: Path, written: Callable[[str], Entry | None], disk: Disk = DISK
    ) -> tuple[Unsent, list[Path]]:
        """A window's own file, whose `state` is what dead windows left, and the files that cannot be read.

        Those that hold something else are renamed to `*.torn`; all of them stay, and keep no other from being
        taken over. Of several half-typed lines the latest is `half`, the others are parked. A line whose entry
        is in the journal is pending: whoever typed it never learned that it was on the medium.

        Args:
            folder: the incident's.
            written: the entry that the journal holds under an id, None when it holds none.
            disk: the seam.
        """
        unsent = cls(folder, disk)
        with explaining(unsent._folder):
            left, unread = unsent._left()
            try:
                unsent.save(_merged((one.state for one in left if one.state is not None), written))
                torn = [unsent._clear(one) for one in left]
            except BaseException:
                unsent._let_go()
                raise
            finally:
                for one in left:
                    with suppress(OSError):
                        disk.close(one.fd)
        return unsent, [*unread, *(path for path in torn if path is not None)]

    def save(self, state: UnsentState) -> None:
        """Returns when `state` is on the medium in place of what was saved before."""
        if state == self.state and self._sure:
            return
        self._sure = False
        with explaining(self._path):
            # Only this one: an incident's folder that was moved away must be able to come back.
            with suppress(FileExistsError):
                files.make_folder(self._disk, self._folder, each=True)
            try:
                self._replace(_encode(state))
            except OSError as error:
                if error.errno not in _FULL or not self._spend():
                    raise
                self._replace(_encode(state))
        self.state, self._sure = state, True

    def reserve(self) -> None:
        """Sets RESERVE bytes aside for a save that meets a full disk; does nothing when they are.

        They are written, not only asked for, and are nothing that a disk could compress. No fsync: file systems take
        the room when bytes are written, and after a crash there is no window that wants it. Where files are copied
        on write, deleting one on a full disk may make no room: there it is the best that can be tried.

        Raises:
            StorageError: there is no room for them.
        """
        if self._reserve >= 0:
            return
        path = self._path.with_suffix(_RESERVE)
        with explaining(path):
            with suppress(FileExistsError):
                files.make_folder(self._disk, self._folder, each=True)
            self._reserve = files.create(self._disk, path)
            try:
                self._disk.try_lock(self._reserve)
                files.write_all(self._disk, self._reserve, os.urandom(RESERVE))
            except OSError:
                self._spend()
                raise

    def _spend(self) -> bool:
        """Gives the reserve back to the disk; whether there was one."""
        fd, self._reserve = self._reserve, -1
        if fd < 0:
            return False
        with suppress(OSError):
            self._disk.unlink(self._path.with_suffix(_RESERVE))
        with suppress(OSError):
            self._disk.close(fd)
        return True

    def close(self) -> None:
        """Ends the window: what it still holds waits for the next one."""
        self._spend()
        with explaining(self._path):
            try:
                if self._fd >= 0 and self._sure and self.state == UnsentState():
                    self._disk.unlink(self._path)
            finally:
                self._let_go()

    def _let_go(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            self._disk.close(fd)

    def _replace(self, data: bytes) -> None:
        temporary = self._path.with_suffix(".tmp")
        with suppress(FileNotFoundError):
            self._disk.unlink(temporary)
        fd = -1
        try:
            fd = files.create(self._disk, temporary)
            if not self._disk.try_lock(fd):  # a window that clears up has taken it for a dead one's
                raise BlockingIOError("the temporary file is in use")
            files.write_whole(self._disk, fd, data)
            self._disk.replace(temporary, self._path)
        except OSError:
            with suppress(OSError):
                self._disk.unlink(temporary)
            if fd >= 0:
                self._disk.close(fd)
            raise
        before, self._fd = self._fd, fd
        try:
            files.sync_folder(self._disk, self._folder)
        finally:
            if before >= 0:
                self._disk.close(before)

    def _left(self) -> tuple[list[_Left], list[Path]]:
        """The files of dead windows, locked, oldest first, and those that the disk does not give."""
        try:
            names = self._disk.names(self._folder)
        except FileNotFoundError:
            return [], []
        found: list[_Left] = []
        unread: list[Path] = []
        for name in names:
            if is_anothers(self._folder / name, self._disk):
                continue
            if name.endswith(_RESERVE):
                with suppress(OSError):  # it is in nobody's way: the next window tries again
                    self._clear_reserve(self._folder / name)
            if name.endswith((".json", ".tmp")):
                try:
                    one = self._taken(self._folder / name)
                except OSError:  # it is tried again by the next window
                    unread.append(self._folder / name)
                    continue
                found += [one] if one else []
        return sorted(found, key=lambda one: one.changed), unread

    def _clear_reserve(self, path: Path) -> None:
        """Gives the reserve of a dead window back to the disk."""
        fd = files.open_regular(self._disk, path, os.O_RDWR)
        try:
            if self._disk.try_lock(fd):
                self._disk.unlink(path)
        finally:
            self._disk.close(fd)

    def _taken(self, path: Path) -> _Left | None:
        try:
            # No window leaves a link, which could bring what another member chooses.
            fd = files.open_regular(self._disk, path, os.O_RDWR | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        try:
            if self._disk.try_lock(fd) and (changed := self._still(path, fd)) is not None:
                return _Left(path, fd, self._content(path, fd), changed)
        except BaseException:
            self._disk.close(fd)
            raise
        self._disk.close(fd)
        return None

    def _still(self, path: Path, fd: int) -> int | None:
        """When the file was changed; None when its window has replaced or removed it meanwhile."""
        mine = self._disk.fstat(fd)
        try:
            there = self._disk.stat(path)
        except FileNotFoundError:
            return None
        return mine.st_mtime_ns if (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino) else None

    def _content(self, path: Path, fd: int) -> UnsentState | None:
        data = files.read_whole(self._disk, fd, files.LARGE)
        try:
            return _decode(data)
        except (ValueError, RecursionError):
            return UnsentState() if path.suffix == ".tmp" else None  # a save that never was

    def _clear(self, left: _Left) -> Path | None:
        """Removes what was taken over; the path of what could not be read. Failing does no harm: see `_merged`."""
        torn = left.path.with_suffix(".torn")
        try:
            if left.state is not None:
                self._disk.unlink(left.path)
                return None
            self._disk.replace(left.path, torn)
        except OSError:
            return left.path if left.state is None else None
        return torn


def in_use(folder: Path, disk: Disk = DISK) -> bool:
    """Whether a window is open on an incident's folder, or has left what no other window has taken over.

    Raises:
        StorageError: that cannot be seen.
    """
    inside = folder / UNSENT
    with explaining(inside):
        try:
            names = disk.names(inside)
        except FileNotFoundError:
            return False
        if any(name.endswith((".json", ".tmp")) for name in names):
            return True
        return any(_is_locked(inside / name, disk) for name in names if name.endswith(_RESERVE))


def _is_locked(path: Path, disk: Disk) -> bool:
    fd = files.open_regular(disk, path, os.O_RDWR)
    try:
        return not disk.try_lock(fd)
    finally:
        disk.close(fd)


def _encode(state: UnsentState) -> bytes:
    pending = [msgspec.Raw(codec.encode(entry)) for entry in state.pending]
    return msgspec.json.encode(_File(pending=pending, parked=list(state.parked), half=state.half))


def _decode(data: bytes) -> UnsentState:
    held = msgspec.json.decode(data, type=_File)
    if held.format > _FORMAT:
        raise ValueError("written by a newer pmtui")
    pending = tuple(codec.decode(bytes(raw)) for raw in held.pending)
    return UnsentState(pending, tuple(held.parked), held.half)


def _merged(states: Iterable[UnsentState], written: Callable[[str], Entry | None]) -> UnsentState:
    """One state out of many, oldest first; what is in two of them (a crash while taking over) is in it once."""
    pending: dict[str, Entry] = {}
    parked: dict[tuple[str, str, datetime | None], Line] = {}
    half = Line()
    for state in states:
        pending |= {entry.id: entry for entry in state.pending}
        parked |= {(line.id, line.text, line.since): line for line in state.parked}
        if state.half.text:
            if half.text and half != state.half:
                older = msgspec.structs.replace(half, why=half.why or _HALF)
                parked[older.id, older.text, older.since] = older
            half = state.half

    def waits(line: Line) -> bool:
        entry = written(line.id) if line.id else None
        if entry is not None:
            pending.setdefault(entry.id, entry)
        return entry is None

    waiting = tuple(filter(waits, parked.values()))
    half = half if waits(half) else Line()
    return UnsentState(tuple(pending.values()), waiting, half)
