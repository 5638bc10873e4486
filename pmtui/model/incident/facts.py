"""What the fold makes of the entries: the facts that are shown. Instants in UTC, lengths in seconds."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from pmtui.model.entries import Entry, When


class Item(Struct, frozen=True, gc=False):
    """One entry as its corrections leave it."""

    entry: Entry
    name: str
    """`#12`, or `#12b` where a merge brought two of that number."""
    struck: bool = False
    key: bool = False
    corrected: bool = False
    """Amended or retimed; the earlier versions stay in the journal."""

    @property
    def id(self) -> str:
        return self.entry.id


def known(entry: Entry) -> datetime:
    """When it happened, else when it was written down, which is always known."""
    return entry.at or entry.recorded


class MilestoneMoment(Struct, frozen=True):
    """The moment that counts for a milestone."""

    name: str
    at: datetime
    about: bool
    item: Item | None
    """None for a `declared` that nobody typed: recording was opened then."""


class Interval(Struct, frozen=True):
    """A stretch of time; `end` None while it runs."""

    start: datetime
    end: datetime | None


class EvidenceFact(Struct, frozen=True):
    """What speaks for (`+`), against (`-`) or about a hypothesis."""

    sign: str
    text: str
    item: Item


class HypothesisFact(Struct, frozen=True):
    """One explanation and what became of it."""

    item: Item
    label: str
    text: str
    state: str
    """open, misleading or confirmed."""
    raised: When
    settled: When | None
    because: str
    evidence: tuple[EvidenceFact, ...]
    intervals: tuple[Interval, ...]
    """When it was open, by `at`."""
    seconds_spent: int | None
    """Length of the closed intervals, or what `spent:` says; None when nobody can tell."""
    wrongly_ruled_out: int
    """Seconds for which a hypothesis that is open or confirmed now was held to be misleading."""


class EscalationFact(Struct, frozen=True):
    """Who was asked for help, and how long the answer took."""

    item: Item
    label: str
    to: str
    because: str
    via: str
    state: str
    """waiting, answered or withdrawn."""
    asked: When
    asked_again: tuple[Item, ...]
    answer: str
    answered: datetime | None
    withdrawn: datetime | None
    wait_seconds: int | None
    about: bool = False
    """When it was asked, answered or withdrawn is approximate."""

    @property
    def text(self) -> str:
        """Who was asked."""
        return self.to


class ActionFact(Struct, frozen=True):
    """Something that is being done, in flight until somebody says that it is done or has failed."""

    item: Item
    label: str
    """Empty for one of a time when only those with a check had one: its number names it."""
    text: str
    owner: str
    state: str
    """in flight, done or failed."""
    due: datetime | None
    """When its effect is to be looked at; None when nobody said."""
    ended: When | None
    result: str


class TaskFact(Struct, frozen=True):
    """A follow-up."""

    item: Item
    label: str
    text: str
    owner: str
    due: date | None
    term: str
    type: str
    priority: str
    ref: str
    done: bool
    done_at: datetime | None
    """When it was done, else when that was written down."""

    @property
    def created(self) -> datetime:
        """When somebody thought of it, else when it was written down."""
        return known(self.item.entry)

    @property
    def state(self) -> str:
        """open or done."""
        return "done" if self.done else "open"


class QuestionFact(Struct, frozen=True):
    """A question for the write-up, open until somebody answers it."""

    item: Item
    label: str
    """Empty for one of a time when questions had none: its number names it."""
    text: str
    asked: When
    answered: When | None
    answer: str
    """Of several the last."""

    @property
    def state(self) -> str:
        """open or answered."""
        return "open" if self.answered is None else "answered"


Begun = HypothesisFact | EscalationFact | ActionFact | TaskFact | QuestionFact
"""What an entry begins under a label: it has an item, a label, a text and a state."""


class RoleFact(Struct, frozen=True):
    """Who held a role; None for a time nobody gave: it holds from the beginning, or to the end."""

    role: str
    name: str
    taken: datetime | None
    given_up: datetime | None
    item: Item


class LinkFact(Struct, frozen=True):
    """A named address that belongs to the incident."""

    name: str
    """Empty when nobody named it."""
    url: str
    item: Item
    """That gave it first."""


class Lessons(Struct, frozen=True):
    """What is worth keeping, in the order of writing."""

    well: tuple[str, ...] = ()
    badly: tuple[str, ...] = ()
    lucky: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()


class Metric(Struct, frozen=True):
    """A length of time with its definition, never bare."""

    name: str
    """The record's name without its unit, `time_to_detect`."""
    words: str
    definition: str
    seconds: int | None
    """None when it cannot be computed."""
    missing: str = ""
    """What it lacks then."""
    about: bool = False
    """Computed from an approximate moment."""
    at_least: bool = False

    @property
    def near(self) -> str:
        """What stands before its length, `at least ~`; empty when that is exact."""
        return f"{'at least ' if self.at_least else ''}{'~' if self.about else ''}"


class Writeup(Struct, frozen=True):
    """How far the write-up is: draft or final, and whether it changed since."""

    state: str = "draft"
    by: str = ""
    at: datetime | None = None
    changed_since: bool = False
    reviewer: str = ""
    """Who reviewed it."""
    url: str = ""
    """Where it was published."""

    @property
    def words(self) -> str:
        """`draft`, `final`, `final, changed since`."""
        return f"{self.state}, changed since" if self.changed_since else self.state
