"""Promises about the real program on a disk that is full, gone, refusing or failing: nothing typed is lost."""

from __future__ import annotations

import resource
from pathlib import Path

import msgspec
import pytest

from pmtui.model import entries as e
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL
from tests.storage.faults import opened
from tests.tui.live.live_terminal import ENTER, ESCAPE, QUIT, Live, keys
from tests.tui.window.windows import create, entries, texts, unsent_files


def _fill(live: Live) -> None:
    """No file of the program may grow beyond what the journal is now: a full disk."""
    size = (live.folder / JOURNAL).stat().st_size
    resource.prlimit(live.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _make_room(live: Live) -> None:
    resource.prlimit(live.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_typing_goes_on_while_the_disk_is_full(tmp_path: Path) -> None:
    """The header says NOT SAVED and how many; with room again all of it is saved, once, in order."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        live.enter("before")
        assert live.saves(2)
        _fill(live)
        live.enter(*(str(number) for number in range(20)))
        assert live.header("NOT SAVED 20")
        assert texts(folder) == ["before"]
        _make_room(live)
        assert live.header(" saved")
        live.enter("after")
        assert live.saves(23)
        assert live.quit() == 0
    assert texts(folder) == ["before", *(str(number) for number in range(20)), "after"]


def test_quitting_asks_about_what_is_not_saved(tmp_path: Path) -> None:
    """Who stays goes on typing, and it is saved; who leaves finds it saved by the next window, if it could be kept."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        _fill(live)
        live.enter("one")
        assert live.header("NOT SAVED 1")
        live.type([QUIT])
        assert live.wait_for_text("Not everything is saved")
        assert live.wait_for_text("1 entry is not on disk")
        live.type([ESCAPE])
        assert live.gone("Not everything is saved")
        live.enter("two")
        assert live.header("NOT SAVED 2")
        _make_room(live)
        assert live.header(" saved")
        assert texts(folder) == ["one", "two"]
        _fill(live)
        live.enter("three")
        assert live.header("NOT SAVED 1")
        live.type([QUIT])
        assert live.wait_for_text("again saves them")
        live.type(keys("l"))
        assert live.wait_for_end() is not None
    with Live(folder) as live:
        live.ready()
        assert live.saves(4)
        assert live.quit() == 0
    assert texts(folder) == ["one", "two", "three"]
    assert unsent_files(folder) == []


def test_what_is_held_can_be_written_to_another_file(tmp_path: Path) -> None:
    """Entries, refused lines and the half-typed one, as a script; the window stays open."""
    folder = create(tmp_path)
    elsewhere = tmp_path / "rescued.txt"
    with Live(folder) as live:
        live.ready()
        _fill(live)
        live.enter("one [/]", "/nosuch two")
        live.type(keys("half"))
        assert live.header("NOT SAVED 1")
        live.type([QUIT])
        assert live.wait_for_text("Not everything is saved")
        live.type(keys("w"))
        assert live.wait_for_text("unsaved.txt")
        live.press(b"\x15")
        live.type(keys(str(elsewhere)))
        assert live.wait_for_text(elsewhere.name), live.lines
        live.press(ENTER)
        assert live.wait_for(elsewhere.exists)
        assert live.wait_for(lambda: elsewhere.read_text().endswith("\n/nosuch two\nhalf\n"))
        assert elsewhere.read_text().startswith("@2")
        assert elsewhere.read_text().splitlines()[0].endswith(" /note one [/]")
        assert live.header("NOT SAVED 1")


def test_the_folder_is_moved_away_and_back(tmp_path: Path) -> None:
    """It is said, nothing is written where it was, and when it is back what was typed is in it."""
    folder = create(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    with Live(folder) as live:
        live.ready()
        folder.rename(elsewhere)
        live.enter("typed meanwhile")
        assert live.header("NOT SAVED 1")
        live.type(keys("half"))
        live.rests(0.6)
        assert not folder.exists()
        elsewhere.rename(folder)
        assert live.header(" saved")
        assert texts(folder) == ["typed meanwhile"]
        assert live.wait_for(lambda: len(unsent_files(folder)) == 1)
        assert live.wait_for(lambda: live.bar == "half"), live.lines


def test_a_journal_of_a_newer_format_is_shown_and_not_written(tmp_path: Path) -> None:
    """What is typed is held, and the reason is on the screen."""
    folder = tmp_path / "incidents" / "2023-10-15-newer"
    folder.mkdir(parents=True)
    Journal.create(folder, msgspec.structs.replace(opened("From the future"), format=99)).close()
    before = (folder / JOURNAL).read_bytes()
    with Live(folder) as live:
        assert live.wait_for_text("From the future")
        live.enter("typed")
        assert live.header("NOT SAVED 1")
        assert live.wait_for_text("newer pmtui")
    assert (folder / JOURNAL).read_bytes() == before


@pytest.mark.parametrize(
    "fault",
    [
        *("fail:1:", "fail:4:", "fail:11:", "fail:23:"),
        *("fail:1:sync", "fail:2:sync", "fail:1:write", "short:1:write"),
    ],
)
def test_a_call_that_fails_in_the_real_program_loses_nothing(tmp_path: Path, fault: str) -> None:
    """Typed all at once over a disk that fails somewhere: each line is saved once, in order."""
    folder = create(tmp_path)
    with Live(folder, "--fault", fault) as live:
        live.ready()
        live.enter("one", "/hypothesis two", "/evidence H1 three")
        live.type([*keys("four"), ENTER, *keys("half a line")])
        assert live.saves(5)
        assert live.header(" saved")
        live.rests(0.4)
        assert live.quit() == 0
    assert texts(folder) == ["one", "two", "three", "four"]
    assert [type(entry) for entry in entries(folder)] == [e.Opened, e.Note, e.Hypothesis, e.Evidence, e.Note]
    with Live(folder) as live:
        live.ready_with("half a line")
