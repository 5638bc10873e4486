"""Mending an incident's folder from what is whole in it. Nothing is deleted: bytes that go are kept in `aside/`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.storage.copies import in_conflict, is_journal
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.journal import audit
from pmtui.storage.journal.journal import Journal
from pmtui.storage.journal.union import to_write, wordless
from pmtui.storage.library import Documents
from pmtui.storage.paths import JOURNAL, RECORD
from pmtui.storage.private import owner, put_right, readers
from pmtui.work.copies import put_aside
from pmtui.work.examine import bytes_of, documents_follow, numbers
from pmtui.work.publish import Author, is_published, publish


def repair(folder: Path, disk: Disk = DISK, author: Author | None = None) -> list[str]:
    """Mends what `examine` finds; a sentence about each thing that was done, none when there was nothing to do.

    A journal with changed or missing lines is written anew from every entry that is as it was written: its own,
    those of the record if that is whole, those of copies in conflict.

    Args:
        folder: the incident's.
        disk: the seam.
        author: who has the documents written, and when.

    Raises:
        PmtuiError: nothing whole says which incident it is; nothing was touched.
        StorageError: it is not done; what was there is there, or in `aside/`.
    """
    journal = Journal(folder, disk)
    try:
        journal.read()
        if journal.read_only:
            raise PmtuiError(
                f"{folder.name}: its journal can only be read", "upgrade pmtui, or see who owns it"
            )
        with journal.lock:
            documents = Documents(journal, disk)
            done = _journal(journal, documents, disk)
            done += _keep_copies(folder, documents, disk)
            if journal.exposed:
                words = [entry for entry in journal.read() if entry.id in journal.exposed]
                journal.erase()
                done.append(
                    f"took the words of {numbers(words)} off the disk, whose redaction was not finished"
                )
        incident = Incident(journal.read())
    finally:
        journal.close()
    done += _rights(folder, disk)
    if is_published(incident) and not documents_follow(documents, incident):
        written = publish(folder, disk, author)
        done += [*written.notices, "wrote the documents anew"]
    return done


def _rights(folder: Path, disk: Disk) -> list[str]:
    """Gives files and folders to whom they should be open, as far as they are this person's."""
    right, owned = put_right(folder, disk)
    whom = readers(folder, disk) or "made private"
    done = [f"{whom}: {', '.join(path.name for path in right)}"] if right else []
    return done + [
        f"{path.name} is {owner(path, disk)}'s, who alone can say who else reads it" for path in owned
    ]


def _journal(journal: Journal, documents: Documents, disk: Disk) -> list[str]:
    """Joins what the record and copies hold, or writes the journal anew when it is damaged."""
    folder = documents.folder
    data = b"".join(bytes_of([folder / JOURNAL], disk))
    copies = bytes_of(in_conflict(folder, disk), disk)
    whole = audit.intact(data)
    elsewhere = [_in_record(documents), *map(audit.intact, copies)]
    theirs = _of_this_incident(whole, elsewhere)
    if not any(isinstance(entry, e.Opened) for entry in (*whole, *theirs)):
        raise PmtuiError(
            f"{folder.name}: neither the journal nor {RECORD} holds the whole entry that opens the incident",
            "nothing was touched; put a colleague's incident.toml into the folder, then try again",
        )
    known = {entry.id for entry in journal.read()}
    if all(finding.level != "changed" for finding in audit.verify(data, copies)):
        lacking = [entry for entry in theirs if entry.id not in known]
        added = journal.join(theirs).added if lacking else ()
        return [f"joined {numbers(added)} from {RECORD} or a copy in conflict"] if added else []
    everything = [*whole, *theirs]
    entries = to_write(everything, wordless(everything))
    done = [_rebuilt(entries, whole)]
    if data:
        kept = documents.set_aside(JOURNAL, data)
        done.append(f"the journal as it was is kept as {kept}")
    missing = _gaps(entries)
    if missing:
        done.append(f"no whole copy holds {missing}: what is left of the words is in the file that was kept")
    journal.rebuild(entries)
    journal.read()
    return done


def _rebuilt(entries: Sequence[e.Entry], whole: Sequence[e.Entry]) -> str:
    own = {entry.id for entry in whole}
    others = [entry for entry in entries if entry.id not in own]
    many = "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
    brought = f", {numbers(others)} of them from {RECORD} or a copy in conflict" if others else ""
    return f"wrote the journal anew from {many}{brought}"


def _in_record(documents: Documents) -> list[e.Entry]:
    """The entries of the record beside the journal; none when they are not those that it was written with."""
    from pmtui.output.record import record

    try:
        found = record.read(audit.plain(documents.read(RECORD) or b"")[1].decode().replace("\r\n", "\n"))
    except (record.RecordError, UnicodeDecodeError):
        return []
    return [] if found.notice else list(found.entries)


def _of_this_incident(whole: Sequence[e.Entry], elsewhere: Sequence[Sequence[e.Entry]]) -> list[e.Entry]:
    """What the sources hold that are of the journal's incident; of a journal that holds nothing, the first one's."""
    found: list[e.Entry] = []
    known = {entry.id for entry in whole}
    for held in elsewhere:
        ids = {entry.id for entry in held}
        if not known or not known.isdisjoint(ids):
            found += held
            known |= ids
    return found


def _gaps(entries: Sequence[e.Entry]) -> str:
    """The numbers up to the greatest that nothing has."""
    found = {entry.n for entry in entries}
    gaps = [n for n in range(1, max(found)) if n not in found]
    shown = ", ".join(f"#{n}" for n in gaps[:8])
    return f"{shown} …" if len(gaps) > 8 else shown


def _keep_copies(folder: Path, documents: Documents, disk: Disk) -> list[str]:
    """Puts journals in conflict, which are joined now, out of the way."""
    return [
        f"{path.name} is kept as {put_aside(path, documents, disk)}"
        for path in in_conflict(folder, disk)
        if is_journal(path)
    ]
