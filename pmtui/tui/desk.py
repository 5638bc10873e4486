"""What lies on the commander's desk: the open incident, the line being typed, the lines that were refused.

No widget is touched here: the live screen shows what the desk holds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from textual.message import Message

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.arguments import LineError
from pmtui.model.grammar import Typed
from pmtui.model.retype import amendment
from pmtui.publish import is_published
from pmtui.session import Session
from pmtui.storage.journal import Appended
from pmtui.storage.unsent import Line, Unsent, UnsentState
from pmtui.tui.writer import Writer

_PREVIEWED = 4_000
"""Characters up to which a line is understood at every keystroke."""


class Desk:
    """An incident with a writer beside it; everything here happens in the screen's thread.

    Args:
        session: the incident, freshly opened.
        post: hands a message to the screen from any thread.

    Raises:
        StorageError: what dead windows left cannot be taken over.
    """

    def __init__(self, session: Session, post: Callable[[Message], object]) -> None:
        self.session = session
        unsent, self.torn = Unsent.claim(session.folder, session.incident.__contains__, session.disk)
        left = unsent.state
        self.parked: list[Line] = list(left.parked)
        """Refused lines, the latest last."""
        self.half = left.half
        """The line in the bar."""
        self.writer = Writer(session.journal, unsent, post, session.disk)
        self._kept = left
        for entry in left.pending:
            self.record(entry)

    @property
    def folder(self) -> Path:
        return self.session.folder

    # --- the line

    def typing(self, text: str, cursor: tuple[int, int]) -> None:
        """Remembers what stands in the bar; a line has its entry's id from the first key on."""
        if not text:
            self.half = Line()
        else:
            line_id = self.half.id or codec.new_id(self.session.clock())
            self.half = msgspec.structs.replace(self.half, text=text, id=line_id, cursor=cursor)

    def preview(self, text: str) -> Typed | LineError | None:
        """What Enter would do with this text now."""
        if not text.strip() or len(text) > _PREVIEWED:
            return None
        try:
            return self.session.understand(text, self.half.since)
        except LineError as error:
            return error

    def submit(self, text: str) -> Typed | LineError:
        """Enter: records the line, or parks it with the moment of its first Enter."""
        half, self.half = self.half, Line()
        since = half.since or self.session.clock()
        line_id = half.id or codec.new_id(since)
        try:
            typed = self.session.understand(text, since)
        except LineError as error:
            self.parked.append(Line(text=text, id=line_id, since=since, why=str(error)))
            return error
        if typed.entry is not None:
            entry = msgspec.structs.replace(typed.entry, id=line_id)
            return msgspec.structs.replace(typed, entry=entry)
        return typed

    def record(self, entry: e.Entry) -> None:
        """Shows an entry and hands it to the writer."""
        self.session.hold(entry)
        if isinstance(entry, e.Move):
            self.writer.carry(entry, self.session.copies(entry))
        else:
            self.writer.append(self.session.held[entry.id])

    def fetch(self) -> str | None:
        """Up in an empty bar: the line that was parked last, else the last own entry, ready to be amended."""
        if self.parked:
            line = self.parked.pop()
            self.half = line
            return line.text
        incident = self.session.incident
        for entry in reversed(incident.entries):
            mine = entry.by == self.session.by and isinstance(entry, e.Worded | e.Service | e.Role)
            if mine and not isinstance(entry, e.Correction) and not incident.item(entry.id).struck:
                return amendment(incident.item(entry.id), incident)
        return None

    def park(self, entry: e.Entry, why: str) -> None:
        """Takes back an entry that cannot be recorded after all."""
        self.session.held.pop(entry.id, None)
        self.session.incident.discard(entry.id)
        incident = self.session.incident
        text = f"/{e.kind_of(entry)} " + ",".join(incident.name(r) for r in entry.refs if r in incident)
        self.parked.append(Line(text=text, id=entry.id, since=entry.recorded, why=why))

    # --- the disk

    def keep(self) -> None:
        """Has the unsent lines made durable, when they changed."""
        state = UnsentState(tuple(self.session.held.values()), tuple(self.parked), self.half)
        if state != self._kept:
            self._kept = state
            self.writer.keep(state)

    def saved(self, appended: Appended) -> None:
        """Takes in what the journal says."""
        self.session.settle(appended)

    def publish(self) -> None:
        """Has the documents of a closed incident follow."""
        if is_published(self.session.incident):
            self.writer.publish()

    @property
    def unsaved(self) -> int:
        """How many entries are not on disk."""
        return len(self.session.held)

    def leave(self, patience: float) -> bool:
        """Ends the window; False when something could not be saved, which `unsent/` then holds."""
        self._kept = UnsentState()
        self.keep()
        return self.writer.stop(patience)
