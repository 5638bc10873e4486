"""What a format's reader hands over: things that happened, as others wrote them down."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from pmtui.errors import PmtuiError, UsageError
from pmtui.model import entries as e
from pmtui.model.backfill.marks import unmarked
from pmtui.model.backfill.stamps import Stamp, stamp
from pmtui.model.incident.incident import Incident
from pmtui.model.line.retype import arguments
from pmtui.model.text import clean, one_line

NO_TIME = "no time that can be read"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = Decimal(500_000_000)
"""Seconds since 1970, in 1985: a smaller number counts something else."""
_UNITS = (Decimal(1), Decimal(1000), Decimal(1_000_000), Decimal(1_000_000_000))
_LAST = Decimal(7_258_118_400)
"""The year 2200, in seconds; what is larger counts thousandths of them, or smaller parts."""

_WHOLE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,12})?)? ?(?:Z|[+-]\d\d:?\d\d)")
"""A day, a clock and how far that is from UTC."""

_DIGITS = 40
"""More of them count no part of a second."""
_BLANKS = re.compile(r"\s*")
_ZSH = re.compile(rb": \d{9,10}:\d+;")
_HIDDEN = re.compile(rb"\x83(.)", re.DOTALL)
"""How zsh writes those bytes in its history that mean something to itself."""


class Item(msgspec.Struct, frozen=True):
    """One thing that happened, before anybody knows which day a bare clock belongs to."""

    line: int = 0
    """Where it begins, from 1; 0 in what has no lines."""
    stamp: Stamp | None = None
    """Its time as it is spelled there."""
    kind: str = "note"
    """The name of its command."""
    text: str = ""
    """What stands behind the time, a command other than `/note` included; empty: it only names the day of what
    follows."""
    note: str = ""
    """What a person should look at."""
    at: datetime | None = None
    """Its moment, where that is written as one."""
    author: str = ""
    id: str = ""
    """The source's own."""
    link: str = ""
    thread: str = ""
    """The item or the topic that it answers, by the source's own id or name."""
    file: str = ""
    key: bool = False
    """It was pinned or starred."""


class Document(msgspec.Struct, frozen=True):
    """One file of what is imported."""

    name: str
    """Its path inside the folder or the archive, `/` between the parts; else its own name."""
    data: bytes

    @property
    def where(self) -> str:
        """How a sentence about one of several files begins; of a lone one everybody knows which it is."""
        return f"{self.name}: " if "/" in self.name else ""

    def text(self) -> str:
        """Its text.

        Raises:
            PmtuiError: it is no UTF-8.
        """
        data = self.data
        if _ZSH.match(data):
            data = _HIDDEN.sub(lambda match: bytes([match[1][0] ^ 32]), data)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise PmtuiError(f"{self.where}it is no UTF-8 text", "save it as UTF-8") from None


class How(msgspec.Struct, frozen=True):
    """What a person said about what is imported."""

    format: str = ""
    """The name of its format; empty: it is recognised."""
    fields: dict[str, str] = {}
    """Where things stand in JSON of no known format: items, time, who, text and so on."""
    start: datetime | None = None
    """When a recording began whose times count from there."""
    channels: tuple[str, ...] = ()
    pinned: bool = False
    """Only what was pinned or starred."""
    since: datetime | None = None
    until: datetime | None = None


AS_IT_IS = How()


class Found(msgspec.Struct):
    """What was read."""

    format: str
    """The format's name."""
    title: str
    """What it is, for people: `Slack export`."""
    items: list[Item]
    about: list[str] = []
    """What else it says about itself: `#inc-checkout`, `3 of 4 people known`."""
    left_out: Counter[str] = msgspec.field(default_factory=Counter)
    """What was left out, by the reason, and how often."""
    noun: str = "entry"
    """What one item is called there."""


class Format(msgspec.Struct, frozen=True):
    """One way in which others write things down."""

    name: str
    """For `--as`."""
    title: str
    fits: Callable[[Source], bool]
    read: Callable[[Source, How], Found]
    channels: bool = False
    """Its messages are of channels, of which some may be meant."""
    counts: bool = False
    """Its times count from a start, which a person may say."""

    def check(self, how: How) -> None:
        """Refuses what cannot be said about it.

        Raises:
            UsageError: it has no channels, or no start.
        """
        if how.channels and not self.channels:
            raise UsageError(f"--channel: it was read as {self.title}, which has no channels", "leave it out")
        if how.start and not self.counts:
            what = f"--start: it was read as {self.title}, whose times count from no start"
            raise UsageError(what, "leave it out")


_OF_A_SHAPE = 5
_SHAPES = 200
"""So many different sets of names are looked at: an export has its messages behind its people and channels."""


class Source:
    """What is imported, its JSON read once.

    Args:
        documents: one file, or those of a folder or an archive.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self._values: dict[str, list[Any]] = {}
        self._some: dict[str, list[Any]] = {}
        self._text: str | None = None

    @property
    def raw(self) -> str:
        """The text of one file, its line ends as `\n`, without marks that nobody sees; empty for several.

        Raises:
            PmtuiError: it is no UTF-8.
        """
        if self._text is None:
            text = self.documents[0].text() if len(self.documents) == 1 else ""
            self._text = unmarked(text.replace("\r\n", "\n").replace("\r", "\n"))
        return self._text

    def values(self, document: Document) -> list[Any]:
        """The JSON of a document: the one value that it is, or one a line; none where it is something else.

        Raises:
            PmtuiError: it is nested too deeply.
        """
        if document.name not in self._values:
            self._values[document.name] = _json(document)
        return self._values[document.name]

    def take(self, document: Document, values: list[Any]) -> None:
        """Has other values stand for a document that is no JSON."""
        if not self.values(document):
            self._values[document.name] = values

    def some(self, document: Document) -> list[Any]:
        """A few values of each shape that a document has: by them its format is told, however many there are.

        Raises:
            PmtuiError: it is nested too deeply.
        """
        if document.name not in self._some:
            seen: Counter[Any] = Counter()
            found = self._some[document.name] = []
            for value in self.values(document):
                shape = frozenset(value) if isinstance(value, dict) else type(value)
                seen[shape] += 1
                if seen[shape] <= _OF_A_SHAPE and len(seen) <= _SHAPES:
                    found.append(value)
        return self._some[document.name]


def _json(document: Document) -> list[Any]:
    data = document.data.removeprefix(b"\xef\xbb\xbf").strip()
    if data[:1] not in (b"{", b"["):
        return []
    try:
        try:
            return [msgspec.json.decode(data)]
        except msgspec.DecodeError:
            return _lined(data) or _stream(data.decode())
    except RecursionError:
        raise PmtuiError(f"{document.where}its JSON is nested too deeply", "nothing is read of it") from None
    except (msgspec.DecodeError, ValueError):
        return []


def _lined(data: bytes) -> list[Any]:
    """One value a line; none where a line is something else."""
    try:
        return [msgspec.json.decode(line) for line in data.split(b"\n") if line.strip()]
    except msgspec.DecodeError:
        return []


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _stream(text: str) -> list[Any]:
    """Values of several lines each, one behind the other: `journalctl -o json-pretty`, `gh api --paginate`, `jq`.

    Raises:
        ValueError: it is something else.
    """
    decoder = json.JSONDecoder(parse_constant=_no_number)
    found, place = [], 0
    while place < len(text):
        value, end = decoder.raw_decode(text, place)
        found.append(value)
        place = _BLANKS.match(text, end).end()  # type: ignore[union-attr]
    return found


def said(kind: str, text: str, **fields: Any) -> str:
    """What to type behind a time for an entry of a kind: the text is data, whatever it looks like.

    Args:
        kind: the name of its command.
        text: its words.
        fields: of the kind, such as `to` of an escalation.
    """
    text = unmarked(clean(text)).strip("\n").rstrip()
    if kind == "note":
        return text
    entry = e.KINDS[kind](id="", recorded=EPOCH, text=text, **fields)  # type: ignore[call-arg]
    return f"/{kind} {arguments(entry, _NOTHING)}".rstrip()


_NOTHING = Incident(())


def person(name: object) -> str:
    """A name on one line."""
    return one_line(unmarked(name)) if isinstance(name, str) else ""


def moment(value: object) -> tuple[datetime | None, Stamp | None]:
    """The time that the value of a field names: a moment, or what it spells; both None for none.

    A number counts seconds since 1970, or thousandths, millionths or billionths of them.
    """
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return _exact(value.strip())
    if isinstance(value, str):
        found = stamp(value.strip())
        if found and (found[0].day or found[0].wrong) and not found[1]:
            return None, found[0]
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None, None
    return _since_1970(value), None


def _exact(value: str) -> tuple[datetime | None, Stamp | None]:
    try:
        at = datetime.fromisoformat(value.replace(" +", "+").replace(" -", "-"))
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        found = stamp(value)  # it says what is wrong with it
        return None, found[0] if found else None
    return (at, None) if e.FIRST_YEAR <= at.year <= e.LAST_YEAR else (None, None)


def _since_1970(value: float | str) -> datetime | None:
    digits = str(value).strip()
    if len(digits) > _DIGITS:
        return None
    try:
        count = Decimal(digits)
    except InvalidOperation:
        return None
    if not count.is_finite() or count.adjusted() > _DIGITS:
        return None
    seconds = next((count / unit for unit in _UNITS if _FIRST <= count / unit < _LAST), None)
    if seconds is None:
        return None
    return EPOCH + timedelta(microseconds=int(seconds * 1_000_000))


def own_ids(items: Sequence[Item]) -> list[Item]:
    """The items without such ids as several different ones share: those tell none of them from the others."""
    said: dict[str, Item] = {}
    shared: set[str] = set()
    for item in items:
        bare = msgspec.structs.replace(item, line=0, file="")
        if said.setdefault(item.id, bare) != bare:
            shared.add(item.id)
    return [msgspec.structs.replace(item, id="") if item.id in shared else item for item in items]


def in_order(items: Iterable[Item]) -> list[Item]:
    """By their moments, where each has one; else as they stand."""
    found = list(items)
    return sorted(found, key=lambda item: item.at or EPOCH) if all(item.at for item in found) else found
