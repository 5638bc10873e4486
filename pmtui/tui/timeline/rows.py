"""The timeline's rows: every entry in the order in which it happened, and a line where the day changes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import datetime, timedelta

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import sign, words
from pmtui.model.time.words import day, duration, shown
from pmtui.model.time.zones import tz
from pmtui.tui.timeline.head import Place
from pmtui.tui.timeline.row import FAMILIES, Row, RowStyle
from pmtui.tui.timeline.wrapping import steady
from pmtui.work.session import Session

LATE = timedelta(minutes=5)
"""An entry recorded so much later than it happened says so."""
LONG_AFTER = timedelta(hours=24)
"""Who writes an incident up days later does not need to read so on every line."""
_CLOCK = len("14:05")
_PIECES = re.compile(r"–[0-9]{4}-[0-9]{2}-[0-9]{2}|[–+-]?[^–+\- ]+")
"""The parts of a time: a clock, an offset, the end of a range and its date."""
_DATE = re.compile(r"(?<=–)[0-9]{4}-([0-9]{2}-[0-9]{2})")
_UNKNOWN = "time unknown"
_KEY = "key moments"
SORTS = (_KEY, "milestones", "hypotheses", "escalations", "decisions and actions", "updates", "follow-ups")
"""What the timeline can be narrowed to: what somebody marked, or the kinds of one sort."""
_FAMILIES = {**{family: family for family in FAMILIES}, "decisions and actions": "actions"}


class LogRows:
    """The rows of one incident; made when they are looked at.

    Args:
        session: holds the fold, which may become another one, and the entries that are not on disk.
        wanted: whether an entry is ever shown; None for all.
    """

    def __init__(self, session: Session, wanted: Callable[[Item], bool] | None = None) -> None:
        self._session = session
        self._wanted = wanted
        self._separators: list[int] = []
        self._days: list[str] = []
        self._sort = ""
        self._chosen: list[int] | None = None
        """The places in the timeline of the entries that are shown; None while all are."""
        self.arrange()

    @property
    def _incident(self) -> Incident:
        return self._session.incident

    def choose(self, sort: str) -> None:
        """Shows only entries of one of SORTS, or all for an empty name."""
        self._sort = sort
        self.arrange()

    def after(self) -> str:
        """The sort that follows the one that is shown; empty, which is all, after the last."""
        names = ["", *SORTS]
        return names[(names.index(self._sort) + 1) % len(names)]

    def arrange(self) -> None:
        """Finds anew what is shown and where the days change."""
        self._separators, self._days = [], []
        if self._sort or self._wanted:
            self._choose()
        else:
            self._chosen = None
            self._find_days()

    def _choose(self) -> None:
        day_before = ""
        self._chosen = []
        for position, item in enumerate(self._incident.timeline):
            if self._is_shown(item):
                at = item.entry.at
                name = day(at, self._incident.zone) if at else _UNKNOWN
                if name != day_before:
                    self._add(len(self._chosen), name)
                    day_before = name
                self._chosen.append(position)

    def _is_shown(self, item: Item) -> bool:
        if self._wanted and not self._wanted(item):
            return False
        if self._sort == _KEY:
            return item.key
        return not self._sort or item.entry.sort == self._sort

    def _find_days(self) -> None:
        """A search for each midnight, however long the incident is."""
        incident = self._incident
        timeline, timed = incident.timeline, incident.timed
        position = 0
        while position < timed:
            at = timeline[position].entry.at
            assert at is not None
            self._add(position, day(at, incident.zone))
            position = incident.reached(_midnight_after(at, incident.zone))
        if timed < len(timeline):
            self._add(timed, _UNKNOWN)

    def _add(self, position: int, name: str) -> None:
        self._separators.append(position + len(self._separators))
        self._days.append(name)

    def __len__(self) -> int:
        shown = self._incident.timeline if self._chosen is None else self._chosen
        return len(shown) + len(self._separators)

    def place(self, first: int, end: int) -> Place:
        """Which entries stand between two rows."""
        shown = len(self) - len(self._separators)
        above, before = (index - bisect_left(self._separators, index) for index in (first, end))
        return Place(above + 1, before, shown, len(self._incident.timeline))

    def row(self, index: int) -> Row:
        """One row, worded."""
        before = bisect_right(self._separators, index)
        if before and self._separators[before - 1] == index:
            return Row(key="", text=self._days[before - 1])
        place = index - before
        return self._worded(self._incident.timeline[place if self._chosen is None else self._chosen[place]])

    def index(self, entry_id: str) -> int | None:
        """The row of an entry; None when it has none, or is not shown."""
        position = self._incident.position(entry_id)
        if position is not None and self._chosen is not None:
            place = bisect_left(self._chosen, position)
            position = place if place < len(self._chosen) and self._chosen[place] == position else None
        if position is None:
            return None
        starts = [separator - number for number, separator in enumerate(self._separators)]
        return position + bisect_right(starts, position)

    def day_from(self, index: int | None, step: int) -> int | None:
        """The row of the first entry of the next day (1), or of this day or the one before (-1)."""
        here = len(self) - 1 if index is None else index
        firsts = [separator + 1 for separator in self._separators]
        if step > 0:
            return next((first for first in firsts if first > here), None)
        return next((first for first in reversed(firsts) if first < here), None)

    def _worded(self, item: Item) -> Row:
        entry = item.entry
        incident = self._incident
        return Row(
            key=entry.id,
            number=item.name,
            time=_times(entry.when, incident.zone),
            kind=sign(item, incident),
            text=steady(words(item, incident)),
            mark=" ".join(self._marks(item)),
            aside=_noted(entry),
            style=self._style(item),
            family=_FAMILIES.get(entry.sort, ""),
        )

    def _marks(self, item: Item) -> list[str]:
        marks = []
        if item.id in self._session.held:
            marks.append("not saved")
        if item.struck:
            last = [c for c in self._incident.history(item.id) if isinstance(c, e.Strike | e.Move)][-1:]
            marks.append("moved" if last and isinstance(last[0], e.Move) else "struck")
        if item.key:
            marks.append("key")
        if item.corrected:
            marks.append("edited")
        return marks

    def _style(self, item: Item) -> RowStyle:
        if item.struck:
            return "struck"
        if item.id in self._session.held:
            return "unsaved"
        if item.key or isinstance(item.entry, e.Milestone):
            return "strong"
        return "muted" if isinstance(item.entry, e.Opened) else ""


def _times(when: e.When, zone: str) -> tuple[str, ...]:
    """A time on lines that fit its column: `17:00`, `–18:00`; of the date of an end its month and day, `–02-21`."""
    said = shown(when, zone)
    if len(said) == _CLOCK:
        return (said,)
    return tuple(_DATE.sub(r"\1", piece) for piece in _PIECES.findall(said))


def _noted(entry: e.Entry) -> str:
    """How much later it was written down than it happened, where that tells something: of an import it does not."""
    if entry.origin:
        return ""
    late = entry.recorded - entry.at if entry.at is not None and entry.said else timedelta()
    return f"noted {duration(late.total_seconds())} later" if LATE <= late < LONG_AFTER else ""


def _midnight_after(at: datetime, zone: str) -> datetime:
    local = at.astimezone(tz(zone))
    return datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), tz(zone)).astimezone(
        tz("UTC")
    )
