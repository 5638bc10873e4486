"""The journal of one incident: append-only, shared by any number of processes, safe to kill at any moment."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import nullcontext, suppress
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from pmtui.model import codec
from pmtui.model.entries import FORMAT, Entry, Opened, Redact, kind_of
from pmtui.model.incident.fold import prefer
from pmtui.storage import checkpoint, files
from pmtui.storage.disk import DISK, Disk, StorageError, explaining
from pmtui.storage.files import Lock
from pmtui.storage.journal import audit, lines
from pmtui.storage.journal.audit import Finding
from pmtui.storage.journal.numbers import numbered
from pmtui.storage.journal.union import Joined, to_write, wordless
from pmtui.storage.paths import JOURNAL

_N = attrgetter("n")
_LABEL_OF = attrgetter("label")
_NOTHING_TO_SYNC = (errno.EINVAL, errno.EROFS, errno.ENOTSUP)
"""What some file systems that cannot be written say to an fsync: all that is there is on the medium."""
_ANCHOR = 160
"""The bytes kept to see whether the file is still the one read: the last line's chain is among them."""


class Damage(NamedTuple):
    """A line that holds no entry: kept in the file, skipped in reading."""

    line: int
    """The line of the file, from 1."""
    why: str


class Appended(NamedTuple):
    """What an append found and wrote."""

    others: tuple[Entry, ...]
    """What others added since the last look, in the order of the file."""
    saved: tuple[Entry, ...]
    """What was asked for, as it stands on disk now, in the order asked."""


class Journal:
    """An open journal. For one thread at a time; other processes may do anything meanwhile.

    Every method raises StorageError, a sentence that names the file, when the disk does not do its part. Then
    what was in the journal still is, no entry of others is skipped, and the same call can be made again.
    """

    lock: Lock
    """The folder's lock. `with journal.lock:` around catching up and replacing documents keeps others out."""
    damage: list[Damage]
    """The lines that hold no entry, as far as the journal was read."""
    replaced: bool
    """The file was replaced (a redaction, a copy put back): what was known may have changed, so `read`."""
    restored: int
    """How many entries were written back since `read`, because an older copy had been put back."""

    def __init__(self, folder: Path, disk: Disk = DISK) -> None:
        """Opens the journal in an incident's folder; reads nothing yet."""
        self.folder = folder
        self.lock = Lock(folder, disk)
        self.replaced = False
        self.restored = 0
        self._path = folder / JOURNAL
        self._disk = disk
        self._fd = -1
        self._writable = True
        self._named = False
        """The file's name is on the medium, by an fsync of this process."""
        self._unsure: dict[str, None] = {}
        """Ids of entries that are in the file, but that an fsync failed on: they are written once more."""
        self._lost: dict[str, Entry] = {}
        """Entries that were in the file and are not any more."""
        self._forget()
        with explaining(self._path):
            self._open()

    def __del__(self) -> None:
        # Whoever forgets to close one leaves no descriptor behind; not through the seam, at no moment anybody chose.
        fd, self._fd = getattr(self, "_fd", -1), -1
        if fd >= 0:
            with suppress(OSError):
                os.close(fd)

    @classmethod
    def create(cls, folder: Path, opened: Opened, disk: Disk = DISK, more: Sequence[Entry] = ()) -> Journal:
        """Begins a journal in an empty folder with its first entry, and those behind it; durably, all or nothing."""
        return cls.adopt(folder, numbered((opened, *more), -1, ()), disk)

    @classmethod
    def adopt(cls, folder: Path, entries: Sequence[Entry], disk: Disk = DISK) -> Journal:
        """Begins a journal with entries as they are, the opening one first, durably; all or nothing."""
        path = folder / JOURNAL
        with explaining(path), Lock(folder, disk):
            with suppress(FileNotFoundError):
                disk.stat(path)
                raise StorageError(f"{path}: there is a journal already", "open it instead")
            files.replace(disk, path, lines.chained(entries, lines.FIRST, b""))
        journal = cls(folder, disk)
        journal._named = True
        return journal

    @property
    def read_only(self) -> bool:
        """A newer pmtui wrote it, or the file cannot be written."""
        return self._newer or not self._writable

    def close(self) -> None:
        """Lets go of the file; any later call opens it again."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            with explaining(self._path):
                self._disk.close(fd)

    def read(self) -> list[Entry]:
        """All entries, each id once, in the order of the file."""
        before = self._known
        self._forget()
        found = self.catch_up()
        self._miss(before)
        self.replaced = False
        self.restored = 0
        # Of one that was joined in two versions the last line counts.
        return found if len(found) == len(self._known) else list({e.id: e for e in found}.values())

    def changed(self) -> bool:
        """Whether there is anything to catch up with: one stat."""
        try:
            return _mark(self._disk.stat(self._path)) != self._seen
        except OSError:
            return True

    def stands(self) -> bool:
        """Whether the file begins with all that was read: at most it has grown. One stat and a short read."""
        with explaining(self._path):
            return (
                self._fd >= 0
                and _mark(self._disk.stat(self._path))[:2] == self._seen[:2]
                and self._anchored()
            )

    def catch_up(self) -> list[Entry]:
        """The entries that were added since they were last asked for; all there are, when `replaced` got set.

        Ends at the last newline, so a write that is under way is never seen.
        """
        with explaining(self._path):
            self._look()
        return self._hand_over()

    def append(self, entries: Sequence[Entry]) -> Appended:
        """Adds entries in one write and returns when they are on the medium.

        Each gets its final number, its label (the next free one, if its own is taken) and a salt. One whose
        id is in the journal already is not added again. What an fsync failed on before is: then the system may
        have dropped what it still shows, and only writing it once more makes it durable; equal ids are one
        entry. While fsync keeps failing a call adds one line at most.

        Raises:
            StorageError: they are not saved; call again with the same entries. Also when `read_only`.
        """
        wanted = {entry.id for entry in entries}
        with explaining(self._path), self.lock:
            self._ready()
            new: dict[str, Entry] = {}
            for entry in entries:
                if entry.id not in self._known:
                    new.setdefault(entry.id, entry)
            self._add(numbered(new.values(), self._greatest, self._labels))
        return Appended(
            tuple(entry for entry in self._hand_over() if entry.id not in wanted),
            tuple(self._known[entry.id] for entry in entries),
        )

    @property
    def lost(self) -> bool:
        """Whether entries that were read are gone from the file: an older copy of it was put back."""
        return bool(self._lost)

    def restore(self) -> None:
        """Writes back what is `lost`, as an append does before it gives a number; sets `replaced`.

        Raises:
            StorageError: it is not back; call again. Also when `read_only`.
        """
        with explaining(self._path), self.lock:
            self._ready()

    def join(self, entries: Sequence[Entry], *, expose: bool = False) -> Joined:
        """Adds entries of another copy of this incident as they are: id, n, label and salt stay.

        An id that is here already is one entry: of two that differ, the one stays that a fold takes (`prefer`).
        Words that either copy redacts leave this disk, and never get onto it; then `replaced` is set.

        Args:
            entries: of the other copy.
            expose: words that a `/redact` names are `exposed` instead, for whoever then takes them from the
                documents and all other places as well, which needs them.

        Raises:
            StorageError: nothing of them is saved, but for redactions; call again. Also when `read_only`.
        """
        with explaining(self._path), self.lock:
            self._ready()
            return self._unite(entries, expose)

    def _unite(self, entries: Sequence[Entry], expose: bool = False) -> Joined:
        # Not of all that is known: an entry at a time, as it is typed elsewhere, costs the same in a long journal.
        bare = {entry.id for entry in entries if entry.id in self._known and self._known[entry.id].redacted}
        gone = wordless(entries) | self._wordless | bare
        theirs = to_write(entries, gone)
        exposed = {i for i in gone if i in self._known and not self._known[i].redacted}
        if expose:
            named = self._wordless | _named(entries)
            theirs = [entry for entry in theirs if entry.id not in exposed & named]
            exposed -= named
        if exposed:
            self._rewrite(exposed)
        new = [entry for entry in theirs if self._lacks(entry)]
        added = tuple(entry for entry in new if entry.id not in self._known)
        self._add(new)
        return Joined(added, len(theirs) - len(added), len(exposed))

    def _lacks(self, entry: Entry) -> bool:
        held = self._known.get(entry.id)
        return held is None or (held != entry and prefer(held, entry) is entry)

    @property
    def covered(self) -> bool:
        """Whether an fsync of this process has covered every entry that was read."""
        return not (self._uncovered or self._unsure)

    @property
    def failing(self) -> bool:
        """Whether an fsync failed, and what it failed on has not been made durable yet."""
        return bool(self._unsure)

    def cover(self) -> None:
        """Returns when every entry that was read is on the medium, those that others wrote included.

        What an fsync failed on before is written once more, as in `append`.

        Raises:
            StorageError: it is not known to be there.
        """
        with explaining(self._path):
            if self._unsure:
                with self.lock:
                    self._ready()
                    self._add([])
                return
            if self._fd < 0:
                self._open()
            self._sync()

    def doubt(self, ids: Iterable[str]) -> None:
        """Has entries that are in the file written once more with the next append.

        For those that a process left which never learned that they were on the medium: its fsync may have
        failed, and after that an fsync on another descriptor proves nothing.
        """
        self._unsure.update(dict.fromkeys(i for i in ids if i in self._known))

    def verify(self, copies: Iterable[bytes] = ()) -> list[Finding]:
        """Every changed, missing, forked or torn line; a redacted one is none of these.

        Args:
            copies: the bytes of other copies of this journal.
        """
        with explaining(self._path), self.lock if self._writable else nullcontext():
            data = files.read(self._disk, self._path, None)
        return audit.verify(data, copies)

    def rebuild(self, entries: Sequence[Entry]) -> None:
        """Replaces the whole file by one of these entries, as they are; sets `replaced`.

        For one that is damaged, whose bytes the caller has kept, and which is not known to hold more than them.
        """
        with explaining(self._path), self.lock:
            files.replace(self._disk, self._path, lines.chained(entries, lines.FIRST, b""))
            self._look()
            self._lost = {}  # what only the damaged file held is damaged

    def redact(self, ids: Collection[str]) -> None:
        """Takes the words of these entries, and any torn bytes, off the disk; sets `replaced`."""
        with explaining(self._path), self.lock:
            self._look()
            self._refuse_read_only()
            self._rewrite(ids)

    def _rewrite(self, ids: Collection[str]) -> None:
        """Takes the words of these entries off the disk, from what was derived of them first."""
        checkpoint.delete(self.folder, self._disk)
        files.replace(self._disk, self._path, audit.without(files.read(self._disk, self._path, None), ids))
        self._look()

    @property
    def exposed(self) -> set[str]:
        """The entries whose redaction was read, but whose words are still on the disk."""
        return {i for i in self._wordless if i in self._known and not self._known[i].redacted}

    @property
    def exposing(self) -> list[Entry]:
        """The entries that are `exposed`, with their words: for whoever looks for them in other places."""
        exposed = self.exposed
        return [entry for entry in self._known.values() if entry.id in exposed]

    @property
    def known(self) -> list[Entry]:
        """All that was read, as `read` gives it, without reading."""
        return self._bare(list(self._known.values()))

    def erase(self) -> None:
        """Takes the words that are `exposed` off the disk; what another process erased meanwhile is done."""
        with explaining(self._path), self.lock:
            self._look()
            if self.exposed:
                self.redact(self.exposed)

    def _forget(self) -> None:
        self.damage = []
        self._fresh: list[Entry] = []
        """Read, but given to nobody yet: a call that fails must not lose them."""
        self._known: dict[str, Entry] = {}
        self._uncovered: list[Entry] = []
        """Read, but not covered by an fsync of this process yet."""
        self._wordless: set[str] = set()
        """What redactions name."""
        self._labels: set[str] = set()
        self._greatest = 0
        self._newer = False
        self._seen: tuple[int, ...] = ()
        self._end = 0
        """Behind the last newline read."""
        self._line = 0
        self._anchor = b""
        """The bytes before `_end`."""
        self._chain = lines.FIRST
        self._torn = b""
        """The bytes between the last whole line and `_end`."""
        self._tail = b""
        """The bytes behind `_end`: a write that was interrupted, or is under way."""

    def _open(self) -> None:
        try:
            self._fd = files.open_regular(self._disk, self._path, os.O_RDWR | os.O_APPEND)
            self._writable = True
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            self._fd = files.open_regular(self._disk, self._path, os.O_RDONLY)
            self._writable = False

    def _hand_over(self) -> list[Entry]:
        fresh, self._fresh = self._fresh, []
        return self._bare(fresh)

    def _bare(self, entries: list[Entry]) -> list[Entry]:
        """The entries without the words that are to leave the disk: nobody gets to see them any more."""
        exposed = self.exposed
        if not exposed:
            return entries
        return [codec.redact(entry) if entry.id in exposed else entry for entry in entries]

    def _look(self) -> None:
        """Reads on, from the start when the file of that name is not the one that was read."""
        if self._fd < 0:
            self._open()
        there, mine = _mark(self._disk.stat(self._path))[:2], _mark(self._disk.fstat(self._fd))[:2]
        if there != mine:
            self._named = False
            self.close()
            self._open()
        if there != (self._seen[:2] or mine) or not self._anchored():
            before = self._known
            self._forget()
            self.replaced = True
            self._advance()
            self._miss(before)
        else:
            self._advance()

    def _miss(self, before: dict[str, Entry]) -> None:
        """Keeps in mind what an earlier file of this incident held and this one lacks, redactions included."""
        first = next((entry for entry in self._known.values() if kind_of(entry) == "incident"), None)
        if first is not None and before and first.id not in before:
            self._lost = {}  # the folder is another incident's now
            return
        wanted = {**self._lost, **before}
        self._lost = {i: entry for i, entry in wanted.items() if self._misses(entry)}

    def _misses(self, entry: Entry) -> bool:
        held = self._known.get(entry.id)
        return held is None or bool(entry.redacted and not held.redacted)

    def _anchored(self) -> bool:
        size = len(self._anchor)
        return self._disk.read(self._fd, size, self._end - size) == self._anchor

    def _advance(self) -> None:
        seen = _mark(self._disk.fstat(self._fd))
        rest, offset = b"", self._end
        while block := self._disk.read(self._fd, files.BLOCK, offset):
            offset += len(block)
            cut = block.rfind(b"\n") + 1
            if cut:
                ended = rest + block[:cut]
                self._take(ended.split(b"\n")[:-1])
                self._end += len(ended)
                self._anchor = (self._anchor + ended[-_ANCHOR:])[-_ANCHOR:]
                rest = b""
            rest += block[cut:]
        self._tail, self._seen = rest, seen

    def _take(self, ended: list[bytes]) -> None:
        """Takes in lines; this is what opening a long journal spends its time on."""
        found, torn = lines.entries_of(ended)
        self.damage += [Damage(self._line + at + 1, str(why)) for at, why in torn.items()]
        last = next((at for at in reversed(range(len(ended))) if at not in torn), -1)
        new = self._new(found)
        if self._line == 0 and new:
            self._newer = _format(new[0]) > FORMAT
        self._line += len(ended)
        if last >= 0:
            self._chain, self._torn = lines.chain_of(ended[last]), b""
        self._torn += b"".join(raw + b"\n" for raw in ended[last + 1 :])
        self._fresh += new
        self._uncovered += new
        self._wordless |= _named(new)
        self._greatest = max(self._greatest, max(map(_N, new), default=0))
        self._labels.update(filter(None, map(_LABEL_OF, new)))

    def _new(self, found: list[Entry]) -> list[Entry]:
        """Those of them that were not known, or known in another version; known from now on."""
        known = self._known
        by_id = {entry.id: entry for entry in found}
        if len(by_id) == len(found) and known.keys().isdisjoint(
            by_id
        ):  # nearly always, and no call for an entry
            known.update(by_id)
            return found
        new: list[Entry] = []
        for entry in found:
            if entry.id not in known or self._lacks(entry):
                known[entry.id] = entry
                new.append(entry)
        return new

    def _refuse_read_only(self) -> None:
        if self._newer:
            raise StorageError(f"{self.folder.name}: written by a newer pmtui", "upgrade pmtui to add to it")
        if not self._writable:
            raise StorageError(
                f"{self._path}: it cannot be written", "check who owns it, and whether the disk is full"
            )

    def _ready(self) -> None:
        """Makes the file fit to be added to, under the lock: it holds all that was read, and ends with a newline."""
        if not self._writable:
            self.close()
        self._look()
        self._refuse_read_only()
        if self._tail:
            self._write(b"\n")
            self._advance()
        if self._lost:
            self._unite(list(self._lost.values()))
            self.restored += len(self._lost)
            self._lost = {}
            self.replaced = True

    def _add(self, new: Sequence[Entry]) -> None:
        """Writes entries behind all that is there, and what an fsync failed on; returns when it is durable.

        After a failure one line shows whether the disk works again, before all that waits is written: else a
        disk that keeps failing would fill with copies.
        """
        again = [self._known[i] for i in self._unsure if i in self._known]
        if again:
            self._write_durably(again[:1])
        self._write_durably([*again[1:], *new])
        self._unsure.clear()

    def _write_durably(self, entries: Sequence[Entry]) -> None:
        if entries:
            self._write(lines.chained(entries, self._chain, self._torn))
            self._advance()
        self._sync()
        for entry in entries:
            self._unsure.pop(entry.id, None)

    def _write(self, data: bytes) -> None:
        """One write; a short one is taken back, so that no reader ever takes a part for the whole."""
        size = self._disk.fstat(self._fd).st_size
        try:
            if self._disk.write(self._fd, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            with suppress(OSError):  # what stays is torn, or a whole entry that the next try finds by its id
                self._disk.truncate(self._fd, size)
            raise

    def _sync(self) -> None:
        """Makes all that was read durable; what this fails on is unsure until it was written once more."""
        try:
            self._disk.sync(self._fd)
            if not self._named:  # whoever made the file may have died before its name was durable
                files.sync_folder(self._disk, self._disk.target(self._path).parent)
                self._named = True
        except OSError as error:
            if self._writable or error.errno not in _NOTHING_TO_SYNC:
                self.doubt(entry.id for entry in self._uncovered)
                with suppress(StorageError):
                    self.close()  # the descriptor's error state goes with it
                raise
        self._uncovered.clear()


def _named(entries: Iterable[Entry]) -> set[str]:
    """What redactions among these name."""
    return {ref for entry in entries if isinstance(entry, Redact) for ref in entry.refs}


def _mark(stat: os.stat_result) -> tuple[int, ...]:
    return (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)


def _format(entry: Entry) -> int:
    """The format that an opening entry names; 0 for another kind."""
    if isinstance(entry, Opened):
        return entry.format
    named = (entry.extra or {}).get("format")
    return named if kind_of(entry) == "incident" and isinstance(named, int) else 0
