"""The journal under a disk that fails, writes short, dawdles or dies, and under many writers at once."""

from __future__ import annotations

import errno
import multiprocessing
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest

from pmtui.model.entries import Entry, Note
from pmtui.storage.disk import Disk, StorageError
from pmtui.storage.files import PATIENCE, Lock
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL, LOCK
from tests.storage.faults import Dead, Faulty, note, opened

BATCHES = (1, 3, 1)
WRITERS = 8
EACH = 25


def session(folder: Path, disk: Disk) -> tuple[list[Entry], list[Entry]]:
    """A window which types, catches up with another one and tries again what failed.

    Returns what it typed and all that it was told of.
    """
    typed: list[Entry] = []
    told: list[Entry] = []
    pending: list[Entry] = []
    journal: Journal | None = None
    for size in BATCHES:
        Journal(folder).append([note("another window's")])
        pending += [note(str(number)) for number in range(size)]
        typed += pending[-size:]
        while pending:
            with suppress(StorageError):
                journal = journal or Journal(folder, disk)
                appended = journal.append(pending)
                told += [*appended.others, *appended.saved]
                pending = []
    return typed, told


def test_whatever_call_fails_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    """A failure at any call of a session: each entry is on disk once, with a number of its own."""
    for what, only in (("fail", ""), ("fail", "sync"), ("fail", "truncate"), ("short", "write")):
        for at in count(1):
            folder = tmp_path / f"{what}{only}{at}"
            folder.mkdir()
            Journal.create(folder, opened()).close()
            disk = Faulty(at, what, only)
            typed, told = session(folder, disk)
            whole = Journal(folder)
            found = whole.read()
            assert {entry.id for entry in typed} <= {entry.id for entry in found}
            assert [entry.n for entry in found] == list(range(1 + sum(BATCHES) + len(BATCHES)))
            assert sorted(told, key=lambda entry: entry.key) == found, "a window is told of all, once"
            assert whole.verify() == []
            whole.close()
            if disk.calls < at:
                break


def append_all(folder: Path, disk: Disk, batches: Sequence[Sequence[Entry]], saved: list[Entry]) -> None:
    """What the process does; its journal is gone before its descriptors are, whose numbers others then get."""
    journal = Journal(folder, disk)
    for batch in batches:
        saved += journal.append(batch).saved


def test_whenever_a_process_dies_what_it_called_saved_is_there(tmp_path: Path) -> None:
    """Killed at any call, in the middle of a write too: saved entries stay, the next window's append is whole."""
    for at in count(1):
        folder = tmp_path / str(at)
        folder.mkdir()
        Journal.create(folder, opened()).close()
        disk = Faulty(at, "die")
        saved: list[Entry] = []
        batches = [[note("one")], [note("two"), note("three"), note("four")]]
        with suppress(Dead):
            append_all(folder, disk, batches, saved)
        disk.bury()
        after = Journal(folder)
        again = after.append([entry for batch in batches for entry in batch]).saved
        assert [entry.n for entry in again] == [1, 2, 3, 4]
        assert list(again[: len(saved)]) == saved
        assert {one.level for one in after.verify()} <= {"torn"}
        assert len(after.read()) == 5
        after.close()
        if disk.calls < at:
            break


def test_an_entry_whose_fsync_failed_is_written_once_more(tmp_path: Path) -> None:
    """A second fsync may succeed without having written anything, so the bytes go out again; one entry is read."""
    disk = Faulty()
    journal = Journal.create(tmp_path, opened(), disk)
    journal.read()
    entry = note("doubtful", label="H1")
    disk.arm(1, "fail", "sync")
    with pytest.raises(StorageError, match="the disk reports an error"):
        journal.append([entry])
    (found,) = journal.catch_up()
    later = Journal(tmp_path).append([note("later", label="H1")]).saved[0]
    assert journal.append([entry]).saved == (found,)
    assert (tmp_path / JOURNAL).read_bytes().count(b"doubtful") == 2
    assert Journal(tmp_path).read()[1:] == [found, later]
    assert (found.n, found.label, later.label) == (1, "H1", "H2")
    assert journal.verify() == []
    journal.append([entry])
    assert (tmp_path / JOURNAL).read_bytes().count(b"doubtful") == 2


class Failing(Disk):
    """Every fsync fails while it `fails`."""

    fails = False

    def sync(self, fd: int) -> None:
        if self.fails:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().sync(fd)


def test_a_short_write_is_taken_back(tmp_path: Path) -> None:
    """A full disk leaves no part of an entry, and says so."""
    disk = Faulty()
    journal = Journal.create(tmp_path, opened(), disk)
    before = (tmp_path / JOURNAL).read_bytes()
    disk.arm(1, "short", "write")
    with pytest.raises(StorageError, match=r"the disk is full; make room"):
        journal.append([note(), note()])
    assert (tmp_path / JOURNAL).read_bytes() == before


class Stuck(Faulty):
    """Takes nothing back."""

    def truncate(self, fd: int, size: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_short_write_that_cannot_be_taken_back_is_a_tear(tmp_path: Path) -> None:
    """The whole entries of a batch that got there count, the torn one is written again, nothing is doubled."""
    disk = Stuck()
    journal = Journal.create(tmp_path, opened(), disk)
    batch = [note("one"), note("two"), note("three")]
    disk.arm(1, "short", "write")
    with pytest.raises(StorageError):
        journal.append(batch)
    saved = journal.append(batch).saved
    assert [entry.n for entry in saved] == [1, 2, 3]
    assert Journal(tmp_path).read()[1:] == list(saved)
    assert [one.level for one in journal.verify()] == ["torn"]
    assert [one.line for one in journal.damage] == [3]


class Refusing(Disk):
    """Opens nothing for writing, as on a read-only disk."""

    refuses = True

    def open(self, path: Path, flags: int) -> int:
        if self.refuses and flags & (os.O_RDWR | os.O_WRONLY):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return super().open(path, flags)


def test_a_read_only_disk_is_read_and_verified(tmp_path: Path) -> None:
    """Reading works, an append is refused in one sentence, until the disk can be written again."""
    Journal.create(tmp_path, opened()).append([note()])
    disk = Refusing()
    journal = Journal(tmp_path, disk)
    assert len(journal.read()) == 2
    assert journal.read_only
    assert journal.verify() == []
    with pytest.raises(StorageError, match="read-only"):
        journal.append([note()])
    disk.refuses = False
    assert journal.append([note()]).saved[0].n == 2
    assert not journal.read_only


class Slow(Disk):
    """Time passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.then: tuple[float, Callable[[], object]] | None = None

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.then and self.now >= self.then[0]:
            self.then[1]()
            self.then = None

    def at(self, when: float, do: Callable[[], object]) -> None:
        """Has something done by another process when it is that late."""
        self.then = (when, do)


def test_a_lock_that_is_held_is_given_up_after_five_seconds(tmp_path: Path) -> None:
    """The append says so then, writes nothing, and works when it is tried again."""
    disk = Slow()
    journal = Journal.create(tmp_path, opened(), disk)
    held = Lock(tmp_path)
    with held, pytest.raises(StorageError, match="held by another window for 5 seconds"):
        journal.append([note()])
    assert PATIENCE <= disk.now < PATIENCE + 0.1
    assert journal.append([note()]).saved[0].n == 1


def test_a_lock_with_somebody_to_call_is_waited_for(tmp_path: Path) -> None:
    """After five seconds it is said once, and the append is made as soon as the other lets go."""
    disk = Slow()
    journal = Journal.create(tmp_path, opened(), disk)
    held = Lock(tmp_path)
    said: list[float] = []
    journal.lock.waits = lambda: said.append(disk.now)
    disk.at(60.0, lambda: held.__exit__(None, None, None))
    held.__enter__()
    assert journal.append([note()]).saved[0].n == 1
    (when,) = said
    assert PATIENCE <= when < PATIENCE + 0.1


def test_whoever_lets_go_of_the_lock_stands_behind_those_that_wait(tmp_path: Path) -> None:
    """A script that takes it again at once keeps nobody out: one that waits has it after two of its holds."""
    over = Event()
    holds = [0]

    def script() -> None:
        lock = Lock(tmp_path)
        while not over.is_set():
            with lock:
                holds[0] += 1
                sleep(0.01)

    thread = Thread(target=script)
    thread.start()
    try:
        lock = Lock(tmp_path)
        for _ in range(20):
            before = holds[0]
            with lock:
                assert holds[0] - before <= 2
            sleep(0.015)
    finally:
        over.set()
        thread.join()


def test_a_lock_can_be_entered_again(tmp_path: Path) -> None:
    """An append inside `with journal.lock` does not wait for itself, and the lock is free only at the end."""
    journal = Journal.create(tmp_path, opened())
    other = Lock(tmp_path, Slow())
    with journal.lock:
        journal.append([note()])
        with pytest.raises(StorageError), other:
            pass
    with other:
        pass


def test_the_lock_file_is_never_replaced(tmp_path: Path) -> None:
    """Neither appending nor redacting gives the lock another inode, on which two could hold it."""
    journal = Journal.create(tmp_path, opened())
    before = (tmp_path / LOCK).stat().st_ino
    saved = journal.append([note()]).saved
    journal.redact({saved[0].id})
    assert (tmp_path / LOCK).stat().st_ino == before


@pytest.fixture
def umask() -> Iterator[None]:
    """The most open-handed umask there is."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_redacted_journal_stays_private(tmp_path: Path) -> None:
    """The file that takes the journal's place has its mode."""
    journal = Journal.create(tmp_path, opened())
    journal.redact({journal.append([note()]).saved[0].id})
    assert stat.S_IMODE((tmp_path / JOURNAL).stat().st_mode) == 0o600


def write_many(folder: Path, writer: int) -> None:
    """One of many processes that type at once, one line at a time or a few."""
    journal = Journal(folder)
    for number in range(EACH):
        journal.append([note(f"{writer}.{number}.{part}", label="H1") for part in range(1 + number % 3)])


def test_eight_processes_lose_nothing(tmp_path: Path) -> None:
    """All that eight windows type at once is there, numbered 1..N, labels unique, and the chain holds."""
    Journal.create(tmp_path, opened()).close()
    start = multiprocessing.get_context("spawn").Process
    writers = [start(target=write_many, args=(tmp_path, writer)) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    journal = Journal(tmp_path)
    found = [entry for entry in journal.read() if isinstance(entry, Note)]
    expected = {f"{w}.{n}.{part}" for w in range(WRITERS) for n in range(EACH) for part in range(1 + n % 3)}
    assert [entry.n for entry in found] == list(range(1, len(expected) + 1))
    assert {entry.text for entry in found} == expected
    assert len({entry.label for entry in found}) == len(expected)
    assert journal.verify() == []


def test_while_fsync_keeps_failing_a_try_adds_one_line_at_most(tmp_path: Path) -> None:
    """Many entries wait for a disk that fails: it does not fill with copies, and all are there once it works."""

    def lines() -> int:
        return (tmp_path / JOURNAL).read_bytes().count(b"\n")

    disk = Failing()
    journal = Journal.create(tmp_path, opened(), disk)
    journal.append([])
    disk.fails = True
    waiting = [note(str(number)) for number in range(5)]
    with pytest.raises(StorageError):
        journal.append(waiting)
    for _ in range(4):
        before = lines()
        with pytest.raises(StorageError):
            journal.append([*waiting, note("later")])
        assert lines() <= before + 1
    disk.fails = False
    old = (tmp_path / JOURNAL).read_bytes()
    journal.append(waiting)
    again = (tmp_path / JOURNAL).read_bytes()[len(old) :]
    assert [again.count(f'"text":"{number}"'.encode()) for number in range(5)] == [1] * 5
    assert [entry.n for entry in Journal(tmp_path).read()] == list(range(6))
    assert journal.verify() == []


def test_what_others_wrote_is_covered_by_an_fsync_of_ones_own(tmp_path: Path) -> None:
    """Reading proves nothing; `cover` and an append do, and what they fail on is written once more."""
    disk = Failing()
    journal = Journal.create(tmp_path, opened(), disk)
    journal.append([])
    Journal(tmp_path).append([note("another window's")])
    assert journal.covered
    journal.catch_up()
    assert not journal.covered
    disk.fails = True
    with pytest.raises(StorageError):
        journal.cover()
    assert not journal.covered
    disk.fails = False
    journal.cover()
    assert journal.covered
    assert (tmp_path / JOURNAL).read_bytes().count(b"another window's") == 2
    Journal(tmp_path).append([note("another one")])
    journal.append([note("mine")])
    assert journal.covered


def test_a_doubted_entry_is_written_once_more_and_once_only(tmp_path: Path) -> None:
    """One that a process left which never learned that it was durable; one that is not there is no matter."""
    journal = Journal.create(tmp_path, opened())
    saved = journal.append([note("doubtful")]).saved[0]
    after = Journal(tmp_path)
    after.read()
    after.doubt([saved.id, "unknown"])
    for _ in range(2):
        assert after.append([saved]).saved == (saved,)
    assert (tmp_path / JOURNAL).read_bytes().count(b"doubtful") == 2
    assert after.covered
