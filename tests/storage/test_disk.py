"""The seam: what the system is asked for, and how its refusals are worded."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from pmtui.storage import disk, files, settings, templates
from pmtui.storage.deliver import collect
from pmtui.storage.disk import DISK, StorageError, explain, explaining
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library
from pmtui.storage.paths import JOURNAL
from pmtui.storage.peek import is_closed
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


NO_FILE = "pipe, a device or a socket|no such device"
"""What is said of one; a socket, and the terminal of a process that has none, cannot even be opened."""


def in_the_way(path: Path, kind: str) -> None:
    """Something at `path` that is no file."""
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
    else:
        path.symlink_to(kind)


@pytest.mark.parametrize("kind", ["pipe", "socket", "/dev/zero", "/dev/tty"])
def test_what_is_no_regular_file_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A pipe without a writer, a device without an end: every reader says so in a sentence, none waits."""
    monkeypatch.chdir(tmp_path)  # a socket's path has few letters
    Journal.create(tmp_path, opened()).close()
    (tmp_path / JOURNAL).unlink()
    in_the_way(Path("odd"), kind)
    in_the_way(Path(JOURNAL), kind)
    in_the_way(Path("odd.md.j2"), kind)
    library = Library(tmp_path)
    for look in (
        lambda: collect(Path("odd")),
        lambda: files.read_text(DISK, Path("odd")),
        lambda: templates.read(tmp_path, "odd"),
        lambda: Journal(tmp_path),
        lambda: library.head(tmp_path),
        lambda: is_closed(tmp_path),
    ):
        with pytest.raises(StorageError, match=NO_FILE):
            look()
    assert re.search(NO_FILE, settings.load(Path("odd"))[1][0])


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """What nobody wrote by hand is not read into memory: the sentence says how much may stand there."""
    path = tmp_path / "settings.toml"
    with path.open("wb") as file:
        file.truncate(files.SHORT + 1)
    assert "larger than 1 MiB" in settings.load(path)[1][0]
    with path.open("wb") as file:
        file.truncate(files.TEXT + 1)
    with pytest.raises(StorageError, match="larger than 16 MiB"):
        files.read_text(DISK, path)
    with path.open("wb") as file:
        file.truncate(files.LARGE + 1)
    with pytest.raises(StorageError, match="larger than 256 MiB"):
        collect(path)


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


def test_the_name_of_a_journal_that_another_made_is_on_the_medium_with_the_first_entry(
    tmp_path: Path,
) -> None:
    """Its maker may have died before that; the entries behind it cost one sync."""
    Journal.create(tmp_path, opened()).close()
    recording = Recording()
    journal = Journal(tmp_path, recording)
    journal.append([note()])
    assert recording.calls == ["write", "sync", "sync folder"]
    recording.calls.clear()
    journal.append([note()])
    assert recording.calls == ["write", "sync"]


def test_a_new_folder_is_on_the_medium_with_those_above_it(tmp_path: Path) -> None:
    """Each name is made durable in the folder that holds it, that of the one which was there too."""
    recording = Recording()
    files.make_folders(recording, tmp_path / "a" / "b")
    assert recording.calls == ["sync folder", "sync folder", "sync folder"]


@pytest.mark.parametrize("piece", range(1, 12))
def test_a_word_is_found_wherever_the_pieces_of_a_file_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    """A long file is looked through in pieces; a word that begins in one and ends in another is in it."""
    monkeypatch.setattr(files, "BLOCK", piece)
    path = tmp_path / "journal"
    path.write_bytes(b'{"kind":"note"}\n{"kind":"close"}\n')
    assert files.holds(DISK, path, b'"close"')
    assert not files.holds(DISK, path, b'"closed"')
