"""The journal as a session sees it: read on, and joined with what comes. It waits for the disk, so not in a loop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.entries import Entry
from pmtui.model.incident.fold import prefer
from pmtui.model.incident.links import place
from pmtui.model.text import file_name
from pmtui.storage import attachments, files
from pmtui.storage.disk import DISK, Disk, explaining
from pmtui.storage.journal import audit
from pmtui.storage.journal.journal import Journal
from pmtui.storage.journal.union import wordless
from pmtui.storage.library import Documents
from pmtui.storage.paths import JOURNAL
from pmtui.work.share.checks import Unfit, entry_in, key_of

_KEPT = 50
"""Messages that one session keeps aside: whoever floods an incident fills no disk."""


class Changes(NamedTuple):
    """What is new in the journal, or came and is not in it."""

    entries: tuple[Entry, ...] = ()
    """New, or without their words now; never with words that are redacted."""
    came: frozenset[str] = frozenset()
    """The keys of messages that the meeting point has, fit or not."""
    unfit: tuple[str, ...] = ()
    """The keys of those that were set aside."""
    doubled: frozenset[str] = frozenset()
    """The keys of those that came with other bytes than there are here, and not for a redaction."""
    said: tuple[str, ...] = ()
    """A sentence about each that a person should know of."""


class Local:
    """The journal of one incident, for one thread at a time; other processes may do anything meanwhile.

    Every method raises StorageError when the disk does not do its part; then nothing is lost, and the same call can be
    made again.

    Args:
        folder: the incident's.
        disk: the seam.
        cleans: what others redacted is taken from the documents and all other places, too; a window does that itself.

    Raises:
        PmtuiError: the journal does not say which incident it is.
    """

    incident: str
    """The id of the entry that opens the incident, which is the incident's own."""

    def __init__(self, folder: Path, disk: Disk = DISK, *, cleans: bool = True) -> None:
        self.folder = folder
        self._cleans = cleans
        self._disk = disk
        self._journal = Journal(folder, disk)
        self._held: dict[str, Entry] = {}
        self._gone: set[str] = set()
        """The ids of the entries whose words are to be on no disk."""
        self._greatest = 0
        self._new: dict[str, Entry] = {}
        """Read, but given to nobody yet: a call that fails must not lose them."""
        self._aside: set[tuple[str, bytes]] = set()
        """The messages that were kept aside, each once."""
        self._altered: set[str] = set()
        """The ids of lines that somebody changed: their words are nobody's, and go to nobody."""
        self._notices: list[str] = []
        self._read_all()
        opened = next((entry for entry in self._held.values() if isinstance(entry, e.Opened)), None)
        if opened is None:
            self._journal.close()
            raise PmtuiError(
                f"{folder.name}: the journal has no readable first line",
                f"pmtui verify {folder.name} says more",
            )
        self.incident = opened.id

    @property
    def failing(self) -> bool:
        """Whether an fsync failed, and what it failed on is not durable yet: each further try adds a line."""
        return self._journal.failing

    def close(self) -> None:
        """Lets go of the journal's file."""
        self._journal.close()

    def look(self) -> Changes:
        """What is new in the journal since the last call, all of it at the first; on the medium when this returns."""
        if self._journal.changed():
            self._catch_up()
        if not self._journal.covered:
            self._journal.cover()  # what another process wrote may not have had its own fsync yet
        notices, self._notices = self._notices, []
        return Changes(self._hand_over(), said=(*notices, *self._clean()))

    def take(self, messages: Iterable[tuple[str, bytes]]) -> Changes:
        """Joins the entries in messages (key, content); returns when they are on the medium."""
        self._catch_up()
        fit: list[Entry] = []
        came, unfit, doubled, said = set[str](), list[str](), set[str](), list[str]()
        for key, data in messages:
            came.add(key)
            try:
                entry = entry_in(key, data, self.incident, self._greatest)
            except Unfit as error:
                unfit.append(key)
                said.append(self._set_aside(str(error), key, data))
                continue
            held = self._held.get(entry.id)
            if held is not None and entry.id in self._altered:
                unfit.append(key)
                said.append(self._set_aside(f"#{held.n} is as it was written with the others", key, data))
                continue
            if held is not None and _differ(held, entry):
                doubled.add(key)
                said.append(self._tell_apart(held, entry))
            if held is None or prefer(held, entry) is not held:
                fit.append(entry)
        fit = self._ripe(fit)
        if fit:
            self._journal.join(fit, expose=True)
            self._catch_up()
            said += self._clean()
        return Changes(self._hand_over(), frozenset(came), tuple(unfit), frozenset(doubled), tuple(said))

    def content(self, attached: e.Attach) -> bytes | None:
        """The file of an entry; None when it is not here as it was attached."""
        return attachments.content(attached, self.folder, self._disk)

    def receive(self, attached: e.Attach, content: bytes) -> None:
        """Keeps the file of an entry, durably.

        Raises:
            PmtuiError: it is not what was attached.
        """
        attachments.receive(attached, content, self.folder, self._disk)
        self._catch_up()
        if not self._is_attached(place(attached)):  # redacted while it came, and cleaned before it was here
            attachments.delete([attached], self.folder, self._disk)

    def _is_attached(self, where: str) -> bool:
        live = (entry for entry in self._held.values() if entry.id not in self._gone)
        return any(isinstance(entry, e.Attach) and place(entry) == where for entry in live)

    def _ripe(self, entries: list[Entry]) -> list[Entry]:
        """Those that can be joined: a wordless entry that overtook its redaction waits, as that cleans all places.

        It is not missed: the redaction makes the same of the entry that is here.
        """
        gone = self._gone | wordless(entry for entry in entries if isinstance(entry, e.Redact))
        return [entry for entry in entries if entry.id in gone or not self._is_bare(entry)]

    def _is_bare(self, came: Entry) -> bool:
        """Whether it is an entry of this side without its words."""
        held = self._held.get(came.id)
        return bool(came.redacted and held and not held.redacted and not _differ(held, came))

    def _catch_up(self) -> None:
        found = self._journal.catch_up()
        if self._journal.lost:
            self._journal.restore()  # an older copy was put back
        if self._journal.replaced:
            self._read_all()
        else:
            self._read(found)

    def _read_all(self) -> None:
        """The whole journal, each line held against its own digest: 15 µs a line, once."""
        found = self._journal.read()
        with explaining(self.folder / JOURNAL):
            content = files.read(self._disk, self.folder / JOURNAL, None)
        whole = {entry.id for entry in audit.intact(content)}
        altered = [entry for entry in found if entry.id not in whole and entry.id not in self._altered]
        self._altered |= {entry.id for entry in altered}
        self._notices += [
            f"#{entry.n} was changed in the journal, and stays here: pmtui verify {self.folder.name} says more"
            for entry in altered
        ]
        self._read(found)

    def _read(self, found: Sequence[Entry]) -> None:
        new = {entry.id: entry for entry in found if self._held.get(entry.id) != entry}
        self._held.update(new)
        self._new.update({id: entry for id, entry in new.items() if id not in self._altered})
        self._gone |= wordless(new.values())
        self._greatest = max((self._greatest, *(entry.n for entry in new.values())))

    def _clean(self) -> tuple[str, ...]:
        """Takes words that are redacted off this disk; a sentence about each place."""
        if not (self._cleans and self._journal.exposed):
            return ()
        from pmtui.work.commit import commit

        places = commit(self._journal, [], lambda appended: None, self._disk)
        self._catch_up()
        return places

    def _hand_over(self) -> tuple[Entry, ...]:
        new, self._new = self._new, {}
        return tuple(new.values())

    def _tell_apart(self, held: Entry, came: Entry) -> str:
        stays = prefer(held, came)
        other = came if stays is held else held
        said = f"#{held.n} came with other words than it has here"
        if held.id in self._gone:
            return f"{said}; they are redacted, and left out"
        return self._set_aside(said, key_of(other), codec.encode(other))

    def _set_aside(self, said: str, key: str, data: bytes) -> str:
        message = (key, sha256(data).digest())
        if len(self._aside) >= _KEPT and message not in self._aside:
            return f"{said}; it is left out"
        self._aside.add(message)
        path = Documents(self._journal, self._disk).set_aside(f"{file_name(key[2:66])}.json", data)
        return f"{said}; it is kept as {path.relative_to(self.folder)}"


def _differ(held: Entry, came: Entry) -> bool:
    """Whether two entries of one id are not the same, the words of a redacted one apart."""
    return held != came and codec.digest(held) != codec.digest(came)
