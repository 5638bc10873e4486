"""A look into a journal that costs less than reading it."""

from __future__ import annotations

from pathlib import Path

from pmtui.model.incident import Incident
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, told
from pmtui.storage.journal import Journal
from pmtui.storage.paths import JOURNAL


def is_closed(folder: Path, disk: Disk = DISK) -> bool:
    """Whether the incident in a folder is closed; most that are not never mention it.

    Raises:
        StorageError: its journal cannot be read.
    """
    with told(folder / JOURNAL):
        if b'"close"' not in files.read(disk, folder / JOURNAL):
            return False
    journal = Journal(folder, disk)
    try:
        return Incident(journal.read()).closed
    finally:
        journal.close()
