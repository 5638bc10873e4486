"""Promises of `commit.py`: a move takes entries along, a redaction takes words off the disk, whoever records them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import LineError
from pmtui.storage.disk import StorageError
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL
from pmtui.work.commit import record
from pmtui.work.session import Session
from tests.storage.faults import Faulty
from tests.work.test_session import NOON, folder, made, session, tables, typed, window

__all__ = ["folder", "session"]


def test_a_redaction_takes_the_words_off_the_disk(folder: Path, session: Session) -> None:
    """Of the entry and its amendments; the journal still verifies, and another window follows."""
    other = window(folder, "bo")
    record(session, typed(session, "the password is hunter2"))
    record(session, typed(session, "/amend #1 the password is hunter3"))
    other.catch_up()
    other.hold(typed(other, "held meanwhile"))
    record(session, typed(session, "/redact #1 a password"))
    assert b"hunter" not in (folder / JOURNAL).read_bytes()
    assert session.journal.verify() == []
    other.catch_up()
    assert b"hunter" not in b"".join(codec.encode(entry) for entry in other.incident.entries)
    other.settle(other.journal.append(list(other.held.values())))
    session.catch_up()
    assert tables(other.incident) == tables(session.incident)
    other.close()


def test_entries_are_moved_to_another_incident(tmp_path: Path, folder: Path, session: Session) -> None:
    """As they stand here, with their times; here they are struck, and it says where they went."""
    target = made(tmp_path, "Login errors")
    record(session, typed(session, "@10:30 logins fail"))
    record(session, typed(session, "/amend #1 logins fail in Paris"))
    item = record(session, typed(session, "/move #1 login")).item
    assert isinstance(item.entry, e.Move)
    assert item.entry.incident == target.name
    (moved,) = (x for x in Incident(Journal(target).read()).entries if isinstance(x, e.Note))
    assert (moved.text, moved.at) == ("logins fail in Paris", NOON - timedelta(minutes=90))
    assert session.incident.item(moved.id).struck
    with pytest.raises(LineError, match="this incident"):
        record(session, typed(session, f"/move #1 {folder.name}"))
    with pytest.raises(PmtuiError):
        record(session, typed(session, "/move #1 nowhere"))


def test_words_that_a_failing_disk_left_go_with_the_next_entry(folder: Path) -> None:
    """The redaction is recorded, and its words are still there: whatever is recorded next takes them off."""
    disk = Faulty()
    session = Session(folder, lambda: NOON, "ana", disk=disk)
    record(session, typed(session, "the password is hunter2"))
    disk.arm(1, only="replace")
    with pytest.raises(StorageError):
        record(session, typed(session, "/redact #1 a password"))
    assert b"hunter2" in (folder / JOURNAL).read_bytes()
    record(session, typed(session, "a note"))
    assert b"hunter2" not in (folder / JOURNAL).read_bytes()
    assert not any("hunter2" in str(entry) for entry in session.incident.entries)
    session.close()


def test_an_older_copy_that_was_put_back_is_added_to_and_said(folder: Path, session: Session) -> None:
    """Whatever is recorded: what was seen before is written back, and the sentence says how many."""
    old = (folder / JOURNAL).read_bytes()
    record(session, typed(session, "one"))
    (folder / JOURNAL).write_bytes(old)
    done = record(session, typed(session, "two"))
    assert "1 entry that it lacked is written back" in done.notice
    assert done.item.name == "#2"
    assert tables(session.incident) == tables(Incident(Journal(folder).read()))
    assert record(session, typed(session, "three")).notice == ""
