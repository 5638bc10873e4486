"""Lines that nobody logged live: a chat, an alert log, a report's timeline, as entries proposed for the journal.

Nothing is recorded here. Each proposal is a line of the grammar, so that what is accepted is understood as if it
had been typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import msgspec

from pmtui.model.backfill.items import EPOCH, Found, Item
from pmtui.model.backfill.order import first_to_last
from pmtui.model.backfill.stamps import Stamp, since_midnight
from pmtui.model.entries import Entry, When
from pmtui.model.line import grammar
from pmtui.model.line.arguments import FIX, Context, LineError
from pmtui.model.line.commands import BY_NAME
from pmtui.model.time import read as moments
from pmtui.model.time.errors import TimeError
from pmtui.model.time.instants import AHEAD
from pmtui.model.time.zones import tz

_BACK = timedelta(hours=6)
"""A clock that goes back further than this has passed midnight; one that goes back less is out of order."""
_PINS = ("📌", ":pushpin:")
"""What people begin a message with that they want to find again."""
_ASSUMED = "no line says which day: this one is assumed"
_YEAR = "no line says which year: this one is assumed"


class Clocks(NamedTuple):
    """How the clocks of what is read are understood."""

    zone: str
    """The IANA zone in which those without an offset are read."""
    now: datetime
    """Nothing lies after it."""
    day: date | None = None
    """Of the clocks before the first item that names a day."""
    guess: date | None = None
    """The day to assume where nothing says one; without it the most recent possible."""


class Proposed(msgspec.Struct, frozen=True):
    """An entry as it would be recorded."""

    when: When
    """`at` is None when no time can be read; `said` is the TIME as the grammar has it."""
    kind: str
    """The name of its command."""
    text: str
    """What stands behind the time, a command other than `/note` included."""
    line: int
    """Where it begins, from 1."""
    note: str = ""
    """What a person should look at: why the time is unknown, or what was assumed."""
    assumed: bool = False
    """Its day or its year is nowhere said."""
    author: str = ""
    origin: dict[str, str] = {}
    """Of the entry, where it was imported."""
    key: bool = False
    """Somebody marked it as a key moment."""

    @property
    def typed(self) -> str:
        """The line that records it."""
        if BY_NAME[self.kind].group == FIX:
            return self.text
        return f"@{self.when.said or '?'} {'/note ' if self.kind == 'note' else ''}{self.text}"


def proposals(found: Found, clocks: Clocks) -> list[Proposed]:
    """The entries that what was read would make, in its order; each says where it stood."""
    return _dated(found.items, clocks, found.format)


def _dated(found: list[Item], clocks: Clocks, format: str) -> list[Proposed]:
    """The items with the day of each clock; one that only names a day is none."""
    found = first_to_last(found)
    first, assumed = _first_day(found, clocks)
    return list(_Days(first, clocks.zone, clocks.now, assumed, format).read(found))


def _first_day(found: list[Item], clocks: Clocks) -> tuple[date, bool]:
    """The day of the clocks above the first day that is named, and whether it is only assumed.

    A day that no clock follows is that of all clocks; one that divides them ended the day of those above it.
    """
    zone, now, day, guess = clocks
    if day:
        return day, False
    today = now.astimezone(tz(zone)).date()
    stated = next((each for item in found if (each := _own_day(item, zone))), None)
    place = next((place for place, item in enumerate(found) if _names_day(item)), 0)
    above = [item for item in found[:place] if _names_clock(item)]
    if not above or not any(map(_names_clock, found[place:])):
        return stated or guess or _no_later(found, today, zone, now), stated is None
    divides = found[place]
    named = _own_day(divides, zone)
    if named is None and divides.stamp:
        named = _nearest(divides.stamp, stated or guess or today, date.max if stated else today)
    assert named is not None
    until = datetime.combine(named, time(), tz(zone)) + _clock(divides, zone)
    return _no_later(above, named, zone, until - AHEAD), True  # AHEAD is for clocks that differ


def _names_day(item: Item) -> bool:
    return bool(item.at or (item.stamp and item.stamp.day))


def _names_clock(item: Item) -> bool:
    return bool(item.at or (item.stamp and item.stamp.clock))


def _clock(item: Item, zone: str) -> timedelta:
    """How long after midnight an item with a day happened; none where it names no clock."""
    if item.at:
        local = item.at.astimezone(tz(zone))
        return timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    return (since_midnight(item.stamp) if item.stamp else None) or timedelta()


def _own_day(item: Item, zone: str) -> date | None:
    """The day that an item names, with its year."""
    if item.at:
        return item.at.astimezone(tz(zone)).date()
    return item.stamp.day if item.stamp and not item.stamp.yearless else None


def entries(proposed: Iterable[Proposed], context: Context) -> list[tuple[Proposed, Entry]]:
    """What each proposal would record, in an incident that grows with them; the context's incident does.

    One that the grammar refuses as it stands becomes a note, and says why.
    """
    return [_entry(each, context) for each in proposed]


def _entry(each: Proposed, context: Context) -> tuple[Proposed, Entry]:
    each, entry = understood(each, context)
    return each, context.incident.hold(entry)


def understood(each: Proposed, context: Context) -> tuple[Proposed, Entry]:
    """What a proposal would record in the incident as it stands, which stays as it is."""
    try:
        entry = grammar.read(each.typed, context).entry
    except LineError as error:
        said = "?" if each.when.at is None else each.when.said
        note = f"taken as a note: {error.what}"
        each = msgspec.structs.replace(each, kind="note", note=f"{each.note}; {note}" if each.note else note)
        entry = grammar.read(f"@{said} /note {each.text}", context).entry
    assert entry is not None
    return each, sourced(entry, each)


def sourced(entry: Entry, proposed: Proposed) -> Entry:
    """The entry with its author, and where it stood."""
    if not (proposed.author or proposed.origin):
        return entry
    return msgspec.structs.replace(entry, author=proposed.author, origin=proposed.origin)


class _Days:
    """Gives each clock its day, from one line to the next."""

    def __init__(self, first: date, zone: str, now: datetime, assumed: bool, format: str = "") -> None:
        self.day = first
        self._format = format
        self._zone = zone
        self._now = now
        self._assumed = assumed
        self._last: timedelta | None = None
        """The clock of the last line with that day."""
        self._named = False
        """A line named a day, if only without its year."""
        self._above: Item | None = None
        """The last item, if it is a moment."""
        self._dayless = ""
        """Why the line above, which names the day of the clocks below it, names none."""

    def read(self, found: list[Item]) -> Iterable[Proposed]:
        """Each piece as a proposal; a piece that only names a day is none."""
        for piece in found:
            when, note = self._when(piece)
            if piece.text:
                yield Proposed(
                    when,
                    piece.kind,
                    piece.text,
                    piece.line,
                    note,
                    assumed=self._assumed and when.at is not None and piece.at is None,
                    author=piece.author,
                    origin=_origin(piece, self._format),
                    key=piece.key or piece.text.lstrip().startswith(_PINS),
                )

    def _when(self, piece: Item) -> tuple[When, str]:
        stamp = piece.stamp
        if piece.at is not None:
            self._above, self._assumed = piece, False
            return self._moment(piece.at)
        if stamp is None:
            return self._unknown(piece.note)
        if stamp.day or (stamp.wrong and not piece.text):
            self._dayless = stamp.wrong
        if stamp.wrong or self._dayless:
            return self._unknown(stamp.wrong or self._dayless)
        if stamp.day and not stamp.yearless:
            self._assumed = False
        self._go_on()
        note = ""
        self._named = self._named or stamp.day is not None
        if self._assumed:
            note = _YEAR if self._named else _ASSUMED
        clock = since_midnight(stamp)
        if stamp.day:
            self.day, self._last = self._year(stamp), None
        elif self._last is not None and clock is not None and self._last - clock > _BACK:
            self.day += timedelta(days=1)
            note = note or "after midnight: the day after the line above"
        if clock is not None:
            self._last = clock
        elif not piece.text:
            return When(), ""  # it names the day of what follows
        try:
            return self._read(stamp), note
        except TimeError as error:
            return self._unknown(error.what)

    def _go_on(self) -> None:
        """Behind a moment a clock is of its day, or the next; ten thousand of them alone need no zone."""
        if self._above and self._above.at:
            self.day, self._last = (
                self._above.at.astimezone(tz(self._zone)).date(),
                _clock(self._above, self._zone),
            )
            self._above = None

    def _moment(self, at: datetime) -> tuple[When, str]:
        said = at.isoformat().replace("+00:00", "Z")
        if at > self._now + AHEAD:
            return self._unknown(f"{said} is in the future")
        if at < EPOCH:
            return self._unknown(f"{said} is before 1970")
        return When(at=at.astimezone(UTC), zone=self._zone, said=said), ""

    def _read(self, stamp: Stamp) -> When:
        offset = stamp.offset
        start = f"{self.day}T{stamp.clock}{offset}" if stamp.clock else f"{self.day}"
        end = f"..{stamp.end}{offset}" if stamp.end else ""
        about = "~" if stamp.about else ""
        when = moments.read(f"{about}{start}{end}", zone=self._zone, now=self._now)
        letters = stamp.abbreviation
        if letters and when.at and when.at.astimezone(tz(self._zone)).tzname() != letters:
            raise TimeError(f"{letters} does not say how far from UTC, and {self._zone} was not on it")
        return when

    def _unknown(self, why: str) -> tuple[When, str]:
        return When(zone=self._zone, said="?"), why

    def _year(self, stamp: Stamp) -> date:
        """The day with its year: the one nearest to the line above."""
        if stamp.day and not stamp.yearless:
            return stamp.day
        until = self._now.astimezone(tz(self._zone)).date() if self._assumed else date.max
        return _nearest(stamp, self.day, until)


def _origin(item: Item, format: str) -> dict[str, str]:
    known = {"format": format, "file": item.file, "item": item.id, "link": item.link, "thread": item.thread}
    return {name: value for name, value in known.items() if value} if format else {}


def _nearest(stamp: Stamp, near: date, until: date) -> date:
    """The day that is named without its year, in the one in which it is nearest to another day.

    It is no later than `until`, where it can be.
    """
    assert stamp.day is not None
    years = [day for year in (-1, 0, 1) if (day := _in_year(stamp.day, near.year + year))]
    past = [day for day in years if day <= until]
    return min(past or years, key=lambda day: abs(day - near), default=near)


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None


def _no_later(found: list[Item], today: date, zone: str, now: datetime) -> date:
    """The latest day on which the first clock can have been, so that the last one has passed."""
    for back in range(3):
        day = today - timedelta(days=back)
        read = list(_Days(day, zone, now, assumed=False).read(found))
        clocked = [
            each.when.at
            for each, piece in zip(read, [p for p in found if p.text], strict=True)
            if piece.stamp
        ]
        if all(clocked):
            return day
    return today
