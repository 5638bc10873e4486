"""Entries that are proposed for the journal: what each would record, as long as nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pmtui.model import entries as e
from pmtui.model.backfill.items import Document
from pmtui.model.backfill.propose import Proposed, entries, sourced
from pmtui.model.line import grammar
from pmtui.model.line.arguments import Context, LineError
from pmtui.model.text import clean

PASTED = ""
"""The name of what is no file."""


def pasted(text: str) -> list[Document]:
    """A text that was pasted, as what an import reads."""
    return [Document(PASTED, text.encode(errors="replace"))]


class ProposedLine:
    """One of them."""

    def __init__(self, proposed: Proposed) -> None:
        self.source = proposed
        """Whose words it was, and where they stood."""
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

    def sourced(self, entry: e.Entry) -> e.Entry:
        """The entry that the line makes, with its author and where it stood; says when a person changed it."""
        source = self.source
        if self.proposed is None and source.origin:
            source = msgspec.structs.replace(source, origin={**source.origin, "changed": "yes"})
        return sourced(entry, source)


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
    def taken(self) -> list[ProposedLine]:
        """The lines that are to be recorded."""
        return [line for line in self.lines if line.taken]

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
            entry = line.sourced(self._typed(line.text))
            line.entry, line.note = self._context.incident.hold(entry), ""
        except LineError as error:
            line.entry, line.note = None, str(error)

    def _typed(self, text: str) -> e.Entry:
        typed = grammar.read(text, self._context)
        if typed.entry is None or isinstance(typed.entry, e.Close):
            raise LineError(f"/{typed.command.name} is no entry to take over", "type it in the command bar")
        return typed.entry
