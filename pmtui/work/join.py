"""An incident from elsewhere: a colleague's record or folder joins the one that is here, or becomes one.

Joining is a union of two sets of entries: in any order, and however often, it gives the same incident.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path

import msgspec

from pmtui.errors import PmtuiError, UsageError
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.links import place
from pmtui.model.incident.missing import versions
from pmtui.model.incident.words import heading
from pmtui.model.time.zones import tz
from pmtui.storage import attachments
from pmtui.storage.copies import holds_journal, in_conflict
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Documents, Library
from pmtui.storage.paths import JOURNAL, RECORD
from pmtui.work.copies import put_aside

_ID_LINE = re.compile(r'^id = "([^"\n]*)"\r?$', re.MULTILINE)
_SHOWN = 5


class Source(msgspec.Struct, frozen=True):
    """An incident from elsewhere."""

    opened: e.Opened
    entries: tuple[e.Entry, ...]
    """All of them, the opening one first, the others in order."""
    slug: str
    path: Path
    own: dict[str, str] = {}
    """What a person wrote between the blocks of its draft, by the block that it follows."""
    left_out: tuple[int, ...] = ()
    """The lines of its journal that are not as they were written."""


class Joining(msgspec.Struct, frozen=True):
    """What became of it."""

    folder: Path
    added: int
    """How many entries came in; the opening one, which has no number to be shown, never counts."""
    known: int
    redacted: int = 0
    """How many lost their words here, because they were redacted there."""
    created: bool = False
    kept: Path | None = None
    """Where a copy in conflict that lay beside the journal is now."""
    apart: tuple[str, ...] = ()
    """The sections that both wrote, each with its versions and what became of them."""
    lacking: tuple[str, ...] = ()
    """Where the files belong that were attached there, and did not come along."""
    left_out: tuple[int, ...] = ()
    """The lines of its journal that did not come, because they are not as they were written."""

    @property
    def sentence(self) -> str:
        """One sentence."""
        name = self.folder.name
        lacking = (
            f"; put what was attached there into its folder: {', '.join(self.lacking)}"
            if self.lacking
            else ""
        )
        if self.left_out:
            lacking += f"; left out, because it is not as it was written: line {_listed(self.left_out)}"
        if self.created:
            return f"{name}: a new incident, made from its {_many(self.added)}{lacking}"
        gone = f"; {_many(self.redacted)} lost the words, redacted there" if self.redacted else ""
        aside = f"; the copy is kept as {self.kept}" if self.kept else ""
        here = f"{self.known} {'was' if self.known == 1 else 'were'} here"
        apart = "".join(f"; {section}" for section in self.apart)
        return f"{name}: added {_many(self.added)}, {here}{gone}{aside}{apart}{lacking}"


def source(path: Path, disk: Disk = DISK) -> Source:
    """The incident in a record, in a folder with a journal, or in a copy of a journal.

    Of a journal each line counts that is as it was written, whatever else stands there. What was changed by hand
    is not joined, because a journal never forgets.

    Raises:
        PmtuiError: there is none, it cannot be read, or it is a record that is not as pmtui wrote it.
    """
    named = path.expanduser()
    slug, own, left_out = "", dict[str, str](), list[int]()
    if holds_journal(named, disk) or (named / JOURNAL).exists():
        journal = named / JOURNAL if named.is_dir() else named
        found, left_out = _in_journal(journal, disk)
        if (journal.parent / JOURNAL).exists():  # else it was sent alone, and lies in any folder
            slug, own = journal.absolute().parent.name, _own_text(journal.parent / RECORD)
    elif named.is_dir():
        raise UsageError(
            f"{path}: there is no journal in this folder", f"name an {RECORD} or a folder with one"
        )
    else:
        found, slug, own = _in_record(named)
    opened = next(
        (entry for entry in sorted(found, key=lambda x: x.key) if isinstance(entry, e.Opened)), None
    )
    if opened is None:
        raise PmtuiError(
            f"{path}: the entry that opens the incident is missing, or not as it was written",
            "ask for a whole copy",
        )
    rest = sorted((entry for entry in found if entry.id != opened.id), key=lambda entry: entry.key)
    return Source(opened, (opened, *rest), slug, path, own, tuple(left_out))


def join(other: Source, library: Library, into: Path | None = None, disk: Disk = DISK) -> Joining:
    """Adds what is missing to the incident with the same id, else makes a new one.

    Its documents follow when they are next published.

    Args:
        other: what is joined.
        library: where incidents are.
        into: the folder of the incident that is meant, where a person names it.

    Raises:
        UsageError: the one that is meant is another incident.
        StorageError: it is not saved.
    """
    if into is not None and library.head(into).id != other.opened.id:
        raise UsageError(
            f"{other.path} is another incident than {into.name}: {other.opened.title!r}",
            f"`pmtui join {other.path}` keeps it as one of its own; /move takes single entries to another",
        )
    folder = into or library.with_id(other.opened.id)
    if folder is None:
        folder = library.adopt(other.entries, other.slug, _day(other.opened))
        lacking = _attachments(other, folder, other.entries, disk)
        return Joining(
            folder, len(other.entries) - 1, 0, created=True, lacking=lacking, left_out=other.left_out
        )
    journal = Journal(folder, disk)
    try:
        before = journal.read()
        done = journal.join(other.entries)
        after = journal.read()
        attachments.delete(_redacted(before, after), folder, disk)
        theirs = {entry.id for entry in other.entries}
        lacking = _attachments(other, folder, [entry for entry in after if entry.id in theirs], disk)
        apart = written_apart(after, {entry.id for entry in done.added})
        kept = None
        if other.path.expanduser().absolute() in in_conflict(folder.absolute(), disk):
            kept = put_aside(other.path.expanduser(), Documents(journal, disk), disk)
    finally:
        journal.close()
    many = len(done.added), done.known - 1, done.redacted
    return Joining(folder, *many, kept=kept, apart=apart, lacking=lacking, left_out=other.left_out)


def written_apart(entries: Sequence[e.Entry], added: Collection[str]) -> tuple[str, ...]:
    """A phrase about each section of which both what was here and what was added hold a version.

    Args:
        entries: all that are here now.
        added: the ids of those that came.
    """
    if not any(isinstance(entry, e.Write) for entry in entries if entry.id in added):
        return ()
    incident = Incident(entries)
    found = []
    for section, standing in incident.standing.items():
        if len({head.id in added for head in standing.heads}) == 2:
            whose = versions(incident, standing.heads)
            became = "both stand, choose one text" if standing.clashing else "merged by paragraph"
            found.append(f"{heading(section)} was written here and there, {whose}: {became}")
    return tuple(found)


def _attachments(other: Source, folder: Path, entries: Sequence[e.Entry], disk: Disk) -> tuple[str, ...]:
    """Copies what these entries attached there; gives the places of the files that did not come along."""
    path = other.path.expanduser()
    source = path if path.is_dir() else path.parent
    return tuple(place(entry) for entry in attachments.bring(entries, source, folder, disk))


def _redacted(before: Sequence[e.Entry], after: Sequence[e.Entry]) -> list[e.Attach]:
    """What was attached here and lost its words there, as it was."""
    held = {place(entry) for entry in after if isinstance(entry, e.Attach) and not entry.redacted}
    gone = {entry.id for entry in after if entry.redacted}
    lost = [
        entry for entry in before if entry.id in gone and isinstance(entry, e.Attach) and not entry.redacted
    ]
    return [entry for entry in lost if place(entry) not in held]


class Ahead(msgspec.Struct, frozen=True):
    """What the record beside a journal holds and the journal lacks: an older journal was put back."""

    lacking: tuple[e.Entry, ...] = ()
    entries: tuple[e.Entry, ...] = ()
    """All that the record holds."""
    joins: bool = False
    """They are of this incident and as pmtui wrote them: a call that writes joins them."""
    unread: str = ""
    """Why a record that names entries which the journal lacks cannot be read."""


def ahead(folder: Path, known: Callable[[str], bool], disk: Disk = DISK) -> Ahead:
    """How the record in a folder is ahead of the journal there; only looks. One that is not there is not.

    Args:
        folder: the incident's.
        known: whether the journal holds an id.
        disk: the seam.
    """
    from pmtui.storage import files

    try:
        content = files.read(disk, folder / RECORD)
    except OSError:
        return Ahead()
    return compare(content, known)


def compare(content: bytes | None, known: Callable[[str], bool]) -> Ahead:
    """How a record is ahead of the journal beside it; one that is not there, or is no text, is not.

    Args:
        content: the record.
        known: whether the journal holds an id.
    """
    try:
        text = (content or b"").decode()
    except UnicodeDecodeError:
        return Ahead()
    if all(map(known, _ID_LINE.findall(text))):
        return Ahead()  # as nearly always; reading the whole of it takes a hundred times as long
    from pmtui.output.record import record

    try:
        found = record.read(text)
    except record.RecordError as error:
        return Ahead(unread=str(error))
    lacking = tuple(entry for entry in found.entries if not known(entry.id))
    opened = next((entry for entry in found.entries if isinstance(entry, e.Opened)), None)
    ours = opened is not None and known(opened.id)
    return Ahead(lacking, found.entries, ours and not found.notice)


def bring_back(journal: Journal, known: Callable[[str], bool], disk: Disk = DISK) -> str:
    """Joins what the record beside a journal holds and the journal lacks; one sentence, empty when that is nothing.

    Without it the documents, which alone hold those entries, would be replaced by what knows less, and numbers
    be given again. Only for calls that write; `journal.read` gives them all then.

    Raises:
        StorageError: they are not saved.
    """
    found = ahead(journal.folder, known, disk)
    if not (found.lacking and found.joins):
        return ""
    added = journal.join(found.entries).added
    return f"{RECORD} held {_many(len(added))} that the journal lacked, as after an older copy was put back: joined"


def _in_journal(path: Path, disk: Disk) -> tuple[tuple[e.Entry, ...], list[int]]:
    """The entries of a journal, each id once, and the lines that are left out."""
    from pmtui.storage import files
    from pmtui.storage.disk import explaining
    from pmtui.storage.journal import audit

    with explaining(path):
        data = files.read(disk, path, None)
    whole, left_out = audit.sorted_out(data)
    return tuple({entry.id: entry for entry in whole}.values()), left_out


def _own_text(path: Path) -> dict[str, str]:
    """What the record beside a journal says of its draft; nothing, where there is none that can be read."""
    from pmtui.work import record_file

    try:
        return record_file.read(path).between
    except PmtuiError:
        return {}


def _in_record(path: Path) -> tuple[tuple[e.Entry, ...], str, dict[str, str]]:
    from pmtui.work import record_file

    found = record_file.read(path)
    if found.notice:
        raise PmtuiError(
            f"{path}: {found.notice}",
            "nothing was joined, because a journal never forgets; ask for the copy that pmtui wrote, or the folder",
        )
    return found.entries, found.slug, found.between


def _day(opened: e.Opened) -> date:
    at = opened.opened or opened.recorded
    return at.astimezone(tz(Incident([opened]).zone)).date()


def _listed(numbers: Sequence[int]) -> str:
    more = len(numbers) - _SHOWN
    return ", ".join(map(str, numbers[:_SHOWN])) + (f" and {more} more" if more > 0 else "")


def _many(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"
