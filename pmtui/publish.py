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
from pmtui.model.incident import Incident
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.journal import Journal
from pmtui.storage.library import Documents
from pmtui.storage.paths import CHART, DRAFT, RECORD

if TYPE_CHECKING:
    from pmtui.takein import Aside, Hand

_TRIES = 3


class Published(msgspec.Struct, frozen=True):
    """What was written, and what was found in the way."""

    paths: tuple[Path, ...]
    notices: tuple[str, ...] = ()
    """One sentence for each thing that a person had changed, with where it is now."""


def is_published(incident: Incident) -> bool:
    """Whether the documents follow the incident: from its first close on, a reopened one included."""
    return bool(incident.of(e.Close))


def publish(folder: Path, disk: Disk = DISK, hand: Hand | None = None) -> Published:
    """Writes all documents of an incident, each atomically, never from an older fold than the journal's.

    A section that was edited in the draft is recorded first, as a new version of it, when that loses nothing:
    pmtui did not change it meanwhile, and no more words go than come. Any other edit is set aside and named.

    Args:
        folder: the incident's.
        hand: whose entries those are; without one every edit is set aside.

    Raises:
        StorageError: one could not be written; the others, and what stood there, are whole.
    """
    journal = Journal(folder, disk)
    documents = Documents(journal, disk)
    try:
        for attempt in range(_TRIES):
            last = attempt + 1 == _TRIES
            # The last attempt keeps everybody out while the pages are made.
            with journal.lock if last else nullcontext():
                pages = _Pages(journal.read(), documents, hand)
                with journal.lock:
                    # Another process may have added to the journal, or a person saved, meanwhile.
                    if last or not (journal.changed() or pages.outdated()):
                        return pages.write(journal)
        raise AssertionError("the last attempt always writes")
    finally:
        journal.close()


class _Pages:
    """The documents of one fold, and what of the old ones a person changed."""

    def __init__(self, entries: Sequence[e.Entry], documents: Documents, hand: Hand | None) -> None:
        from pmtui import templates
        from pmtui.output import chart, record
        from pmtui.takein import TakeIn

        self._documents = documents
        slug = documents.folder.name
        self._old = {name: documents.read(name) for name in (RECORD, CHART, DRAFT)}
        self._aside: list[Aside] = []
        incident = Incident(entries)
        self._look_at_record(incident, slug)
        text = documents.read_text(DRAFT)
        template, self._fault = templates.usable(incident, text)
        self._takes = TakeIn(text, incident, slug, hand, template)
        incident.extend(self._takes.entries)
        self._texts = {
            RECORD: record.write(incident, slug),
            DRAFT: self._takes.draft(incident),
            CHART: chart.svg(incident),
        }

    def _look_at_record(self, incident: Incident, slug: str) -> None:
        """Sees whether a person changed the record or the chart; they are written from the journal alone."""
        from pmtui.output import chart

        old, old_chart = self._old[RECORD], self._old[CHART]
        before = _entries_before(old, slug)
        if old is not None and before is None:
            self._keep(RECORD, old, "changes belong in the journal: `pmtui log`, or the live screen")
        # Without the record that it was drawn with, only the chart that is due now can speak for it.
        if old_chart is not None and chart.svg(before or incident).encode() != old_chart:
            self._keep(CHART, old_chart, "it is drawn anew after every change")

    def _keep(self, name: str, content: bytes, why: str) -> None:
        from pmtui.takein import Aside

        self._aside.append(Aside(name, content, f"{name} was changed by hand and is kept as {{kept}}; {why}"))

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


def _entries_before(old: bytes | None, slug: str) -> Incident | None:
    """The incident that the standing record was written from; None when a person changed it, or there is none."""
    from pmtui.errors import PmtuiError
    from pmtui.output import record

    if old is None:
        return None
    try:
        text = old.decode()
        found = record.read(text)
    except (PmtuiError, UnicodeDecodeError):
        return None
    incident = Incident(found.entries)
    return incident if record.write(incident, slug) == text else None
