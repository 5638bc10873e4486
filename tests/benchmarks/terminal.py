"""A terminal that looks at bytes and the moments at which they came; nothing is parsed, which would take longer."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_ROWS, _COLUMNS = 40, 120


class Terminal:
    """A program that runs in a terminal of 120 by 40."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._controller, self._terminal = pty.openpty()
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
        self._seen = bytearray()
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=self._terminal,
            stdout=self._terminal,
            stderr=self._terminal,
            env=env,
            cwd=Path(__file__).parents[2],
            start_new_session=True,
        )

    def close(self) -> None:
        """Ends the program."""
        self._process.kill()
        self._process.wait()
        os.close(self._controller)
        os.close(self._terminal)

    @property
    def runs(self) -> bool:
        """Whether the program has not ended."""
        return self._process.poll() is None

    @property
    def raw(self) -> bool:
        """Whether the program has taken over the editing of lines."""
        return not termios.tcgetattr(self._terminal)[3] & termios.ICANON

    @property
    def memory(self) -> float:
        """What the program holds in memory, in MB (RSS)."""
        told = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self._process.pid)], capture_output=True, check=True, text=True
        )
        return int(told.stdout) / 1024

    def type(self, data: bytes) -> float:
        """Writes keys; the moment before. What was drawn until then is forgotten."""
        self.read(0)
        self._seen.clear()
        start = time.perf_counter()
        while data and self.runs:
            _, ready, _ = select.select([], [self._controller], [], 0.01)
            if ready:
                data = data[os.write(self._controller, data[:512]) :]
            if data:
                self.read(0)
        return start

    def painted(self, *wanted: bytes, seconds: float = 30.0) -> float:
        """The moment at which the last of these patterns had been drawn since the last `type`.

        Raises:
            TimeoutError: it did not come in time.
        """
        patterns = [re.compile(pattern) for pattern in wanted]
        end = time.perf_counter() + seconds
        while not all(pattern.search(self._seen) for pattern in patterns):
            if time.perf_counter() > end:
                raise TimeoutError(f"{wanted!r} was not drawn; this was: {bytes(self._seen[-2000:])!r}")
            came = self.read(0.05) or time.perf_counter()
        return came

    def rest(self, seconds: float, quiet: float = 0.03) -> None:
        """Reads until nothing has been drawn for a while, then until `seconds` have gone by."""
        end = time.perf_counter() + seconds
        while self.read(quiet):
            pass
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def read(self, seconds: float) -> float | None:
        """Takes what is drawn within `seconds`; when it came."""
        if not select.select([self._controller], [], [], seconds)[0]:
            return None
        data = os.read(self._controller, 65536)
        came = time.perf_counter()
        self._seen += data
        return came
