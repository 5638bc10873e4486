"""Copies of an incident that were changed apart: each is named with the call that joins it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from shlex import quote

from pmtui.errors import PmtuiError
from pmtui.storage.copies import in_conflict, is_journal
from pmtui.storage.disk import DISK, Disk, explaining
from pmtui.storage.files import read, sync_folder
from pmtui.storage.library import Documents, Library
from pmtui.storage.paths import RECORD


def beside(folder: Path, disk: Disk = DISK) -> list[str]:
    """A sentence about each copy of one incident."""
    try:
        found = Library(folder.parent.parent, disk).copies()
    except PmtuiError:
        found = {}
    others = [copy for copy, first in found.items() if first.name == folder.name]
    return [*_in_folder(folder, disk), *map(other_folder, others)]


def every(folders: Iterable[Path], others: Iterable[Path]) -> list[str]:
    """A sentence about each copy within these folders of incidents, and about each other folder that is one."""
    within = [f"{folder.name}: {said}" for folder in folders for said in _in_folder(folder)]
    return [*within, *map(other_folder, others)]


def in_short(count: int, call: str) -> str:
    """What a screen says of so many copies, as their paths would cover it; `call` names each, and what joins it."""
    if count == 1:
        return f"a copy in conflict was found: `{call}` names it, and the call that joins it"
    return f"{count} copies in conflict were found: `{call}` names them, and the calls that join them"


def other_folder(copy: Path) -> str:
    """How to join a whole folder."""
    return f"{copy} is another copy of this incident: `pmtui join {quote(str(copy))}`, then move it away"


def put_aside(copy: Path, documents: Documents, disk: Disk = DISK) -> Path:
    """Keeps a file that is joined now in `aside/`, and takes it out of the way.

    Raises:
        StorageError: it is where it was.
    """
    with explaining(copy):
        kept = documents.set_aside(copy.name, read(disk, copy, None))
        disk.unlink(copy)
        sync_folder(disk, copy.parent)
    return kept


def _in_folder(folder: Path, disk: Disk = DISK) -> list[str]:
    return [f"{path.name} is a copy in conflict: {_what_to_do(path)}" for path in in_conflict(folder, disk)]


def _what_to_do(path: Path) -> str:
    if is_journal(path) or path.suffix == Path(RECORD).suffix:
        return f"`pmtui join {quote(str(path))}` joins it"
    return "look into it, then move it away"
