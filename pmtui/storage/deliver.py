"""Files that a person names: where an export is to go, and where a text is to come from."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, StorageError, explain


def deliver(path: Path, content: str | bytes, disk: Disk = DISK) -> None:
    """The file holds `content` when this returns; a device or a pipe is written to, never replaced.

    A file that is there keeps its mode, and a link to it stays one; a new file is private.

    Raises:
        StorageError: it cannot be written; a file that was there is as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    target = path.resolve()
    try:
        mode = disk.stat(target).st_mode
    except OSError:
        mode = 0
    try:
        if mode and not stat.S_ISREG(mode):
            _pour(target, data, disk)
            return
        files.replace(disk, target, data)
        if mode:
            disk.chmod(target, stat.S_IMODE(mode))
    except FileNotFoundError:
        raise StorageError(f"{path}: its folder does not exist", "make it, or name another file") from None
    except OSError as error:
        raise explain(error, path) from error


def _pour(target: Path, data: bytes, disk: Disk) -> None:
    fd = disk.open(target, os.O_WRONLY)
    try:
        while data:
            data = data[disk.write(fd, data) :]
    finally:
        disk.close(fd)


def collect(path: Path, disk: Disk = DISK) -> str:
    """The text in a file that a person names; what comes through a pipe has stdin.

    Raises:
        StorageError: it cannot be read, is no regular file, too large, or no UTF-8 text.
    """
    try:
        return files.read(disk, path).decode()
    except FileNotFoundError:
        raise StorageError(f"{path}: there is no such file", "check its name") from None
    except OSError as error:
        raise explain(error, path) from error
    except UnicodeDecodeError:
        raise StorageError(f"{path}: it is no UTF-8 text", "save it as UTF-8") from None
