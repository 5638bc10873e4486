"""What is to be imported: one file, the files of a folder, or those of a zip archive. Nothing is written."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pmtui.errors import PmtuiError
from pmtui.model.backfill.items import Document
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, StorageError, explain

UNPACKED = 1024 << 20
"""Bytes of what is read of an archive."""
DENSEST = 100
"""So many bytes one of an archive may become: JSON is packed to a tenth, a zip bomb to a thousandth."""
_SMALL = 1 << 20
"""Bytes that an archive may become at any density."""
_MOST = 100_000
"""Files of a folder or an archive."""
_ARCHIVE = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
_ENDINGS = (".json", ".jsonl", ".ndjson")
"""What is read of many files: exports of chats and tools; pictures and other attachments lie beside it."""


def gather(path: Path, disk: Disk = DISK) -> list[Document]:
    """The files that a path names: itself, or those that are JSON in the folder or the archive that it is.

    Links inside a folder are passed over: an export has none, and another's folder may lead anywhere.

    Raises:
        StorageError: it cannot be read, or is larger than what is imported may be.
    """
    try:
        if stat.S_ISDIR(disk.stat(path).st_mode):
            return list(_folder(path, disk))
        return unpacked(path.name, files.read(disk, path))
    except FileNotFoundError:
        raise StorageError(f"{path}: there is no such file", "check its name") from None
    except OSError as error:
        raise explain(error, path) from error


def unpacked(name: str, data: bytes) -> list[Document]:
    """The files of an archive, or the one file that it is.

    Raises:
        StorageError: the archive is empty or damaged, needs a password, or would become too large.
    """
    if data.startswith(_EMPTY):
        raise StorageError(f"{name}: the archive is empty", "look whether the export was finished")
    if not data.startswith(_ARCHIVE):
        return [Document(name, data)]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members(name, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise StorageError(
            f"{name}: the archive is damaged, or packed in a way that is not known here"
        ) from None


def _members(name: str, archive: zipfile.ZipFile) -> list[Document]:
    wanted = [each for each in archive.infolist() if _is_wanted(each.filename) and not each.is_dir()]
    packed, size = sum(each.compress_size for each in wanted), sum(each.file_size for each in wanted)
    if size > UNPACKED or len(wanted) > _MOST:
        raise _too_large(name)
    if size > _SMALL and size > DENSEST * packed:
        raise StorageError(
            f"{name}: it becomes over {DENSEST} times as large, as no export does", "unpack it yourself"
        )
    if any(each.flag_bits & 1 for each in wanted):
        raise StorageError(f"{name}: the archive needs a password", "unpack it, and name the folder")
    found = []
    for each in wanted:
        with archive.open(each) as member:
            data = member.read(each.file_size + 1)
        if len(data) > each.file_size:
            raise zipfile.BadZipFile
        found.append(Document(each.filename, data))
    return found


def _is_wanted(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.endswith(_ENDINGS) and not last.startswith(".") and not name.startswith("__MACOSX/")


def _too_large(name: str) -> PmtuiError:
    return StorageError(
        f"{name}: it is larger than {UNPACKED >> 20} MiB", "name the channel's folder, or one file"
    )


def _folder(path: Path, disk: Disk) -> Iterator[Document]:
    size = count = 0
    for each in _below(path):
        data = files.read(disk, each)
        size, count = size + len(data), count + 1
        if size > UNPACKED or count > _MOST:
            raise _too_large(str(path))
        yield Document("/".join((path.name, *each.relative_to(path).parts)), data)


def _below(path: Path) -> Iterator[Path]:
    """The JSON files below a folder, in the order of their names."""
    for folder, folders, names in os.walk(path, onerror=_fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            each = Path(folder) / name
            if _is_wanted(name) and not each.is_symlink():
                yield each


def _fail(error: OSError) -> None:
    raise error


def bounded(stream: IO[bytes]) -> bytes:
    """All of a stream that is to be imported.

    Raises:
        StorageError: it is larger than what is imported may be.
    """
    data = stream.read(files.LARGE + 1)
    if len(data) > files.LARGE:
        raise StorageError(f"stdin: it is larger than {files.LARGE >> 20} MiB", "send less")
    return data
