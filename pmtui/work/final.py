"""What keeps a write-up from being final."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pmtui.model.incident.incident import Incident
from pmtui.model.review.case import HINT
from pmtui.storage.disk import DISK, Disk
from pmtui.work.reviewed import reviewed


def unfinished(folder: Path, incident: Incident, now: datetime, disk: Disk = DISK) -> tuple[str, ...]:
    """What a reader would miss or read wrong, each with how it is mended; no hints.

    Args:
        folder: the incident's, where the draft is.
        incident: as it stands.
        now: the moment, UTC.
        disk: the seam.
    """
    found = reviewed(folder, incident, now, disk=disk)
    return tuple(
        f"{each.said} → {each.mend or f'the section {each.section}'}" for each in found if each.level != HINT
    )
