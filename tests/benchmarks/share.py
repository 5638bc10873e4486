"""One incident on several machines: what is seen on the other one, how soon, and whether anybody waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.startup import settle
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library
from pmtui.storage.sharing import keep
from pmtui.work.share.background import Background, Ears
from pmtui.work.share.nats import NatsEngine
from pmtui.work.share.session import Meeting
from tests.benchmarks.place import PMTUI, Place
from tests.benchmarks.rows import Row, limit, ms, quantile
from tests.benchmarks.terminal import Terminal
from tests.work.share.nats_server import OURS, THEIRS, Server

_MANY = 10_000
_TICK = 0.001
_PATIENCE = 60.0


class _Machine:
    """A machine whose window shares the incident."""

    def __init__(self, home: Path, name: str, server: Server, opened: e.Opened) -> None:
        self.folder = Library(home).adopt([opened], "checkout", opened.recorded.date())
        self.journal = Journal(self.folder)
        self.journal.read()
        self.came = Event()
        sharing = server.sharing(me=name)
        meeting = Meeting(lambda: NatsEngine(sharing), name, "1", name)
        self.window = Background(self.folder, meeting, _now, Ears(joined=self.came.set))

    def type(self, *texts: str) -> None:
        """Records notes, and says so when they are on the medium."""
        self.journal.append([e.Note(id=codec.new_id(_now()), recorded=_now(), text=text) for text in texts])
        self.window.submitted()

    @property
    def ids(self) -> list[str]:
        """Of every line of the journal, as often as it stands there."""
        lines = (self.folder / "journal.jsonl").read_bytes().splitlines()
        return [codec.decode(line.partition(b',"digest":')[0] + b"}").id for line in lines]


def share(place: Place) -> Iterator[Row]:
    """Over a server on loopback: live, a late joiner of a long incident, and what a key waits meanwhile."""
    server = Server(place.root / "server")
    server.start()
    opened = e.Opened(id=OURS, recorded=_now(), opened=_now(), title="Checkout is down", zone="UTC")
    machines = [_Machine(place.root / name, name, server, opened) for name in ("here", "there", "late")]
    here, there, late = machines
    try:
        for machine in (here, there):
            machine.window.start()
            _until(lambda machine=machine: machine.window.status.equal)  # type: ignore[misc]
        yield _painted(place, server)
        yield _live(here, there, place.count(400))
        here.type(*(f"line {number} of a long night" for number in range(_MANY)))
        _until(lambda: here.window.status.unshared == 0 and here.window.status.entries >= _MANY)
        yield from _late(late, here.window.status.entries)
        _until(lambda: there.window.status.entries == here.window.status.entries)
        yield _counted(machines)
    finally:
        for machine in machines:
            machine.window.stop(5.0)
        server.stop()


def _live(here: _Machine, there: _Machine, count: int) -> Row:
    taken: list[float] = []
    for number in range(count):
        there.came.clear()
        start = time.perf_counter()
        here.type(f"live {number}")
        assert there.came.wait(_PATIENCE)
        taken.append(time.perf_counter() - start)
        time.sleep(0.01)
    said = f"{ms('p99', taken, 0.99)}, {ms('p50', taken)}, both fsyncs included"
    return limit("typed here → in the journal there, loopback, p99", 0.15, quantile(taken, 0.99), said)


def _painted(place: Place, server: Server) -> Row:
    """Two real screens on two homes: from the Enter in the one until the other has drawn the line."""
    opened = e.Opened(id=THEIRS, recorded=_now(), opened=_now(), title="Search is slow", zone="UTC")
    terminals: list[Terminal] = []
    taken: list[float] = []
    try:
        for name in ("ana", "bo"):
            home = place.root / f"screen-{name}"
            folder = Library(home).adopt([opened], "search", opened.recorded.date())
            keep(folder, server.sharing(THEIRS, me=name))
            terminals.append(Terminal((*PMTUI, "open", folder.name), place.env(home)))
        here, there = terminals
        there.painted(rb"2 here")
        here.rest(1.0)
        for number in range(place.count(100)):
            word = f"painted{number:04}"
            start = here.type(f"{word}\r".encode())
            taken.append(there.painted(word.encode()) - start)
            here.rest(0.05)
            there.type(b"")
    finally:
        for terminal in terminals:
            terminal.close()
    said = f"{ms('p99', taken, 0.99)}, {ms('p50', taken)}, from the first key of the line on"
    return limit("typed here → painted there, loopback, p99", 0.15, quantile(taken, 0.99), said)


def _late(late: _Machine, entries: int) -> Iterator[Row]:
    settle()  # as a screen does, before it takes keys: what there was before is not looked at again
    end = time.perf_counter() + 1.0
    idle = _ticks(lambda: time.perf_counter() < end)
    start = time.perf_counter()
    late.window.start()
    longest = _ticks(lambda: late.window.status.entries < entries)
    taken = time.perf_counter() - start
    yield limit(
        f"a late joiner has {_MANY:,} entries in the journal", 1.5, taken, f"{entries / taken:,.0f}/s"
    )
    said = f"of a thread that wants to run every ms; {ms('', [idle])} while nothing happens"
    yield limit("longest wait of a key meanwhile", 0.05, longest, said)


def _ticks(goes_on: Callable[[], bool]) -> float:
    """The longest that a thread waited which wants to run every millisecond."""
    longest = 0.0
    before = time.perf_counter()
    while goes_on():
        time.sleep(_TICK)
        now = time.perf_counter()
        longest, before = max(longest, now - before - _TICK), now
    return longest


def _counted(machines: list[_Machine]) -> Row:
    typed = set(machines[0].ids)
    lost = sum(len(typed - set(machine.ids)) for machine in machines)
    doubled = sum(len(machine.ids) - len(set(machine.ids)) for machine in machines)
    said = f"{len(typed):,} typed, on {len(machines)} machines"
    return Row(
        "entries lost or doubled",
        "0",
        f"{lost + doubled}",
        f"{said}: {lost} lost, {doubled} doubled",
        not lost + doubled,
    )


def _until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(_TICK)


def _now() -> datetime:
    return datetime.now(UTC)
