"""Lines in columns, for a person; the last column is as long as it likes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line a row, its cells two spaces apart and aligned; a column that is empty in every row is left out."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    kept = [index for index, width in enumerate(widths) if width]
    return ["  ".join(row[i] + " " * (widths[i] - width(row[i])) for i in kept).rstrip() for row in rows]


def width(text: str) -> int:
    """The columns a terminal uses (Unicode annex 11: wide and full-width letters use two)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
