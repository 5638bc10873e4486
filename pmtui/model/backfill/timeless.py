"""What programs print without times, and the call of theirs that prints them: nothing is read of it."""

from __future__ import annotations

import re
from typing import NamedTuple


class _Timeless(NamedTuple):
    """A row of the table."""

    what: str
    line: str
    """What every line of it is, or its first one."""
    do: str
    first: bool = False
    """Only the first line tells it."""


_GIT = "print them too: `git log --date=iso`, or a line each: `git log --format='%h %cI <%an> %s'`"
_GRAPH = r"[*|\\/_. -]*"
_ROWS = (
    _Timeless("a git log without times", rf"{_GRAPH}[0-9a-f]{{7,40}} \S.*|[*|\\/_. -]+", _GIT),
    _Timeless("a git log drawn as a graph", rf"{_GRAPH}commit [0-9a-f]{{7,64}}\b.*", _GIT, first=True),
    _Timeless("a git log as patches", r"From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001", _GIT, first=True),
    _Timeless(
        "a shell's history without times",
        r"[ \t]*\d{1,6}\*?[ \t]+\S.*",
        "print them too: `HISTTIMEFORMAT='%F %T ' history` in bash, `fc -li 1` in zsh",
    ),
)


def timeless(text: str) -> tuple[str, str] | None:
    """What a text is that says no times, and what to do; None for what is none of those."""
    lines = [line for line in text.split("\n") if line.strip()]
    for row in _ROWS:
        looked_at = lines[:1] if row.first else lines
        if looked_at and all(re.fullmatch(row.line, line) for line in looked_at):
            return f"it is {row.what}", row.do
    return None
