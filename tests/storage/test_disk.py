"""The seam: what the system is asked for, and how its refusals are worded."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from pmtui.storage import disk, files
from pmtui.storage.disk import DISK, StorageError, explain, explaining
from pmtui.storage.journal.journal import Journal
from tests.storage.faults import Recording, note, opened


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "/x: the disk is full; make room, then try again"),
        (errno.EROFS, "/x: the disk is read-only; make it writable, or set PMTUI_HOME to another folder"),
        (errno.EACCES, "/x: permission denied; check who owns it"),
        (errno.ENOENT, "/x: it is gone; was its folder moved or deleted?"),
        (errno.ENAMETOOLONG, "/x: file name too long; try again"),
    ],
)
def test_an_error_of_the_system_is_one_sentence(number: int, said: str) -> None:
    """What is wrong, where, and what to do."""
    assert str(explain(OSError(number, os.strerror(number)), Path("/x"))) == said


def test_a_sentence_keeps_its_cause(tmp_path: Path) -> None:
    """With --debug the error of the system can be seen."""
    with pytest.raises(StorageError) as caught, explaining(tmp_path):
        raise OSError(errno.EIO, "x")
    assert isinstance(caught.value.__cause__, OSError)


@pytest.mark.parametrize("supported", [True, False])
def test_where_fsync_stops_at_the_drive_the_drive_is_asked_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, supported: bool
) -> None:
    """F_FULLFSYNC where there is one, fsync where the file system does not know it."""
    asked: list[Any] = []

    def ask(fd: int, command: int) -> int:
        asked.append(command)
        if not supported:
            raise OSError(errno.ENOTSUP, "not supported")
        return 0

    monkeypatch.setattr(disk, "_FULL_FSYNC", 51)
    monkeypatch.setattr(fcntl, "fcntl", ask)
    monkeypatch.setattr(os, "fsync", lambda fd: asked.append("fsync"))
    with (tmp_path / "file").open("w") as file:
        DISK.sync(file.fileno())
    assert asked == ([51] if supported else [51, "fsync"])


def test_a_program_that_is_run_inherits_no_lock(tmp_path: Path) -> None:
    """Descriptors are closed on exec, so that `pmtui log --run` leaves no journal locked."""
    fd = DISK.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    assert not os.get_inheritable(fd)
    DISK.close(fd)


def test_a_file_is_on_the_medium_before_it_takes_the_name_and_so_is_the_name(tmp_path: Path) -> None:
    """A power cut leaves the old file or the new one, never an empty one."""
    recording = Recording()
    files.replace(recording, tmp_path / "file", b"data")
    assert recording.calls == ["write", "sync", "replace", "sync folder"]


def test_an_append_is_one_write_and_one_sync(tmp_path: Path) -> None:
    """Several entries cost what one does."""
    recording = Recording()
    journal = Journal.create(tmp_path, opened(), recording)
    recording.calls.clear()
    journal.append([note(), note(), note()])
    assert recording.calls == ["write", "sync"]


def test_a_new_folder_is_on_the_medium_with_those_above_it(tmp_path: Path) -> None:
    """Each name is made durable in the folder that holds it, that of the one which was there too."""
    recording = Recording()
    files.make_folders(recording, tmp_path / "a" / "b")
    assert recording.calls == ["sync folder", "sync folder", "sync folder"]
