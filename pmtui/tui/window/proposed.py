"""Entries that are proposed for the journal: what each would record, as long as nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from pmtui.model import entries as e
from pmtui.model.backfill.propose import Proposed, entries, lines
from pmtui.model.incident.incident import Incident
from pmtui.model.line import grammar
from pmtui.model.line.arguments import Context, LineError
from pmtui.model.text import clean
from pmtui.model.time.zones import tz

_BEFORE = timedelta(hours=6)
"""What lies further than this before a closed incident's start belongs to the next day."""


def read(text: str, incident: Incident, now: datetime) -> list[Proposed]:
    """The entries that timestamped lines would make in this incident.

    Clocks before the first line that names a day are of the day on which a closed incident began, or of the next
    one if they lie long before it; in one that is still open, of the latest day that is possible.
    """
    span = incident.span if incident.closed else None
    if span is None:
        return lines(text, incident.zone, now)
    day = span[0].astimezone(tz(incident.zone)).date()
    found = lines(text, incident.zone, now, day)
    first = next((each.when.at for each in found if each.when.at), None)
    if first is not None and span[0] - first > _BEFORE:
        return lines(text, incident.zone, now, day + timedelta(days=1))
    return found


class ProposedLine:
    """One of them."""

    def __init__(self, proposed: Proposed) -> None:
        self.proposed: Proposed | None = proposed
        """None once a person changed the line."""
        self.text = proposed.typed
        """The line that records it."""
        self.note = proposed.note
        self.draft = ""
        """What a person was changing it to, and has not entered."""
        self.taken = True
        self.entry: e.Entry | None = None
        """What it would record; None when it would be refused."""


class ProposedLines:
    """All of them, each understood behind those that are taken before it.

    Args:
        proposed: in order.
        context: of an incident that is nobody else's: what is taken is added to it.
    """

    def __init__(self, proposed: Sequence[Proposed], context: Context) -> None:
        self._context = context
        self.lines = [ProposedLine(each) for each in proposed]
        self._understand()

    @property
    def zone(self) -> str:
        """In which times are shown."""
        return self._context.incident.zone

    @property
    def taken(self) -> list[str]:
        """The lines that are to be recorded."""
        return [line.text for line in self.lines if line.taken]

    def by_hand(self, recorded: bool) -> Iterator[str]:
        """What a person typed here that is not recorded, given whether the taken lines are."""
        for line in self.lines:
            if line.draft:
                yield line.draft
            if line.proposed is None and not (recorded and line.taken):
                yield line.text

    def toggle(self, line: ProposedLine) -> None:
        """Leaves a line out, or takes it again."""
        line.taken = not line.taken
        self._understand()

    def change(self, line: ProposedLine, text: str) -> str:
        """Puts a line in the place of another, and takes it; why it cannot stand there, or nothing."""
        before = line.proposed, line.text, line.taken
        line.proposed, line.text, line.taken = None, clean(text).strip("\n"), True
        self._understand()
        if line.entry is None:
            why = line.note
            line.proposed, line.text, line.taken = before
            self._understand()
            return why
        line.draft = ""
        return ""

    def _understand(self) -> None:
        incident = self._context.incident
        for line in reversed(self.lines):
            if line.entry is not None and line.entry.id in incident:
                incident.discard(line.entry.id)
        for line in self.lines:
            if line.taken:
                self._read(line)

    def _read(self, line: ProposedLine) -> None:
        if line.proposed is not None:
            ((proposed, line.entry),) = entries([line.proposed], self._context)
            line.text, line.note = proposed.typed, proposed.note
            return
        try:
            line.entry, line.note = self._context.incident.hold(self._typed(line.text)), ""
        except LineError as error:
            line.entry, line.note = None, str(error)

    def _typed(self, text: str) -> e.Entry:
        typed = grammar.read(text, self._context)
        if typed.entry is None or isinstance(typed.entry, e.Close):
            raise LineError(f"/{typed.command.name} is no entry to take over", "type it in the command bar")
        return typed.entry
