"""A look into an incident that is not held open."""

from __future__ import annotations

from pathlib import Path

from pmtui.model.incident.incident import Incident
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, explaining
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import DRAFT, JOURNAL


def read(folder: Path, disk: Disk = DISK) -> Incident:
    """The incident in a folder, as it stands.

    Raises:
        StorageError: its journal cannot be read.
    """
    journal = Journal(folder, disk)
    try:
        return Incident(journal.read())
    finally:
        journal.close()


def is_closed(folder: Path, disk: Disk = DISK) -> bool:
    """Whether the incident in a folder is closed; most that are not never mention it.

    Raises:
        StorageError: its journal cannot be read.
    """
    with explaining(folder / JOURNAL):
        if not files.holds(disk, folder / JOURNAL, b'"close"'):
            return False
    return read(folder, disk).closed


def draft(folder: Path, disk: Disk = DISK) -> str | None:
    """The draft in the folder of an incident, None when there is none.

    Raises:
        StorageError: it cannot be read, or is no UTF-8.
    """
    return files.read_text(disk, folder / DRAFT)
