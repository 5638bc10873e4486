"""A home inside a git checkout: what git must know so that two clones in which people logged merge by themselves."""

from __future__ import annotations

from pathlib import Path

from pmtui.storage import files
from pmtui.storage.deliver import deliver
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.paths import (
    CHECKPOINT,
    INCIDENTS,
    JOURNAL,
    LOCK,
    SCRATCH,
    SERVERS,
    SHARE,
    SHARE_LOCK,
    SHARE_TURN,
    TURN,
    UNSENT,
)

_MARK = "# pmtui: "
_ATTRIBUTES: tuple[str, ...] = (
    f"{_MARK}both sides' lines of a journal are kept, byte for byte",
    f"/{INCIDENTS}/*/{JOURNAL} merge=union -text",
)
_IGNORED: tuple[str, ...] = (
    f"{_MARK}what belongs to this machine alone",
    *(f"/{name}" for name in (LOCK, TURN)),
    *(f"/{INCIDENTS}/*/{name}" for name in (LOCK, TURN, SHARE_LOCK, SHARE_TURN, CHECKPOINT)),
    *(f"/{INCIDENTS}/*/{name}" for name in (f"{UNSENT}/", f"{SCRATCH}/", ".*.tmp")),
)
_SECRET: tuple[str, ...] = (
    f"{_MARK}where an incident is shared, with its secrets",
    f"/{INCIDENTS}/*/{SHARE}",
    f"/{SERVERS}/",
)


def prepare(home: Path, disk: Disk = DISK) -> list[Path]:
    """Tells git how the incidents in a home merge and what stays out of it; the files that were written for that.

    Once: a file that has our mark is never touched again, whatever a person made of the lines. They go before the
    person's own, of which the last one counts in git.

    Raises:
        StorageError: one cannot be read or written.
    """
    if not _in_checkout(home, disk):
        return []
    wanted = ((".gitattributes", _ATTRIBUTES), (".gitignore", (*_IGNORED, *_SECRET)))
    return [path for name, lines in wanted if (path := _with_lines(home / name, lines, _MARK, disk))]


def keep_secrets(home: Path, disk: Disk = DISK) -> None:
    """Keeps what lets somebody into a shared incident out of git, also in a home that was prepared before.

    Raises:
        StorageError: that cannot be told.
    """
    if _in_checkout(home, disk):
        _with_lines(home / ".gitignore", _SECRET, _SECRET[0], disk)


def _in_checkout(home: Path, disk: Disk) -> bool:
    top = disk.target(home)
    return any(_is_there(folder / ".git", disk) for folder in (top, *top.parents))


def _is_there(path: Path, disk: Disk) -> bool:
    try:
        disk.stat(path)
    except OSError:
        return False
    return True


def _with_lines(path: Path, lines: tuple[str, ...], mark: str, disk: Disk) -> Path | None:
    own = files.read_text(disk, path) or ""
    if mark in own:
        return None
    deliver(path, "\n".join((*lines, own)), disk)
    return path
