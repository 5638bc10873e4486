"""Promises about all incidents at a glance."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pmtui.storage.library import Library
from pmtui.storage.paths import JOURNAL
from pmtui.storage.settings import Settings
from pmtui.work.commit import record
from pmtui.work.create import opening
from pmtui.work.earlier import recall
from pmtui.work.overview import find, incidents, listed, newest_first, tasks
from pmtui.work.session import Session

NOW = datetime(2023, 10, 15, 20, tzinfo=UTC)
"""In Auckland it is the morning of the 16th."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Three incidents with a service and a follow-up each; the journal of the second is no journal."""
    library = Library(tmp_path)
    for number, zone in enumerate(("UTC", "UTC", "Pacific/Auckland"), 1):
        opened = opening(f"Outage {number}", NOW, Settings(name="ana"), zone)
        folder = library.create(opened, date(2023, 10, number))
        session = Session(folder, lambda: NOW, "ana")
        for line in (f"/service s{number}", f"/task alert {number} due:2023-10-15"):
            typed = session.understand(line)
            assert typed.entry is not None
            record(session, typed.entry)
        session.close()
        if number == 2:
            (folder / JOURNAL).unlink()
            (folder / JOURNAL).mkdir()
    return library


def names(folders: list[Path]) -> list[str]:
    """What the folders are called, without the day."""
    return [folder.name[11:] for folder in folders]


def test_what_cannot_be_read_is_named_and_the_others_come_in_order(library: Library) -> None:
    """One damaged folder hides no other incident."""
    reasons: list[str] = []
    read = [
        folder for folder, _ in incidents(newest_first(library), lambda error: reasons.append(str(error)))
    ]
    assert names(read) == ["outage-3", "outage-1"]
    assert len(reasons) == 1
    assert "2023-10-02-outage-2" in reasons[0]


def test_a_follow_up_is_overdue_where_its_incident_is(library: Library) -> None:
    """Its day is over in Auckland, and goes on in UTC."""
    every = [listed(*each) for each in incidents(library.folders(), lambda error: None)]
    found = {row.folder.name[11:]: row.overdue for row in tasks(every, NOW)}
    assert found == {"outage-1": False, "outage-3": True}


def test_a_search_and_what_is_learnt_leave_out_what_cannot_be_read(library: Library) -> None:
    """The newest first; the incident that is open teaches itself nothing."""
    assert [hit.text[:7] for hit in find(library, "alert")] == ["alert 3", "alert 1"]
    newest = newest_first(library)[0]
    assert recall(library, Settings(), None).vocabulary.services == ("s3", "s1")
    assert recall(library, Settings(), newest).vocabulary.services == ("s1",)


def test_a_folder_of_incidents_that_cannot_be_read_holds_none(tmp_path: Path) -> None:
    """Beside the list, which says why."""
    (tmp_path / "incidents").write_text("a file")
    assert newest_first(Library(tmp_path)) == []
