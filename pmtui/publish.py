"""The documents of an incident, written from its journal: the record, the draft and the chart.

They are made from a fold of their own, so that a screen can have them written by another thread.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident import Incident
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.journal import Journal
from pmtui.storage.library import Documents
from pmtui.storage.paths import CHART, DRAFT, RECORD

_TRIES = 3


class Published(msgspec.Struct, frozen=True):
    """What was written, and what was found in the way."""

    paths: tuple[Path, ...]
    notices: tuple[str, ...] = ()
    """One sentence for each thing that a person had changed, with where it is now."""


def is_published(incident: Incident) -> bool:
    """Whether the documents follow the incident: from its first close on, a reopened one included."""
    return bool(incident.of(e.Close))


def publish(folder: Path, disk: Disk = DISK) -> Published:
    """Writes all documents of an incident, each atomically, never from an older fold than the journal's.

    Raises:
        StorageError: one could not be written; the others, and what stood there, are whole.
    """
    journal = Journal(folder, disk)
    documents = Documents(journal, disk)
    try:
        for attempt in range(_TRIES):
            pages = _Pages(Incident(journal.read()), documents)
            with journal.lock:
                # Another process may have added to the journal while these pages were made.
                if attempt + 1 < _TRIES and journal.changed():
                    continue
                return pages.write()
        raise AssertionError("the last attempt always writes")
    finally:
        journal.close()


class _Pages:
    """The documents of one fold, and what of the old ones a person changed."""

    def __init__(self, incident: Incident, documents: Documents) -> None:
        from pmtui.output import chart, draft, record

        self._documents = documents
        slug = documents.folder.name
        self._aside: list[tuple[str, bytes, str]] = []
        old = documents.read(RECORD)
        before = _entries_before(old, slug)
        if old is not None and before is None:
            self._aside.append(
                (RECORD, old, "changes belong in the journal: `pmtui log`, or the live screen")
            )
        old_chart = documents.read(CHART)
        # Without the record that it was drawn with, only the chart that is due now can speak for it.
        if old_chart is not None and chart.svg(before or incident).encode() != old_chart:
            self._aside.append((CHART, old_chart, "it is drawn anew after every change"))
        text = documents.read_text(DRAFT)
        if text is None:
            page = draft.draft(incident, CHART)
        else:
            regenerated = draft.regenerate(text, incident, CHART)
            page = regenerated.text
            for block in regenerated.aside:
                why = f"the block {block.name} is generated; text between the blocks is yours"
                self._aside.append((DRAFT, block.text.encode(), why))
        self._texts = {RECORD: record.write(incident, slug), DRAFT: page, CHART: chart.svg(incident)}

    def write(self) -> Published:
        """Sets aside what a person changed, then replaces each document."""
        notices = []
        for name, content, why in self._aside:
            kept = self._documents.set_aside(name, content)
            notices.append(f"{name} was changed by hand and is kept as {kept}; {why}")
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
