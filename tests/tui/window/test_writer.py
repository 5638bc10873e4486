"""Promises about saving: whatever the disk does, each entry gets there once, in the order of Enter."""

from __future__ import annotations

import errno
import os
import threading
import time
from itertools import count, pairwise
from pathlib import Path

import msgspec
import pytest

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.words import search
from pmtui.output.record import record
from pmtui.storage.disk import Disk, StorageError
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL, RECORD
from pmtui.storage.unsent import Unsent
from pmtui.tui import messages as m
from pmtui.tui.window import writer as writer_module
from pmtui.tui.window.writer import CHECK, Writer
from tests.slowness import PATIENCE, Stopwatch
from tests.storage.faults import NOW, Faulty, note
from tests.tui.window.windows import Screenless, create, entries, same, texts, unsent_files, whole, write


class Full(Disk):
    """Takes no byte while it is full."""

    full = True

    def write(self, fd: int, data: bytes) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(fd, data)


class Hanging(Disk):
    """The calls of one thread hang until they are let go."""

    def __init__(self, thread: str, call: str) -> None:
        self.thread = thread
        self.call = call
        self.hangs = threading.Event()
        self.go = threading.Event()

    def _pass(self, call: str) -> None:
        if threading.current_thread().name == self.thread and call == self.call:
            self.hangs.set()
            self.go.wait(10)

    def sync(self, fd: int) -> None:
        self._pass("sync")
        super().sync(fd)

    def replace(self, source: Path, target: Path) -> None:
        self._pass("replace")
        super().replace(source, target)


class Failing(Faulty):
    """Every fsync of the writer's thread fails while it `fails`; notes when."""

    def __init__(self) -> None:
        super().__init__()
        self.fails = True
        self.tries: list[float] = []

    def sync(self, fd: int) -> None:
        if self.fails and threading.current_thread().name == "writer":
            self.tries.append(time.monotonic())
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().sync(fd)


class Surprising(Disk):
    """Raises what nobody foresaw, once."""

    armed = False

    def fstat(self, fd: int) -> os.stat_result:
        if self.armed:
            self.armed = False
            raise RuntimeError("what is this?")
        return super().fstat(fd)


def _session(folder: Path, disk: Faulty) -> list[str]:
    """A window that types, is interrupted by another one, and leaves; what was typed."""
    window = Screenless(folder, disk).start()
    typed = []
    for batch in (("a", "/hypothesis b"), ("/evidence H1 c",), ("d", "e", "f")):
        for line in batch:
            window.enter(line)
            typed.append(line.split()[-1])
        window.state.keep()
        window.state.writer.flush(5)
        window.listen()
    window.close()
    assert same(window, folder)
    return typed


@pytest.mark.parametrize(
    ("what", "only"),
    [("fail", ""), ("fail", "sync"), ("fail", "write"), ("short", "write"), ("fail", "try_lock")],
)
def test_whatever_call_fails_every_entry_is_saved_once_in_order(tmp_path: Path, what: str, only: str) -> None:
    """A failure at any call of a window's life: all that was typed is in the journal, and the window agrees."""
    for at in count(1):
        folder = create(tmp_path / str(at))
        disk = Faulty()
        disk.arm(at, what, only)
        try:
            typed = _session(folder, disk)
        except StorageError:
            assert disk.calls <= 12  # the incident cannot be opened: that is said, and nothing was typed
            continue
        assert texts(folder) == typed
        assert [entry.n for entry in entries(folder)] == list(range(7))
        if disk.calls < at:
            return


def test_entries_wait_in_order_for_a_disk_that_has_room_again(tmp_path: Path) -> None:
    """What is typed while the disk is full is said to be unsaved, and is saved in order once there is room."""
    disk = Full()
    folder = create(tmp_path)
    window = Screenless(folder, disk).start()
    for number in range(30):
        window.enter(str(number))
    assert window.hears(m.SaveFailed)
    assert window.state.unsaved == 30
    assert texts(folder) == []
    disk.full = False
    assert window.until(lambda: window.state.unsaved == 0)
    assert window.hears(m.DiskWorks)
    assert texts(folder) == [str(number) for number in range(30)]
    window.close()


def test_a_full_disk_can_still_be_read(tmp_path: Path) -> None:
    """What another window writes is shown while this one cannot write, and both keep their entries."""
    disk = Full()
    folder = create(tmp_path)
    window = Screenless(folder, disk).start()
    mine = window.enter("/hypothesis mine")
    assert window.hears(m.SaveFailed)
    write(folder, "/hypothesis theirs")
    assert window.until(lambda: len(window.incident) == 3)
    assert [(h.label, h.text) for h in window.incident.hypotheses] == [("H1", "theirs"), ("H2", "mine")]
    disk.full = False
    assert window.until(lambda: window.state.unsaved == 0)
    assert window.incident.entry(mine.id).label == "H2"
    assert same(window, folder)
    window.close()


def test_nobody_waits_for_a_disk_that_hangs(tmp_path: Path) -> None:
    """Typing, keeping and quitting return while an fsync hangs; the unsent lines are safe meanwhile."""
    disk = Hanging("writer", "sync")
    folder = create(tmp_path)
    window = Screenless(folder, disk).start()
    window.enter("first")
    assert disk.hangs.wait(5)
    watch = Stopwatch()
    for number in range(100):
        window.enter(str(number))
    window.state.typing("half a li", (0, 9))
    window.state.keep()
    assert not window.state.leave(0.2)
    assert watch.seconds < 2
    assert window.state.kept
    (file,) = unsent_files(folder)
    kept = msgspec.json.decode(file.read_bytes())
    assert [entry["text"] for entry in kept["pending"]] == ["first", *map(str, range(100))]
    assert kept["half"]["text"] == "half a li"
    disk.go.set()
    assert window.until(lambda: window.state.unsaved == 0)
    assert texts(folder) == ["first", *map(str, range(100))]
    window.close()


def test_a_window_that_could_not_be_left_goes_on_saving(tmp_path: Path) -> None:
    """Who decides to stay finds a window that saves as before."""
    disk = Full()
    folder = create(tmp_path)
    window = Screenless(folder, disk).start()
    window.enter("before")
    assert not window.leave()
    assert not window.state.kept
    disk.full = False
    window.enter("after")
    assert window.until(lambda: window.state.unsaved == 0)
    assert texts(folder) == ["before", "after"]
    window.close()
    assert unsent_files(folder) == []


def test_whoever_shares_hears_of_an_entry_though_the_screen_is_busy(tmp_path: Path) -> None:
    """Once it is on the medium, from the thread that wrote it."""
    folder = create(tmp_path)
    window = Screenless(folder)
    heard: list[list[str]] = []
    window.state.writer.saved = lambda: heard.append(texts(folder))
    window.start()
    window.enter("one")
    end = time.monotonic() + PATIENCE
    while not heard:  # nobody listens to what the writer says to the screen
        assert time.monotonic() < end
        time.sleep(0.002)
    assert heard == [["one"]]
    window.close()


def test_whoever_knows_that_others_wrote_has_it_seen_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not wait for the next look."""
    monkeypatch.setattr(writer_module, "LOOK", 60.0)
    folder = create(tmp_path)
    window = Screenless(folder).start()
    write(folder, "theirs")
    window.state.writer.look()
    assert window.until(lambda: len(window.incident) == 2)
    window.close()


def test_what_others_wrote_is_saved_after_an_fsync_of_ones_own(tmp_path: Path) -> None:
    """While that hangs the window does not call it saved; what is there when it opens is no exception."""
    folder = create(tmp_path)
    write(folder, "theirs")
    disk = Hanging("writer", "sync")
    window = Screenless(folder, disk).start()
    assert disk.hangs.wait(5)
    window.listen()
    assert not window.state.all_saved
    disk.go.set()
    assert window.until(lambda: window.state.all_saved)
    disk.go.clear()
    disk.hangs.clear()
    write(folder, "theirs, too")
    assert window.until(disk.hangs.is_set)
    assert window.until(lambda: len(window.incident) == 3)
    assert not window.state.all_saved
    disk.go.set()
    assert window.until(lambda: window.state.all_saved)
    window.close()


def test_what_a_failed_fsync_left_is_written_once_more_by_the_next_window(tmp_path: Path) -> None:
    """The line stands in the journal, and nobody knows whether on the medium: an fsync alone would prove nothing."""
    folder = create(tmp_path)
    disk = Failing()
    window = Screenless(folder, disk).start()
    entry = window.enter("doubtful")
    assert window.hears(m.SaveFailed)
    window.state.keep()
    assert window.state.writer.kept(5)
    window.state.writer.end()
    assert window.until(lambda: not window.state.writer._thread.is_alive())
    disk.bury()
    before = (folder / JOURNAL).read_bytes().count(b"doubtful")
    after = Screenless(folder)
    assert after.state.unsaved == 1
    after.start()
    assert after.until(lambda: after.state.unsaved == 0)
    assert (folder / JOURNAL).read_bytes().count(b"doubtful") == before + 1
    assert [found.id for found in entries(folder)[1:]] == [entry.id]
    after.close()
    assert unsent_files(folder) == []


def test_the_pause_between_tries_doubles_while_fsync_keeps_failing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try adds a line, so there are few; others' entries are seen meanwhile, and a flush waits for no pause."""
    monkeypatch.setattr(writer_module, "RETRY", 0.02)
    monkeypatch.setattr(writer_module, "LONGEST", 0.16)
    folder = create(tmp_path)
    disk = Failing()
    window = Screenless(folder, disk).start()
    window.enter("mine")
    assert window.until(lambda: len(disk.tries) > 6)
    gaps = [later - earlier for earlier, later in pairwise(disk.tries[:7])]
    assert all(gap >= pause for gap, pause in zip(gaps, (0.02, 0.04, 0.08, 0.16, 0.16, 0.16), strict=True))
    monkeypatch.setattr(writer_module, "LONGEST", 600.0)
    monkeypatch.setattr(window.state.writer, "_pause", 600.0)
    assert window.until(lambda: window.state.writer._due > disk.monotonic() + 300)
    write(folder, "theirs")
    assert window.until(lambda: len(window.incident) == 3)
    disk.fails = False
    assert window.state.writer.flush(5)
    assert window.until(lambda: window.state.all_saved)
    window.close()


def test_an_older_journal_put_back_under_a_window_loses_nothing(tmp_path: Path) -> None:
    """What it showed as saved is written back, and said; numbers are not given again."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.enter("one")
    assert window.until(lambda: window.state.all_saved)
    old = (folder / JOURNAL).read_bytes()
    window.enter("two")
    window.enter("three")
    assert window.until(lambda: window.state.all_saved)
    (folder / JOURNAL).write_bytes(old)
    assert window.hears(m.JournalReplaced)
    assert [message.restored for message in window.heard if isinstance(message, m.JournalReplaced)] == [2]
    assert window.until(lambda: window.state.all_saved)
    assert texts(folder) == ["one", "two", "three"]
    window.enter("four")
    assert window.until(lambda: window.state.unsaved == 0)
    assert [entry.n for entry in entries(folder)] == list(range(5))
    assert same(window, folder)
    window.close()


def test_documents_delay_no_entry(tmp_path: Path) -> None:
    """An entry is saved while the documents of a closed incident are being written."""
    disk = Hanging("documents", "replace")
    folder = create(tmp_path)
    window = Screenless(folder, disk).start()
    window.enter("/close")
    assert window.until(disk.hangs.is_set)
    disk.go.set()  # it holds the lock while it replaces them; it is drawing them that takes long
    window.enter("late")
    assert window.until(lambda: window.state.unsaved == 0)
    window.close()


def test_entries_of_a_closed_incident_make_no_storm_of_documents(tmp_path: Path) -> None:
    """However many entries come at once, the documents are written a few times, and then they hold them all."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.enter("/close")
    assert window.hears(m.DocumentsWritten)
    for number in range(100):
        window.enter(str(number))
        window.listen()
    window.close()
    wanted = record.write(whole(folder), folder.name)
    assert window.until(lambda: (folder / RECORD).read_text() == wanted)
    assert sum(isinstance(message, m.DocumentsWritten) for message in window.heard) < 10


def test_quitting_at_once_after_a_close_still_writes_the_documents(tmp_path: Path) -> None:
    """The documents of the last entry are written, even if the screen never heard that it was saved."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    window.enter("/close")
    assert window.state.leave(5)
    assert window.until((folder / RECORD).exists)
    assert window.until(lambda: (folder / RECORD).read_text() == record.write(whole(folder), folder.name))


def test_documents_that_failed_are_written_when_the_disk_returns(tmp_path: Path) -> None:
    """The failure is said once, and mended without anybody asking."""
    folder = create(tmp_path)
    (folder / RECORD).mkdir()
    window = Screenless(folder).start()
    window.enter("/close")
    assert window.hears(m.DocumentsFailed)
    assert not window.until(lambda: False, seconds=0.7)
    (folder / RECORD).rmdir()
    assert window.hears(m.DocumentsWritten)
    assert sum(isinstance(message, m.DocumentsFailed) for message in window.heard) == 1
    window.close()


def test_a_redaction_by_another_window_loses_nothing_that_waits(tmp_path: Path) -> None:
    """The journal is replaced under a window with unsaved entries: it follows, and saves them into the new one."""
    disk = Full()
    folder = create(tmp_path)
    write(folder, "the password is hunter2", "kept")
    window = Screenless(folder, disk).start()
    window.enter("mine")
    assert window.hears(m.SaveFailed)
    write(folder, "/redact #1 a password")
    assert window.hears(m.JournalReplaced)
    assert not search(window.incident, "hunter2")
    window.enter("mine too")
    disk.full = False
    assert window.until(lambda: window.state.unsaved == 0)
    assert texts(folder)[-2:] == ["mine", "mine too"]
    assert same(window, folder)
    window.close()


@pytest.mark.parametrize("what", ["fail", "short"])
def test_a_redaction_that_fails_half_way_is_finished(tmp_path: Path, what: str) -> None:
    """A secret's text leaves the disk whatever call of its redaction fails."""
    for at in count(1):
        folder = create(tmp_path / f"{what}{at}")
        write(folder, "the password is hunter2")
        disk = Faulty()
        window = Screenless(folder, disk).start()
        disk.arm(at, what)
        window.enter("/redact #1 a password")
        while b"hunter2" in (folder / JOURNAL).read_bytes() or not same(window, folder):
            window.state.writer.flush(0.01)
            window.listen()
        calls = disk.calls
        window.close()
        if calls < at:
            return


def test_a_redaction_cut_off_by_a_crash_is_finished_by_the_next_window(tmp_path: Path) -> None:
    """The entry that asks for it was saved, the process died: the next window takes the words off the disk."""
    folder = create(tmp_path)
    write(folder, "the password is hunter2")
    target = entries(folder)[1].id
    journal = Journal(folder)
    asked = e.Redact(
        id=codec.new_id(entries(folder)[1].recorded), recorded=entries(folder)[1].recorded, refs=(target,)
    )
    journal.append([asked])
    journal.close()
    window = Screenless(folder).start()
    assert window.hears(m.JournalReplaced)
    assert b"hunter2" not in (folder / JOURNAL).read_bytes()
    window.close()


def test_a_redaction_whose_process_died_is_finished_by_an_open_window(tmp_path: Path) -> None:
    """It was recorded by another process that took no word off the disk; nobody needs to open the incident anew."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    secret = window.enter("the password is hunter2")
    assert window.until(lambda: window.state.unsaved == 0)
    other = Journal(folder)
    other.append([e.Redact(id=codec.new_id(NOW), recorded=NOW, refs=(secret.id,))])
    other.close()
    assert window.until(lambda: b"hunter2" not in (folder / JOURNAL).read_bytes())
    assert window.until(lambda: same(window, folder))
    window.close()


def test_an_entry_that_no_file_can_hold_keeps_no_other_from_the_disk(tmp_path: Path) -> None:
    """It is refused and parked; what was typed before and after it is saved."""
    folder = create(tmp_path)
    window = Screenless(folder)
    window.enter("before")
    window.state.record(note("\ud800"))
    window.enter("after")
    window.start()
    assert window.hears(m.EntryRefused)
    assert window.until(lambda: window.state.unsaved == 0)
    assert texts(folder) == ["before", "after"]
    assert len(window.state.parked) == 1


def test_an_unforeseen_error_does_not_end_the_saving(tmp_path: Path) -> None:
    """A fault in the program is said, and the thread goes on."""
    disk = Surprising()
    folder = create(tmp_path)
    window = Screenless(folder, disk).start()
    disk.armed = True
    window.enter("one")
    assert window.until(lambda: window.state.unsaved == 0)
    assert texts(folder) == ["one"]
    window.close()


def test_a_screen_that_is_gone_ends_nothing(tmp_path: Path) -> None:
    """What is saved after the event loop closed is saved all the same."""
    folder = create(tmp_path)

    def gone(_: object) -> None:
        raise RuntimeError("Event loop is closed")

    writer = Writer(Journal(folder), Unsent(folder), gone)
    writer.start()
    writer.append(note("one"))
    assert writer.flush(5)
    writer.append(note("two"))
    assert writer.flush(5)
    writer.end()
    assert texts(folder) == ["one", "two"]


def test_waiting_costs_next_to_nothing(tmp_path: Path) -> None:
    """An idle window looks at the journal ten times a second, and does nothing else once it was checked."""
    disk = Faulty()
    window = Screenless(create(tmp_path), disk).start()
    window.until(lambda: False, seconds=CHECK + 0.3)
    disk.arm(0)
    window.until(lambda: False, seconds=1.0)
    assert disk.calls <= 15
    window.close()


def test_a_deleted_folder_is_said_a_few_times_a_second_at_most(tmp_path: Path) -> None:
    """A disk that fails for long does not flood the screen."""
    folder = create(tmp_path)
    window = Screenless(folder).start()
    folder.rename(tmp_path / "elsewhere")
    assert window.hears(m.SaveFailed)
    before = len(window.heard)
    window.until(lambda: False, seconds=1.0)
    assert len(window.heard) - before <= 4
    (tmp_path / "elsewhere").rename(folder)
    assert window.hears(m.DiskWorks)
    window.close()
