"""Promises of `background.py`: an incident is shared beside a window, by one program of a machine at a time."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from pmtui.storage.sharer import Sharer
from pmtui.work.share.background import Background, Ears
from pmtui.work.share.status import State
from tests.slowness import PATIENCE, Stopwatch
from tests.work.share.meeting import Store
from tests.work.share.members import Member


class Shared(Store):
    """One that several threads, each with a loop of its own, meet at."""

    def deliver(self, key: str, data: bytes) -> None:
        for engine in list(self.engines):
            engine.loop.call_soon_threadsafe(engine.hear, key, data)

    def cut(self) -> None:
        for engine in list(self.engines):
            engine.loop.call_soon_threadsafe(engine.lost.set)
        self.engines.clear()


def until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Waits for something that another thread does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end or holds(), "it never came to hold"
        time.sleep(0.005)


class Place:
    """Programs on machines, and what they meet at."""

    def __init__(self, home: Path) -> None:
        self.store = Shared()
        self._home = home
        self._begun: list[Background] = []

    def member(self, name: str) -> Member:
        """A machine on which nothing runs yet."""
        return Member(self._home / name, name, self.store.engine)

    def share(self, member: Member, ears: Ears | None = None, *, window: bool = True) -> Background:
        """A program there begins to share."""
        meeting = member.meeting._replace(window=str(len(self._begun)))
        found = Background(member.folder, meeting, member.clock, ears or Ears(), window=window)
        self._begun.append(found)
        return found.start()

    def end(self) -> None:
        """All programs end."""
        for each in self._begun:
            each.stop(5.0)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Nothing runs yet."""
    found = Place(tmp_path)
    yield found
    found.end()


def connected(background: Background) -> Callable[[], bool]:
    """Whether it is connected."""
    return lambda: background.status.state is State.CONNECTED


def is_taken(sharer: Sharer) -> bool:
    """Whether it is another program's turn."""
    free = sharer.claim()
    sharer.release()
    return not free


def test_what_is_submitted_here_is_there_and_its_window_is_woken(place: Place) -> None:
    """Both ways, with a thread each, and nobody asks again and again."""
    came = Event()
    ana, bo = place.member("ana"), place.member("bo")
    here, there = place.share(ana), place.share(bo, Ears(joined=came.set))
    until(connected(here))
    until(connected(there))
    ana.type("the pool")
    here.submitted()
    assert came.wait(PATIENCE)
    assert bo.texts == ["the pool"]
    here.looks_at("Impact")
    until(lambda: [(one.name, one.where) for one in there.status.here] == [("bo", ""), ("ana", "Impact")])
    here.stop(5.0)
    until(lambda: [one.name for one in there.status.here] == ["bo"])


def test_one_program_of_a_machine_shares_and_another_takes_over(place: Place) -> None:
    """A second window knows meanwhile who is here and what is not shared, and sends nothing until the first ends."""
    ana = place.member("ana")
    first = place.share(ana)
    until(connected(first))
    second = place.share(ana)
    until(lambda: [one.window for one in second.status.here] == ["1", "0"])
    until(lambda: [one.window for one in first.status.here] == ["0", "1"])
    place.store.down = True
    place.store.cut()
    ana.type("the pool")
    until(lambda: (second.status.state, second.status.unshared) == (State.AWAY, 1))
    place.store.heal()
    until(lambda: (second.status.state, second.status.unshared) == (State.CONNECTED, 0))
    assert second.status.went == 0
    first.stop(5.0)
    ana.type("a query")
    until(lambda: second.status.went == 1)
    assert len(place.store.engines) == 1


def test_a_window_that_is_stopped_holds_nothing_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by ctrl+z: it keeps its turn, and another window sends and takes all the same, until the turn is its own."""
    monkeypatch.setattr("pmtui.work.share.session.LATE", 0.1)
    monkeypatch.setattr("pmtui.work.share.connection.ROUND", (0.05, 0.1))
    ana, bo = place.member("ana"), place.member("bo")
    stopped = Sharer(ana.folder)
    assert stopped.claim()
    window = place.share(ana)
    until(connected(place.share(bo)))
    ana.type("the pool")
    until(lambda: bo.texts == ["the pool"])
    bo.type("a query")
    until(lambda: ana.texts == ["the pool", "a query"])
    stopped.release()
    until(lambda: is_taken(stopped))
    ana.type("both")
    until(lambda: bo.texts == ["the pool", "a query", "both"])
    until(lambda: window.status.unshared == 0)


def test_a_window_goes_before_one_that_only_syncs(place: Place) -> None:
    """`pmtui sync --watch` gives way to a window that opens, and goes on behind it."""
    ana = place.member("ana")
    watching = place.share(ana, window=False)
    until(connected(watching))
    window = place.share(ana)
    until(connected(window))
    until(lambda: watching.status.state is State.ELSEWHERE)
    window.stop(5.0)
    until(connected(watching))


def test_a_journal_that_cannot_be_read_is_a_sentence(place: Place) -> None:
    """The thread ends; the window goes on."""
    ana = place.member("ana")
    (ana.folder / "journal.jsonl").write_bytes(b"nothing\n")
    background = place.share(ana)
    until(lambda: background.status.state is State.REFUSED)
    assert "no readable first line" in background.status.why


def test_a_server_that_hangs_holds_no_window_up(place: Place) -> None:
    """Neither an entry nor the end waits for it."""
    ana = place.member("ana")
    background = place.share(ana)
    until(connected(background))
    place.store.stalled = True
    watch = Stopwatch()
    ana.type("the pool")
    background.submitted()
    background.looks_at("Impact")
    assert watch.seconds < 1.0
    watch = Stopwatch()
    background.stop(0.2)
    assert watch.seconds < 1.0


_UNRESOLVED = """
import socket, sys, time
from datetime import UTC, datetime
from pathlib import Path
socket.getaddrinfo = lambda *asked, **more: (print("asked", flush=True), time.sleep(60))
from pmtui.storage.sharing import Sharing
from pmtui.work.share.background import Background
from pmtui.work.share.nats import NatsEngine
from pmtui.work.share.session import Meeting
sharing = Sharing(id="1", urls=("nats://hang.example:4222",), me="ana")
meeting = Meeting(lambda: NatsEngine(sharing), "ana", "1", "ana")
background = Background(Path(sys.argv[1]), meeting, lambda: datetime.now(UTC)).start()
sys.stdin.readline()
background.stop(0.2)
"""


def test_a_name_that_nobody_resolves_keeps_no_program_from_ending(place: Place) -> None:
    """The resolver is still at it when the program has ended."""
    words = [sys.executable, "-c", _UNRESOLVED, str(place.member("ana").folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == b"asked\n"
        program.stdin.close()
        assert program.wait(PATIENCE) == 0


def test_a_process_that_ends_lets_go_of_the_lock(place: Place) -> None:
    """Whatever ended it: the lock is the system's."""
    ana = place.member("ana")
    code = (
        "import sys, pathlib, time\n"
        "from pmtui.storage.sharer import Sharer\n"
        "print(Sharer(pathlib.Path(sys.argv[1])).claim(), flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(ana.folder)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        background = place.share(ana)
        until(connected(background))
        ana.type("the pool")
        until(lambda: background.status.unshared == 1)
        other.kill()
    until(lambda: background.status.went == 1)
