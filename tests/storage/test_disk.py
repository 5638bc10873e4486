"""The seam: what the system is asked for, and how its refusals are worded."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from pmtui.storage import disk
from pmtui.storage.disk import DISK, StorageError, explain, told


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
    with pytest.raises(StorageError) as caught, told(tmp_path):
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
