"""The keyboard of a Unix terminal, with what Textual 8.2's own reading of it would spoil.

- Escape sequences inside a paste are reissued as keys in front of it, Enter among them: here the paste is one event.
- Escape and a letter hold back all that is typed fast behind them, and a later arrow turns the Escape into a `^`:
  here the letter is taken at once.
- A byte that is no UTF-8 ends the program: here it becomes U+FFFD.
- A letter cut in two reads is the end of the file, and a report that is not understood ends the program: here the
  letter is whole, and the report is dropped.
- SIGCONT without a SIGTSTP starts a second thread that reads, and the two share the letters: here there is one.
- Quitting waits up to 0.2 s for the thread that reads: here 0.03 s.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from pmtui.tui.terminal.ending import Ending

if TYPE_CHECKING:
    from textual.app import App

_POLL = 0.03
_READ = 65536
_ESCAPE = "\x1b"
_INTRODUCERS = frozenset("[]O^_NPX" + _ESCAPE)
"""After ESC these begin a sequence (ECMA-48, 5.3), or are a letter; the parser's own delay tells."""
_POP_KEYS = "\x1b[<u"
"""Takes the way in which keys are reported, which the start of the screens pushes, off the terminal's stack."""
_LEAVE = (
    "\x1b[?2026l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?2048l\x1b[?7h"
    f"{_POP_KEYS}\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Undoes what Textual asks of a terminal: frames, mouse, paste, sizes, wrapping, keys, screen, cursor, focus."""
_PIECE = 4096
"""Bytes written at once: after a flush as many find room, so that no write holds on to a terminal that takes none."""
_LARGEST = 1_000_000
"""Cells of the largest screen: no terminal has more, and to draw more would hold up keys for seconds."""


class KeyParser(XTermParser):
    """Events from what a terminal sends; whatever it is, the next key is understood."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._paste: list[str] | None = None
        self._held = ""  # the end of what was pasted so far, where its closing mark may have begun
        self._passed = ""

    def read(self, data: bytes) -> Iterator[Message]:
        """The events of more bytes, which may begin and end within a letter or a sequence."""
        return self.feed(self._decode(data))

    def feed(self, data: str) -> Iterator[Message]:
        """The events of more text; without text, of which Textual makes the end of the file, there are none."""
        while data:
            if self._paste is None:
                data = yield from self._keys(data)
            else:
                data = yield from self._pasted(data, self._paste)

    def _keys(self, data: str) -> Generator[Message, None, str]:
        """Passes keys on, up to the start of a paste; returns what is left."""
        for position, character in enumerate(data, 1):
            lone_escape = self._passed.endswith(_ESCAPE)
            yield from self._understood(character)
            self._passed = (self._passed + character)[-len(BRACKETED_PASTE_START) :]
            if lone_escape and character not in _INTRODUCERS:
                yield from self._conclude()
            if self._passed == BRACKETED_PASTE_START:
                self._paste = []
                return data[position:]
        return ""

    def _understood(self, character: str) -> Iterator[Message]:
        """What Textual makes of one more character; a report of which it makes nothing is dropped."""
        try:
            yield from filter(_sound, super().feed(character))
        except Exception:  # ValueError, OverflowError, ZeroDivisionError: a number that it did not expect
            self._gen = self.parse(self._tokens.append)
            self._awaiting = next(self._gen)
            self._timeout_time = None

    def _pasted(self, data: str, paste: list[str]) -> Generator[Message, None, str]:
        """Gathers a paste; returns what follows it."""
        text, end, rest = (self._held + data).partition(BRACKETED_PASTE_END)
        if not end:
            certain = max(0, len(text) - len(BRACKETED_PASTE_END) + 1)
            paste.append(text[:certain])
            self._held = text[certain:]
            return ""
        self._paste, self._held, self._passed = None, "", ""
        yield events.Paste("".join([*paste, text]).replace("\x00", ""))
        # The parser saw the start, so it is shown the end; it has gathered an empty paste of its own.
        yield from (event for event in super().feed(end) if not isinstance(event, events.Paste))
        return rest

    def finish(self) -> Iterator[Message]:
        """What was begun and will not come to its end: the start of a paste, when the terminal is gone."""
        if self._paste is not None:
            yield events.Paste("".join([*self._paste, self._held]).replace("\x00", ""))
            self._paste, self._held = None, ""

    def _conclude(self) -> Iterator[Message]:
        """Ends the parser's wait for more of a sequence."""
        if self._timeout_time is not None:
            self._timeout_time = 0.0
            yield from self.tick()


def _sound(event: Message) -> bool:
    """Whether an event can be what somebody typed or what a terminal looks like."""
    if isinstance(event, events.Key):
        return not any("\ud800" <= character <= "\udfff" for character in event.character or "")
    if isinstance(event, events.Resize):
        return 0 < event.size.area <= _LARGEST
    return True


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

    def run_input_thread(self) -> None:
        while not self.exit_event.is_set():
            ending = (
                self._ending.begun
            )  # looked at before the wait: what was typed before a signal has time to come
            data = self._wait(_POLL)
            self._pass_on(self._parser.read(data or b""))
            self._pass_on(self._parser.tick())
            if data == b"" or (ending and (data is None or self._ending.read_enough)):
                self._pass_on(self._parser.finish())
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
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        super().close()
        self._drawing.taken = False

    def _let_go(self) -> None:
        """Leaves the terminal from another thread, whatever the screen's thread is at."""
        if not self._drawing.taken:
            return
        self._drawing.taken = False
        with suppress(termios.error, OSError):  # the terminal is gone
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            termios.tcflush(self._drawing.fileno(), termios.TCOFLUSH)  # it may take nothing any more
            os.write(self._drawing.fileno(), _LEAVE.encode())

    def _interrupt(self, number: int, _: object) -> None:
        """SIGINT ends the program, unless it is meant for an editor: ctrl+c there reaches every process in front.

        A handler of its own: in the event loop it would run when the editor has ended, and end the program then.
        """
        if self._auto_restart:
            self._ending.begin(number)

    def _stop(self) -> None:
        """SIGTSTP: lends the terminal to the shell."""
        if self._auto_restart:
            self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _continue(self) -> None:
        """SIGCONT: takes the terminal back, also when nobody had lent it.

        Whoever had it while the program stood still may have left it in another mode.
        """
        if self._ending.begun or not self._auto_restart:
            return  # an editor has it
        found = self.attrs_before
        if self._key_thread is not None and self._key_thread.is_alive():
            self._end_threads()
        self.start_application_mode()
        self.attrs_before = found
        self._app.refresh(layout=True)

    def _end_threads(self) -> None:
        """Ends the threads that read and write, and drops nothing that was typed."""
        self.write(_POP_KEYS)
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
        self.exit_event.clear()
        self.close()
