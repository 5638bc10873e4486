"""What must hold with the real server, whatever becomes of it: all journals hold what was typed, each entry once."""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pmtui.model import entries as e
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL
from pmtui.work.share.background import Background
from pmtui.work.share.nats import NatsEngine
from pmtui.work.share.status import State
from tests.storage.faults import note
from tests.work.share.members import NOON, Member
from tests.work.share.nats_server import OURS, Server

OPENED = e.Opened(id=OURS, recorded=NOON, title="Checkout is down", zone="UTC", opened=NOON, by="ana")


def until(holds: Callable[[], object], seconds: float = 180.0) -> None:
    """Waits for something that comes about by itself."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)


class Team:
    """People with a window each, and their server."""

    def __init__(self, home: Path) -> None:
        self.server = Server(home / "server")
        self.server.start()
        self.members: dict[str, Member] = {}
        self.windows: dict[str, Background] = {}
        self._home = home

    def comes(self, name: str, skew: timedelta = timedelta(), role: str = "member") -> Member:
        """Somebody joins, and is connected."""
        sharing = self.server.sharing(role=role, me=name)
        self.members[name] = Member(self._home / name, name, lambda: NatsEngine(sharing), skew, OPENED)
        self.opens(name)
        until(lambda: self.windows[name].status.state is State.CONNECTED)
        return self.members[name]

    def opens(self, name: str) -> None:
        """Their window is opened."""
        member = self.members[name]
        self.windows[name] = Background(member.folder, member.meeting, member.clock).start()

    def closes(self, name: str) -> None:
        """Their window is closed, as when the laptop's lid is."""
        self.windows.pop(name).stop(10.0)

    def type(self, name: str, *lines: str) -> list[str]:
        """They type; the ids of the entries."""
        found = []
        for line in lines:
            found.append(self.members[name].type(line).id)
            if name in self.windows:
                self.windows[name].submitted()
        return found

    def hold(self, *ids: str) -> None:
        """Waits until every journal holds these entries, each once, and nothing else; and the same of each."""
        wanted = sorted((OURS, *ids))
        for member in self.members.values():
            until(lambda member=member: len(member.entries) == len(wanted))  # type: ignore[misc]
            assert sorted(entry.id for entry in member.entries) == wanted
            assert (member.folder / JOURNAL).read_bytes().count(b"\n") == len(wanted)
        first, *others = self.members.values()
        assert all(other.digests == first.digests for other in others)
        for window in self.windows.values():
            until(lambda window=window: (window.status.entries, window.status.unshared) == (len(ids), 0))  # type: ignore[misc]

    def end(self) -> None:
        """All of it."""
        for window in self.windows.values():
            window.stop(10.0)
        self.server.send(signal.SIGCONT)
        self.server.stop()


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Nobody has come yet."""
    found = Team(tmp_path)
    yield found
    found.end()


def test_a_server_that_is_killed_and_comes_back_costs_nothing(team: Team) -> None:
    """Typed before, while it was away, and after; by people whose clocks are an hour apart, with a window's restart."""
    team.comes("ana")
    team.comes("bo", skew=timedelta(hours=1))
    ids = team.type("ana", "one", "two") + team.type("bo", "three")
    team.hold(*ids)
    team.server.stop(signal.SIGKILL)
    ids += team.type("ana", "four") + team.type("bo", "five", "six")
    until(lambda: team.windows["ana"].status.state is State.AWAY)
    until(lambda: team.windows["bo"].status.unshared == 2)
    team.closes("bo")
    ids += team.type("bo", "by pmtui log")
    team.server.start()
    team.opens("bo")
    ids += team.type("ana", "seven")
    team.hold(*ids)


def test_a_server_whose_disk_was_wiped_is_filled_by_whoever_is_there(team: Team) -> None:
    """Entries of somebody who is gone, too."""
    for name in ("ana", "bo"):
        team.comes(name)
    ids = team.type("ana", "one", "two") + team.type("bo", "three")
    team.hold(*ids)
    team.closes("ana")
    team.server.stop(signal.SIGKILL)
    shutil.rmtree(team.server.store)
    team.server.start()
    team.comes("chi")
    team.hold(*ids)


def test_a_server_that_is_rolled_back_while_somebody_sleeps_loses_nothing(team: Team) -> None:
    """What it forgot comes back from those who were awake, and the sleeper gets all of it."""
    for name in ("ana", "bo", "chi"):
        team.comes(name)
    ids = team.type("ana", "one") + team.type("chi", "two")
    team.hold(*ids)
    team.closes("chi")
    ids += team.type("chi", "typed asleep")
    team.server.stop(signal.SIGTERM)
    older = team.server.store.with_name("older")
    shutil.copytree(team.server.store, older)
    team.server.start()
    ids += team.type("ana", "three", "four")
    until(lambda: len(team.members["bo"].entries) == 5)
    team.server.stop(signal.SIGKILL)
    shutil.rmtree(team.server.store)
    older.rename(team.server.store)
    team.server.start()
    team.opens("chi")
    team.hold(*ids)


def test_whoever_comes_late_gets_a_long_incident_at_once(team: Team) -> None:
    """10,000 entries, joined in parts; the benchmark says how soon."""
    team.comes("ana")
    journal = Journal(team.members["ana"].folder)
    ids = [entry.id for entry in journal.append([note(f"line {number}") for number in range(10_000)]).saved]
    journal.close()
    until(lambda: team.windows["ana"].status.entries == len(ids))
    until(lambda: team.windows["ana"].status.unshared == 0)
    team.comes("bo")
    team.hold(*ids)


def test_redacted_words_leave_the_servers_disk_once_the_lead_is_there(team: Team) -> None:
    """A member who may not erase says so; the lead's window does it, and the words are in no file of the server."""
    team.comes("ana")
    ids = team.type("ana", "the password is hunter2-swordfish")
    team.hold(*ids)
    ids += team.type("ana", "/redact #1 a password")
    until(lambda: any("still on the server" in said for said in team.windows["ana"].status.warnings))
    team.comes("lea", role="lead")
    team.hold(*ids)

    def anywhere() -> bool:
        files = [path for path in team._home.rglob("*") if path.is_file()]
        return any(b"swordfish" in path.read_bytes() for path in files)

    until(lambda: not anywhere())


@pytest.mark.outside
def test_a_frozen_server_holds_up_nobody(team: Team) -> None:
    """For 8 seconds it answers nothing: the screens say so, typing waits for nothing, and all of it gets there."""
    for name in ("ana", "bo"):
        team.comes(name)
    team.server.send(signal.SIGSTOP)
    thawed = threading.Timer(8.0, team.server.send, (signal.SIGCONT,))
    thawed.start()
    ids: list[str] = []
    said = set[tuple[str, State]]()
    longest = 0.0
    while thawed.is_alive():
        for name in ("ana", "bo"):
            member, window = team.members[name], team.windows[name]
            ids.append(member.type(f"line {len(ids)}").id)
            began = time.monotonic()
            window.submitted()
            window.looks_at(f"place {len(ids)}")
            said.add((name, window.status.state))
            longest = max(longest, time.monotonic() - began)
        time.sleep(0.2)
    assert longest < 0.05
    assert {("ana", State.AWAY), ("bo", State.AWAY)} < said
    team.hold(*ids)
