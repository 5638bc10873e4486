"""What the writer and the widgets say: facts, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from pmtui.errors import PmtuiError
from pmtui.model.entries import Entry
from pmtui.storage.journal.journal import Appended
from pmtui.work.publish import Published

if TYPE_CHECKING:
    from pmtui.model.review.rules import Finding


@dataclass
class EntriesSaved(Message):
    """Entries are on the medium; with them came what others wrote."""

    appended: Appended


@dataclass
class SaveFailed(Message):
    """Nothing of what waits is saved; it is tried again."""

    error: PmtuiError


class DiskWorks(Message):
    """What failed works again."""


class OthersSaved(Message):
    """An fsync of this process has covered all that others wrote, as far as it arrived."""


@dataclass
class EntriesArrived(Message):
    """Others wrote to the journal; whether it is on the medium is not known yet."""

    entries: list[Entry]


@dataclass
class JournalReplaced(Message):
    """The journal is another file now (a redaction, an older copy put back): these are all its entries."""

    entries: list[Entry]
    restored: int = 0
    """How many of them were written back, because that file lacked them."""


@dataclass
class EntryRefused(Message):
    """An entry cannot be recorded, however often it is tried."""

    entry: Entry
    error: PmtuiError


@dataclass
class Reviewed(Message):
    """The review of the write-up is done."""

    findings: tuple[Finding, ...]


@dataclass
class BlockDrawn(Message):
    """A part of the draft that follows from entries, as it stands."""

    name: str
    text: str


class SectionPaused(Message):
    """Nobody typed in the section's editor for a moment."""


class SectionLeft(Message):
    """Escape in the section's editor: back to the sections."""


@dataclass
class DocumentsWritten(Message):
    """The documents follow the journal again."""

    published: Published


@dataclass
class DocumentsFailed(Message):
    """The documents could not be written; the journal holds everything."""

    error: PmtuiError
    folder: Path
