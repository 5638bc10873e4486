"""Promises about signals, sent to the real program in a real terminal."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.tui.desks import create, texts
from tests.tui.live_terminal import ENTER, QUIT, Live, keys
from tests.tui.terminal import Terminal

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


def test_a_shell_may_stop_it_and_bring_it_back(tmp_path: Path) -> None:
    """SIGTSTP, a command of the shell, `bg`, `fg`: the line goes on, and at its end the shell has its terminal."""
    folder = create(tmp_path)
    with Terminal(
        ["bash", "--norc", "--noprofile", "-i"], columns=100, rows=30, env={"PS1": "ready: "}
    ) as shell:
        assert shell.wait_for_text("ready:")
        shell.type([f"{sys.executable} -m tests.tui.program {folder}\n".encode()])
        assert shell.wait_for_text("what happens?")
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
        assert shell.wait_for(lambda: shell.as_found or "ready:" in shell.lines[-1])
        shell.type([b"echo $((8 * 8))\n"])
        assert shell.wait_for_text("64"), shell.lines
    assert texts(folder) == ["half typed", "more words"]
