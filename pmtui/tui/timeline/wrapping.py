"""Text on lines of a given width, counted in terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells, set_cell_size

_UNSTEADY = dict.fromkeys((0x200B, 0x200D, 0x2060, 0xFE0E, 0xFE0F))
"""The joiner of emoji, the selectors of their variants, and spaces without a width."""


def wrap(text: str, width: int) -> list[str]:
    """The lines of `text`, none wider than `width` cells; at least one.

    Breaks at spaces, and inside a word only when the word alone is too wide.
    """
    if len(text) <= width and text.isascii() and "\n" not in text:
        return [text]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if paragraph.isascii():
            _wrap_ascii(paragraph, width, lines)
        else:
            _wrap_cells(paragraph, width, lines)
    return lines


def steady(text: str) -> str:
    """`text` without what joins or varies signs: terminals disagree about how wide those are then.

    What stands to the right of such a sign would be shifted, and a column with it.
    """
    return text if text.isascii() else text.translate(_UNSTEADY)


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` cells: padded, or cut with an ellipsis."""
    return set_cell_size(cut(text, width), width)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis where something is left out."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def _wrap_ascii(text: str, width: int, lines: list[str]) -> None:
    # A character is a cell here, so that searching for spaces is enough: four times as fast.
    start = 0
    while len(text) - start > width:
        space = text.rfind(" ", start, start + width + 1)
        if space <= start:
            lines.append(text[start : start + width])
            start += width
        else:
            lines.append(text[start:space])
            start = space + 1
    lines.append(text[start:])


def _wrap_cells(text: str, width: int, lines: list[str]) -> None:
    line, used = "", -1  # -1: no word yet, so no space before the next one
    for word in text.split(" "):
        size = cell_len(word)
        if used + 1 + size <= width:
            line = f"{line} {word}" if used >= 0 else word
            used += 1 + size
            continue
        if used >= 0:
            lines.append(line)
        *full, line = _chopped(word, width) if size > width else [word]
        lines.extend(full)
        used = cell_len(line)
    lines.append(line)


def _chopped(word: str, width: int) -> list[str]:
    """The pieces of a word, none wider than `width`."""
    pieces = chop_cells(word, width)
    if all(cell_len(piece) <= width for piece in pieces):
        return pieces
    # Rich counts a joiner at the start of a word as part of the sign before it, and there is none: piece by piece then.
    pieces = [""]
    for sign in word:
        if cell_len(pieces[-1] + sign) <= width:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
