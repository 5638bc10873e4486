"""Promises about what was typed before a signal, on a machine that gives the program no time."""

from __future__ import annotations

import os
import pty
import signal
import time
import tty
from threading import Event

import pytest
from textual import events
from textual.message import Message

from pmtui.tui.terminal import ending as endings
from pmtui.tui.terminal.driver import HungUp, TerminalDriver
from pmtui.tui.terminal.ending import Ending
from pmtui.tui.terminal.keyboard import KeyParser


class _Reader(TerminalDriver):
    """The part of the driver that reads, without a screen."""

    def __init__(self, terminal: int, ending: Ending) -> None:
        self.fileno = terminal
        self.exit_event = Event()
        self.heard: list[Message] = []
        self._ending = ending
        self._parser = KeyParser(False)

    def process_message(self, message: Message) -> None:
        self.heard.append(message)

    @property
    def text(self) -> str:
        """All letters that were heard."""
        keys = (each for each in self.heard if isinstance(each, events.Key))
        return "".join(key.character or "" for key in keys)


def test_what_was_typed_before_a_signal_is_read_however_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one read takes, and the time for reading is over before the first of them."""
    controller, terminal = pty.openpty()
    tty.setraw(terminal)
    typed = "half a line " * 500
    os.write(controller, typed.encode())
    ending = Ending()
    ending.begin(signal.SIGTERM)
    later = time.monotonic() + 3600
    monkeypatch.setattr(endings, "monotonic", lambda: later)
    reader = _Reader(terminal, ending)
    reader.run_input_thread()
    os.close(controller)
    os.close(terminal)
    assert reader.text == typed
    assert isinstance(reader.heard[-1], HungUp)
    assert ending.unheard


def test_the_process_stays_until_what_was_read_is_dealt_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that the screen's thread has heard is on disk; the last keys still wait for it."""
    ending = Ending()
    ending.unwritten = lambda: ""
    looks: list[float] = []
    exits: list[tuple[int, int]] = []

    def look(seconds: float) -> None:
        looks.append(seconds)
        ending.unheard = len(looks) < 7

    monkeypatch.setattr(endings, "sleep", look)
    monkeypatch.setattr(os, "_exit", lambda status: exits.append((status, len(looks))))
    ending.unheard = True
    ending.begin(signal.SIGTERM)
    ending._run()
    assert exits == [(128 + signal.SIGTERM, 7)]
