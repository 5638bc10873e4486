"""Promises about all incidents at a glance."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pmtui.errors import PmtuiError
from pmtui.storage import checkpoint, peek
from pmtui.storage.library import Library
from pmtui.storage.paths import CHECKPOINT, JOURNAL
from pmtui.storage.settings import Settings
from pmtui.work.commit import record
from pmtui.work.create import opening
from pmtui.work.earlier import recall
from pmtui.work.overview import find, glances, incidents, listed, newest_first, tasks
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
        wrote = (
            f"/service s{number}",
            f"/task alert {number} due:2023-10-15 owner:p{number}",
            f"/tag t{number}",
        )
        for line in wrote:
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
    names = recall(library, Settings(people=("ana",)), None).vocabulary
    assert (names.people, names.tags) == (("ana", "p3", "p1"), ("t3", "t1"))


def test_a_folder_of_incidents_that_cannot_be_read_holds_none(tmp_path: Path) -> None:
    """Beside the list, which says why."""
    (tmp_path / "incidents").write_text("a file")
    assert newest_first(Library(tmp_path)) == []


def test_an_incident_is_listed_from_its_checkpoint_as_from_its_journal(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fact is the same, follow-ups too; a journal is read once, and again when it has grown."""
    folder = library.folders()[0]
    expected = [listed(*each) for each in incidents([folder], unexpected)]
    read: list[Path] = []
    real = peek.read
    monkeypatch.setattr(peek, "read", lambda folder: read.append(folder) or real(folder))  # type: ignore[func-returns-value]
    assert [list(glances([folder], unexpected)) for _ in range(3)] == [expected] * 3
    assert expected[0].open_tasks[0].due == date(2023, 10, 15)
    assert read == [folder]
    note(folder, "/title Checkout is up")
    assert [each.title for each in glances([folder], unexpected)] == ["Checkout is up"]
    assert read == [folder] * 2


def test_a_checkpoint_of_another_layout_is_read_from_the_journal(library: Library) -> None:
    """Whatever it holds, it is made anew."""
    folder = library.folders()[0]
    checkpoint.keep(folder, checkpoint.mark(folder), b'{"folder":"x","id":5}')
    assert [each.title for each in glances([folder], unexpected)] == ["Outage 1"]


def test_a_redaction_leaves_no_word_beside_the_journal(library: Library) -> None:
    """The follow-up was listed; after its redaction no file of the incident holds it."""
    folder = library.folders()[0]
    note(folder, "/task change hunter2-hunter2")
    for _ in glances([folder], unexpected):
        assert holding(folder, b"hunter2-hunter2") == {JOURNAL, CHECKPOINT}
    assert CHECKPOINT not in note(folder, "/redact #4 a password")
    assert holding(folder, b"hunter2-hunter2") == set()
    assert [len(each.open_tasks) for each in glances([folder], unexpected)] == [2]
    assert holding(folder, b"hunter2-hunter2") == set()


def unexpected(error: PmtuiError) -> None:
    """Every incident can be read."""
    raise error


def note(folder: Path, line: str) -> str:
    """Records a typed line; what is said of it."""
    session = Session(folder, lambda: NOW, "ana")
    typed = session.understand(line)
    assert typed.entry is not None
    said = record(session, typed.entry)
    session.close()
    return str(said)


def holding(folder: Path, words: bytes) -> set[str]:
    """The names of the files in a folder that hold these words."""
    return {path.name for path in folder.iterdir() if path.is_file() and words in path.read_bytes()}
