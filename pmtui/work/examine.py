"""Everything that can be wrong with an incident's folder; only looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.links import place
from pmtui.storage import attachments, files
from pmtui.storage.copies import in_conflict, is_journal
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.journal import audit
from pmtui.storage.journal.audit import Finding
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Documents, Library
from pmtui.storage.paths import CHART, DRAFT, JOURNAL, RECORD
from pmtui.storage.private import closed_to_members, open_to_others
from pmtui.work.copies import other_folder
from pmtui.work.join import Ahead, ahead
from pmtui.work.publish import is_published

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_SHOWN = 8
"""Numbers that a sentence names."""


class Examined(msgspec.Struct, frozen=True):
    """What was found."""

    entries: int
    findings: tuple[Finding, ...]
    """Lines of the journal that are changed, or that changed or missing ones stand before."""
    faults: tuple[str, ...]
    """What else is changed or missing, a sentence each."""
    files: tuple[str, ...]
    """Attached files that are changed or missing, a sentence each: only a person can put one back."""
    remarks: tuple[str, ...]
    """What is to be known and loses nothing, a sentence each."""

    @property
    def sound(self) -> bool:
        """Whether nothing is changed or missing."""
        return not (self.findings or self.faults or self.files)

    @property
    def mendable(self) -> bool:
        """Whether something of that is mended from what is whole."""
        return bool(self.findings or self.faults)


def examine(folder: Path, disk: Disk = DISK) -> Examined:
    """Looks at the journal, the documents, copies beside them and who can read them.

    Raises:
        StorageError: the journal cannot be read at all.
    """
    journal = Journal(folder, disk)
    try:
        entries = journal.read()
        copies = in_conflict(folder, disk)
        found = journal.verify(bytes_of(copies, disk))
        documents = Documents(journal, disk)
        exposed = [entry for entry in entries if entry.id in journal.exposed]
    finally:
        journal.close()
    known = {entry.id for entry in (*entries, *audit.intact(b"".join(bytes_of([folder / JOURNAL], disk))))}
    older = _older(ahead(folder, known.__contains__, disk))
    return Examined(
        entries=len(entries),
        findings=tuple(one for one in found if one.level == "changed"),
        faults=tuple(filter(None, [older, _unfinished(exposed)])),
        files=tuple(_attachments(entries, folder, disk)),
        remarks=(
            *_interrupted(found),
            *_ids(entries),
            *_behind(documents, entries, bool(older)),
            *_copies(copies, known, disk),
            *_other_folders(folder, disk),
            *_open(folder, disk),
        ),
    )


def bytes_of(copies: Sequence[Path], disk: Disk = DISK) -> list[bytes]:
    """The bytes of those that are journals; one that cannot be read is left out."""
    found = []
    for path in copies:
        if is_journal(path):
            try:
                found.append(files.read(disk, path, None))
            except OSError:
                continue
    return found


def numbers(entries: Sequence[e.Entry]) -> str:
    """`#2, #3 …`."""
    shown = ", ".join(f"#{entry.n}" for entry in entries[:_SHOWN])
    return f"{shown} …" if len(entries) > _SHOWN else shown


def documents_follow(documents: Documents, incident: Incident) -> bool:
    """Whether record, draft and chart are there, and the record holds what the journal does."""
    from pmtui.output.record import record

    if any(documents.read(name) is None for name in (DRAFT, CHART)):
        return False
    try:
        text = (documents.read(RECORD) or b"").decode()
        return record.digest(record.read(text).entries) == record.digest(incident.entries)
    except (record.RecordError, UnicodeDecodeError):
        return False


def _older(more: Ahead) -> str:
    """What to say of a journal that its record is ahead of; empty when it is not."""
    if more.unread:
        return f"incident.toml names entries that the journal lacks, and cannot be read: {more.unread}"
    if not more.lacking:
        return ""
    if more.joins:
        then = "the next call that writes, as `pmtui log`, joins them"
    else:
        then = "it was changed by hand, is of another incident, or the journal lost its first line; see `--repair`"
    return (
        f"incident.toml holds what the journal lacks, {numbers(more.lacking)}, "
        f"as after an older copy was put back: {then}"
    )


def _unfinished(exposed: Sequence[e.Entry]) -> str:
    if not exposed:
        return ""
    return (
        f"a redaction is not finished: the words of {numbers(exposed)} are still on the disk; "
        "`--repair`, or the next call that writes, takes them off"
    )


def _attachments(entries: Sequence[e.Entry], folder: Path, disk: Disk) -> list[str]:
    """The files that are not as they were attached."""
    attached = [entry for entry in entries if isinstance(entry, e.Attach) and entry.sha256]
    looked = ((entry, attachments.wrong(entry, folder, disk)) for entry in attached)
    return [
        f"{place(entry)} (#{entry.n}) is {wrong}: put it back from a copy of the folder"
        if wrong in ("missing", "changed")
        else f"#{entry.n}: {wrong}"
        for entry, wrong in looked
        if wrong
    ]


def _interrupted(found: Sequence[Finding]) -> list[str]:
    """Torn writes and forks, which lose nothing that was called saved."""
    said = [
        f"line {one.line}: {one.what}, nothing that was saved is missing"
        for one in found
        if one.level == "torn"
    ]
    forks = [str(one.line) for one in found if one.level == "fork"]
    if forks:
        places = "1 place" if len(forks) == 1 else f"{len(forks)} places"
        shown = ", ".join(forks[:_SHOWN]) + (" …" if len(forks) > _SHOWN else "")
        said.append(
            f"two writers, {places} (line {shown}): copies were written apart and put together, every line is whole"
        )
    return said


def _ids(entries: Sequence[e.Entry]) -> list[str]:
    odd = [entry for entry in entries if not _ID.fullmatch(entry.id)]
    return [f"{numbers(odd)}: the id is none that pmtui gives, so another program wrote it"] if odd else []


def _behind(documents: Documents, entries: Sequence[e.Entry], ahead: bool) -> list[str]:
    """What of the documents is not in step; of a record that is ahead of the journal that was said."""
    from pmtui.output.chart import chart
    from pmtui.output.record import record

    incident = Incident(entries)
    if ahead or not is_published(incident):
        return []
    said = []
    if not documents_follow(documents, incident):
        said.append(
            "the documents are not in step with the journal: `--repair`, or the next call that writes, writes them"
        )
    old, drawn = ((documents.read(name) or b"").decode(errors="replace") for name in (RECORD, CHART))
    edited = [RECORD] if old and not record.untouched(old) else []
    edited += [CHART] if drawn and chart.untouched(drawn) is False else []
    said += [f"{name} was changed by hand: when it is written next, it is kept in aside/" for name in edited]
    return said


def _copies(copies: Sequence[Path], known: set[str], disk: Disk) -> list[str]:
    said = []
    for path in copies:
        held = [entry for data in bytes_of([path], disk) for entry in audit.intact(data)]
        lacking = [entry for entry in held if entry.id not in known]
        if not is_journal(path):
            what = "look into it, then move it away"
        elif lacking:
            what = f"it holds what the journal lacks, {numbers(lacking)}: `--repair` joins it"
        else:
            what = "it holds nothing that the journal lacks: `--repair` moves it to aside/"
        said.append(f"{path.name} is a copy in conflict; {what}")
    return said


def _other_folders(folder: Path, disk: Disk) -> list[str]:
    """Other folders of this home that hold the same incident."""
    return [other_folder(other) for other in Library.of(folder, disk).same(folder) if other != folder]


def _open(folder: Path, disk: Disk) -> list[str]:
    said = []
    if found := _names(open_to_others(folder, disk)):
        said.append(f"other users of this machine can read {found}: `--repair` makes them private")
    if found := _names(closed_to_members(folder, disk)):
        said.append(f"members of the group cannot read and write {found}: `--repair` lets them")
    return said


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths[:_SHOWN])
