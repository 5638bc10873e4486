"""Files and folders with the rights they should have, whole-file replacement and the lock of an incident's folder."""

from __future__ import annotations

import errno
import math
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from pmtui.model.entries import FILE_MIB
from pmtui.storage.disk import DISK, FILE_MODE, Disk, StorageError, Unfit, explaining
from pmtui.storage.paths import LOCK, TURN
from pmtui.storage.private import file_mode, folder_mode, is_anothers_link, maker

BLOCK = 1 << 17
"""Bytes asked for at a time: what stays in the processor's cache is read fastest."""
_MIB = 1 << 20
SHORT = _MIB
"""Bytes of settings and of a template."""
TEXT = 16 * _MIB
"""Bytes of a draft, and of what an editor leaves."""
FILE = FILE_MIB * _MIB
"""Bytes of a file that is attached."""
LARGE = 256 * _MIB
"""Bytes of a record, of what is imported, and of a window's unsent lines: a paste in them may be long."""
PATIENCE = 5.0
"""Seconds to wait for another window's write, for who writes."""
_PAUSE = 0.002
"""Seconds between two looks at a lock that another holds: each hand-over wastes up to so much."""


def create(disk: Disk, path: Path, *, own: bool = False) -> int:
    """A descriptor of a new file, with the rights that `file_mode` gives it, whatever the umask.

    As root it is the folder's owner's.

    Args:
        disk: the seam.
        path: where.
        own: it is its owner's alone, in a group's folder, too.

    Raises:
        FileExistsError: there is one.
    """
    above = disk.stat(path.parent)
    fd = disk.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
    try:
        _give(disk, fd, above)
        disk.chmod(fd, FILE_MODE if own else file_mode(above.st_mode))
    except OSError:
        disk.close(fd)
        raise
    return fd


def _give(disk: Disk, fd: int, above: os.stat_result) -> None:
    """What root makes in another's folder is that person's, whose own calls would fail otherwise.

    By descriptor: a name could lead elsewhere by now, and root would give that away.
    """
    if maker(above) != os.geteuid():
        with suppress(PermissionError):  # the root of some containers and network disks can give nothing away
            disk.chown(fd, above.st_uid, above.st_gid)


def open_or_create(disk: Disk, path: Path) -> int:
    """A descriptor of the file, with the rights that `create` gives when it is made here."""
    try:
        return disk.open(path, os.O_RDWR)
    except FileNotFoundError:
        try:
            return create(disk, path)
        except FileExistsError:
            return disk.open(path, os.O_RDWR)


def open_regular(disk: Disk, path: Path, flags: int) -> int:
    """A descriptor of a file that is one: a pipe that nobody writes to, or a device without an end, holds nobody up.

    A link is followed, but in a group's folder not another member's, which could lead to any file of the one who opens
    it: what stands there would be shown to all, and a journal's lines be written behind it.

    Raises:
        OSError: also when it is something else.
    """
    if is_anothers_link(path, disk):
        raise Unfit("it is a link that another member made", "put the file itself there")
    fd = disk.open(path, flags | os.O_NONBLOCK)
    try:
        mode = disk.fstat(fd).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise Unfit("it is a pipe, a device or a socket", "put a file there")
    except OSError:
        disk.close(fd)
        raise
    return fd


def read_whole(disk: Disk, fd: int, most: int | None = None) -> bytes:
    """Every byte behind a descriptor.

    Raises:
        OSError: also when there are more than `most`.
    """
    if most is not None and disk.fstat(fd).st_size > most:
        raise Unfit(f"it is larger than {most // _MIB} MiB", "put a smaller file there")
    blocks: list[bytes] = []
    offset = 0
    while block := disk.read(fd, BLOCK, offset):
        blocks.append(block)
        offset += len(block)
    return b"".join(blocks)


def holds(disk: Disk, path: Path, word: bytes) -> bool:
    """Whether a regular file holds these bytes anywhere; read in pieces, so that a long one is never held as a whole.

    Raises:
        OSError: also when it is something else.
    """
    fd = open_regular(disk, path, os.O_RDONLY)
    try:
        offset, end = 0, b""
        while block := disk.read(fd, BLOCK, offset):
            # What two pieces share is looked at apart: joining them would copy the file.
            if word in block or word in end + block[: len(word)]:
                return True
            offset, end = offset + len(block), (end + block[-len(word) :])[-len(word) :]
        return False
    finally:
        disk.close(fd)


def lines(disk: Disk, path: Path) -> Iterator[bytes]:
    """The lines of a regular file with their ends, read in pieces: a long one is never held as a whole.

    Raises:
        OSError: also when it is something else.
    """
    fd = open_regular(disk, path, os.O_RDONLY)
    try:
        offset, rest = 0, b""
        while block := disk.read(fd, BLOCK, offset):
            offset += len(block)
            *ended, rest = (rest + block).split(b"\n")
            for line in ended:
                yield line + b"\n"
        if rest:
            yield rest
    finally:
        disk.close(fd)


def read(disk: Disk, path: Path, most: int | None = LARGE) -> bytes:
    """Every byte of a regular file.

    Raises:
        OSError: also when it is something else, or holds more than `most` bytes.
    """
    fd = open_regular(disk, path, os.O_RDONLY)
    try:
        return read_whole(disk, fd, most)
    finally:
        disk.close(fd)


def read_text(disk: Disk, path: Path, most: int = TEXT) -> str | None:
    """The text of a regular file, its line ends as they are; None when there is none.

    Raises:
        StorageError: it cannot be read, is no UTF-8, or holds more than `most` bytes.
    """
    with explaining(path):
        try:
            return read(disk, path, most).decode()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise StorageError(f"{path}: it is no UTF-8 text", "save it as UTF-8") from error


def write_whole(disk: Disk, fd: int, data: bytes) -> None:
    """Writes all of `data` to a new file and waits until it is on the medium."""
    write_all(disk, fd, data)
    disk.sync(fd)


def write_all(disk: Disk, fd: int, data: bytes) -> None:
    """Writes all of `data` to a new file."""
    rest = memoryview(data)
    while rest:
        written = disk.write(fd, bytes(rest))
        if written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[written:]


def replace(disk: Disk, path: Path, data: bytes, *, own: bool = False) -> None:
    """The file holds `data` from one moment to the next, durably; when this fails, it holds what it held.

    Only a failure to sync the folder, after the rename, can leave the new content and still raise. For one
    writer of that file at a time: the temporary file has a fixed name, so that the next writer clears away
    what a killed process left. A link stays one: what it leads to is replaced. In a group's folder another member's
    link is replaced itself, which could lead to any file of the one who writes. What is `own` is its owner's alone.
    """
    if not is_anothers_link(path, disk):
        path = disk.target(path)
    temporary = path.with_name(f".{path.name}.tmp")
    with suppress(FileNotFoundError):
        disk.unlink(temporary)
    try:
        fd = create(disk, temporary, own=own)
        try:
            write_whole(disk, fd, data)
        finally:
            disk.close(fd)
        disk.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            disk.unlink(temporary)
        raise
    sync_folder(disk, path.parent)


def sync_folder(disk: Disk, folder: Path) -> None:
    """Makes names that were added to or taken from a folder durable."""
    fd = disk.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        disk.sync(fd)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network disks know no such thing
            raise
    finally:
        disk.close(fd)


def make_folder(disk: Disk, folder: Path, *, shared: bool = False, each: bool = False) -> None:
    """Makes a folder, with the rights that `folder_mode` gives it; as root, one of the owner of what it lies in.

    Args:
        disk: the seam.
        folder: where.
        shared: it is its group's, also where the folder that it lies in is one person's.
        each: what each member makes in it is theirs alone.

    Raises:
        FileExistsError: there is something of that name.
    """
    above = disk.stat(folder.parent)
    disk.mkdir(folder)
    disk.chmod(folder, folder_mode(above.st_mode, shared=shared, each=each))
    fd = disk.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _give(disk, fd, above)
    finally:
        disk.close(fd)
    sync_folder(disk, folder.parent)


def make_folders(disk: Disk, folder: Path, *, shared: bool = False, each: bool = False) -> None:
    """Makes a folder as `make_folder` does, and what is missing above it; one that is there is left as it is.

    Its name is durable then, also when whoever made it died before its fsync. That costs one fsync a call.
    """
    try:
        disk.stat(folder)
    except FileNotFoundError:
        make_folders(disk, folder.parent, shared=shared)
        with suppress(FileExistsError):
            make_folder(disk, folder, shared=shared, each=each)
            return
    with suppress(PermissionError):  # a folder above the data folder may let nobody read it
        sync_folder(disk, folder.parent)


class Lock:
    """The lock of an incident's folder: one writer at a time, over all processes. Can be entered again.

    Who wants it queues for `lock.turn` first, and lets go of that when it has the lock: so whoever lets go of the
    lock and wants it again at once stands behind those that wait. Without it a script could keep all others out.
    """

    patience: float
    """Seconds to wait for another window's write."""
    waits: Callable[[], None] | None
    """Called when another window has held the lock for all its patience; then the wait goes on. None: it ends."""

    def __init__(self, folder: Path, disk: Disk = DISK, patience: float | None = None) -> None:
        """For a folder; `patience` is how many seconds to wait for another window's write, PATIENCE if None."""
        self.waits = None
        self._path = folder / LOCK
        self._turn = folder / TURN
        self.patience = PATIENCE if patience is None else patience
        self._disk = disk
        self._fd = -1
        self._depth = 0

    def __enter__(self) -> None:
        """Waits as long as it has patience, or as long as it takes when there is somebody to call.

        Raises:
            StorageError: another window holds it all that time, or the file cannot be opened.
        """
        if self._depth == 0:
            with explaining(self._path):
                self._take()
        self._depth += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if self._depth == 0:
            fd, self._fd = self._fd, -1
            with explaining(self._path):
                self._let_go(fd)

    def _take(self) -> None:
        deadline = self._disk.monotonic() + self.patience
        turn = self._locked(self._turn, deadline)
        try:
            self._fd = self._locked(self._path, deadline)
        finally:
            with suppress(OSError):  # the descriptor goes in any case, and the turn with it
                self._let_go(turn)

    def _locked(self, path: Path, deadline: float) -> int:
        """A descriptor of the file, locked."""
        fd = open_or_create(self._disk, path)
        try:
            self._wait(fd, deadline)
        except BaseException:
            self._disk.close(fd)
            raise
        return fd

    def _let_go(self, fd: int) -> None:
        try:
            self._disk.unlock(fd)  # before closing: a forked child may hold a copy of the descriptor
        finally:
            self._disk.close(fd)

    def _wait(self, fd: int, deadline: float) -> None:
        while not self._disk.try_lock(fd):
            if self._disk.monotonic() >= deadline:
                if self.waits is None:
                    raise StorageError(
                        f"{self._path.parent.name}: held by another window for {self.patience:.0f} seconds",
                        "try again",
                    )
                self.waits()
                deadline = math.inf
            self._disk.sleep(_PAUSE)
