"""Promises about signals, sent to the real program in a real terminal."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pmtui.model.entries import Worded
from pmtui.storage.unsent import Unsent
from tests.tui.live.live_terminal import ENTER, QUIT, Live, keys
from tests.tui.live.terminal import Terminal
from tests.tui.window.windows import create, entries, texts

_ENDS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
_AT_ONCE = 1.0
"""Seconds after which the terminal is as it was found, whatever the disk does."""
_SOON = 3.0
"""Seconds for what takes a fraction of one on a machine that does nothing else."""
_LINES = [f"line {number} of what was typed" for number in range(40)]


def _type_on(live: Live) -> None:
    """Types forty lines as a fast hand does, and leaves; all of them must be recorded."""
    live.type([key for line in _LINES for key in (*keys(line), ENTER)], pause=0.001)
    assert live.saves(len(_LINES) + 2), live.lines
    assert live.quit() == 0
    assert live.as_found
    assert texts(live.folder) == ["before", *_LINES]


def test_a_program_that_is_continued_reads_on_as_before(tmp_path: Path) -> None:
    """SIGCONT that nobody waits for, three times: all that is typed behind it is recorded as typed."""
    with Live(create(tmp_path)) as live:
        live.ready()
        live.type(keys("bef"))
        assert live.wait_for(lambda: live.bar == "bef")
        for _ in range(3):
            live.signal(signal.SIGCONT)
        live.type([*keys("ore"), ENTER])
        assert live.saves(2), live.lines
        _type_on(live)


@pytest.mark.parametrize("stop", [signal.SIGSTOP, signal.SIGTSTP])
def test_a_program_that_was_stopped_takes_its_screen_and_its_keys_back(tmp_path: Path, stop: int) -> None:
    """Stopped in the middle of a line and continued: the screen is drawn anew, and the line is typed on."""
    with Live(create(tmp_path)) as live:
        live.ready()
        live.type(keys("bef"))
        assert live.wait_for(lambda: live.bar == "bef")
        live.signal(stop)
        assert live.wait_for(lambda: live.stopped)
        assert live.as_found == (stop == signal.SIGTSTP)
        live.wipe()
        live.set_cooked()
        live.signal(signal.SIGCONT)
        assert live.wait_for(lambda: live.raw)
        assert live.wait_for(lambda: live.bar == "bef"), live.lines
        assert live.wait_for_text("Checkout is down"), live.lines
        live.type([*keys("ore"), ENTER])
        assert live.saves(2), live.lines
        _type_on(live)


@contextmanager
def _in_a_shell(folder: Path) -> Iterator[Terminal]:
    """The program with a shell behind it, which stops it and brings it back."""
    shell = Terminal(["bash", "--norc", "--noprofile", "-i"], columns=100, rows=30, env={"PS1": "ready: "})
    with shell:
        assert shell.wait_for_text("ready:")
        shell.type([f"{sys.executable} -m tests.tui.live.program {folder}\n".encode()])
        assert shell.wait_for_text("what happens?")
        yield shell


def test_a_shell_may_stop_it_and_bring_it_back(tmp_path: Path) -> None:
    """SIGTSTP, a command of the shell, `bg`, `fg`: the line goes on, and at its end the shell has its terminal."""
    folder = create(tmp_path)
    with _in_a_shell(folder) as shell:
        shell.type(keys("half "))
        assert shell.wait_for_text("> half")
        shell.type([*keys("typed"), ENTER, *keys("more")])
        assert shell.wait_for_text("> more")
        shell.signal_child(signal.SIGTSTP)
        assert shell.wait_for_text("Stopped")
        shell.type([b"echo $((6 * 7))\n"])
        assert shell.wait_for_text("42")
        shell.type([b"bg\n"])
        shell.type([b"echo $((7 * 7))\n"])
        assert shell.wait_for_text("49")
        shell.wipe()
        shell.type([b"fg\n"])
        assert shell.wait_for_text("> more"), shell.lines
        shell.type([*keys(" words"), ENTER, QUIT])
        # What is typed before the program has ended is thrown away with the last keys meant for it.
        assert shell.wait_for(lambda: not shell.children), shell.lines
        shell.type([b"echo $((8 * 8))\n"])
        assert shell.wait_for_text("64"), shell.lines
    assert texts(folder) == ["half typed", "more words"]


def test_it_comes_to_the_front_right_after_it_was_sent_to_the_background(tmp_path: Path) -> None:
    """`bg` and `fg` in one breath: whichever the program hears first, its screen comes back."""
    folder = create(tmp_path)
    with _in_a_shell(folder) as shell:
        for turn in range(5):
            shell.signal_child(signal.SIGTSTP)
            assert shell.wait_for_text("Stopped")
            shell.wipe()
            shell.type([b"bg; fg\n"])
            assert shell.wait_for_text("Timeline"), (turn, shell.lines)


def test_a_signal_ends_it_in_the_background_too(tmp_path: Path) -> None:
    """It is not stopped by the terminal that is not its own, and its half-typed line is there for the next window."""
    folder = create(tmp_path)
    with _in_a_shell(folder) as shell:
        shell.type(keys("half a line"))
        assert shell.wait_for_text("> half a line")
        shell.signal_child(signal.SIGTSTP)
        assert shell.wait_for_text("Stopped")
        shell.type([b"bg\n"])
        shell.signal_child(signal.SIGTERM)
        assert shell.wait_for(lambda: not shell.children), shell.lines
    assert _found(folder) == ["half a line"]


def _found(folder: Path) -> list[str]:
    """All that the next window finds: entries, pending ones, parked lines, the half-typed line last."""
    written = {entry.id: entry for entry in entries(folder)}
    held, torn = Unsent.claim(folder, written.get)
    assert torn == []
    waiting = [entry for entry in held.state.pending if entry.id not in written]
    pending = [entry.text for entry in waiting if isinstance(entry, Worded)]
    return [*texts(folder), *pending, *(line.text for line in held.state.parked), held.state.half.text]


def _left_in_time(live: Live) -> bool:
    """Whether the terminal is as it was found within a second."""
    return live.wait_for(lambda: live.left, seconds=_AT_ONCE)


@pytest.mark.parametrize("number", _ENDS)
@pytest.mark.parametrize("size", [1, 3, 40])
def test_a_signal_at_once_after_typing_loses_nothing(tmp_path: Path, number: int, size: int) -> None:
    """Entered, refused and half-typed lines are there for the next window, and the terminal is as it was found."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        live.enter(*_LINES[:size], "/frobnicate the pool")
        live.type(keys("half a line"))
        live.signal(number)
        assert _left_in_time(live)
        assert live.wait_for_end() == 128 + number
        assert live.left
        assert b"Traceback" not in live.output
    assert _found(folder) == [*_LINES[:size], "/frobnicate the pool", "half a line"]


def test_a_signal_before_the_first_screen_leaves_the_terminal(tmp_path: Path) -> None:
    """The program has asked the terminal for single keys, and has not begun to draw."""
    with Live(create(tmp_path)) as live:
        assert live.wait_for(lambda: live.raw)
        live.signal(signal.SIGTERM)
        assert live.wait_for(lambda: live.as_found, seconds=_AT_ONCE)
        assert live.wait_for_end() == 128 + signal.SIGTERM
        assert live.as_found


def test_a_signal_at_home_leaves_the_terminal(tmp_path: Path) -> None:
    """`pmtui` as it is installed, with no incident open."""
    with Terminal(["python", "-m", "pmtui"], env={"PMTUI_HOME": str(tmp_path)}) as terminal:
        assert terminal.wait_for(lambda: b"\x1b[?2004h" in terminal.output)
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for(lambda: terminal.left, seconds=_AT_ONCE)
        assert terminal.wait_for_end() == 128 + signal.SIGTERM


def test_an_interrupted_editor_is_not_the_program(tmp_path: Path) -> None:
    """Ctrl+c in an editor is a signal to the program as well, which goes on when the editor has ended."""
    folder = create(tmp_path)
    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\ntrap '' INT\necho EDITING\nread -r line\necho written >> \"$1\"\n")
    script.chmod(0o700)
    with Live(folder, env={"VISUAL": str(script)}) as live:
        live.ready()
        live.type([b"\x1b[17~"])
        assert live.wait_for_text("Enter Mend")
        live.press(b"\t")
        assert live.wait_for_text("e Editor")
        live.type([b"\x1be"])
        assert live.wait_for_text("EDITING"), live.lines
        live.type([b"\x03"])
        assert live.wait_for(lambda: b"^C" in live.output)
        live.type([b"\n"])
        assert live.saves(2), live.lines
        live.type([b"\x1b[17~"])
        live.ready()
        live.enter("and on")
        assert live.saves(3), live.lines
        assert live.quit() == 0


def test_a_paste_that_a_signal_cuts_off_is_kept(tmp_path: Path) -> None:
    """As far as it had come: the end of it never arrives."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        live.type([b"\x1b[200~first\rsecond\x1b"])
        live.signal(signal.SIGHUP)
        assert live.wait_for_end() == 128 + signal.SIGHUP
    assert _found(folder) == ["first\nsecond"]


def test_prose_in_the_editor_survives_a_signal(tmp_path: Path) -> None:
    """A section that is being written when the signal comes is parked as the line that writes it."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        live.type([b"\x1b[17~"])
        assert live.wait_for_text("Enter Mend")
        live.press(b"\t")
        assert live.wait_for_text("Enter Edit")
        live.type([ENTER])
        assert live.wait_for_text("Section ▸")
        live.type(keys("Half a sentence"))
        live.signal(signal.SIGTERM)
        assert live.wait_for_end() == 128 + signal.SIGTERM
    assert any("Half a sentence" in line for line in _found(folder))


@pytest.mark.parametrize("number", _ENDS)
def test_a_slow_disk_keeps_the_process_and_not_the_terminal(tmp_path: Path, number: int) -> None:
    """Each fsync takes two seconds: the terminal is back within one, and the process stays until all is written."""
    folder = create(tmp_path)
    with Live(folder, "--fault", "slow:1:sync") as live:
        live.ready()
        live.enter("entered")
        live.type(keys("half a line"))
        live.signal(number)
        assert _left_in_time(live)
        assert live.wait_for(lambda: b"not written yet" in live.output)
        assert live.wait_for_end() == 128 + number
        assert live.wait_for(lambda: b"they are written now" in live.output)
    assert _found(folder) == ["entered", "half a line"]


def test_what_a_dead_disk_does_not_take_is_said(tmp_path: Path) -> None:
    """The process ends when its time is over; the lines stand on the terminal, for whoever reads it."""
    folder = create(tmp_path)
    with Live(folder, "--fault", "hang:1:sync", "--lasting", "4") as live:
        live.ready()
        live.enter("entered")
        live.type(keys("half a line"))
        live.signal(signal.SIGTERM)
        assert _left_in_time(live)
        assert live.wait_for_end(seconds=8) == 128 + signal.SIGTERM
        assert live.wait_for_text("NOT written")
        assert live.wait_for_text("entered")
        assert live.wait_for_text("half a line")


@pytest.mark.parametrize("closed", [False, True])
def test_a_terminal_that_shows_nothing_any_more_is_left_all_the_same(tmp_path: Path, closed: bool) -> None:
    """A connection that hangs takes no frames, and the program waits for it; its end loses nothing all the same."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        for line in _LINES:
            live.push([*keys(line), ENTER])
            time.sleep(0.02)
        live.push(keys("half a line"))
        assert live.wait_unseen(lambda: not live.unread)
        if closed:
            live.hang_up()
        else:
            live.signal(signal.SIGTERM)
            assert live.wait_unseen(lambda: live.as_found, seconds=_AT_ONCE)
        assert live.wait_unseen(lambda: live.status is not None)
        assert live.status == 128 + (signal.SIGHUP if closed else signal.SIGTERM)
        assert closed or live.wait_for(lambda: live.left)
    assert _found(folder) == [*_LINES, "half a line"]


@pytest.mark.parametrize("ignored", [False, True])
def test_a_window_that_is_closed_ends_the_program_at_once(tmp_path: Path, ignored: bool) -> None:
    """Also where SIGHUP is ignored, as under nohup: the half-typed line is not locked away."""
    folder = create(tmp_path)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN) if ignored else None
    try:
        live = Live(folder)
    finally:
        if ignored:
            signal.signal(signal.SIGHUP, before)
    with live:
        live.ready()
        live.enter("entered")
        assert live.saves(2)
        live.type(keys("half a line"))
        assert live.wait_for(lambda: live.bar == "half a line")
        live.hang_up()
        assert live.wait_for_end(seconds=_SOON) == 128 + signal.SIGHUP
    assert _found(folder) == ["entered", "half a line"]


def test_a_mistake_of_the_program_leaves_the_terminal_and_one_sentence(tmp_path: Path) -> None:
    """What was entered is saved, what was half typed waits, and no value of any variable is shown or written down."""
    folder = create(tmp_path)
    with Live(folder, "--mistake") as live:
        live.ready()
        live.enter("entered")
        live.type(keys("half a line"))
        assert live.wait_for(lambda: live.bar == "half a line")
        live.type([b"\x10"])
        assert live.wait_for_end() == 70
        assert live.left
        shown = "".join(live.lines)
        assert "a mistake in pmtui itself (ZeroDivisionError): all that was entered is saved" in shown
        assert f"pmtui open {folder.name}" in shown
        assert "Traceback" not in live.output.decode()
        assert "hunter2" not in live.output.decode()
    (report,) = (tmp_path / "reports").iterdir()
    assert report.stat().st_mode & 0o777 == 0o600
    assert "ZeroDivisionError" in report.read_text()
    assert "hunter2" not in report.read_text()
    assert _found(folder) == ["entered", "half a line"]
