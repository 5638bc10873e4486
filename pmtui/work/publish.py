"""The documents of an incident, written from its journal: the record, the draft and the chart.

They are made from a fold of their own, so that a screen can have them written by another thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Documents
from pmtui.storage.paths import CHART, DRAFT, RECORD

if TYPE_CHECKING:
    from pmtui.work.hand_edits import Aside, Author

_TRIES = 3
_BY_HAND = "was changed by hand and"


class Published(msgspec.Struct, frozen=True):
    """What was written, and what was found in the way."""

    paths: tuple[Path, ...]
    notices: tuple[str, ...] = ()
    """One sentence for each thing that a person had changed, with where it is now."""


def is_published(incident: Incident) -> bool:
    """Whether the documents follow the incident: from its first close on, a reopened one included."""
    return bool(incident.of(e.Close))


def publish(folder: Path, disk: Disk = DISK, author: Author | None = None) -> Published:
    """Writes all documents of an incident, each atomically, never from an older fold than the journal's.

    A section that was edited in the draft is recorded first, as a new version of it, when that loses nothing:
    pmtui did not change it meanwhile, and no more words go than come. Any other edit is set aside and named.

    Args:
        folder: the incident's.
        author: whose entries those are; without one every edit is set aside.

    Raises:
        StorageError: one could not be written; the others, and what stood there, are whole.
    """
    journal = Journal(folder, disk)
    documents = Documents(journal, disk)
    try:
        joined: list[str] = []
        for attempt in range(_TRIES):
            last = attempt + 1 == _TRIES
            # The last attempt keeps everybody out while the pages are made.
            with journal.lock if last else nullcontext():
                pages = _Pages(_entries(journal, joined, disk), documents, author)
                with journal.lock:
                    # Another process may have added to the journal, or a person saved, meanwhile.
                    if last or not (journal.changed() or pages.outdated()):
                        done = pages.write(journal)
                        return msgspec.structs.replace(done, notices=(*joined, *done.notices))
        raise AssertionError("the last attempt always writes")
    finally:
        journal.close()


def _entries(journal: Journal, joined: list[str], disk: Disk) -> list[e.Entry]:
    """All entries, those among them which only the record held; a sentence about these is added to `joined`."""
    from pmtui.work.join import bring_back

    entries = journal.read()
    sentence = bring_back(journal, {entry.id for entry in entries}.__contains__, disk)
    if not sentence:
        return entries
    joined.append(sentence)
    return journal.read()


class _Pages:
    """The documents of one fold, and what of the old ones a person changed."""

    def __init__(self, entries: Sequence[e.Entry], documents: Documents, author: Author | None) -> None:
        from pmtui.output.chart import chart
        from pmtui.output.record import record
        from pmtui.work import templates
        from pmtui.work.hand_edits import TakeIn

        self._documents = documents
        slug = documents.folder.name
        self._old = {name: documents.read(name) for name in (RECORD, CHART, DRAFT)}
        self._aside: list[Aside] = []
        incident = Incident(entries)
        self._look_at_record(incident)
        text = documents.read_text(DRAFT)
        template, self._fault = templates.usable(incident, text)
        self._takes = TakeIn(text, incident, slug, author, template)
        incident.extend(self._takes.entries)
        self._texts = {
            RECORD: record.write(incident, slug),
            DRAFT: self._takes.draft(incident),
            CHART: chart.svg(incident),
        }
        if not self._witness and text not in (None, self._texts[DRAFT]):
            self._keep(DRAFT, "was brought up to date without a whole incident.toml to say what it held, and")

    def _look_at_record(self, incident: Incident) -> None:
        """Sees whether a person changed the record or the chart; they are written from the journal alone."""
        from pmtui.output.chart import chart
        from pmtui.output.record import record
        from pmtui.work.join import ahead

        old, old_chart = _text(self._old[RECORD]), _text(self._old[CHART])
        whole = record.untouched(old)
        more = ahead(self._documents.folder, incident.__contains__)
        self._witness = self._old[RECORD] is not None and not (more.lacking or more.unread)
        """Whether the record says what the draft was made from, and the journal holds that."""
        if self._old[RECORD] is not None and not whole:
            self._keep(RECORD, _BY_HAND, "changes belong in the journal: `pmtui log`, or the live screen")
        elif more.lacking:
            self._keep(RECORD, "holds entries of another incident, and")
        drawn = chart.untouched(old_chart)
        if drawn is None:  # drawn by an earlier version, if its record is of one, too
            drawn = whole and not record.carries_hash(old)
        if self._old[CHART] is not None and not drawn:
            self._keep(CHART, _BY_HAND, "it is drawn anew after every change")

    def _keep(self, name: str, what: str, why: str = "") -> None:
        from pmtui.work.hand_edits import Aside

        content = self._old[name] or b""
        sentence = f"{name} {what} is kept as {{kept}}"
        self._aside.append(Aside(name, content, f"{sentence}; {why}" if why else sentence))

    def outdated(self) -> bool:
        """Whether somebody changed a document since it was read."""
        return any(self._documents.read(name) != old for name, old in self._old.items())

    def write(self, journal: Journal) -> Published:
        """Records what is taken in, sets aside what is not, then replaces each document."""
        notices = list(self._takes.notices)
        if self._fault:
            notices.insert(0, f"{self._fault}; until then {DRAFT} stays as it is")
        if self._takes.entries:
            journal.append(self._takes.entries)
        for aside in (*self._aside, *self._takes.aside):
            kept = str(self._documents.set_aside(aside.name, aside.content)) if aside.content else ""
            notices.append(aside.sentence.replace("{kept}", quote(kept)))
        notices += [
            f"{DRAFT}: the markers of the block {name} are broken or doubled; what stands there is your text now "
            "and no longer follows"
            for name in self._takes.stale
        ]
        for name, text in self._texts.items():
            if self._documents.read(name) != text.encode():
                self._documents.replace(name, text)
        return Published(tuple(self._documents.folder / name for name in self._texts), tuple(notices))


def _text(content: bytes | None) -> str:
    """The text of a document; what is no UTF-8 is no text that pmtui wrote."""
    return (content or b"").decode(errors="replace")
