"""What is recorded from now on, for onlookers: one line an entry, as it comes, whoever records it."""

from __future__ import annotations

from collections.abc import Iterator
from time import sleep

from pmtui.cli.printing import is_read, print_notice, print_result
from pmtui.cli.timeline import day, row
from pmtui.model.entries import Correction, Entry
from pmtui.model.incident.facts import Item
from pmtui.model.incident.incident import Incident
from pmtui.storage.disk import StorageError
from pmtui.work.session import Session

_PAUSE = 0.25
"""Seconds between two looks at the journal; each is one stat."""


def follow(here: Session) -> None:
    """Prints each entry that is added, until nobody reads any more; what was corrected is printed anew.

    Raises:
        StorageError: the journal cannot be read any more.
        KeyboardInterrupt: the reader has seen enough.
    """
    heading = day(here.incident.timeline[-1], here.incident) if here.incident.timeline else ""
    while is_read():
        sleep(_PAUSE)
        if not here.journal.changed():
            continue
        for item in _items(here, here.catch_up()):
            if day(item, here.incident) != heading:
                heading = day(item, here.incident)
                print_result(f"\n{heading}")
            print_result(row(item, here.incident))
        _cover(here)


def _items(here: Session, entries: list[Entry]) -> list[Item]:
    """What to print for them: each entry once, as it stands now."""
    found: dict[str, None] = {}
    for entry in entries:
        found.update(dict.fromkeys(_changed(here.incident, entry)))
    return [here.incident.item(each) for each in found]


def _changed(incident: Incident, entry: Entry) -> Iterator[str]:
    """The entry's own id, or of a correction, maybe one of corrections, of all that it changes in the end."""
    if not isinstance(entry, Correction):
        yield entry.id
        return
    for ref in entry.refs:
        if ref in incident:  # else its target has not come yet, and brings it along
            yield from _changed(incident, incident.entry(ref))


def _cover(here: Session) -> None:
    """What others wrote may stand in the system's memory only: it is shown first, for a disk that hangs."""
    try:
        here.journal.cover()
    except StorageError as error:
        print_notice(f"{here.slug}: what is shown is not known to be saved: {error}")
