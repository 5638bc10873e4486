"""Promises of `pmtui sync`, and of what records in a shared incident: nobody waits for a server, nothing is unsaid."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from pmtui.model import entries as e
from pmtui.storage import sharing
from pmtui.storage.disk import Disk
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library
from pmtui.storage.private import owner
from pmtui.storage.sharer import Sharer
from pmtui.storage.sharing import Sharing
from tests.cli.calling import MORNING, Program, environment, process
from tests.cli.test_json import wrong
from tests.work.share.nats_server import OURS, Server

SLUG = "2023-10-15-checkout"
OPENED = e.Opened(
    id=OURS, recorded=MORNING, title="Checkout is down", zone="UTC", opened=MORNING - timedelta(hours=1)
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that runs."""
    found = Server(tmp_path / "server")
    found.start()
    yield found
    found.stop()


def shared(home: Path, server: Server, name: str) -> Path:
    """An incident in a home, shared as this machine of somebody."""
    folder = Library(home).adopt([OPENED], SLUG, MORNING.date())
    sharing.keep(folder, server.sharing(me=name))
    return folder


def texts(folder: Path) -> list[str]:
    """The notes in a journal."""
    journal = Journal(folder)
    try:
        return [entry.text for entry in journal.read() if isinstance(entry, e.Note)]
    finally:
        journal.close()


def test_a_sync_answers_a_program(pmtui: Program, server: Server) -> None:
    """What came, what went and when both sides were equal, as the schema of the call has it."""
    shared(pmtui.home, server, "ana")
    pmtui.done("log", "the pool is exhausted")
    answer = pmtui.done("sync", "--json")
    assert wrong(pmtui, "sync", answer) == []
    found = json.loads(answer)
    assert (found["incident"], found["came"], found["went"], found["entries"]) == (SLUG, 0, 1, 1)
    assert found["equal"]


def test_two_homes_are_the_same_after_a_sync_of_each(pmtui: Program, server: Server, tmp_path: Path) -> None:
    """It says what came, what went, and that both sides are equal; the documents of a closed incident follow."""
    shared(pmtui.home, server, "ana")
    pmtui.done("log", "the pool is exhausted")
    out = pmtui.done("sync")
    assert out == f"{SLUG}: 1 entry went; both sides hold the same 1 entry\n"
    assert pmtui.done("sync", SLUG) == f"{SLUG}: nothing came or went; both sides hold the same 1 entry\n"
    other = shared(tmp_path / "bo", server, "bo")
    process(tmp_path / "bo", "close", SLUG)
    called = process(tmp_path / "bo", "sync", SLUG)
    assert (called.status, texts(other)) == (0, ["the pool is exhausted"])
    assert called.out.startswith(f"{SLUG}: 1 entry came, ")
    assert "the pool is exhausted" in (other / "postmortem.md").read_text()


def test_what_cannot_be_synced_is_one_sentence(pmtui: Program, server: Server) -> None:
    """Not shared; no server; a server that does not let this member in. What was typed stays, and nothing waits."""
    slug = pmtui.new("Search is slow")
    assert "is not shared" in pmtui("sync", slug).sentence
    folder = shared(pmtui.home, server, "ana")
    pmtui.done("log", "-i", SLUG, "the pool")
    sharing.keep(folder, msgspec.structs.replace(server.sharing(), secret="wrong"))
    assert "does not let" in pmtui("sync", SLUG).sentence or "line" in pmtui("sync", SLUG).sentence
    sharing.keep(folder, server.sharing())
    server.stop()
    called = pmtui("sync", SLUG)
    server.start()
    assert "nothing is lost: the same call goes on" in called.sentence
    assert texts(folder) == ["the pool"]


@pytest.mark.parametrize(
    "words",
    [("sync",), ("sync", "--watch"), ("share", "--stop"), ("share", "--new-link"), ("share", "--config")],
)
def test_of_a_groups_folder_the_one_who_shares_it_is_named(
    pmtui: Program, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """To every other member: it is shared, though not by them."""
    slug = pmtui.new()

    def refuse(path: Path, disk: Disk) -> Sharing | None:
        path.touch()
        raise PermissionError

    monkeypatch.setattr(sharing, "_read", refuse)
    assert f"{slug} is shared by {owner(pmtui.folder(slug))}, who keeps" in pmtui(*words).err


def test_whoever_records_hears_once_that_it_is_not_shared_yet(pmtui: Program, server: Server) -> None:
    """Nothing waits for a server, which may be gone; where a program shares, and where nobody does, nothing is said.

    An incident whose secrets a team's server is only told yet is shared with nobody.
    """
    folder = shared(pmtui.home, server, "ana")
    server.send(signal.SIGSTOP)
    try:
        called = process(pmtui.home, "log", typed="one\ntwo\n", seconds=20)
        assert called.err.count("not shared yet; `pmtui sync") == 1
        assert "not shared yet" in process(pmtui.home, "close", SLUG).err
    finally:
        server.send(signal.SIGCONT)
    sharer = Sharer(folder)
    assert sharer.claim()
    assert "shared" not in process(pmtui.home, "log", "-i", SLUG, "three").err
    sharer.release()
    alone = pmtui.new("Search is slow")
    assert "shared" not in process(pmtui.home, "log", "-i", alone, "one").err
    pmtui.done("share", alone, "--config")
    assert "shared" not in process(pmtui.home, "log", "-i", alone, "two").err


def test_recording_in_a_shared_incident_imports_nothing_of_a_network(server: Server, tmp_path: Path) -> None:
    """Neither the client nor an event loop, nor a socket: whatever is shared, a line costs what it did."""
    shared(tmp_path / "home", server, "ana")
    code = (
        "import sys\n"
        "from pmtui.cli.main import run\n"
        "status = run(['log', 'the pool'])\n"
        "print(status, sorted({'nats', 'asyncio', 'socket', 'ssl', 'pmtui.work.share.session'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path / "home"), capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "0 []"


def test_watching_shares_until_it_is_ended(server: Server, tmp_path: Path) -> None:
    """What comes and what goes is a line each, as it happens; ctrl+c ends it."""
    here, there = shared(tmp_path / "ana", server, "ana"), shared(tmp_path / "bo", server, "bo")
    words = [sys.executable, "-m", "pmtui", "sync", "--watch", SLUG]
    with subprocess.Popen(
        words, env=environment(tmp_path / "ana"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as watching:
        try:
            assert watching.stdout is not None
            assert watching.stdout.readline().decode() == f"{SLUG}: both sides hold the same 0 entries\n"
            process(tmp_path / "ana", "log", "the pool")
            assert watching.stdout.readline().decode() == f"{SLUG}: 1 entry went\n"
            process(tmp_path / "bo", "log", "a query")
            process(tmp_path / "bo", "sync")
            while watching.stdout.readline().decode() != f"{SLUG}: 1 entry came\n":
                pass
            watching.send_signal(signal.SIGINT)
            assert watching.wait(20) == 130
        finally:
            watching.kill()  # leaving would wait for it for ever
    assert sorted(texts(here)) == sorted(texts(there)) == ["a query", "the pool"]


def test_watching_says_why_it_waits_for_a_change(server: Server, tmp_path: Path) -> None:
    """It need not be the server that refuses: a client that is not installed does as well."""
    folder = shared(tmp_path / "ana", server, "ana")
    sharing.keep(folder, msgspec.structs.replace(server.sharing(), secret="wrong"))
    words = [sys.executable, "-m", "pmtui", "sync", "--watch", SLUG]
    with subprocess.Popen(words, env=environment(tmp_path / "ana"), stderr=subprocess.PIPE) as watching:
        assert watching.stderr is not None
        said = watching.stderr.readline().decode()
        assert said.startswith(f"{SLUG}: sharing is refused: the server at ")
        assert said.endswith("; it is tried again when share.toml has changed\n")
        watching.send_signal(signal.SIGINT)
        assert watching.wait(20) == 130
