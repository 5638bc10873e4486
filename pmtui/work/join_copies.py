"""Joins what other copies of an incident hold that lie beside it, and puts each away once it is joined."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import msgspec

from pmtui.errors import PmtuiError
from pmtui.storage import peek, scratch, unsent
from pmtui.storage.copies import holds_entries, in_conflict
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.files import Lock
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Documents, Library
from pmtui.work.copies import put_aside
from pmtui.work.join import Source, join, source
from pmtui.work.publish import Author, is_published, publish


def join_copies(folder: Path, author: Author | None = None, disk: Disk = DISK) -> list[str]:
    """A sentence about each copy that lies beside an incident: what came of it, or what keeps it from being joined.

    One that is joined is kept in `aside/` whole, and so is a document, which nobody can join; any other stays where it
    is. The documents follow.

    Args:
        folder: the incident's.
        author: who has the documents written, and when.
        disk: the seam.
    """
    first, *others = Library.of(folder, disk).same(folder)
    if first != folder:
        return [f"{folder.name} is itself a copy of {first.name}: leave it, and join it there"]
    done = _Joining(folder, disk)
    for copy in (*in_conflict(folder, disk), *others):
        done.take(copy)
    if done.joined and is_published(peek.read(folder, disk)):
        done.said += publish(folder, disk, author, done.own).notices
    return done.said


class _Joining:
    """One copy after the other."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.said: list[str] = []
        self.joined = False
        self.own: dict[str, str] = {}
        """What people wrote between the blocks of the copies' drafts."""
        self._folder = folder
        self._disk = disk

    def take(self, copy: Path) -> None:
        """Joins one, or says why not: it keeps no other from being joined."""
        try:
            if copy.parent == self._folder.parent:
                self._take_folder(copy)
            elif holds_entries(copy):
                self._join(source(copy, self._disk))
            else:
                kept = self._short(self._put_aside(copy))
                self.said.append(f"{copy.name} is kept as {kept}: look into it")
        except PmtuiError as error:
            self.said.append(f"{copy.name} is where it was: {error}")

    def _take_folder(self, copy: Path) -> None:
        if unsent.in_use(copy, self._disk) or [*scratch.left(copy, self._disk)]:
            raise PmtuiError(
                "a window is open there, or has left lines that are not recorded",
                f"`pmtui open {quote(str(copy))}` shows them; leave it, then try again",
            )
        with Lock(copy, self._disk):  # nobody logs into it between the two
            other = source(copy, self._disk)
            self._join(other)
            self.own |= other.own
            journal = Journal(self._folder, self._disk)
            try:
                kept = Documents(journal, self._disk).keep_folder(copy)
            finally:
                journal.close()
        self.said[-1] += f"; the folder is kept as {self._short(kept)}"

    def _join(self, other: Source) -> None:
        done = join(other, Library.of(self._folder, self._disk), self._folder, self._disk)
        self.joined = True
        kept = done.kept and self._short(done.kept)
        self.said.append(msgspec.structs.replace(done, kept=kept).sentence)

    def _short(self, kept: Path) -> Path:
        """As it is named beside the incident, whose own path would fill a screen."""
        return kept.relative_to(self._folder)

    def _put_aside(self, copy: Path) -> Path:
        journal = Journal(self._folder, self._disk)
        try:
            return put_aside(copy, Documents(journal, self._disk), self._disk)
        finally:
            journal.close()
