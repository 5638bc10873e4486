"""Recording an entry with all that it asks for: a move takes entries along, a redaction takes words off the disk.

A caller with one thread records an entry at a time. A screen's writer, which has no fold and must go on while a disk
fails, takes the same two steps: `prepared` before an entry is written, `commit` for all that waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import LineError
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.journal.journal import Appended, Journal
from pmtui.work.session import Session, written_back


class Recorded(msgspec.Struct, frozen=True):
    """An entry that is on the medium."""

    item: Item
    notice: str = ""
    """What to say when an older copy of the journal had been put back, and was added to."""
    places: tuple[str, ...] = ()
    """A sentence about each other place that redacted words were taken from, or still stand in."""


def record(session: Session, entry: e.Entry) -> Recorded:
    """Records one entry, durably.

    Raises:
        PmtuiError: it moves entries to no incident, several, or this one, or attaches what is no file; nothing is
            recorded.
        StorageError: it is not saved, or the words that it redacts are still on the disk: the next call, of any
            entry, tries that again.
    """
    copies = session.copies(entry) if isinstance(entry, e.Move) else ()
    entry = prepared(entry, copies, session.folder, session.disk)
    journal = session.journal
    places = commit(journal, [entry], session.settle, session.disk)
    restored = journal.restored
    if journal.replaced:
        session.refold(journal.read())
    return Recorded(session.incident.item(entry.id), written_back(restored) if restored else "", places)


def commit(
    journal: Journal, entries: Sequence[e.Entry], saved: Callable[[Appended], object], disk: Disk = DISK
) -> tuple[str, ...]:
    """Appends entries, then takes all words off the disk that a redaction names; says where else they stood.

    Any part of it can be done again: an entry that is in the journal is not added twice, and without entries only
    what redactions ask for is done.

    Args:
        journal: the incident's; `replaced` is set when words were taken off.
        entries: in the order of Enter; a move among them was carried.
        saved: hears what the journal says as soon as the entries are on the medium.
        disk: the seam.

    Raises:
        StorageError: what `saved` did not hear of is not saved, and words may be exposed.
    """
    if entries:
        saved(journal.append(entries))
    if not journal.exposed:
        return ()
    from pmtui.work import redactions  # only a redaction needs the output

    return redactions.finish(journal, disk)


def prepared(entry: e.Entry, copies: Sequence[e.Entry], folder: Path, disk: Disk = DISK) -> e.Entry:
    """What has to be on the medium before the entry that says so: a file is copied, moved entries are where they go.

    Gives the entry as it is to be recorded. Any part of it can be done again.

    Args:
        entry: any.
        copies: of a move, the entries as they stand in `folder`.
        folder: the incident's.
        disk: the seam.

    Raises:
        PmtuiError: it moves entries to no incident, several, or this one, or attaches what is no file.
        StorageError: that is not written.
    """
    if isinstance(entry, e.Move):
        return carry(entry, copies, folder, disk)
    if isinstance(entry, e.Attach) and entry.source:
        from pmtui.storage import attachments

        return attachments.take_in(entry, folder, disk)
    return entry


def carry(move: e.Move, copies: Sequence[e.Entry], folder: Path, disk: Disk = DISK) -> e.Move:
    """Takes entries, as they stand in `folder`, to the incident they belong to; then says where they went.

    They keep their ids, so that carrying them twice makes one of each.

    Raises:
        LineError, UsageError: this incident is meant, none, or several.
        StorageError: they, or that incident's documents, are not written; nothing has left this incident.
    """
    from pmtui.storage import attachments
    from pmtui.storage.library import Library
    from pmtui.work.join import bring_back
    from pmtui.work.publish import Author, is_published, publish

    target = Library(folder.parent.parent, disk).find(move.incident)
    if target == folder:
        raise LineError(f"/move: {move.incident} is this incident", "name the other one")
    attachments.bring(copies, folder, target, disk)
    journal = Journal(target, disk)
    try:
        bring_back(journal, {entry.id for entry in journal.read()}.__contains__, disk)
        journal.append(copies)
        follow = is_published(Incident(journal.read()))
    finally:
        journal.close()
    if follow:
        publish(target, disk, Author(move.by, move.recorded))
    return msgspec.structs.replace(move, incident=target.name)
