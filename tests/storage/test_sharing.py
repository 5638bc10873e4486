"""Promises of share.toml: who can read it, and what is said of one that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmtui.storage import private, sharing
from pmtui.storage.disk import Disk, StorageError
from pmtui.storage.paths import SHARE
from pmtui.storage.servers import ServerFolder
from pmtui.storage.sharing import Sharing

HERE = Sharing("id", ("tls://127.0.0.1:4222",), "me1", secret="swordfish", guest=True)


class Anothers(Disk):
    """Whose share.toml is another member's."""

    def open(self, path: Path, flags: int) -> int:
        if path.name == SHARE:
            raise PermissionError(13, "Permission denied", str(path))
        return super().open(path, flags)


def test_it_is_its_owners_alone_in_a_groups_folder_too(tmp_path: Path) -> None:
    """From its first byte on; a damaged right is put right."""
    tmp_path.chmod(0o2770)
    sharing.keep(tmp_path, HERE)
    path = tmp_path / SHARE
    assert path.stat().st_mode & 0o777 == 0o600
    assert sharing.load(tmp_path) == HERE
    path.chmod(0o640)
    assert path in private.open_to_others(tmp_path)
    private.put_right(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_another_members_is_passed_over_and_never_replaced(tmp_path: Path) -> None:
    """Whoever shares is named to whoever would, too."""
    sharing.keep(tmp_path, HERE)
    assert sharing.load(tmp_path, Anothers()) is None
    assert sharing.signed(tmp_path, "bo", Anothers()) == "bo"
    assert sharing.shared_by(tmp_path, Anothers()) == private.owner(tmp_path)
    assert sharing.shared_by(tmp_path) == ""
    with pytest.raises(StorageError, match=f"is shared by {private.owner(tmp_path)}, who keeps its secrets"):
        sharing.prepared(tmp_path, Anothers())


@pytest.mark.parametrize("content", [b"\xff", b"id = 1", b"[", b'id = "x"', b"x" * (2 << 20)])
def test_one_that_cannot_be_read_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    """And keeps nobody from typing."""
    (tmp_path / SHARE).write_bytes(content)
    with pytest.raises(StorageError, match=SHARE):
        sharing.load(tmp_path)
    assert sharing.signed(tmp_path, "bo") == "bo"


def test_one_that_is_damaged_is_deleted_before_it_is_joined_again(tmp_path: Path) -> None:
    """A line alone replaces no secrets that cannot be read: they may be a lead's."""
    (tmp_path / SHARE).write_text("[")
    with pytest.raises(StorageError, match=f"`rm {tmp_path / SHARE}`, then `pmtui join` it again"):
        sharing.prepared(tmp_path)


def test_a_guest_is_marked_once(tmp_path: Path) -> None:
    """Whoever began it is not."""
    assert sharing.signed(tmp_path, "bo") == "bo"
    sharing.keep(tmp_path, HERE)
    assert sharing.signed(tmp_path, sharing.signed(tmp_path, "bo")) == "bo (via link)"


def test_a_server_is_one_persons_in_a_groups_home_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever could write there would name another process to be ended."""
    tmp_path.chmod(0o2770)
    monkeypatch.setenv("PMTUI_HOME", str(tmp_path))
    files = ServerFolder("id")
    files.make()
    assert files.path.parent.stat().st_mode & 0o7777 == 0o3770
    assert files.path.stat().st_mode & 0o777 == 0o700
    assert files.take_keeper()
    files.name_keeper()
    files.write(files.config, "secret")
    assert files.config.stat().st_mode & 0o777 == 0o600
    assert files.keeper() == os.getpid()
    assert files.server() == 0
