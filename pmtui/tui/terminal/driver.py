"""The driver of a Unix terminal, with what Textual 8.2's own would spoil beside the keys themselves.

- SIGCONT without a SIGTSTP starts a second thread that reads, and the two share the letters: here there is one.
- Quitting waits up to 0.2 s for the thread that reads: here 0.03 s.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterable
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, cast

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from pmtui.tui.terminal.ending import Ending
from pmtui.tui.terminal.keyboard import KeyParser

if TYPE_CHECKING:
    from textual.app import App

_POLL = 0.03
_READ = 65536
_FRONT = 0.1
"""Seconds after which a process in the background looks again whether it was brought to the front."""
_PUSH_TITLE, _POP_TITLE = "\x1b[22;2t", "\x1b]2;\x07\x1b[23;2t"
"""Keeps the name of the terminal's window and gives it back, where it can; elsewhere it has none then."""
_SHOW_CURSOR, _USUAL_CURSOR = "\x1b[6 q\x1b[?25h", "\x1b[0 q"
"""A bar: a block on the cell that a field paints as its cursor would be painted as no cursor at all."""
_POP_KEYS = "\x1b[<u"
"""Takes the way in which keys are reported, which the start of the screens pushes, off the terminal's stack."""
_LEAVE = (
    "\x1b[?2026l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?2048l\x1b[?7h"
    f"{_POP_KEYS}{_POP_TITLE}{_USUAL_CURSOR}\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Undoes what Textual asks of a terminal: frames, mouse, paste, sizes, wrapping, keys, screen, cursor, focus."""
_TRIES = 8
"""How often what a terminal does not take is dropped, so that the words that leave it find room."""
_PIECE = 4096
"""Bytes written at once: after a flush as many find room, so that no write holds on to a terminal that takes none."""


class HungUp(Message):
    """The terminal is gone or a signal ends the program; all that was typed came before this."""


class _Drawing:
    """Where Textual draws: nowhere, when the terminal was left or is gone.

    An error would end the thread that writes, and the screen's thread would wait for it for ever.
    """

    def __init__(self) -> None:
        self.taken = False
        """Whether the terminal is the screens'."""
        stream = sys.__stderr__
        assert stream is not None, "the screens need a terminal"
        self._stream = stream

    def fileno(self) -> int:
        return self._stream.fileno()

    def write(self, text: str) -> None:
        data = text.encode(self._stream.encoding, self._stream.errors or "strict")
        with suppress(OSError):
            while data and self.taken:
                data = data[os.write(self.fileno(), data[:_PIECE]) :]

    def flush(self) -> None:
        """What is written is written."""


class TerminalDriver(LinuxDriver):
    """Textual's driver, reading through `KeyParser`, with one thread that reads, however often it is continued."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._drawing = _Drawing()
        self._file = cast("Any", self._drawing)
        self._ending = Ending()
        self._letting_go = Lock()
        self._parser = KeyParser(debug)  # longer than a thread: half of a letter may have been read
        # From the event loop: Textual's own handlers run in the middle of anything, with its locks held.
        self._loop.add_signal_handler(signal.SIGTSTP, self._stop)
        self._loop.add_signal_handler(signal.SIGCONT, self._continue)

    def hear(self, ending: Ending) -> None:
        """Reads no longer than the process lasts, and lets the terminal go when its end demands it."""
        ending.restore = self._let_go
        self._ending = ending
        signal.signal(signal.SIGINT, self._interrupt)

    # --- what is typed

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # nothing could be typed any more
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        read = 0
        while not self.exit_event.is_set():
            ending = (
                self._ending.begun
            )  # looked at before the wait: what was typed before a signal has time to come
            data = self._wait(_POLL)
            self._pass_on(self._parser.read(data or b""))
            self._pass_on(self._parser.tick())
            if ending:
                read += len(data or b"")
            if data == b"" or (ending and (data is None or self._ending.read_enough(read))):
                self._pass_on(self._parser.finish())
                self._ending.unheard = True
                self._pass_on([HungUp()])
                return
        self._pass_on(self._parser.read(self._wait(0) or b""))  # what came meanwhile would be dropped

    def _wait(self, seconds: float) -> bytes | None:
        """What is typed within a time; None for nothing, no bytes when the terminal is gone."""
        try:
            if not select.select([self.fileno], [], [], seconds)[0]:
                return None
            return os.read(self.fileno, _READ)
        except OSError:
            return b""

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    # --- taking and leaving the terminal

    def start_application_mode(self) -> None:
        self._drawing.taken = not self._ending.begun
        found = self._take_keys()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.attrs_before = found
        self.write(_PUSH_TITLE + _SHOW_CURSOR)

    def _take_keys(self) -> list[Any] | None:
        """Raw mode, and what was before: Textual takes the screen first, and an Enter typed then would be a ctrl+j."""
        try:
            found = termios.tcgetattr(self.fileno)
            raw = [*found]
            raw[tty.IFLAG] = self._patch_iflag(raw[tty.IFLAG])
            raw[tty.LFLAG] = self._patch_lflag(raw[tty.LFLAG])
            termios.tcsetattr(self.fileno, termios.TCSANOW, raw)
        except termios.error:  # the terminal is gone
            return None
        return found

    def stop_application_mode(self) -> None:
        self.write(_POP_TITLE + _USUAL_CURSOR)
        super().stop_application_mode()

    def close(self) -> None:
        super().close()
        with (
            self._letting_go
        ):  # the words that leave may have been dropped, and are said anew before the process ends
            self._drawing.taken = False

    def _let_go(self) -> None:
        """Leaves the terminal from another thread, whatever the screen's thread is at."""
        with self._letting_go, suppress(termios.error, OSError):  # the terminal is gone
            if not self._drawing.taken:
                return
            self._drawing.taken = False
            self._empty()
            said, emptied = self._say_leave(), False
            for _ in range(_TRIES):
                if said.wait(_POLL):
                    break
                self._empty()
                emptied = True
            if emptied:  # perhaps just what was said in between
                self._say_leave().wait(_TRIES * _POLL)

    def _say_leave(self) -> Event:
        """Has the terminal left as it was found; the event tells when it has taken the words."""
        said = Event()

        def write() -> None:
            with suppress(OSError):
                os.write(self._drawing.fileno(), _LEAVE.encode())
            said.set()

        # A thread of its own: a write that is under way holds the terminal's lock for as long as it takes nothing.
        Thread(target=write, name="leave", daemon=True).start()
        return said

    def _empty(self) -> None:
        """Drops what the terminal has not taken and sets it as it was; only the latter wakes who waits for room."""
        termios.tcflush(self._drawing.fileno(), termios.TCOFLUSH)
        if self.attrs_before is not None:
            termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)

    def _interrupt(self, number: int, _: object) -> None:
        """SIGINT ends the program, unless it is meant for an editor: ctrl+c there reaches every process in front.

        A handler of its own: in the event loop it would run when the editor has ended, and end the program then.
        """
        if self._auto_restart:
            self._ending.begin(number)

    def _stop(self) -> None:
        """SIGTSTP: lends the terminal to the shell."""
        if self._auto_restart and self._drawing.taken:
            self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _continue(self) -> None:
        """SIGCONT: takes the terminal back, also when nobody had lent it.

        Whoever had it while the program stood still may have left it in another mode.
        """
        if self._ending.begun or not self._auto_restart:
            return  # an editor has it
        if not self._in_front():
            # Who touches the terminal from the background is stopped, and a shell that brings it to the front meanwhile
            # takes it for running and does not continue it: it would stand still in front of the user.
            self._loop.call_later(_FRONT, self._continue)
            return
        found = self.attrs_before
        if self._key_thread is not None and self._key_thread.is_alive():
            self._end_threads()
        self.start_application_mode()
        self.attrs_before = found
        self._app.refresh(layout=True)

    def _in_front(self) -> bool:
        """Whether the terminal is this process's to use; one that is gone is nobody's, which reading it will tell."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True

    def _end_threads(self) -> None:
        """Ends the threads that read and write, and drops nothing that was typed."""
        self.write(_POP_KEYS)
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()
        self.close()
