"""A draft in which git left two versions, because it could not put them together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pmtui.output.draft.blocks import blocks

_MARKER = re.compile(r"<!-- /?pmtui:")
_MARK = re.compile(r"<{7} |\|{7}|={7}\r?$|>{7} ")
"""A line of git's: what it is says its first letter."""
_CONFLICT = re.compile(r"<\|*=[|=]*>")
"""The letters of a conflict's marks: begin, perhaps the common ancestor, theirs, end."""


class _Conflict(NamedTuple):
    """Numbers of lines: that of git's first mark, the first behind this side's version, and that of its last mark."""

    begin: int
    behind: int
    end: int


def ours(text: str) -> str:
    """The version of this side; the text as it is where git left none.

    Only marks that tear a block's markers apart are git's for certain: anywhere else somebody may be writing of them.
    """
    lines = text.split("\n")
    conflicts = [*_conflicts(lines)]
    if not any(_MARKER.match(line) for each in conflicts for line in lines[each.begin : each.end]):
        return text
    generated = {n for block in blocks(text) if not block.edited for n in range(block.start, block.end)}
    for begin, behind, end in reversed(conflicts):
        if begin not in generated:
            lines[begin : end + 1] = lines[begin + 1 : behind]
    return "\n".join(lines)


def _conflicts(lines: Sequence[str]) -> Iterator[_Conflict]:
    marks = [number for number, line in enumerate(lines) if _MARK.match(line)]
    for found in _CONFLICT.finditer("".join(lines[number][0] for number in marks)):
        yield _Conflict(marks[found.start()], marks[found.start() + 1], marks[found.end() - 1])
