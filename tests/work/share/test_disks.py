"""Promises of a session's side of the disk: what is not on the medium is not sent, and what fails is done again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmtui.storage.paths import JOURNAL
from pmtui.work.share.status import State
from tests.storage.faults import Faulty
from tests.work.share.meeting import Memory
from tests.work.share.members import Member
from tests.work.share.scene import Scene


def faulty(scene: Scene, name: str) -> tuple[Member, Faulty]:
    """Somebody whose session has a disk that can fail; what they type has another."""
    disk = Faulty()
    member = Member(scene.home / name, name, scene.store.engine)
    typing, member.disk = member.disk, disk
    member.start(scene.loop)
    member.disk = typing
    scene.rest(0.5)
    return member, disk


def test_what_is_not_known_to_be_on_the_medium_is_not_sent(scene: Scene) -> None:
    """An fsync of this program comes first, whoever wrote it; while it fails, that is said."""
    ana, disk = faulty(scene, "ana")
    disk.arm(1, "fail", only="sync", times=1000)
    typed = ana.type("the pool")
    scene.rest(10)
    assert f"e.{typed.id}" not in scene.store.messages
    assert any("the disk reports an error" in said for said in scene.status(ana).warnings)
    disk.arm(0)
    scene.rest(10)
    assert f"e.{typed.id}" in scene.store.messages


@pytest.mark.parametrize(("what", "only"), [("full", "write"), ("fail", "sync"), ("fail", "try_lock")])
def test_what_a_disk_did_not_take_comes_again(scene: Scene, what: str, only: str) -> None:
    """Live entries that could not be joined are missing in the next comparison, and fetched once more.

    What an fsync failed on is written once more with a try, so these become rare.
    """
    ana, disk = faulty(scene, "ana")
    bo = scene.member("bo")
    disk.arm(1, what, only=only, times=1000)
    bo.type("the pool")
    scene.rest(2)
    assert scene.status(ana).warnings
    disk.arm(0)
    scene.rest(40)
    assert ana.texts == ["the pool"]
    assert len(ana.entries) == 2
    assert (ana.folder / JOURNAL).read_bytes().count(b"\n") <= 5


def test_an_older_journal_that_is_put_back_loses_nothing(scene: Scene, tmp_path: Path) -> None:
    """What the session has read is written back, and what it had sent is not taken for new."""
    ana, bo = scene.member("ana"), scene.member("bo")
    ana.type("one")
    scene.rest(1)
    older = tmp_path / "older"
    older.write_bytes((ana.folder / JOURNAL).read_bytes())
    ana.type("two")
    bo.type("three")
    scene.rest(1)
    os.replace(older, ana.folder / JOURNAL)
    scene.rest(8)
    assert sorted(ana.texts) == ["one", "three", "two"]
    assert ana.digests == bo.digests


def test_whatever_a_client_raises_the_next_try_is_made(scene: Scene) -> None:
    """A mistake in it is a connection that failed, by its name; typing goes on."""
    broken = True

    def connect() -> Memory:
        engine = scene.store.engine()
        if broken:
            engine.keys = _raises  # type: ignore[method-assign]
        return engine

    ana = Member(scene.home / "ana", "ana", connect)
    ana.start(scene.loop)
    scene.rest(20)
    status = scene.status(ana)
    assert (status.state, status.why) == (State.AWAY, "the connection failed: KeyError")
    broken = False
    scene.rest(10)
    assert scene.status(ana).state is State.CONNECTED


async def _raises() -> set[str]:
    raise KeyError("what is this?")
