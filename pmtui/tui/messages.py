"""What the writer says: facts, in the past tense; and what widgets want said or done: requests.

Neither is a message of Textual's, which would take 0.4 ms each of a start: `Heard` brings any fact to the screen.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from textual.message import Message
from textual.widget import Widget

from pmtui.errors import PmtuiError
from pmtui.model.entries import Entry
from pmtui.storage.journal.journal import Appended
from pmtui.work.publish import Published


class EntriesSaved(msgspec.Struct, frozen=True):
    """Entries are on the medium; with them came what others wrote."""

    appended: Appended


class SaveFailed(msgspec.Struct, frozen=True):
    """Nothing of what waits is saved; it is tried again."""

    error: PmtuiError


class NoReserve(msgspec.Struct, frozen=True):
    """There is no room for what may be typed on a full disk."""

    error: PmtuiError


class CopiesFound(msgspec.Struct, frozen=True):
    """A sync program or a merge left so many other copies of the incident beside it."""

    count: int


class DiskWorks(msgspec.Struct, frozen=True):
    """What failed works again."""


class OthersSaved(msgspec.Struct, frozen=True):
    """An fsync of this process has covered all that others wrote, as far as it arrived."""


class EntriesArrived(msgspec.Struct, frozen=True):
    """Others wrote to the journal; whether it is on the medium is not known yet."""

    entries: list[Entry]


class JournalReplaced(msgspec.Struct, frozen=True):
    """The journal is another file now (a redaction, an older copy put back): these are all its entries."""

    entries: list[Entry]
    restored: int = 0
    """How many of them were written back, because that file lacked them."""


class LinesChecked(msgspec.Struct, frozen=True):
    """Every line of the journal was held against its digest and its place."""

    changed: tuple[int, ...]
    """Those that are not as they were written, or that missing ones stand before."""


class WordsNamed(msgspec.Struct, frozen=True):
    """Redacted words stood in other places than the journal: a sentence about each."""

    places: tuple[str, ...]


class EntryRefused(msgspec.Struct, frozen=True):
    """An entry cannot be recorded, however often it is tried."""

    entry: Entry
    error: PmtuiError


class CommandEnded(msgspec.Struct, frozen=True):
    """A command of the user's own ended: a sentence about how."""

    said: str


class DraftChanged(msgspec.Struct, frozen=True):
    """Somebody saved the draft outside of pmtui."""


class SharingChanged(msgspec.Struct, frozen=True):
    """How a shared incident stands with the others is another, or who is here."""


class DocumentsWritten(msgspec.Struct, frozen=True):
    """The documents follow the journal again."""

    published: Published


class DocumentsFailed(msgspec.Struct, frozen=True):
    """The documents could not be written; the journal holds everything."""

    error: PmtuiError
    folder: Path


Fact = (
    EntriesSaved
    | SaveFailed
    | NoReserve
    | CopiesFound
    | DiskWorks
    | OthersSaved
    | EntriesArrived
    | JournalReplaced
    | LinesChecked
    | WordsNamed
    | EntryRefused
    | CommandEnded
    | DraftChanged
    | SharingChanged
    | DocumentsWritten
    | DocumentsFailed
)
DocumentsFact = DocumentsWritten | DocumentsFailed


class Heard(Message):
    """A fact, on its way from one of the other threads to the screen."""

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        self.fact = fact


# Requests: what a widget wants said or done. They are not posted but handed to whoever does them, at once: in the
# queue of messages they would be overtaken by the keys that were typed behind the one that asked.


class Say(msgspec.Struct, frozen=True):
    """One sentence under the bar."""

    text: str


class Fill(msgspec.Struct, frozen=True):
    """A line in the bar, ready to be finished."""

    line: str
    at: int | None = None
    """Where the cursor stands in it; None for its end."""


class GoTo(msgspec.Struct, frozen=True):
    """The timeline's cursor on an entry."""

    entry_id: str


class ShowAnew(msgspec.Struct, frozen=True):
    """All that is shown of the incident: entries were recorded, or lines parked, elsewhere than in the bar."""


class GoToSection(msgspec.Struct, frozen=True):
    """A section of the write-up in its editor, the cursor at a place in its text if one is known."""

    section: str
    place: int | None = None


class Quote(msgspec.Struct, frozen=True):
    """An entry of the timeline into the section that is written."""

    entry_id: str


class Leave(msgspec.Struct, frozen=True):
    """Back from where one is in the write-up to where one was before."""

    place: Widget


class Alarm(msgspec.Struct, frozen=True):
    """Something became overdue: a bell and a notification, for who looks elsewhere."""

    text: str


class NameWindow(msgspec.Struct, frozen=True):
    """What the terminal's window is called."""

    title: str


class CopyQuietly(msgspec.Struct, frozen=True):
    """A text on the clipboard; whoever wants it says that it is there."""

    text: str


class OpenIncident(msgspec.Struct, frozen=True):
    """An incident in place of the list of incidents."""

    folder: Path


class Begin(msgspec.Struct, frozen=True):
    """A new incident in place of the list of incidents."""

    title: str


class GoHome(msgspec.Struct, frozen=True):
    """The list of incidents in place of an incident; what is half typed waits in its bar."""


Request = (
    Say
    | Fill
    | GoTo
    | ShowAnew
    | GoToSection
    | Quote
    | Leave
    | Alarm
    | NameWindow
    | CopyQuietly
    | OpenIncident
    | Begin
    | GoHome
)
