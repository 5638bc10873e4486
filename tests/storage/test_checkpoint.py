"""What was found in a journal counts only for that journal, and never outlives words that leave it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pmtui.storage import checkpoint
from pmtui.storage.files import Lock
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import CHECKPOINT, JOURNAL
from tests.storage.faults import Faulty, note, opened

FOUND = b'{"title":"Checkout is down"}\n and any other bytes'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An incident of three entries, and what was found in it."""
    journal = Journal.create(tmp_path, opened())
    journal.append([note("one"), note("two")])
    journal.close()
    checkpoint.keep(tmp_path, checkpoint.mark(tmp_path), FOUND)
    return tmp_path


def test_what_was_kept_is_found_again_and_is_private(folder: Path) -> None:
    """Bytes are what they were; nobody else can read them, and the journal is as sound as before."""
    assert checkpoint.read(folder) == FOUND
    assert stat.S_IMODE((folder / CHECKPOINT).stat().st_mode) == 0o600
    assert Journal(folder).verify() == []


def test_another_entry_makes_it_void(folder: Path) -> None:
    """The journal grew, whoever wrote to it."""
    Journal(folder).append([note("three")])
    assert checkpoint.read(folder) is None


def test_a_journal_of_the_same_size_and_time_makes_it_void(folder: Path) -> None:
    """Neither another file in its place nor another last chain in the same file fits."""
    path = folder / JOURNAL
    data, before = path.read_bytes(), path.stat()
    path.write_bytes(data[:-4] + (b"0" if data[-4:-3] != b"0" else b"1") + data[-3:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert checkpoint.read(folder) is None
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert checkpoint.read(folder) == FOUND
    path.rename(folder / "old")
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert checkpoint.read(folder) is None


def test_another_version_of_the_program_finds_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may make something else of the same entries."""
    monkeypatch.setattr(checkpoint, "__version__", "0.0.0")
    assert checkpoint.read(folder) is None


def test_no_byte_of_it_can_change_unnoticed(folder: Path) -> None:
    """A bit that flipped, or a write that was cut short, makes it void."""
    path = folder / CHECKPOINT
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert checkpoint.read(folder) is None, at
        path.write_bytes(data[:at])
        assert checkpoint.read(folder) is None, at


def test_what_was_found_in_an_older_journal_is_not_kept(folder: Path) -> None:
    """Somebody wrote, or took words away, while it was read, or writes right now; nobody waits for that."""
    before = checkpoint.mark(folder)
    Journal(folder).append([note("three")])
    checkpoint.keep(folder, before, b"older")
    assert b"older" not in (folder / CHECKPOINT).read_bytes()
    with Lock(folder):
        checkpoint.keep(folder, checkpoint.mark(folder), b"newer")
    assert checkpoint.read(folder) is None
    checkpoint.keep(folder, checkpoint.mark(folder), b"newer")
    assert checkpoint.read(folder) == b"newer"


def test_a_disk_that_fails_keeps_nobody_from_anything(folder: Path) -> None:
    """It is written, or it is not; what is there fits, or counts for nothing."""
    Journal(folder).append([note("three")])
    number = 0
    while checkpoint.read(folder) is None:
        number += 1
        checkpoint.keep(folder, checkpoint.mark(folder), b"newer", Faulty(number))
    assert number > 3
    assert checkpoint.read(folder) == b"newer"


def test_it_is_gone_before_words_leave_the_journal(folder: Path) -> None:
    """A process that dies in a redaction leaves the words where the next one looks for them, or nowhere."""
    journal = Journal(folder)
    one = journal.read()[1]
    (folder / f".{CHECKPOINT}.tmp").write_bytes(b"what a killed process left")
    journal.redact([one.id])
    assert sorted(path.name for path in folder.iterdir()) == [JOURNAL, "lock", "lock.turn"]
