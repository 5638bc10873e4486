"""Lines that nobody logged live: a chat, an alert log, a report's timeline, as entries proposed for the journal.

Nothing is recorded here. Each proposal is a line of the grammar, so that what is accepted is understood as if it
had been typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from pmtui.model.backfill.split import Piece, pieces
from pmtui.model.backfill.stamps import Stamp
from pmtui.model.entries import Entry, When
from pmtui.model.line import grammar
from pmtui.model.line.arguments import Context, LineError
from pmtui.model.time import read as moments
from pmtui.model.time.errors import TimeError
from pmtui.model.time.zones import tz

_BACK = timedelta(hours=6)
"""A clock that goes back further than this has passed midnight; one that goes back less is out of order."""
_ASSUMED = "no line says which day: this one is assumed"


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

    @property
    def typed(self) -> str:
        """The line that records it."""
        return f"@{self.when.said or '?'} {'/note ' if self.kind == 'note' else ''}{self.text}"


def lines(text: str, zone: str, now: datetime, day: date | None = None) -> list[Proposed]:
    """The entries that timestamped lines would make, in the order of the text.

    Args:
        text: lines of a chat, a log, a script or a Markdown timeline. A heading, a list item, a table's row and a
            line that begins with a time begin an entry; what follows belongs to it.
        zone: the IANA zone in which clocks without an offset are read.
        now: nothing lies after it.
        day: of the clocks before the first line that names a day; without it the most recent possible is assumed.

    Raises:
        PmtuiError: it is of a format whose times would be invented.
    """
    found = pieces(text)
    assumed = day is None and not any(piece.stamp and piece.stamp.day for piece in found)
    first = day or next(
        (p.stamp.day for p in found if p.stamp and p.stamp.day and not p.stamp.yearless), None
    )
    if first is None:
        local = now.astimezone(tz(zone)).date()
        first = _no_later(found, local, zone, now)
    return list(_Days(first, zone, now, assumed).read(found))


def entries(proposed: Iterable[Proposed], context: Context) -> list[tuple[Proposed, Entry]]:
    """What each proposal would record, in an incident that grows with them; the context's incident does.

    One that the grammar refuses as it stands becomes a note, and says why.
    """
    return [_entry(each, context) for each in proposed]


def _entry(each: Proposed, context: Context) -> tuple[Proposed, Entry]:
    try:
        entry = grammar.read(each.typed, context).entry
    except LineError as error:
        said = "?" if each.when.at is None else each.when.said
        note = f"taken as a note: {error.what}"
        each = msgspec.structs.replace(each, kind="note", note=f"{each.note}; {note}" if each.note else note)
        entry = grammar.read(f"@{said} /note {each.text}", context).entry
    assert entry is not None
    return each, context.incident.hold(entry)


class _Days:
    """Gives each clock its day, from one line to the next."""

    def __init__(self, first: date, zone: str, now: datetime, assumed: bool) -> None:
        self.day = first
        self._zone = zone
        self._now = now
        self._assumed = assumed
        self._last: timedelta | None = None
        """The clock of the last line with that day."""

    def read(self, found: list[Piece]) -> Iterable[Proposed]:
        """Each piece as a proposal; a piece that only names a day is none."""
        for piece in found:
            when, note = self._when(piece)
            if piece.text:
                yield Proposed(when, piece.kind, piece.text, piece.line, note)

    def _when(self, piece: Piece) -> tuple[When, str]:
        stamp = piece.stamp
        if stamp is None:
            return self._unknown(piece.note)
        if stamp.wrong:
            return self._unknown(stamp.wrong)
        note = _ASSUMED if self._assumed and not stamp.day else ""
        if stamp.day:
            self.day, self._last = self._year(stamp), None
        elif clock := _since_midnight(stamp):
            if self._last is not None and self._last - clock > _BACK:
                self.day += timedelta(days=1)
                note = note or "after midnight: the day after the line above"
            self._last = clock
        if stamp.clock:
            self._last = _since_midnight(stamp)
        elif not piece.text:
            return When(), ""  # it names the day of what follows
        try:
            return self._read(stamp), note
        except TimeError as error:
            return self._unknown(error.what)

    def _read(self, stamp: Stamp) -> When:
        offset = stamp.offset
        start = f"{self.day}T{stamp.clock}{offset}" if stamp.clock else f"{self.day}"
        end = f"..{stamp.end}{offset}" if stamp.end else ""
        when = moments.read(f"{'~' * stamp.about}{start}{end}", zone=self._zone, now=self._now)
        letters = stamp.abbreviation
        if letters and when.at and when.at.astimezone(tz(self._zone)).tzname() != letters:
            raise TimeError(f"{letters} does not say how far from UTC, and {self._zone} was not on it")
        return when

    def _unknown(self, why: str) -> tuple[When, str]:
        return When(zone=self._zone, said="?"), why

    def _year(self, stamp: Stamp) -> date:
        """The day with its year: the one nearest to the line above."""
        assert stamp.day is not None
        if not stamp.yearless:
            return stamp.day
        near = [day for year in (-1, 0, 1) if (day := _in_year(stamp.day, self.day.year + year))]
        return min(near, key=lambda day: abs(day - self.day), default=self.day)


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None


def _no_later(found: list[Piece], today: date, zone: str, now: datetime) -> date:
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


def _since_midnight(stamp: Stamp) -> timedelta | None:
    match = re.match(r"(\d+)(?::(\d\d|\?\?))?(?::(\d\d))?[\d.]*([ap]m)?", stamp.clock)
    if match is None:
        return None
    hour, minute = int(match[1]), int((match[2] or "0").replace("??", "0"))
    if match[4]:
        hour = hour % 12 + (12 if match[4] == "pm" else 0)
    return timedelta(hours=hour, minutes=minute, seconds=int(match[3] or 0))
