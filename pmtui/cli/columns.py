"""Lines in columns, for a person; the last column is as long as it likes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line a row, its cells two spaces apart and aligned; a column that is empty in every row is left out."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    kept = [index for index, width in enumerate(widths) if width]
    return ["  ".join(row[i] + " " * (widths[i] - width(row[i])) for i in kept).rstrip() for row in rows]


def width(text: str) -> int:
    """The columns a terminal uses (Unicode annex 11: wide and full-width letters use two)."""
    return len(text) + sum(map(_more, _OTHER.findall(text)))


def wrapped(text: str, most: int, hang: str = "") -> list[str]:
    """A text as lines of at most so many columns, with `hang` before all but the first; no word is broken."""
    lines = [text[: len(text) - len(text.lstrip())]]
    for word in text.split():
        line = f"{lines[-1]} {word}" if lines[-1].strip() else f"{lines[-1]}{word}"
        if lines[-1].strip() and width(line) > most:
            lines.append(f"{hang}{word}")
        else:
            lines[-1] = line
    return lines


_OTHER = re.compile(r"[^\x00-\x7f]")


@lru_cache(maxsize=1024)
def _more(letter: str) -> int:
    """How many columns a letter takes beyond one."""
    if unicodedata.combining(letter):
        return -1
    return 1 if unicodedata.east_asian_width(letter) in "WF" else 0
