"""Promises of `attachments.py`: a file is copied whole and for good before anything says that it belongs there."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.links import place
from pmtui.storage import attachments, files
from pmtui.storage.disk import StorageError
from tests.output.making import make
from tests.storage.faults import Faulty

CONTENT = bytes(range(256)) * 2_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A picture that a person has somewhere."""
    path = tmp_path / "graph.png"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An incident's folder."""
    path = tmp_path / "incident"
    path.mkdir()
    return path


def named(source: Path) -> e.Attach:
    """The entry that names it."""
    return make(e.Attach, 1, name=source.name, source=str(source), text="errors")


def test_a_file_is_copied_as_it_is_and_private(source: Path, folder: Path) -> None:
    """Size and digest are the copy's; nobody but its owner can read it; the source stays; twice is once."""
    before = os.umask(0)
    try:
        taken = attachments.take_in(named(source), folder)
        again = attachments.take_in(named(source), folder)
    finally:
        os.umask(before)
    path = folder / place(taken)
    assert path.read_bytes() == source.read_bytes() == CONTENT
    assert (taken.bytes, taken.sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    assert (taken.source, taken.text, taken.name) == ("", "errors", "graph.png")
    assert again == taken
    assert os.listdir(path.parent) == [path.name]
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert attachments.wrong(taken, folder) == ""


def test_what_is_no_file_to_attach_is_refused_with_a_sentence(tmp_path: Path, folder: Path) -> None:
    """Missing, a folder, a pipe, a device, too large, not to be read: nothing is copied, nothing waits."""
    os.mkfifo(tmp_path / "pipe")
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(files.FILE + 1)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, words in {
        tmp_path / "none.png": "there is no such file",
        tmp_path: "it is a folder",
        tmp_path / "pipe": "it is a pipe, a device or a socket",
        Path("/dev/zero"): "it is a pipe, a device or a socket",
        large: "it is larger than 50 MiB",
        tmp_path / "loop": "symbolic links",
        tmp_path / ("x" * 300): "too long",
        tmp_path / "a\0b": "it is no name of a file",
    }.items():
        with pytest.raises(PmtuiError, match=words) as caught:
            attachments.take_in(named(path), folder)
        assert not isinstance(caught.value, StorageError)
        assert caught.value.do
    assert list(folder.rglob("*")) in ([], [folder / "attachments"])


def test_a_file_that_grows_past_the_limit_is_not_taken(
    source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is looked at while it is copied, too."""
    monkeypatch.setattr(files, "FILE", len(CONTENT) - 1)
    monkeypatch.setattr(Faulty, "fstat", lambda self, fd: os.stat_result([stat.S_IFREG] + [0] * 9))
    with pytest.raises(PmtuiError, match="larger"):
        attachments.take_in(named(source), folder, Faulty())
    assert os.listdir(folder / "attachments") == []


@pytest.mark.parametrize("what", ["fail", "full", "short"])
def test_whatever_a_disk_does_a_copy_is_whole_or_not_there(source: Path, folder: Path, what: str) -> None:
    """At each call: what stands under the name has all its bytes, and nothing half stays behind."""
    disk, calls = Faulty(), 0
    while True:
        calls += 1
        disk.arm(calls, what)
        try:
            taken = attachments.take_in(named(source), folder, disk)
        except PmtuiError:
            continue
        finally:
            left = [path for path in (folder / "attachments").glob("*") if path.is_file()]
            assert all(path.read_bytes() == CONTENT for path in left)
        if disk.calls < calls:
            break
    assert calls > 12
    assert (folder / place(taken)).read_bytes() == CONTENT


def test_a_file_of_that_name_is_never_overwritten(source: Path, folder: Path) -> None:
    """One that somebody changed is named instead."""
    taken = attachments.take_in(named(source), folder)
    (folder / place(taken)).write_bytes(b"annotated")
    with pytest.raises(StorageError, match="not as it was attached"):
        attachments.take_in(named(source), folder)
    assert (folder / place(taken)).read_bytes() == b"annotated"
    assert attachments.wrong(taken, folder) == "changed"
    (folder / place(taken)).unlink()
    assert attachments.wrong(taken, folder) == "missing"


def test_a_page_gets_pictures_of_the_folder_and_of_nowhere_else(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No path, and no link, leads out of it; no pipe holds it up; all together have a size that a browser opens."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "a.png").write_bytes(b"12345")
    (folder / "sub").mkdir()
    (folder / "sub/b.png").symlink_to("../a.png")
    (folder / "c.png").symlink_to(tmp_path / "secret.png")
    (folder / "out").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.png")
    pictures = attachments.Pictures(folder)
    assert pictures("a.png") == pictures("sub/b.png") == pictures("sub/../a.png") == b"12345"
    for name in (
        "../secret.png",
        str(tmp_path / "secret.png"),
        "c.png",
        "out/secret.png",
        "pipe.png",
        "",
        ".",
        "a\0",
    ):
        assert pictures(name) is None
    monkeypatch.setattr(attachments, "SHOWN", 9)
    few = attachments.Pictures(folder)
    assert [few("a.png"), few("a.png")] == [b"12345", None]


def test_a_file_from_another_machine_is_kept_when_it_is_what_was_attached(source: Path, folder: Path) -> None:
    """Other bytes are refused, and leave nothing behind; a file that is not as it was attached is none."""
    taken = make(
        e.Attach, 1, name="graph.png", bytes=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest()
    )
    assert attachments.content(taken, folder) is None
    with pytest.raises(PmtuiError, match="not what was attached"):
        attachments.receive(taken, CONTENT[1:], folder)
    assert os.listdir(folder) == []
    attachments.receive(taken, CONTENT, folder)
    assert attachments.content(taken, folder) == CONTENT
    (folder / place(taken)).write_bytes(CONTENT[1:])
    assert attachments.content(taken, folder) is None
