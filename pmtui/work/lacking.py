"""Parts of the draft that somebody deleted, and that have something to say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.layouts import PARTS
from pmtui.model.incident.writeup import SECTIONS
from pmtui.output.draft.blocks import block_name
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.paths import DRAFT

RULE = 25
"""Of the review, which names them: who dismisses one there does not hear of it any more."""


def lacking(folder: Path, incident: Incident, disk: Disk = DISK) -> tuple[str, ...]:
    """The parts that the draft in a folder no longer holds; none where there is no draft that can be read."""
    from pmtui.output.draft.draft import regenerate
    from pmtui.work import templates

    try:
        text = files.read_text(disk, folder / DRAFT)
        if text is None:
            return ()
        template, _ = templates.usable(incident, text)
        if template is None:
            return ()
        return parts(incident, regenerate(text, incident, "", template, templates.find).missing)
    except (OSError, PmtuiError):
        return ()


def parts(incident: Incident, missing: Iterable[str]) -> tuple[str, ...]:
    """The sections and other parts that blocks are of; parts that nobody wants to hear of are left out."""
    of_block = {block_name(name): name for name in (*SECTIONS, *incident.sections)}
    named = (of_block.get(name, name) for name in missing)
    silent = {
        i.entry.where.casefold()
        for i in incident.of(e.Dismiss)
        if isinstance(i.entry, e.Dismiss) and i.entry.rule == RULE
    }
    return tuple(name for name in named if name.casefold() not in silent)


def blocks_restored(incident: Incident, known: Iterable[str]) -> tuple[str, ...]:
    """The blocks that somebody wants back since the documents were written.

    Args:
        incident: as it is now.
        known: the ids of the entries from which the documents were made.
    """
    done = set(known)
    wanted = [
        i.entry.part for i in incident.of(e.Restore) if isinstance(i.entry, e.Restore) and i.id not in done
    ]
    return tuple(name if name in PARTS else block_name(name) for name in wanted)
