"""One open incident: understand a line, hold its entry, append it, catch up with others. Synchronous, no screen.

Understanding and folding belong to one thread, the journal to whichever thread appends. What is recorded goes
through `commit`, which stands above: a move brings another incident's documents along, and they all their output.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.line import grammar
from pmtui.model.line.arguments import Context, LineError
from pmtui.model.line.grammar import Typed
from pmtui.storage.attachments import absolute
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.journal.journal import Appended, Journal
from pmtui.storage.settings import Settings
from pmtui.storage.sharing import signed

Clock = Callable[[], datetime]
"""Gives the moment, UTC."""


_DEFAULTS = Settings()


class Session:
    """An incident that is open in this process.

    Args:
        folder: the incident's folder.
        clock: gives the moment; nothing here reads another clock.
        by: who types.
        settings: the person's; whom they tell, and how long what waits may wait.
    """

    def __init__(
        self, folder: Path, clock: Clock, by: str, settings: Settings = _DEFAULTS, disk: Disk = DISK
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.by = signed(folder, by, disk)
        self.settings = settings
        self.disk = disk
        self.journal = Journal(folder, disk)
        self.incident = Incident(self.journal.read())
        self.held: dict[str, e.Entry] = {}
        """Entries that are in the fold and not yet on disk, by id, in the order of Enter."""
        self._written: set[str] = set()
        """Those of them that the journal has numbered, though no fsync has covered them: they keep their place."""
        if self.incident.opened is None:
            self.journal.close()
            raise PmtuiError(
                f"{self.slug}: the journal has no readable first line", f"pmtui verify {self.slug} says more"
            )

    @property
    def slug(self) -> str:
        """The name of the folder, which names the incident everywhere."""
        return self.folder.name

    def close(self) -> None:
        """Lets go of the journal's file."""
        self.journal.close()

    # --- what one thread does

    def context(self, at: datetime | None = None) -> Context:
        """Where a line is read that is typed now, or at the moment given."""
        return Context(self.incident, at or self.clock(), self.by, self.settings.audiences)

    def understand(self, line: str, at: datetime | None = None) -> Typed:
        """What a line means now; records nothing.

        Args:
            line: as typed.
            at: the moment of its first Enter, for a line that was refused then and is sent again.

        Raises:
            LineError: it cannot be recorded as it stands.
        """
        context = self.context(at)
        typed = grammar.read(line, context)
        if isinstance(typed.entry, e.Attach):
            source = absolute(typed.entry.source)
            return msgspec.structs.replace(typed, entry=msgspec.structs.replace(typed.entry, source=source))
        if isinstance(typed.entry, e.Handover):
            from pmtui.model.incident.brief import brief

            typed = msgspec.structs.replace(
                typed,
                entry=msgspec.structs.replace(
                    typed.entry, text=brief(self.incident, context.now, self.settings)
                ),
            )
        elif isinstance(typed.entry, e.Layout):
            _need_template(typed.entry.name)
        return typed

    def hold(self, entry: e.Entry) -> None:
        """Takes an entry into the fold before it is on disk, behind all that is there: the next line can refer to it.

        Its number and label are provisional; the journal gives the final ones. One that is written, but not known
        to be on the medium, is held as it was written.
        """
        if entry.id in self.incident:
            self._written.add(entry.id)
            self.held[entry.id] = self.incident.entry(entry.id)
            return
        self._written.discard(entry.id)
        self.held[entry.id] = self.incident.hold(entry)

    def settle(self, appended: Appended) -> bool:
        """Takes in what the journal says: others' entries, and held ones with their final number and label.

        Whether everything stays where it was: no other's entry came, and nothing held got another number or label.
        """
        held = [entry for entry in appended.saved if self.held.pop(entry.id, None)]
        stay = [self.incident.settle(entry) for entry in held]
        self.take((*appended.others, *appended.saved))
        return all(stay) and len(held) == len(appended.saved) and not appended.others

    def take(self, entries: Sequence[e.Entry]) -> None:
        """Adds entries of the journal; held ones move behind them when their provisional place is taken."""
        provisional = [entry for entry in self.held.values() if entry.id not in self._written]
        ids = {entry.id for entry in entries}
        greatest = max((entry.n for entry in entries), default=-1)
        moves = bool(provisional) and (greatest >= provisional[0].n or not ids.isdisjoint(self.held))
        if moves:
            for entry in reversed(provisional):
                self.incident.discard(entry.id)
        for entry in entries:
            self.incident.add(entry)
        if moves:
            self._hold_again(provisional)

    def refold(self, entries: Sequence[e.Entry]) -> None:
        """Begins anew from a journal that was replaced (a redaction)."""
        self.incident = Incident(entries)
        self._hold_again(list(self.held.values()))

    def _hold_again(self, held: Sequence[e.Entry]) -> None:
        for entry in held:
            self.hold(entry)

    def written(self, entry_id: str) -> e.Entry | None:
        """The entry of that id, None when there is none; of a session just opened, what the journal holds."""
        return self.incident.entry(entry_id) if entry_id in self.incident else None

    def copies(self, move: e.Move) -> list[e.Entry]:
        """The entries that are to go to another incident, as they stand here."""
        return [self.incident.item(ref).entry for ref in move.refs if ref in self.incident]

    # --- what a caller with one thread does

    def catch_up(self) -> list[e.Entry]:
        """Reads what others wrote, and gives it; of a journal that was replaced (a redaction), what is new in it."""
        entries = self.journal.catch_up()
        if not self.journal.replaced:
            self.take(entries)
            return entries
        before = self.incident
        found = self.journal.read()
        self.refold(found)
        return [entry for entry in found if entry.id not in before]


def _need_template(name: str) -> None:
    """Refuses the name of a template that does not exist, which would keep the draft from being written.

    Raises:
        LineError: there is none.
    """
    from pmtui.storage import paths, templates

    folder = paths.templates_folder()
    if name not in templates.names(folder):
        raise LineError(*templates.unknown(folder, name))


def written_back(count: int) -> str:
    """What to say when entries were written back to a journal."""
    many = "1 entry that it lacked is" if count == 1 else f"{count} entries that it lacked are"
    return f"an older copy of the journal was put back; {many} written back"
