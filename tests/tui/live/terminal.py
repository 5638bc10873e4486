"""A terminal for tests: runs a command in a pty, types into it, and reads its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pyte
from wcwidth import wcwidth

from tests.slowness import PATIENCE, Stopwatch

_STEP = 0.01


def _surroundings() -> dict[str, str]:
    """The environment without a terminal's size, which would hide the size that this one has."""
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


class _Screen(pyte.Screen):
    """A screen that passes over a sequence whose numbers make no sense, as any terminal does.

    A frame whose middle was dropped may join the numbers of a colour to the sign of a place: pyte ends in an error.
    """


def _pass_over(name: str) -> None:
    usual = getattr(pyte.Screen, name)

    def take(screen: pyte.Screen, *numbers: int, **marks: bool) -> None:
        with suppress(TypeError, UnboundLocalError):
            usual(screen, *numbers, **marks)

    setattr(_Screen, name, take)


for _name in set(pyte.Stream.csi.values()):
    _pass_over(_name)


class Terminal:
    """A command that runs in a terminal of `columns` by `rows`.

    Args:
        command: What to run; its first word is the Python that runs the tests when it is `python`.
        env: Variables on top of the environment of the tests.
        sized: Whether the terminal says how large it is; one behind `expect` or a serial line says 0 by 0.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        sized: bool = True,
    ) -> None:
        self.output = bytearray()
        """All that the command wrote."""
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._controller, terminal = pty.openpty()
        if sized:
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._found = termios.tcgetattr(terminal)
        words = [sys.executable, *command[1:]] if command[0] == "python" else list(command)
        self._process = subprocess.Popen(
            words,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env={**_surroundings(), "TERM": "xterm-256color", **(env or {})},
            cwd=Path(__file__).parents[3],
            start_new_session=True,
            # Only the child can make the terminal that of its session; without one there is no job control.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        self._terminal = terminal

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self.hang_up()
        os.close(self._terminal)

    @property
    def pid(self) -> int:
        """The command's process."""
        return self._process.pid

    def hang_up(self) -> None:
        """Closes the window: the terminal is gone."""
        if self._controller >= 0:
            os.close(self._controller)
        self._controller = -1

    def push(self, keys: Sequence[bytes]) -> None:
        """Types keys into a window that shows nothing any more: what the command draws is not read."""
        data = b"".join(keys)
        while data:
            data = data[os.write(self._controller, data[:512]) :]

    def wait_unseen(self, promise: Callable[[], bool], *, seconds: float = PATIENCE) -> bool:
        """Waits as `wait_for` does, in a window that shows nothing any more."""
        return self._wait(promise, seconds, time.sleep)

    @property
    def unread(self) -> int:
        """Bytes that were typed and that the command has not read."""
        # Whoever looks for something to read has the kernel hand over at once what it has not yet.
        poll = select.poll()
        poll.register(self._terminal, select.POLLIN)
        poll.poll(0)
        return int.from_bytes(fcntl.ioctl(self._terminal, termios.FIONREAD, bytes(4)), sys.byteorder)

    @property
    def status(self) -> int | None:
        """The exit status, once the command has ended."""
        return self._process.poll()

    def resize(self, columns: int, rows: int) -> None:
        """Gives the window another size; the command hears of it."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._controller, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Sends the command a signal."""
        self._process.send_signal(number)

    @property
    def children(self) -> list[int]:
        """The processes that the command has begun and that have not ended."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def signal_child(self, number: int) -> None:
        """Sends the one child of the command a signal."""
        os.kill(self.children[0], number)

    def set_cooked(self) -> None:
        """Sets the terminal as it was found, as a shell does for its own prompt."""
        termios.tcsetattr(self._terminal, termios.TCSANOW, self._found)

    @property
    def stopped(self) -> bool:
        """Whether the command stands still until it is continued."""
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"

    def wipe(self) -> None:
        """Empties the screen behind the command's back."""
        self._read(0)
        self._screen.reset()

    def kill(self) -> None:
        """Kills the command as a power cut would: none of its code runs any more."""
        self._process.kill()
        self._process.wait()

    @property
    def lines(self) -> list[str]:
        """The screen, without trailing spaces."""
        self._read(0)
        return ["".join(self._cells(y)).rstrip() for y in range(self._screen.lines)]

    def _cells(self, y: int) -> Iterator[str]:
        """The signs of a row; half a wide sign whose other half was painted over is a blank, as in any terminal.

        pyte's own `display` ends in an IndexError there.
        """
        x = 0
        while x < self._screen.columns:
            sign = self._screen.buffer[y][x].data or " "
            yield sign
            x += 2 if wcwidth(sign[0]) == 2 else 1

    @property
    def cursor(self) -> tuple[int, int] | None:
        """Row and column of the cursor; None while it is not shown."""
        self._read(0)
        cursor = self._screen.cursor
        return None if cursor.hidden else (cursor.y, cursor.x)

    @property
    def picture(self) -> list[tuple[object, ...]]:
        """Every sign that is shown, with its colours."""
        rows, columns = range(self._screen.lines), range(self._screen.columns)
        return [tuple(self._screen.buffer[y][x] for x in columns) for y in rows]

    @property
    def as_found(self) -> bool:
        """Whether the terminal is set as it was before the command ran."""
        return termios.tcgetattr(self._terminal) == self._found

    @property
    def left(self) -> bool:
        """Whether it is as it was found, with the screen that it had before in front."""
        self._read(0)
        return self.as_found and self.output.rfind(b"\x1b[?1049l") > self.output.rfind(b"\x1b[?1049h")

    @property
    def raw(self) -> bool:
        """Whether the command has taken over the editing of lines from the terminal."""
        return not termios.tcgetattr(self._terminal)[3] & termios.ICANON

    def type(self, keys: Sequence[bytes], *, pause: float = 0.0) -> None:
        """Types keys, each one `pause` seconds after the one before it, all at once for 0."""
        if not pause:
            keys = [b"".join(keys)]
        due = time.monotonic()
        for key in keys:
            due += pause
            while (left := due - time.monotonic()) > 0:
                self._read(left)
            self._write(key)

    def wait_for(self, promise: Callable[[], bool], *, seconds: float = PATIENCE) -> bool:
        """Reads what the command draws until the promise holds; whether it did in time.

        Seconds in which the command waited for a processor do not count: they are the machine's.
        """
        return self._wait(promise, seconds, self._read)

    def _wait(self, promise: Callable[[], bool], seconds: float, pause: Callable[[float], None]) -> bool:
        end, watch = time.monotonic() + seconds, Stopwatch(self.pid)
        while True:
            # In this order: the test may have been held up itself between the two.
            late = time.monotonic() > end and watch.seconds > seconds
            if promise():
                return True
            if late:
                return False
            pause(_STEP)

    def wait_for_text(self, text: str, *, seconds: float = PATIENCE) -> bool:
        """Waits until a line of the screen holds `text`."""
        return self.wait_for(lambda: any(text in line for line in self.lines), seconds=seconds)

    def wait_for_end(self, *, seconds: float = PATIENCE) -> int | None:
        """The exit status, once the command has ended in time and all that it printed was read."""
        self.wait_for(lambda: self._process.poll() is not None, seconds=seconds)
        self._read(5 * _STEP)
        return self._process.poll()

    def _write(self, data: bytes) -> None:
        # A terminal takes 4 kB that nobody has read yet; what the command draws is read meanwhile.
        while data:
            if self._ready(select.POLLOUT, _STEP):
                data = data[os.write(self._controller, data[:512]) :]
            self._read(0)

    def _read(self, seconds: float) -> None:
        ready = self._ready(select.POLLIN, seconds)
        while ready:
            data = os.read(self._controller, 65536)
            self.output += data
            self._stream.feed(data)
            ready = self._ready(select.POLLIN, 0)

    def _ready(self, wanted: int, seconds: float) -> bool:
        if self._controller < 0:
            time.sleep(seconds)
            return False
        # poll takes any descriptor: a long test run may have more than select's 1,024.
        poll = select.poll()
        poll.register(self._controller, wanted)
        return any(found & wanted for _, found in poll.poll(seconds * 1000))
