"""How the terminal is left from another thread, when the program has to end."""

from __future__ import annotations

import os
import pty
import select
import termios
import tty
from threading import Event, Lock, Thread
from types import SimpleNamespace

import pytest
from textual.drivers.linux_driver import LinuxDriver

from pmtui.tui.terminal.driver import TerminalDriver

_OTHER_SCREEN_OFF = b"\x1b[?1049l"


def leaving_driver(terminal: int) -> TerminalDriver:
    """A driver that has this terminal, without a program around it."""
    leaving = object.__new__(TerminalDriver)
    leaving.fileno, leaving.attrs_before = terminal, None
    drawing = SimpleNamespace(taken=True, fileno=lambda: terminal)
    leaving.__dict__.update(_drawing=drawing, _letting_go=Lock())
    return leaving


def test_what_is_dropped_so_that_the_words_that_leave_find_room_is_never_those_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They may be written just before: the terminal was slow, and is emptied once more."""
    controller, terminal = pty.openpty()
    leaving = leaving_driver(terminal)
    goes_on, write, dropped = Event(), os.write, list[bytes]()

    def slow(file: int, data: bytes) -> int:
        if file == terminal:
            goes_on.wait(10)
        return write(file, data)

    def late() -> None:
        if not dropped:
            dropped.append(b"")
            return  # the first comes before the words
        goes_on.set()
        if select.select([controller], [], [], 10)[0]:
            dropped.append(os.read(controller, 4096))
        termios.tcflush(terminal, termios.TCOFLUSH)

    monkeypatch.setattr(os, "write", slow)
    monkeypatch.setattr(leaving, "_empty", late)
    leaving._let_go()
    taken = os.read(controller, 4096) if select.select([controller], [], [], 10)[0] else b""
    os.close(controller)
    os.close(terminal)
    assert _OTHER_SCREEN_OFF in b"".join(dropped)
    assert _OTHER_SCREEN_OFF in taken


def test_an_enter_typed_into_the_first_frame_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Raw mode comes before the screen, also when a shell brings it back; what was before is put back in the end."""
    controller, terminal = pty.openpty()
    coming = object.__new__(TerminalDriver)
    coming.fileno = terminal
    coming.__dict__.update(_drawing=SimpleNamespace(taken=False), _ending=SimpleNamespace(begun=False))
    found, typed = termios.tcgetattr(terminal), list[bytes]()

    def draw(driver: LinuxDriver) -> None:
        os.write(controller, b"\r")
        typed.append(os.read(terminal, 10))

    monkeypatch.setattr(LinuxDriver, "start_application_mode", draw)
    monkeypatch.setattr(coming, "write", lambda text: None)
    coming.start_application_mode()
    os.close(controller)
    os.close(terminal)
    assert typed == [b"\r"]
    assert coming.attrs_before == found
    assert found[tty.LFLAG] & termios.ICANON


def test_the_screens_end_waits_until_the_words_that_leave_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it wrote itself was dropped for them, and at its end nobody says anything any more."""
    controller, terminal = pty.openpty()
    leaving = leaving_driver(terminal)
    dropping, goes_on, closed = Event(), Event(), Event()

    def slow() -> None:
        dropping.set()
        goes_on.wait(10)

    def close() -> None:
        leaving.close()
        closed.set()

    monkeypatch.setattr(leaving, "_empty", slow)
    monkeypatch.setattr(LinuxDriver, "close", lambda driver: None)
    threads = [Thread(target=leaving._let_go), Thread(target=close)]
    threads[0].start()
    assert dropping.wait(10)
    threads[1].start()
    assert not closed.wait(0.05)
    goes_on.set()
    assert closed.wait(10)
    assert _OTHER_SCREEN_OFF in os.read(controller, 4096)
    for thread in threads:
        thread.join()
    os.close(controller)
    os.close(terminal)
