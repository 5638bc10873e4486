"""Copies of an incident that were changed apart: each is named with the call that joins it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from pmtui.errors import PmtuiError
from pmtui.storage.copies import holds_entries, in_conflict
from pmtui.storage.disk import DISK, Disk, explaining
from pmtui.storage.files import read, sync_folder
from pmtui.storage.library import Documents, Library


def beside(folder: Path, disk: Disk = DISK) -> list[str]:
    """A sentence about each copy of one incident."""
    try:
        found = Library.of(folder, disk).same(folder)
    except PmtuiError:
        found = []
    others = [each for each in found if each != folder]
    return [*_in_folder(folder, disk), *map(other_folder, others)]


class Found(NamedTuple):
    """A copy."""

    folder: Path
    """Of the incident that it is a copy of."""
    said: str
    """A sentence about it."""


def every(ids: Mapping[Path, str], others: Mapping[Path, Path]) -> list[Found]:
    """Each copy within these folders of incidents, and each folder that is one itself.

    Args:
        ids: of the incidents, by their folders.
        others: folders that are named as a copy of one of these, each with that one.
    """
    within = [Found(folder, f"{folder.name}: {said}") for folder in ids for said in _in_folder(folder)]
    whole = {**_again(ids), **others}
    return [*within, *(Found(first, other_folder(copy)) for copy, first in whole.items())]


def _again(ids: Mapping[Path, str]) -> dict[Path, Path]:
    """Those of these folders whose incident another one holds, too, each with that one, whose name is earlier."""
    first: dict[str, Path] = {}
    for folder in sorted(ids):
        first.setdefault(ids[folder], folder)
    return {folder: first[ids[folder]] for folder in sorted(ids) if first[ids[folder]] != folder}


def in_short(count: int, key: str, call: str) -> str:
    """What a screen says of so many copies, as their paths would cover it.

    Args:
        count: how many.
        key: joins them.
        call: names each.
    """
    if count == 1:
        return f"a copy in conflict was found: {key} joins it; `{call}` names it"
    return f"{count} copies in conflict were found: {key} joins them; `{call}` names them"


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
    if holds_entries(path):
        return f"`pmtui join {quote(str(path))}` joins it"
    return "look into it, then move it away"
