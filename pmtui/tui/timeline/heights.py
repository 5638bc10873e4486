"""Where each row of a long list begins, when a row is only measured once somebody looks near it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

BLOCK = 256
"""Rows that are measured together."""
_SAMPLE = 256


class Heights:
    """The lines of `count` rows, measured in blocks, guessed elsewhere.

    `measure(index)` gives the height of a row in lines, at least 1. What is returned about a row is exact; only
    `total` and the lines before a block that was never visited are guesses.
    """

    def __init__(self, count: int, measure: Callable[[int], int]) -> None:
        self._measure = measure
        self._count = count
        step = max(1, count // _SAMPLE)
        sample = [measure(index) for index in range(0, count, step)]
        self._guess = sum(sample) / len(sample) if sample else 1.0
        blocks = -(-count // BLOCK)
        self._tops: list[array[int] | None] = [None] * blocks
        self._sizes = [self._guessed(min(BLOCK, count - block * BLOCK)) for block in range(blocks)]
        self._starts = [0]
        self._restart()

    @property
    def count(self) -> int:
        """All rows."""
        return self._count

    @property
    def total(self) -> int:
        """All lines."""
        return self._starts[-1]

    def locate(self, line: int) -> tuple[int, int]:
        """The row on a line that exists, and which of its lines that is."""
        while True:
            block = min(bisect_right(self._starts, line), len(self._sizes)) - 1
            tops = self._tops[block]
            if tops is not None:
                break
            self._visit(block)
        inside = min(line - self._starts[block], tops[-1] - 1)
        place = bisect_right(tops, inside) - 1
        return block * BLOCK + place, inside - tops[place]

    def top(self, index: int) -> int:
        """The first line of a row."""
        block, place = divmod(index, BLOCK)
        return self._starts[block] + self._visit(block)[place]

    def height(self, index: int) -> int:
        """The number of lines of a row."""
        block, place = divmod(index, BLOCK)
        tops = self._visit(block)
        return tops[place + 1] - tops[place]

    def settle(self, line: int, lines: int) -> int:
        """Measures all that a window of `lines` lines at `line` shows.

        Returns:
            Where the window is now: what stood at its lower edge stays there, and a window at the end stays
            at the end.
        """
        if line >= self.total - lines:
            return self.tail(lines)
        line = max(0, line)
        while (block := self._unvisited(line, line + lines)) is not None:
            before = self._sizes[block]
            above = self._starts[block] < line
            self._visit(block)
            if above:
                line = max(0, line + self._sizes[block] - before)
        return max(0, min(line, self.total - lines))

    def tail(self, lines: int) -> int:
        """The first line of a window at the very end, which is measured."""
        block = len(self._sizes)
        while block and self.total - self._starts[block] < lines:
            block -= 1
            self._visit(block)
        return max(0, self.total - lines)

    def grow(self, count: int) -> None:
        """More rows at the end; the list has `count` now."""
        while self._count < count:
            block = self._count // BLOCK
            end = min(count, (block + 1) * BLOCK)
            if block == len(self._sizes):
                self._sizes.append(0)
                # A whole new block is left for whoever looks there; a few new rows are at the tail, in sight.
                self._tops.append(None if end - self._count == BLOCK else array("l", [0]))
            tops = self._tops[block]
            if tops is None:
                self._sizes[block] = self._guessed(end - block * BLOCK)
            else:
                for index in range(self._count, end):
                    tops.append(tops[-1] + self._measure(index))
                self._sizes[block] = tops[-1]
            self._count = end
        self._restart()

    def change(self, index: int) -> int:
        """Measures a row again. Returns by how many lines it grew, as far as that was known."""
        block, place = divmod(index, BLOCK)
        tops = self._tops[block]
        if tops is None:
            return 0
        grown = self._measure(index) - (tops[place + 1] - tops[place])
        if grown:
            for after in range(place + 1, len(tops)):
                tops[after] += grown
            self._sizes[block] = tops[-1]
            self._restart()
        return grown

    def _guessed(self, rows: int) -> int:
        return max(rows, round(rows * self._guess))

    def _restart(self) -> None:
        self._starts = [0, *accumulate(self._sizes)]

    def _unvisited(self, line: int, end: int) -> int | None:
        """The first block between two lines that is not measured yet."""
        for block in range(bisect_right(self._starts, line) - 1, len(self._sizes)):
            if self._starts[block] >= end:
                return None
            if self._tops[block] is None:
                return block
        return None

    def _visit(self, block: int) -> array[int]:
        tops = self._tops[block]
        if tops is None:
            rows = range(block * BLOCK, min(self._count, (block + 1) * BLOCK))
            tops = self._tops[block] = array("l", accumulate(map(self._measure, rows), initial=0))
            self._sizes[block] = tops[-1]
            self._restart()
        return tops
