"""What is here and what is there: two sets of keys, compared both ways. No disk, no network."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from itertools import islice
from typing import NamedTuple

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.entries import Entry
from pmtui.model.incident.links import place
from pmtui.storage.journal.union import wordless
from pmtui.work.share.checks import is_sendable, key_of
from pmtui.work.share.local import Changes

PART = 128 << 10
"""Bytes of a message that holds a part of an attachment: under what any server takes, and soon sent on a slow line."""
YOUNG = 2.0
"""Seconds that an entry has to be sent by whoever typed it; then everybody sends it."""


class Plan(NamedTuple):
    """What to do after a comparison."""

    lacking: tuple[str, ...] = ()
    """The keys of entries that are there and not here."""
    missing: tuple[str, ...] = ()
    """The keys of entries that are here and not there."""
    wordless: tuple[str, ...] = ()
    """The keys that are there and must not hold words there, or other words than here."""

    @property
    def equal(self) -> bool:
        """Whether both sides hold the same entries, those apart that are refused."""
        return not (self.lacking or self.missing)


class Sets:
    """All entries of this side, and what is believed to be on the other."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        """By key."""
        self._since: dict[str, float] = {}
        """When an entry was first seen here, for those that came after the start."""
        self._gone: set[str] = set()
        """The keys of entries whose words are to be nowhere."""
        self._attached: dict[str, e.Attach] = {}
        self._seen: set[str] = set()
        """The keys of entries whose bytes there were held against those here."""
        self.doubled: set[str] = set()
        """The keys of entries that were there with other bytes than here."""
        self._unfit: set[str] = set()
        self.refused: set[str] = set()
        """The keys that this connection may not store or erase; they are left alone."""
        self.unerased: dict[str, tuple[bytes, str]] = {}
        """By key, what this member may not put in the place of words that are redacted, and what was said of that."""
        self.kept: set[str] = set()
        """The places of the attached files that are here as they were attached."""
        self.absent: set[str] = set()
        """The places of those that are not here."""
        self.bad: set[str] = set()
        """The places of those whose parts there are something else."""
        self.there: set[str] = set()
        """The keys that the meeting point has, as far as is known; changed here alone."""
        self._compared = False
        """Whether the meeting point has said since the start what it has."""
        self._opening = ""
        """The key of the entry that opens the incident: it goes as any does, but has no number and is not counted."""
        self._unshared: int | None = None
        """None after a change: a screen asks several times a second, and a long incident has many keys."""

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, changes: Changes, now: float | None) -> list[str]:
        """Takes in what the journal says, at a moment of the loop's clock; None for what was there at the start.

        Gives the keys of entries that were written here, and are not sent yet.
        """
        new = {key_of(entry): entry for entry in changes.entries if is_sendable(entry)}
        written = [key for key in new if key not in self._entries and key not in changes.came]
        if now is not None:
            self._since.update(dict.fromkeys(new.keys() - self._entries.keys(), now))
        self.there |= changes.came - self._entries.keys()  # one's own that come back may not be stored
        self._entries.update(new)
        self._unshared = None
        self._opening = next(
            (key for key, entry in new.items() if isinstance(entry, e.Opened)), self._opening
        )
        self._attached.update((key, entry) for key, entry in new.items() if isinstance(entry, e.Attach))
        self._gone.update(f"e.{gone}" for gone in wordless(new.values()))
        self._seen.difference_update(new)
        self._seen |= changes.came
        self.doubled |= changes.doubled
        self._unfit.update(changes.unfit)
        return written

    @property
    def numbered(self) -> int:
        """How many entries are here, as a person counts them."""
        return self.count(self._entries.keys())

    def count(self, keys: Set[str]) -> int:
        """How many of these have a number."""
        return len(keys) - (self._opening in keys)

    def entry(self, key: str) -> Entry:
        """The entry of this side under a key."""
        return self._entries[key]

    def message(self, key: str) -> bytes:
        """The bytes of an entry as they are to stand there: never with words that are redacted here."""
        entry = self._entries[key]
        return codec.encode(codec.redact(entry) if key in self._gone else entry)

    @property
    def left_here(self) -> set[str]:
        """The keys, of entries and of parts of attachments, that the meeting point would not store."""
        return self.refused - self.there

    @property
    def unshared(self) -> int:
        """How many entries the meeting point is not known to have; before the first comparison, of the new ones.

        What was there at the start may have been shared long ago.
        """
        if self._unshared is None:
            known = self._entries if self._compared else self._since
            self._unshared = self.count(known.keys() - self.there)
        return self._unshared

    def stored(self, keys: Iterable[str]) -> None:
        """The meeting point has them now."""
        self.there.update(keys)
        self._unshared = None

    def erased(self, key: str) -> None:
        """The meeting point has it no more."""
        self.there.discard(key)
        self._unshared = None

    @property
    def even(self) -> bool:
        """Whether, as far as is known, the meeting point and this side hold the same entries."""
        return not (self._missing(self.there) or self._lacking(self.there))

    def fits(self, count: int) -> bool:
        """Whether a store of so many messages can be equal to what is here; only a comparison shows that it is."""
        return count == len(self.there) and self.even and not self.uneven_files

    def compare(self, have: Collection[str], now: float | None) -> Plan:
        """What to do when these are the keys of the other side; with a moment, the young are left to their sender."""
        self.there, self._compared = {*have}, True
        self._unshared = None
        missing = [key for key in self._missing(self.there) if now is None or self._is_old(key, now)]
        watched = ((self._gone | self.doubled) & self.there & self._entries.keys()) - self.refused
        return Plan(
            tuple(sorted(self._lacking(self.there))),
            tuple(missing),
            tuple(sorted(watched)),
        )

    def unseen(self, most: int) -> list[str]:
        """The keys of some entries that both sides hold, perhaps with other bytes: a comparison sees keys alone."""
        both = (self._entries.keys() & self.there) - self._seen - self.refused
        return list(islice(both, most))

    def ordered(self, keys: Iterable[str]) -> list[str]:
        """Keys of this side in the order in which they are sent: redactions before the words that they take away."""
        return sorted(keys, key=self._rank)

    def redacts(self, keys: Iterable[str]) -> list[str]:
        """The keys that are there, and that entries with these keys take the words of."""
        found = [self._entries[key] for key in keys if key in self._entries]
        refs = [f"e.{ref}" for entry in found if isinstance(entry, e.Redact) for ref in entry.refs]
        return [key for key in refs if key in self.there and key in self._entries]

    @property
    def files(self) -> tuple[e.Attach, ...]:
        """What is attached, each file once."""
        live = (entry for key, entry in self._attached.items() if entry.sha256 and key not in self._gone)
        return tuple({place(entry): entry for entry in live}.values())

    @property
    def uneven_files(self) -> list[e.Attach]:
        """Those of them that may be missing on one side."""
        return [attached for attached in self.files if self._uneven(attached)]

    @property
    def strays(self) -> set[str]:
        """The keys of parts there that belong to nothing that is attached here."""
        wanted = {key for attached in self.files for key in parts(attached)}
        return {key for key in self.there if key.startswith("a.")} - wanted - self.refused

    def _missing(self, have: set[str]) -> set[str]:
        return self._entries.keys() - have - self.refused

    def missing_parts(self, attached: e.Attach) -> list[str]:
        """The keys of the parts of a file that are not there, and may be."""
        return [key for key in parts(attached) if key not in self.there and key not in self.refused]

    def _uneven(self, attached: e.Attach) -> bool:
        """Whether this side has to look for a file, can store parts of it there, or can fetch all of it."""
        if place(attached) in self.kept:
            return bool(self.missing_parts(attached))
        if place(attached) not in self.absent:
            return True
        return place(attached) not in self.bad and self.there.issuperset(parts(attached))

    def _lacking(self, have: set[str]) -> set[str]:
        here = self._entries.keys() | self._unfit
        return {key for key in have - here if key.startswith("e.")}

    def _is_old(self, key: str, now: float) -> bool:
        since = self._since.get(key)
        if since is not None and now >= since + YOUNG:
            del self._since[key]
            since = None
        return since is None

    def _rank(self, key: str) -> tuple[bool, int, str]:
        entry = self._entries[key]
        return (not isinstance(entry, e.Redact), entry.n, key)


def parts(attached: e.Attach) -> list[str]:
    """The keys of an attachment's parts, in order; an empty file has none."""
    count = -(-attached.bytes // PART)
    return [f"a.{attached.sha256}.{number}" for number in range(count)]


def batches(messages: Iterable[tuple[str, bytes]], most: int, largest: int) -> Iterator[dict[str, bytes]]:
    """Messages in parts of at most so many, and of so many bytes or one message."""
    batch: dict[str, bytes] = {}
    held = 0
    for key, data in messages:
        if batch and (len(batch) == most or held + len(data) > largest):
            yield batch
            batch, held = {}, 0
        batch[key] = data
        held += len(data)
    if batch:
        yield batch
