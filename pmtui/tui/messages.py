"""What the writer tells the screens: facts, in the past tense."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from pmtui.errors import PmtuiError
from pmtui.model.entries import Entry
from pmtui.storage.journal.journal import Appended
from pmtui.work.publish import Published

if TYPE_CHECKING:
    from pmtui.model.review.rules import Finding


class EntriesSaved(Message):
    """Entries are on the medium; with them came what others wrote."""

    def __init__(self, appended: Appended) -> None:
        super().__init__()
        self.appended = appended


class SaveFailed(Message):
    """Nothing of what waits is saved; it is tried again."""

    def __init__(self, error: PmtuiError) -> None:
        super().__init__()
        self.error = error


class DiskWorks(Message):
    """What failed works again."""


class OthersSaved(Message):
    """An fsync of this process has covered all that others wrote, as far as it arrived."""


class EntriesArrived(Message):
    """Others wrote to the journal; whether it is on the medium is not known yet."""

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        self.entries = entries


class JournalReplaced(Message):
    """The journal is another file now (a redaction, an older copy put back): these are all its entries."""

    def __init__(self, entries: list[Entry], restored: int = 0) -> None:
        super().__init__()
        self.entries = entries
        self.restored = restored
        """How many of them were written back, because that file lacked them."""


class EntryRefused(Message):
    """An entry cannot be recorded, however often it is tried."""

    def __init__(self, entry: Entry, error: PmtuiError) -> None:
        super().__init__()
        self.entry = entry
        self.error = error


class Reviewed(Message):
    """The review of the write-up is done."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__()
        self.findings = findings


class BlockDrawn(Message):
    """A part of the draft that follows from entries, as it stands."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__()
        self.name = name
        self.text = text


class SectionPaused(Message):
    """Nobody typed in the section's editor for a moment."""


class SectionLeft(Message):
    """Escape in the section's editor: back to the sections."""


class DocumentsWritten(Message):
    """The documents follow the journal again."""

    def __init__(self, published: Published) -> None:
        super().__init__()
        self.published = published


class DocumentsFailed(Message):
    """The documents could not be written; the journal holds everything."""

    def __init__(self, error: PmtuiError, folder: Path) -> None:
        super().__init__()
        self.error = error
        self.folder = folder
