"""What is to be imported: one file, the files of a folder, or those of a zip archive. Nothing is written."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

from pmtui.errors import PmtuiError
from pmtui.model.backfill.items import Document
from pmtui.model.text import one_line
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
_TEXTS = (".txt", ".log", ".md", ".csv", ".tsv", ".vtt", ".srt", ".cast")
"""What is read where none of those is there, and only one of these: WhatsApp sends a chat and its pictures so."""
_OFFICE = "[Content_Types].xml"
"""What lies in every document of Office, which is a zip archive."""
_FOREIGN = (
    (b"\x1f\x8b", "packed by gzip", "unpack it"),
    (b"BZh", "packed by bzip2", "unpack it"),
    (b"\xfd7zXZ\0", "packed by xz", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it, and name the folder"),
    (b"Rar!", "a RAR archive", "unpack it, and name the folder"),
    (b"%PDF-", "a PDF", "save its text, and look at the preview"),
    (b"SQLite format 3\0", "a database", "export what is in it: as text, CSV or JSON"),
    (b"\x89PNG", "a picture", "`pmtui attach` keeps pictures"),
    (b"\xff\xd8\xff", "a picture", "`pmtui attach` keeps pictures"),
)
"""What files that are no text begin with, what they are, and what to do."""
_TAR = slice(257, 262)
"""Where a tar archive says that it is one."""


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
        StorageError: the archive is empty or damaged, needs a password, or would become too large; or the file is no
            text, and known to be none.
    """
    if data.startswith(_EMPTY):
        raise StorageError(f"{name}: the archive is empty", "look whether the export was finished")
    if not data.startswith(_ARCHIVE):
        _check_text(name, data)
        return [Document(name, data)]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members(name, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise StorageError(
            f"{name}: the archive is damaged, or packed in a way that is not known here"
        ) from None


def _check_text(name: str, data: bytes) -> None:
    for beginning, what, do in _FOREIGN:
        if data.startswith(beginning):
            raise StorageError(f"{name}: it is {what}, and no text", do)
    if data[_TAR] == b"ustar":
        raise StorageError(f"{name}: it is a tar archive, and no text", "unpack it, and name the folder")


def _chosen(where: str, names: Sequence[str]) -> set[str]:
    """Which of many files are read.

    Raises:
        StorageError: they are no export, but several texts or none.
    """
    wanted = {name for name in names if _is_wanted(name, _ENDINGS)}
    texts = [name for name in names if _is_wanted(name, _TEXTS)]
    if _OFFICE in names:
        raise StorageError(f"{where}: it is a document of Office, and no text", "save it as text or CSV")
    if not wanted and len(texts) > 1:
        some = ", ".join(map(one_line, texts[:_NAMED]))
        raise StorageError(f"{where}: it holds {len(texts)} texts and no export", f"name one of them: {some}")
    if names and not wanted and not texts:
        raise StorageError(
            f"{where}: no file in it is JSON or a text by its name", "name the one that is meant"
        )
    return wanted or set(texts)


_NAMED = 5


def _members(name: str, archive: zipfile.ZipFile) -> list[Document]:
    there = [each for each in archive.infolist() if not each.is_dir()]
    chosen = _chosen(name, [each.filename for each in there])
    wanted = [each for each in there if each.filename in chosen]
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


def _is_wanted(name: str, endings: tuple[str, ...]) -> bool:
    last = name.rpartition("/")[2]
    return last.endswith(endings) and not last.startswith(".") and not name.startswith("__MACOSX/")


def _too_large(name: str) -> PmtuiError:
    return StorageError(
        f"{name}: it is larger than {UNPACKED >> 20} MiB", "name the channel's folder, or one file"
    )


def _folder(path: Path, disk: Disk) -> Iterator[Document]:
    every = list(islice(_below(path), _MOST + 1))
    if len(every) > _MOST:
        raise _too_large(str(path))
    chosen = _chosen(str(path), [each.name for each in every])
    size = 0
    for each in every:
        if each.name in chosen:
            data = files.read(disk, each)
            size += len(data)
            if size > UNPACKED:
                raise _too_large(str(path))
            yield Document("/".join((path.name, *each.relative_to(path).parts)), data)


def _below(path: Path) -> Iterator[Path]:
    """The files below a folder, in the order of their names."""
    for folder, folders, names in os.walk(path, onerror=_fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            each = Path(folder) / name
            if not each.is_symlink():
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
