"""What the writer says: facts, in the past tense; and what widgets want said or done: requests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual.message import Message
from textual.widget import Widget

from pmtui.errors import PmtuiError
from pmtui.model.entries import Entry
from pmtui.storage.journal.journal import Appended
from pmtui.work.publish import Published


@dataclass
class EntriesSaved(Message):
    """Entries are on the medium; with them came what others wrote."""

    appended: Appended


@dataclass
class SaveFailed(Message):
    """Nothing of what waits is saved; it is tried again."""

    error: PmtuiError


@dataclass
class NoReserve(Message):
    """There is no room for what may be typed on a full disk."""

    error: PmtuiError


@dataclass
class CopiesFound(Message):
    """A sync program or a merge left so many other copies of the incident beside it."""

    count: int


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
class LinesChecked(Message):
    """Every line of the journal was held against its digest and its place."""

    changed: tuple[int, ...]
    """Those that are not as they were written, or that missing ones stand before."""


@dataclass
class WordsNamed(Message):
    """Redacted words stood in other places than the journal: a sentence about each."""

    places: tuple[str, ...]


@dataclass
class EntryRefused(Message):
    """An entry cannot be recorded, however often it is tried."""

    entry: Entry
    error: PmtuiError


@dataclass
class CommandEnded(Message):
    """A command of the user's own ended: a sentence about how."""

    said: str


@dataclass
class DocumentsWritten(Message):
    """The documents follow the journal again."""

    published: Published


@dataclass
class DocumentsFailed(Message):
    """The documents could not be written; the journal holds everything."""

    error: PmtuiError
    folder: Path


# Requests: what a widget wants said or done. They are not posted but handed to whoever does them, at once: in the
# queue of messages they would be overtaken by the keys that were typed behind the one that asked.


@dataclass(frozen=True)
class Say:
    """One sentence under the bar."""

    text: str


@dataclass(frozen=True)
class Fill:
    """A line in the bar, ready to be finished."""

    line: str
    at: int | None = None
    """Where the cursor stands in it; None for its end."""


@dataclass(frozen=True)
class GoTo:
    """The timeline's cursor on an entry."""

    entry_id: str


@dataclass(frozen=True)
class ShowAnew:
    """All that is shown of the incident: entries were recorded, or lines parked, elsewhere than in the bar."""


@dataclass(frozen=True)
class GoToSection:
    """A section of the write-up in its editor, the cursor at a place in its text if one is known."""

    section: str
    place: int | None = None


@dataclass(frozen=True)
class Quote:
    """An entry of the timeline into the section that is written."""

    entry_id: str


@dataclass(frozen=True)
class Leave:
    """Back from where one is in the write-up to where one was before."""

    place: Widget


@dataclass(frozen=True)
class Alarm:
    """Something became overdue: a bell and a notification, for who looks elsewhere."""

    text: str


@dataclass(frozen=True)
class NameWindow:
    """What the terminal's window is called."""

    title: str


@dataclass(frozen=True)
class CopyQuietly:
    """A text on the clipboard; whoever wants it says that it is there."""

    text: str


@dataclass(frozen=True)
class OpenIncident:
    """An incident in place of the list of incidents."""

    folder: Path


@dataclass(frozen=True)
class Begin:
    """A new incident in place of the list of incidents."""

    title: str


@dataclass(frozen=True)
class GoHome:
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
