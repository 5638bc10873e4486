"""How the terminal is left from another thread, when the program has to end."""

from __future__ import annotations

import os
import pty
import select
import termios
import tty
from threading import Event
from types import SimpleNamespace

import pytest
from textual.drivers.linux_driver import LinuxDriver

from pmtui.tui.terminal.driver import TerminalDriver

_OTHER_SCREEN_OFF = b"\x1b[?1049l"


def test_what_is_dropped_so_that_the_words_that_leave_find_room_is_never_those_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They may be written just before: the terminal was slow, and is emptied once more."""
    controller, terminal = pty.openpty()
    leaving = object.__new__(TerminalDriver)
    leaving.fileno, leaving.attrs_before = terminal, None
    leaving.__dict__["_drawing"] = SimpleNamespace(taken=True, fileno=lambda: terminal)
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
