"""How sync programs, merges and people name the second of two copies that were both changed."""

from __future__ import annotations

import os
import re
from pathlib import Path

from pmtui.storage.disk import DISK, Disk
from pmtui.storage.files import open_regular
from pmtui.storage.paths import JOURNAL, RECORD

_FILE = re.compile(
    r"sync-conflict-"  # Syncthing
    r"|conflicted copy"  # Dropbox, Nextcloud
    r"|[._]conflict[-_.\d]"  # ownCloud, rclone
    r"|[._](?:LOCAL|REMOTE|BASE|BACKUP)[._]\d"  # git mergetool
    r"|\.orig$",
    re.IGNORECASE,
)
_FOLDER = re.compile(
    r"(?:copy of )?(?P<first>\d{4}-\d\d-\d\d-.*?)"
    r"(?: ?\(.*\)| copy.*| \d+|-\d+|[._]sync-conflict.*|[-._]conflict.*|[._](?:orig|bak|old)|~)",
    re.IGNORECASE,
)
"""The last but three are a second incident of that title, too: only what stands inside tells."""


def in_conflict(folder: Path, disk: Disk = DISK) -> list[Path]:
    """The files in a folder that another program put beside those that both sides had changed."""
    try:
        names = disk.names(folder)
    except OSError:
        return []
    return [folder / name for name in names if _FILE.search(name)]


def is_journal(path: Path) -> bool:
    """Whether a file is a copy of a journal, by its name."""
    return path.name.startswith(Path(JOURNAL).stem) and Path(JOURNAL).suffix in path.suffixes


def holds_entries(path: Path) -> bool:
    """Whether a file is a copy of a journal or of a record, by its name: what it holds can be joined."""
    return is_journal(path) or path.suffix == Path(RECORD).suffix


def holds_journal(path: Path, disk: Disk = DISK) -> bool:
    """Whether a file is a copy of a journal, by its name or as it begins: people send one under any name."""
    if is_journal(path):
        return True
    try:
        fd = open_regular(disk, path, os.O_RDONLY)
        try:
            return disk.read(fd, 1, 0) == b"{"
        finally:
            disk.close(fd)
    except OSError:
        return False


def first_name(name: str) -> str:
    """The name of the folder that one of this name may be a copy of; empty when it is named as none."""
    match = _FOLDER.fullmatch(name)
    return match["first"] if match else ""
