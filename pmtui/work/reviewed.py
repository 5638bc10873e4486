"""The review of an incident where it lies: what its draft no longer holds and what was set aside belong to it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pmtui.model.incident.incident import Incident
from pmtui.model.review.rules import Finding, review
from pmtui.storage.disk import DISK, Disk
from pmtui.work import templates
from pmtui.work.asides import untaken
from pmtui.work.lacking import lacking


def reviewed(
    folder: Path, incident: Incident, now: datetime, *, everything: bool = False, disk: Disk = DISK
) -> tuple[Finding, ...]:
    """What the rules find, the worst first, without what was dismissed.

    Args:
        folder: the incident's.
        incident: as it stands.
        now: the moment, UTC.
        everything: rules that misfire often, too.
        disk: the seam.
    """
    return review(
        incident,
        now,
        everything=everything,
        asks=templates.layout(incident).asks,
        lacking=lacking(folder, incident, disk),
        aside=untaken(folder, incident, disk),
    )
