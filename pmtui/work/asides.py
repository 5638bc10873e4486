"""What was edited outside of pmtui and could not be taken in, as it lies in the incident's `aside/`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.writeup import SECTIONS
from pmtui.output.draft.blocks import SECTION, block_name
from pmtui.output.draft.shape import shape
from pmtui.storage import files
from pmtui.storage.disk import DISK, Disk, StorageError
from pmtui.storage.paths import ASIDE


class Kept(msgspec.Struct, frozen=True):
    """One text that was set aside."""

    path: Path
    text: str


def file_name(block: str) -> str:
    """How the name of the file begins in which the text of a section's block is kept."""
    return f"{block.removeprefix(SECTION)}.md"


def of_section(folder: Path, section: str, disk: Disk = DISK) -> list[Kept]:
    """The texts of a section that were set aside, the last one first; one that cannot be read is left out.

    Args:
        folder: the incident's.
        section: its name.
        disk: the seam.
    """
    found: list[tuple[int, Kept]] = []
    begins = f"{file_name(block_name(section))}."
    try:
        names = [name for name in disk.names(folder / ASIDE) if name.startswith(begins)]
    except OSError:
        return []
    for name in names:
        path = folder / ASIDE / name
        try:
            text = files.read_text(disk, path)
            moment = disk.stat(path).st_mtime_ns
        except (OSError, StorageError):
            continue
        if text is not None:
            found.append((moment, Kept(path, text.strip("\n"))))
    return [kept for _, kept in sorted(found, key=lambda pair: (-pair[0], pair[1].path.name))]


def untaken(folder: Path, incident: Incident, disk: Disk = DISK) -> dict[str, str]:
    """The sections of which a text was set aside that no version says, each with where its last one lies.

    Args:
        folder: the incident's.
        incident: as it stands.
        disk: the seam.
    """
    said: dict[str, set[str]] = {}
    for item in incident.of(e.Write):
        if isinstance(item.entry, e.Write):
            said.setdefault(item.entry.section, set()).add(shape(item.entry.text))
    found = {}
    for section in dict.fromkeys((*SECTIONS, *said)):
        known = said.get(section, set())
        kept = [each for each in of_section(folder, section, disk) if shape(each.text) not in known]
        if kept:
            found[section] = f"{ASIDE}/{kept[0].path.name}"
    return found
