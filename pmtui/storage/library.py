"""The folder of incidents: making, naming and finding them, and the documents inside them."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path

from pmtui.errors import UsageError
from pmtui.model.entries import Entry, Opened
from pmtui.model.joining import has_line
from pmtui.storage import files
from pmtui.storage.copies import first_name
from pmtui.storage.disk import DISK, Disk, StorageError, explaining
from pmtui.storage.files import Lock
from pmtui.storage.journal import lines
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import ASIDE, INCIDENTS, JOURNAL, RECORD
from pmtui.storage.private import is_anothers_link

_SLUG_LETTERS = 60
_SLUG_BYTES = 180
"""A name may have 255 bytes; `.NAME.tmp` and `-2` want some of them."""
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHOWN = 8


def slug(title: str, day: date) -> str:
    """A folder's name: the day, then the title's letters and digits of any script, `-` for the rest.

    It never holds a separator, a control character or a leading dot, whatever the title.
    """
    short = dashed(title)[:_SLUG_LETTERS].encode()[:_SLUG_BYTES].decode(errors="ignore")
    return f"{day.isoformat()}-{short.strip('-') or 'incident'}"


def dashed(text: str) -> str:
    """A text as it stands in the name of a folder."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept: list[str] = []
    for letter in folded:
        group = unicodedata.category(letter)[0]
        word = group in "LN" or (group == "M" and kept[-1:] not in ([], ["-"]))
        if word or kept[-1:] != ["-"]:
            kept.append(letter if word else "-")
    return "".join(kept).strip("-")


class Library:
    """All incidents of one home. Raises StorageError when the disk does not do its part.

    Args:
        home: where they are.
        disk: the seam.
        shared: what is made here is its group's, also where the home is one person's.
    """

    def __init__(self, home: Path, disk: Disk = DISK, *, shared: bool = False) -> None:
        self._shared = shared
        self.home = home
        self.incidents = home / INCIDENTS
        self._disk = disk

    def alone(self) -> Lock:
        """The lock of the whole home, for who looks for an incident and begins one where there is none."""
        with explaining(self.home):
            files.make_folders(self._disk, self.incidents, shared=self._shared)
        return Lock(self.home, self._disk)

    def create(self, opened: Opened, day: date, more: Sequence[Entry] = ()) -> Path:
        """Makes the folder of a new incident with its journal, durably; all or nothing.

        Args:
            opened: its first entry, whose title names the folder; a name that is taken gets `-2`, `-3` ….
            day: the local date that the name begins with.
            more: the entries behind it.
        """
        return self._make(
            slug(opened.title, day), lambda folder: Journal.create(folder, opened, self._disk, more)
        )

    def adopt(self, entries: Sequence[Entry], named: str, day: date) -> Path:
        """Makes the folder of an incident that was recorded elsewhere, with its entries as they are.

        Args:
            entries: the opening one first.
            named: the slug that it has there; it is kept when it is one, and free here.
            day: the local date that its name begins with otherwise.
        """
        first = entries[0]
        usual = slug(first.title if isinstance(first, Opened) else "", day)
        plain = named == dashed(named) and 0 < len(named.encode()) <= len(day.isoformat()) + 1 + _SLUG_BYTES
        return self._make(
            named if plain else usual, lambda folder: Journal.adopt(folder, entries, self._disk)
        )

    def _make(self, name: str, begin: Callable[[Path], Journal]) -> Path:
        """A new folder with a journal; nothing stays of it when the journal cannot be written."""
        with explaining(self.incidents):
            if self._shared:  # nothing above the home is pmtui's to share
                files.make_folders(self._disk, self.home.parent)
            files.make_folders(self._disk, self.incidents, shared=self._shared)
            folder = self._claim(name)
        try:
            begin(folder).close()
        except StorageError:
            with suppress(OSError):
                for left in self._disk.names(folder):
                    self._disk.unlink(folder / left)
                self._disk.rmdir(folder)
            raise
        return folder

    def slugs(self) -> list[str]:
        """The names of all incidents, sorted, so the oldest first; none when there is no home yet."""
        return [folder.name for folder in self.folders()]

    def folders(self) -> list[Path]:
        """The folders of all incidents, in the order of their names; of one with several copies, the first."""
        return self.sorted_out()[0]

    def sorted_out(self) -> tuple[list[Path], dict[Path, Path]]:
        """Both `folders()` and `copies()`, for who wants them at once: a home is looked through one time."""
        copies = self.copies()
        return [folder for folder in self.every() if folder not in copies], copies

    def copies(self) -> dict[Path, Path]:
        """The folders that are a copy of another one, as a sync program leaves them, by that other one's.

        Only those that are named as a copy are looked into.
        """
        names = self._names()
        there = set(names)
        named = {name: first for name in names if (first := first_name(name)) in there}
        pairs = {self.incidents / name: self.incidents / first for name, first in named.items()}
        ids = {folder: self._id(folder) for folder in {*pairs, *pairs.values()}}
        return {copy: first for copy, first in pairs.items() if ids[copy] and ids[copy] == ids[first]}

    @classmethod
    def of(cls, folder: Path, disk: Disk = DISK) -> Library:
        """The home that an incident's folder lies in."""
        return cls(folder.parent.parent, disk)

    def same(self, folder: Path) -> list[Path]:
        """The folders of this home that hold the same incident, this one included; what names itself a copy last."""
        incident_id = self._id(folder)
        if not incident_id or folder.parent != self.incidents:
            return [folder]
        copies = self.copies()
        found = [each for each in self.every() if each == folder or self._id(each) == incident_id]
        return sorted(found, key=lambda each: each in copies)

    def every(self) -> list[Path]:
        """All folders with a journal, in the order of their names, copies included."""
        return [self.incidents / name for name in self._names() if self._holds_journal(self.incidents / name)]

    def _names(self) -> list[str]:
        with explaining(self.incidents):
            try:
                return self._disk.names(self.incidents)
            except FileNotFoundError:
                return []

    def _id(self, folder: Path) -> str:
        try:
            return self.head(folder).id
        except StorageError:
            return ""  # whoever lists them names the one that cannot be read

    def head(self, folder: Path) -> Opened:
        """The entry that opened an incident, without reading the others.

        Raises:
            StorageError: also when that line is damaged.
        """
        path = folder / JOURNAL
        raw = b""
        with explaining(path):
            fd = files.open_regular(self._disk, path, os.O_RDONLY)
            try:
                while b"\n" not in raw and (block := self._disk.read(fd, 4096, len(raw))):
                    raw += block
            finally:
                self._disk.close(fd)
        first = lines.whole(raw.partition(b"\n")[0])
        if first is None or not isinstance(first.entry, Opened):
            raise StorageError(
                f"{path}: its first line is damaged", f"`pmtui verify {folder.name}` says more"
            )
        return first.entry

    def find(self, named: str) -> Path:
        """The folder of the incident that a person names.

        Args:
            named: a slug, a folder, the `incident.toml` in one, the id of the incident, or a part of one slug
                (words with spaces between them do as well).

        Raises:
            UsageError: none is meant, or several; names those there are.
        """
        if has_line(named):
            raise UsageError("a line to join by names no incident of this machine", "`pmtui join` takes it")
        exact = self.incidents / named
        if named and os.sep not in named and self._holds_journal(exact):
            return exact
        found = self._at_path(named)
        if found is None and _ID.fullmatch(named.casefold()):
            found = self.with_id(named.casefold())
        return found or self._with_part(named)

    def _claim(self, name: str) -> Path:
        """A new, empty folder of that name, or of the first free one like it."""
        for copy in count(1):
            folder = self.incidents / (name if copy == 1 else f"{name}-{copy}")
            with suppress(FileExistsError):
                files.make_folder(self._disk, folder, shared=self._shared)
                break
        return folder

    def _holds_journal(self, folder: Path) -> bool:
        try:
            self._disk.stat(folder / JOURNAL)
        except (OSError, ValueError):  # a name too long, or with a NUL, is no folder either
            return False
        return True

    def _at_path(self, named: str) -> Path | None:
        path = Path(os.path.abspath(os.path.expanduser(named)))
        folder = path.parent if path.name == RECORD else path
        if named and self._holds_journal(folder):
            return folder
        if os.sep in named or path.name == RECORD:
            raise UsageError(f"{named}: it is not in the folder of an incident", f"see {self.incidents}")
        return None

    def with_id(self, incident_id: str) -> Path | None:
        """The folder of the incident with that id; None when it is not here."""
        for folder in self.folders():
            with suppress(StorageError):
                if self.head(folder).id == incident_id:
                    return folder
        return None

    def _with_part(self, named: str) -> Path:
        slugs = self.slugs()
        part = dashed(named)
        found = [name for name in slugs if part and part in name]
        if len(found) == 1:
            return self.incidents / found[0]
        if found:
            raise UsageError(f"{named!r} fits several incidents", f"name one of: {_listed(found)}")
        if slugs:
            raise UsageError(f"no incident is called {named!r}", f"there are: {_listed(slugs)}")
        raise UsageError(
            f"no incident is called {named!r}", f"{self.incidents} holds none; `pmtui new TITLE`"
        )


class Documents:
    """The whole files in an incident's folder. Raises StorageError when the disk does not do its part."""

    def __init__(self, journal: Journal, disk: Disk = DISK) -> None:
        self.folder = journal.folder
        self._lock: Lock = journal.lock
        self._disk = disk

    def read(self, name: str) -> bytes | None:
        """The bytes of a document, None when there is none, or another member's link, which leads nowhere."""
        path = self.folder / name
        with explaining(path):
            try:
                return None if is_anothers_link(path, self._disk) else files.read(self._disk, path)
            except FileNotFoundError:
                return None

    def read_text(self, name: str) -> str | None:
        """The text of a document, its line ends as they are; None as for `read`.

        Raises:
            StorageError: also when it is no UTF-8.
        """
        path = self.folder / name
        with explaining(path):
            if is_anothers_link(path, self._disk):
                return None
        return files.read_text(self._disk, path)

    def replace(self, name: str, text: str) -> None:
        """The document holds `text` from one moment to the next, durably; takes the folder's lock.

        Only a caller who holds `journal.lock` from its last look at the journal on knows that the text is not
        made from an older fold.
        """
        with explaining(self.folder / name), self._lock:
            files.replace(self._disk, self.folder / name, text.encode())

    def set_aside(self, name: str, content: str | bytes) -> Path:
        """Keeps what a person wrote before it is replaced, as `aside/NAME.<hash>`; never overwrites."""
        data = content.encode() if isinstance(content, str) else content
        digest = hashlib.sha256(data).hexdigest()
        aside = self.folder / ASIDE
        with explaining(aside), self._lock:
            files.make_folders(self._disk, aside)
            for length in (8, len(digest)):
                path = aside / f"{name}.{digest[:length]}"
                try:
                    same = files.read(self._disk, path) == data
                except FileNotFoundError:
                    files.replace(self._disk, path, data)
                    same = True
                if same:
                    break
        return path

    def keep_folder(self, folder: Path) -> Path:
        """Moves another folder into `aside/`, as it is, durably; gives the place."""
        aside = self.folder / ASIDE
        with explaining(folder), self._lock:
            files.make_folders(self._disk, aside)
            there = self._disk.names(aside)
            names = (folder.name if copy == 1 else f"{folder.name}-{copy}" for copy in count(1))
            place = aside / next(name for name in names if name not in there)
            self._disk.replace(folder, place)
            for changed in (aside, folder.parent):
                files.sync_folder(self._disk, changed)
        return place


def _listed(slugs: list[str]) -> str:
    more = len(slugs) - _SHOWN
    return ", ".join(slugs[-_SHOWN:]) + (f" and {more} older" if more > 0 else "")
