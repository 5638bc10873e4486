"""Typed lines that come through a pipe or a file: continuations, comments, and which moment each arrived."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

IDLE = 1.0
"""Seconds after which a line counts as whole although no next one has come: a program that writes its events
slowly must not keep the last one off the disk."""
_BLOCK = 1 << 16
_MARK = b"\xef\xbb\xbf"
"""What some editors put before a UTF-8 text."""


class Line(NamedTuple):
    """One line with its continuations."""

    number: int
    """Of its first line, from 1."""
    raw: bytes
    arrived: datetime
    late: bool = False
    """It would continue a line that counted as whole already."""

    @property
    def skipped(self) -> bool:
        """Whether it is empty or a comment."""
        return not self.raw.strip() or self.raw.startswith(b"# ")

    def text(self) -> str:
        """As typed.

        Raises:
            UnicodeDecodeError: it is no UTF-8 text.
        """
        return self.raw.decode()


class Asked:
    """Whether SIGTERM or SIGHUP asked for the end: then the lines that have arrived are the last.

    It is looked at between two reads, so that no line is cut off while it is being recorded; in a wait for the next
    line within a second. Where a signal is ignored (nohup) it stays so.
    """

    def __init__(self) -> None:
        self.number = 0
        """The signal; 0 as long as none came."""
        self.half = b""
        """What has arrived of a line whose end will not come."""
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Asked:
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _ask(self, number: int, _: object) -> None:
        self.number = number


def lines(fd: int, clock: Callable[[], datetime], asked: Asked | None = None) -> Iterator[Line]:
    """Each line with those that continue it: they begin with two spaces, which go; the line break stays.

    Args:
        fd: where they come from.
        clock: gives the moment at which a line arrived.
        asked: ends it early, and has the line whose end has not come.
    """
    held: Line | None = None
    more: list[bytes] = []
    ended = False
    number = 0
    for raw in _raw_lines(fd, asked or Asked()):
        if raw is None:
            if held:
                yield _whole(held, more)
                held, ended = None, True
            continue
        number += 1
        continues = raw.startswith(b"  ")
        if held and continues:
            more.append(raw[2:])
            continue
        if held:
            yield _whole(held, more)
        more = []
        line = Line(number, raw, clock(), late=ended and continues and bool(raw.strip()))
        held, ended = (None, False) if line.skipped else (line, False)
        if line.skipped:
            yield line
    if held:
        yield _whole(held, more)


def _whole(line: Line, more: list[bytes]) -> Line:
    """A line with those that continue it, joined once: line by line, a megabyte of them takes half a minute."""
    return line._replace(raw=b"\n".join([line.raw, *more]))


def _raw_lines(fd: int, asked: Asked) -> Iterator[bytes | None]:
    """The lines without their ends; None when nothing has come for a while, or will, as of an interrupt.

    The last line needs no line end.
    """
    rest = b""
    first = True
    poll = select.poll()  # unlike select it takes any descriptor
    poll.register(fd, select.POLLIN)
    while True:
        last = asked.number != 0
        try:
            idle = not poll.poll(0 if last else IDLE * 1000)
            block = b"" if idle else os.read(fd, _BLOCK)
        except KeyboardInterrupt:
            asked.half = rest
            yield None
            raise
        if idle:
            yield None
            if last:
                asked.half = rest
                return
            continue
        *whole, rest = (rest + block).split(b"\n")
        if not block and rest:
            whole, rest = [rest], b""
        for line in whole:
            yield line.removeprefix(_MARK) if first else line
            first = False
        if last or not block:
            asked.half = rest
            return
