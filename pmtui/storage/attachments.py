"""The files that belong to an incident, in a folder of their own: taken in, carried along, looked at, deleted."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model.entries import ATTACHMENTS, FILE_MIB, Attach, Entry
from pmtui.model.incident.links import place
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, StorageError, Unfit, explain, explaining

SHOWN = 2 * files.FILE
"""Bytes of all pictures of a page together."""


def absolute(typed: str) -> str:
    """The path that somebody typed, from the root on; nothing is looked at."""
    return os.path.abspath(os.path.expanduser(typed)) if typed else ""


def take_in(entry: Attach, folder: Path, disk: Disk = DISK) -> Attach:
    """Copies the file that an entry names into an incident's folder, durably; gives the entry as it is to be recorded.

    Raises:
        PmtuiError: it is no file that can be attached: missing, a folder, too large.
        StorageError: the copy is not on the medium.
    """
    with _opened(Path(entry.source), disk) as fd, explaining(folder / ATTACHMENTS):
        files.make_folders(disk, folder / ATTACHMENTS)
        temporary = folder / ATTACHMENTS / f".{entry.id}.part"
        try:
            size, digest = _copy(fd, temporary, disk)
            taken = msgspec.structs.replace(entry, bytes=size, sha256=digest, source="")
            _settle(temporary, taken, folder, disk)
        except Unfit as error:
            raise PmtuiError(f"{entry.source}: {error.why}", error.do) from None
        finally:
            with suppress(OSError):
                disk.unlink(temporary)
    return taken


def bring(entries: Iterable[Entry], source: Path, folder: Path, disk: Disk = DISK) -> list[Attach]:
    """Copies what entries attached from another folder of an incident; gives those whose file is not there as it was.

    Raises:
        StorageError: a copy is not on the medium.
    """
    lacking = []
    for entry in entries:
        if isinstance(entry, Attach) and entry.sha256 and wrong(entry, folder, disk):
            if wrong(entry, source, disk):
                lacking.append(entry)
            else:
                take_in(msgspec.structs.replace(entry, source=str(source / place(entry))), folder, disk)
    return lacking


def content(entry: Attach, folder: Path, disk: Disk = DISK) -> bytes | None:
    """The file of an entry; None when it is not there as it was attached."""
    try:
        found = files.read(disk, folder / place(entry), files.FILE)
    except OSError:
        return None
    return found if _is_of(entry, found) else None


def receive(entry: Attach, content: bytes, folder: Path, disk: Disk = DISK) -> None:
    """Keeps the file of an entry that came from another machine, durably.

    Raises:
        PmtuiError: it is not what was attached.
        StorageError: it is not on the medium.
    """
    if not _is_of(entry, content):
        raise PmtuiError(f"{place(entry)} is not what was attached", "ask who attached it for the file")
    with explaining(folder / ATTACHMENTS):
        files.make_folders(disk, folder / ATTACHMENTS)
        files.replace(disk, folder / place(entry), content)


def _is_of(entry: Attach, content: bytes) -> bool:
    return (len(content), hashlib.sha256(content).hexdigest()) == (entry.bytes, entry.sha256)


def wrong(entry: Attach, folder: Path, disk: Disk = DISK) -> str:
    """What is wrong with the file of an entry: `missing`, `changed`, or why it cannot be read; else nothing."""
    path = folder / place(entry)
    try:
        fd = files.open_regular(disk, path, os.O_RDONLY)
        try:
            same = _pour(fd, disk) == (entry.bytes, entry.sha256)
        finally:
            disk.close(fd)
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return str(explain(error, path))
    return "" if same else "changed"


def delete(gone: Iterable[Attach], folder: Path, disk: Disk = DISK) -> list[str]:
    """Deletes the files of entries; gives the names of those that were there.

    Raises:
        StorageError: one is still there.
    """
    names = []
    for entry in gone:
        path = folder / place(entry)
        with explaining(path), suppress(FileNotFoundError):
            disk.unlink(path)
            names.append(place(entry))
            files.sync_folder(disk, path.parent)
    return names


class Pictures:
    """The pictures in an incident's folder, as a page asks for them; all together of a size that a browser still opens.

    Args:
        folder: the incident's; what leads out of it is none of them.
    """

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        self._folder = disk.target(folder)
        self._disk = disk
        self._left = SHOWN

    def __call__(self, place: str) -> bytes | None:
        """The bytes of the file at this place; None when it is none of the folder's, or too large."""
        try:
            path = self._disk.target(self._folder / place)
            if self._folder not in path.parents:
                return None
            content = files.read(self._disk, path, min(files.FILE, self._left))
        except (OSError, ValueError):
            return None
        self._left -= len(content)
        return content


@contextmanager
def _opened(path: Path, disk: Disk) -> Iterator[int]:
    """A descriptor of the file that a person names."""
    try:
        fd = files.open_regular(disk, path, os.O_RDONLY)
    except FileNotFoundError:
        raise PmtuiError(f"{path}: there is no such file", "check its name") from None
    except IsADirectoryError:
        raise PmtuiError(f"{path}: it is a folder", "attach a file, as an archive of it") from None
    except (OSError, ValueError) as error:  # a NUL in its name
        known = explain(error, path) if isinstance(error, OSError) else None
        what, do = (known.what, known.do) if known else (f"{path}: it is no name of a file", "check it")
        raise PmtuiError(what, do) from None
    try:
        yield fd
    finally:
        with suppress(OSError):  # all of it was read
            disk.close(fd)


def _copy(fd: int, to: Path, disk: Disk) -> tuple[int, str]:
    """Writes all that is behind a descriptor to a new file, durably; gives its size and its digest."""
    _check_size(disk.fstat(fd).st_size)  # before a byte is written
    with suppress(FileNotFoundError):
        disk.unlink(to)
    out = files.create(disk, to)
    try:
        poured = _pour(fd, disk, lambda block: files.write_all(disk, out, block))
        disk.sync(out)
    finally:
        disk.close(out)
    return poured


def _pour(fd: int, disk: Disk, into: Callable[[bytes], object] = len) -> tuple[int, str]:
    """Hands on all that is behind a descriptor, in pieces; gives its size and its digest.

    Raises:
        OSError: also when it is larger than a file that is attached may be.
    """
    size, digest = 0, hashlib.sha256()
    while block := disk.read(fd, files.BLOCK, size):
        size += len(block)
        _check_size(size)
        digest.update(block)
        into(block)
    return size, digest.hexdigest()


def _check_size(size: int) -> None:
    if size > files.FILE:
        raise Unfit(f"it is larger than {FILE_MIB} MiB", "put it elsewhere, and /link to it")


def _settle(temporary: Path, entry: Attach, folder: Path, disk: Disk) -> None:
    """Gives the copy its name; one that is there already is the same file."""
    path = folder / place(entry)
    what = wrong(entry, folder, disk)
    if what == "missing":
        disk.replace(temporary, path)
    elif what:
        raise StorageError(f"{path}: it is there, and not as it was attached", "move it away, then try again")
    files.sync_folder(disk, path.parent)
