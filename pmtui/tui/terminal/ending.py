"""The end that a signal or a lost terminal brings, whatever the screen's thread and the disk are waiting for.

The screen's thread reads what was typed, hands it to the disk and leaves the terminal. Should it not get there, because
it waits for a disk or for the terminal itself, a thread of its own does the rest: the terminal is put back in time,
and the process ends. Textual is not imported here: a signal may come before it is.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any

_READING = 0.3
"""Seconds in which what is typed goes on being read after the signal."""
_HELD = 65536
"""Bytes that a terminal may hold for a program; what was typed before the signal is among the first of these."""
_LEAVING = 0.6
"""Seconds in which the screen's thread may leave the terminal itself; everybody has it back within one."""
_STUCK = 3.0
"""Seconds in which the screen's thread may still end the process itself; a terminal that takes nothing may hold it."""
_LOOK = 0.25
"""Seconds between two looks whether all is on disk: then nothing keeps the process."""
_LASTING = 30.0
_BY_SIGNAL = 128
"""Shells give 128 and the signal's number as the status of a program that a signal ended."""


def say(text: str) -> None:
    """Prints on stderr, unless that is gone as well."""
    with suppress(OSError, ValueError):
        print(text, file=sys.__stderr__, flush=True)


class Ending:
    """Begins once, and nothing stops it.

    Args:
        restore: puts the terminal back; called from another thread.
    """

    def __init__(self, restore: Callable[[], object] = lambda: None) -> None:
        self.status = 0
        """What the process ends with; 0 until it has to end."""
        self.restore = restore
        self.lasting = _LASTING
        """Seconds that the process stays for a slow disk."""
        self.unwritten: Callable[[], str] | None = None
        """What is typed and not on disk, as text; None as long as nothing that was typed has been read."""
        self.unheard = False
        """Whether keys were read that the screen's thread has not dealt with: as `unwritten`, they keep the process."""
        self.waits = False
        """Whether somebody was told that lines are not written yet, and wants to hear what became of them."""
        self._concluding = Lock()
        self._began = 0.0
        self._asked: SimpleQueue[int] = SimpleQueue()

    def watch(self) -> dict[int, Any]:
        """Begins at SIGTERM and SIGHUP, except where they are ignored (nohup); returns what heard the signals before.

        SIGINT is among them: the driver hears it once the first screen stands.
        """
        Thread(target=self._run, name="ending", daemon=True).start()
        heard: dict[int, Any] = {
            n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        for number in (signal.SIGTERM, signal.SIGHUP):
            if heard[number] is not signal.SIG_IGN:
                signal.signal(number, lambda number, _: self.begin(number))
        return heard

    def begin(self, number: int) -> None:
        """Begins as signal `number` demands; from any thread, and from a signal's handler."""
        self.fail(_BY_SIGNAL + number)

    def fail(self, status: int) -> None:
        """Begins because the program cannot go on; from any thread, and from a signal's handler."""
        if not self.status:
            self._began = monotonic()
            self.status = status
            self._asked.put(status)  # of all queues, only this one may be used by a handler

    def conclude(self, unwritten: str) -> None:
        """Says what became of the lines, once: whoever sees it first ends the process, and the other may be late."""
        if self._concluding.acquire(blocking=False):
            if unwritten:
                say(unwritten)
            elif self.waits:
                say("pmtui: they are written now")

    @property
    def begun(self) -> bool:
        """Whether the process has to end."""
        return self.status != 0

    def read_enough(self, read: int) -> bool:
        """Whether no more is read, although it goes on coming; `read` bytes have been since it began."""
        return read >= _HELD and monotonic() > self._began + _READING

    @property
    def left(self) -> float:
        """Seconds for which the process stays."""
        return max(0.0, self._began + self.lasting - monotonic())

    def _run(self) -> None:
        self._asked.get()
        try:
            sleep(_LEAVING)
            self.restore()
            if self.unwritten is not None:
                sleep(min(_STUCK, self.left))
                while self.left and (self.unheard or self.unwritten()):
                    sleep(min(_LOOK, self.left))
                self.conclude(self.unwritten())
        finally:
            os._exit(self.status)
