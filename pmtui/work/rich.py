"""The draft for a word processor: on this machine's clipboard, else in a file."""

from __future__ import annotations

from pathlib import Path

from pmtui.output.export import export
from pmtui.storage import peek
from pmtui.storage.attachments import Pictures
from pmtui.storage.deliver import deliver
from pmtui.storage.disk import DISK, Disk
from pmtui.work import templates
from pmtui.work.clipboard import copy_rich

FILE = "postmortem.html"


def draft(folder: Path, disk: Disk = DISK) -> str:
    """The draft of an incident as HTML, as it stands on the disk.

    Raises:
        StorageError: the incident or its draft cannot be read.
    """
    existing, incident = peek.draft(folder, disk), peek.read(folder, disk)
    found = export(
        incident,
        folder.name,
        "rich",
        templates.chosen(incident),
        existing=existing,
        find=templates.find,
        files=Pictures(folder, disk),
    )
    assert isinstance(found, str)
    return found


def hand_out(html: str, folder: Path, disk: Disk = DISK) -> str:
    """Copies HTML as rich text, or writes it to a file where no program takes it; says which.

    Raises:
        StorageError: the file cannot be written.
    """
    if copy_rich(html):
        return "the draft is on the clipboard, as rich text: paste it into a document"
    path = folder / FILE
    deliver(path, f'<!DOCTYPE html>\n<meta charset="utf-8">\n{html}', disk)
    return f"no clipboard program here takes rich text (wl-copy, xclip, osascript); wrote {path}"
