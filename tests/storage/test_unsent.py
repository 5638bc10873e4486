"""What a window has not saved survives it, whatever ended it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model import codec
from pmtui.storage.disk import StorageError
from pmtui.storage.paths import UNSENT
from pmtui.storage.unsent import RESERVE, Line, Unsent, UnsentState
from tests.storage.faults import HOSTILE, NOW, Dead, Faulty, Recording, Small, note


def nothing_known(_: str) -> None:
    """An empty journal."""


def a_state(word: str = "half") -> UnsentState:
    """A bit of everything, in hostile words."""
    parked = tuple(Line(text=text, id=codec.new_id(NOW), since=NOW, why="unclear") for text in HOSTILE)
    return UnsentState((note(HOSTILE[0]), note("b")), parked, Line(text=word, cursor=(1, 2)))


def files_in(folder: Path) -> list[Path]:
    """The files of all windows."""
    return sorted((folder / UNSENT).iterdir()) if (folder / UNSENT).exists() else []


def test_a_dead_window_leaves_all_it_held_to_the_next(tmp_path: Path) -> None:
    """Pending, parked and half-typed lines come back, and only the new window's file stays."""
    disk = Faulty()
    state = a_state()
    Unsent(tmp_path, disk).save(state)
    disk.bury()
    unsent, torn = Unsent.claim(tmp_path, nothing_known)
    assert unsent.state == state
    assert torn == []
    assert len(files_in(tmp_path)) == 1


def test_a_living_window_keeps_its_own(tmp_path: Path) -> None:
    """Another window takes over nothing of it, however often it saves."""
    living = Unsent(tmp_path)
    for word in ("a", "ab", "abc"):
        living.save(a_state(word))
        other, _ = Unsent.claim(tmp_path, nothing_known)
        assert other.state == UnsentState()
    assert living.state.half.text == "abc"
    living.close()
    assert Unsent.claim(tmp_path, nothing_known)[0].state.half.text == "abc"


def test_nothing_to_hold_is_no_file(tmp_path: Path) -> None:
    """A window that saved all leaves no trace, and one that holds nothing writes nothing."""
    unsent, _ = Unsent.claim(tmp_path, nothing_known)
    assert files_in(tmp_path) == []
    unsent.save(a_state())
    unsent.save(UnsentState())
    unsent.close()
    unsent.close()
    assert files_in(tmp_path) == []


def test_what_the_journal_holds_is_pending_once_more(tmp_path: Path) -> None:
    """Whoever typed it never learned that it was on the medium: it is saved again, and no line to be typed again."""
    state = a_state()
    state = msgspec.structs.replace(state, half=Line(text="fetched", id="half", since=NOW))
    Unsent(tmp_path, disk := Faulty()).save(state)
    disk.bury()
    ids = (state.pending[0].id, state.parked[1].id, "half")
    done = {each: msgspec.structs.replace(note(), id=each) for each in ids}
    unsent, _ = Unsent.claim(tmp_path, done.get)
    pending = (*state.pending, done[state.parked[1].id], done["half"])
    assert unsent.state == UnsentState(pending, (state.parked[0], *state.parked[2:]))


@pytest.mark.parametrize("odd", ["folder", "nowhere"])
def test_an_odd_name_keeps_no_line_from_coming_back(tmp_path: Path, odd: str) -> None:
    """Each file is tried on its own; one that cannot be read stays as it is and is named."""
    state = a_state()
    Unsent(tmp_path, disk := Faulty()).save(state)
    disk.bury()
    path = tmp_path / UNSENT / "zz.json"
    if odd == "folder":
        path.mkdir()
    else:
        path.symlink_to(path)
    unsent, unread = Unsent.claim(tmp_path, nothing_known)
    assert unsent.state == state
    assert unread == [path]
    assert path.is_dir() or path.is_symlink()


def test_several_dead_windows_are_joined(tmp_path: Path) -> None:
    """Each line comes back once; the latest half-typed one is in the bar, the others are parked."""
    first, second = a_state("first"), a_state("second")
    for second_of_day, state in enumerate((first, second, first, UnsentState(half=Line(text="third")))):
        before = set(files_in(tmp_path))
        Unsent(tmp_path, disk := Faulty()).save(state)
        disk.bury()
        (file,) = set(files_in(tmp_path)) - before
        os.utime(file, (second_of_day, second_of_day))  # a file system's clock may tick 4 ms apart
    unsent, _ = Unsent.claim(tmp_path, nothing_known)
    both = (*first.pending, *second.pending)
    assert {entry.id: entry for entry in unsent.state.pending} == {entry.id: entry for entry in both}
    assert len(unsent.state.pending) == 4
    assert unsent.state.half.text == "third"
    assert {line.text for line in unsent.state.parked} == {*HOSTILE, "first", "second"}
    assert len(unsent.state.parked) == 2 * len(HOSTILE) + 2


@pytest.mark.parametrize("content", [b"", b"{torn", b"\xff\xfe", b'{"format":99}', b'{"pending":[{}]}'])
def test_a_file_that_cannot_be_read_is_kept_and_named(tmp_path: Path, content: bytes) -> None:
    """Its bytes stay beside, and it is reported once."""
    Unsent(tmp_path).close()
    (tmp_path / UNSENT).mkdir()
    (tmp_path / UNSENT / "one.json").write_bytes(content)
    unsent, torn = Unsent.claim(tmp_path, nothing_known)
    assert torn == [tmp_path / UNSENT / "one.torn"]
    assert torn[0].read_bytes() == content
    assert unsent.state == UnsentState()
    assert Unsent.claim(tmp_path, nothing_known)[1] == []


def test_a_saved_state_is_on_the_medium_with_its_name(tmp_path: Path) -> None:
    """A power cut leaves the state that was saved last."""
    recording = Recording()
    unsent = Unsent(tmp_path, recording)
    unsent.save(a_state())
    recording.calls.clear()
    unsent.save(a_state("next"))
    unsent.save(unsent.state)
    assert recording.calls == ["write", "sync", "replace", "sync folder"]


def test_files_are_private(tmp_path: Path) -> None:
    """Nobody else reads what was half typed."""
    Unsent(tmp_path).save(a_state())
    assert stat.S_IMODE((tmp_path / UNSENT).stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in files_in(tmp_path)] == [0o600]


def life(folder: Path, disk: Faulty, tried: list[UnsentState], safe: list[UnsentState]) -> None:
    """A window which takes over, saves three times and ends."""
    unsent, _ = Unsent.claim(folder, nothing_known, disk)
    for word in ("a", "ab", "abc"):
        pending = (*tried[-1].pending, note(word))
        tried.append(msgspec.structs.replace(unsent.state, half=Line(text=word), pending=pending))
        unsent.save(tried[-1])
        safe.append(tried[-1])
    unsent.close()


@pytest.mark.parametrize("what", ["die", "fail"])
def test_whatever_call_ends_a_window_what_it_held_is_restored(tmp_path: Path, what: str) -> None:
    """Killed, or given up after a failure, at any call: what was saved last, or what it was about to save."""
    for at in count(1):
        folder = tmp_path / str(at)
        folder.mkdir()
        left = a_state("left")
        Unsent(folder, dead := Faulty()).save(left)
        dead.bury()
        tried, safe = [left], [left]
        disk = Faulty(at, what)
        with suppress(Dead, StorageError):
            life(folder, disk, tried, safe)
        disk.bury()
        after, torn = Unsent.claim(folder, nothing_known)
        assert torn == []
        assert {entry.id for entry in safe[-1].pending} <= {entry.id for entry in after.state.pending}
        assert set(after.state.parked) >= set(left.parked)
        assert after.state.half in (safe[-1].half, tried[-1].half)
        assert [path.suffix for path in files_in(folder)] == [".json"]
        if disk.calls < at:
            break


def test_a_failed_save_is_made_again(tmp_path: Path) -> None:
    """Saving the same once more after a failure writes it, and ending in between drops nothing."""
    for at in count(1):
        folder = tmp_path / str(at)
        folder.mkdir()
        disk = Faulty()
        unsent = Unsent(folder, disk)
        disk.arm(at)
        kept = a_state("kept")
        for state in (a_state("x"), UnsentState(), kept):
            with suppress(StorageError):
                unsent.save(state)
        unsent.save(kept)
        disk.bury()
        assert Unsent.claim(folder, nothing_known)[0].state.half.text == "kept"
        if disk.calls < at:
            break


@pytest.mark.parametrize("cleared", [False, True])
def test_a_save_that_failed_late_is_not_forgotten(tmp_path: Path, cleared: bool) -> None:
    """What a failed save has left on disk stays at the end of the window, unless a later save cleared it."""
    for at in count(1):
        folder = tmp_path / str(at)
        folder.mkdir()
        disk = Faulty(at)
        unsent = Unsent(folder, disk)
        with suppress(StorageError):
            unsent.save(a_state())
        left = files_in(folder)
        assert {path.suffix for path in left} <= {".json"}
        failed = disk.calls >= at
        disk.arm(0)
        if cleared:
            unsent.save(UnsentState())
        unsent.close()
        assert files_in(folder) == ([] if cleared else left)
        if not failed:
            break


def test_a_claim_that_failed_can_be_made_again(tmp_path: Path) -> None:
    """Whichever call fails, the same process gets it all at the next try."""
    for at in count(1):
        folder = tmp_path / str(at)
        folder.mkdir()
        state = a_state()
        Unsent(folder, dead := Faulty()).save(state)
        dead.bury()
        disk = Faulty(at)
        left = files_in(folder)
        try:
            unsent, unread = Unsent.claim(folder, nothing_known, disk)
        except StorageError:
            unread = left
        if unread:
            assert unread == left
            unsent, _ = Unsent.claim(folder, nothing_known)
            assert len(files_in(folder)) == 1
        assert unsent.state == state
        if disk.calls < at:
            break


class Interleaved(Faulty):
    """Another window acts between the opening and the locking of its file."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self._act = act

    def try_lock(self, fd: int) -> bool:
        self._act()
        return super().try_lock(fd)


@pytest.mark.parametrize("held", [a_state("second"), UnsentState()])
def test_a_window_that_saves_or_ends_at_that_very_moment_keeps_its_own(
    tmp_path: Path, held: UnsentState
) -> None:
    """The lock of a file that was just replaced or removed is free, and means nothing."""
    living = Unsent(tmp_path)
    living.save(a_state("first"))

    def act() -> None:
        living.save(held)
        if held == UnsentState():
            living.close()

    other, torn = Unsent.claim(tmp_path, nothing_known, Interleaved(act))
    assert (other.state, torn) == (UnsentState(), [])
    living.close()
    assert Unsent.claim(tmp_path, nothing_known)[0].state == held


@given(st.text(st.characters(exclude_categories=["Cs"])), st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, cursor: tuple[int, int]
) -> None:
    """Whatever was in the bar, the cursor with it."""
    folder = tmp_path_factory.mktemp("any")
    unsent = Unsent(folder)
    unsent.save(UnsentState(half=Line(text=text, cursor=cursor), pending=(note(text),)))
    unsent.close()
    restored, _ = Unsent.claim(folder, nothing_known)
    assert restored.state.pending == unsent.state.pending
    assert restored.state.half == (unsent.state.half if text else Line())
    restored.close()


def test_a_full_disk_still_takes_what_is_typed(tmp_path: Path) -> None:
    """The reserve gives way to it, once; then there is no room, and what was saved stays saved."""
    disk = Small(tmp_path)
    unsent = Unsent(tmp_path, disk)
    unsent.reserve()
    unsent.save(UnsentState(half=Line(text="before")))
    disk.fill()
    typed = UnsentState(half=Line(text="x" * 60_000))
    unsent.save(typed)
    assert disk.used() <= (disk.limit or 0)
    with pytest.raises(StorageError, match="the disk is full"):
        unsent.save(UnsentState(half=Line(text="y" * 60_000)))
    with pytest.raises(StorageError, match="the disk is full"):
        unsent.reserve()
    unsent.close()
    assert Unsent.claim(tmp_path, nothing_known)[0].state == typed


def test_a_reserve_goes_with_its_window(tmp_path: Path) -> None:
    """Closed or killed: the next window clears a dead one's away, and leaves that of a living one."""
    closed, dead, living = Unsent(tmp_path), Unsent(tmp_path, disk := Faulty()), Unsent(tmp_path)
    for unsent in (closed, dead, living):
        unsent.reserve()
        unsent.reserve()
    assert [path.stat().st_size for path in files_in(tmp_path)] == [RESERVE] * 3
    closed.close()
    disk.bury()
    Unsent.claim(tmp_path, nothing_known)
    (left,) = files_in(tmp_path)
    living.close()
    assert left.suffix == ".reserve"
    assert files_in(tmp_path) == []
