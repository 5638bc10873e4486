"""Files outside the house: where a person asked for an export to go."""

from __future__ import annotations

import os
from pathlib import Path

from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, told


def deliver(path: Path, content: str | bytes, disk: Disk = DISK) -> None:
    """The file holds `content` when this returns; a device or a pipe is written to, never replaced.

    Raises:
        StorageError: it cannot be written; a file that was there is as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    with told(path):
        if path.exists() and not path.is_file():
            fd = disk.open(path, os.O_WRONLY)
            try:
                while data:
                    data = data[disk.write(fd, data) :]
            finally:
                disk.close(fd)
        else:
            files.replace(disk, path.absolute(), data)
