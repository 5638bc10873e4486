"""The timeline's rows: every entry in the order in which it happened, and a line where the day changes."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta

from pmtui.model import entries as e
from pmtui.model.facts import Item
from pmtui.model.incident import Incident
from pmtui.model.milestones import MILESTONES
from pmtui.model.wording import day, duration, shown
from pmtui.model.words import sign, words
from pmtui.model.zones import tz
from pmtui.session import Session
from pmtui.tui.widgets.rows import Row, RowStyle

LATE = timedelta(minutes=5)
"""An entry recorded so much later than it happened says so."""
LONG_AFTER = timedelta(hours=24)
"""Who writes an incident up days later does not need to be told so on every line."""
_UNKNOWN = "time unknown"
_MILESTONES = tuple(MILESTONES.values())


class LogRows:
    """The rows of one incident; made when they are looked at.

    Args:
        session: holds the fold, which may become another one, and the entries that are not on disk.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._separators: list[int] = []
        self._days: list[str] = []
        self.arrange()

    @property
    def _incident(self) -> Incident:
        return self._session.incident

    def arrange(self) -> None:
        """Finds anew where the days change: a search for each midnight, however long the incident is."""
        incident = self._incident
        timeline, timed = incident.timeline, incident.timed
        self._separators, self._days = [], []
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
        return len(self._incident.timeline) + len(self._separators)

    def row(self, index: int) -> Row:
        """One row, worded."""
        before = bisect_right(self._separators, index)
        if before and self._separators[before - 1] == index:
            return Row(key="", text=self._days[before - 1])
        return self._worded(self._incident.timeline[index - before])

    def index(self, entry_id: str) -> int | None:
        """The row of an entry; None when it has none."""
        position = self._incident.position(entry_id)
        if position is None:
            return None
        starts = [separator - number for number, separator in enumerate(self._separators)]
        return position + bisect_right(starts, position)

    def _worded(self, item: Item) -> Row:
        entry = item.entry
        incident = self._incident
        return Row(
            key=entry.id,
            gutter=f"{item.name} {shown(entry.when, incident.zone)}",
            kind=sign(item, incident),
            text=words(item, incident),
            mark=" ".join(self._marks(item)),
            style=self._style(item),
        )

    def _marks(self, item: Item) -> list[str]:
        entry = item.entry
        marks = []
        if entry.id in self._session.held:
            marks.append("not saved")
        if item.struck:
            marks.append("struck")
        if item.key:
            marks.append("key")
        if item.corrected:
            marks.append("edited")
        if entry.at is not None and entry.said and LATE <= entry.recorded - entry.at < LONG_AFTER:
            marks.append(f"+{duration((entry.recorded - entry.at).total_seconds()).replace(' ', '')}")
        return marks

    def _style(self, item: Item) -> RowStyle:
        if item.struck:
            return "struck"
        if item.id in self._session.held:
            return "unsaved"
        if item.key:
            return "key"
        if isinstance(item.entry, _MILESTONES):
            return "milestone"
        return "muted" if isinstance(item.entry, e.Opened) else ""


def _midnight_after(at: datetime, zone: str) -> datetime:
    local = at.astimezone(tz(zone))
    return datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), tz(zone)).astimezone(
        tz("UTC")
    )
