"""Comments of Markdown, which nobody sees who reads the document: a template's, and the marks of pmtui's own draft."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WHOLE = re.compile(r"(?:<!--(?:[^-]|-(?!->))*-->\s*)+")
"""Comments that fill a line."""


class Comments:
    """Those of some lines, which are asked for from the first line to the last."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._close = 0
        """A line in which a comment ends; every line before it has been looked at."""

    def last(self, at: int) -> int:
        """The last line of a comment that begins with this one and ends a line; -1 for no such line."""
        line = self._lines[at].strip()
        if not line.startswith("<!--"):
            return -1
        if _WHOLE.fullmatch(line):
            return at
        while self._close < len(self._lines) and (self._close < at or "-->" not in self._lines[self._close]):
            self._close += 1
        ends = self._close < len(self._lines) and not self._lines[self._close].partition("-->")[2].strip()
        return self._close if ends and self._close > at else -1
