"""Text in the chart: how wide it may become in any common sans-serif, and how it is cut and escaped."""

from __future__ import annotations

import unicodedata

from pmtui.model.text import one_line

# Advance widths in em of DejaVu Sans, the widest of the fonts that a chart is likely to be drawn with.
_CLASSES = {
    0.29: "ijl'",
    0.34: "|/\\,.:; ",
    0.43: "()[]frtIJ-!",
    0.47: '"',
    0.54: "sz_*?`°–",
    0.61: "cvkxyLF",
    0.65: "0123456789abdeghnopqu$EPSTY{}",
    0.70: "BCKVXZR·",
    0.80: "A&DGHNOQU",
    0.86: "#+=<>~^→×",
    1.00: "mwMW@%…",
}
_WIDTHS = {char: width for width, chars in _CLASSES.items() for char in chars}
_OTHER = 0.85
_WIDE = 1.05
_EMOJI = 1.35
_BOLD = 1.18
_MARKS = frozenset({"Mn", "Me"})
_MOST_MARKS = 4
"""On one letter: no language needs more."""
_JOINING = _MARKS | {"Cf"}
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ISOLATE = "\u2068{}\u2069"
ELLIPSIS = "…"


def width(text: str, size: float, bold: bool = False) -> float:
    """A generous estimate of the text's width in pixels at a font size."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1.0)


def cut(text: str, size: float, bold: bool = False, *, room: float) -> str:
    """One line of the text that fits into `room` pixels, with … where something is left out."""
    text = _level(one_line(text))
    if len(text) < room and width(text, size, bold) <= room:
        return text
    room -= width(ELLIPSIS, size, bold)
    used = 0.0
    for index, char in enumerate(text):
        used += width(char, size, bold)
        if used > room or index > room:  # characters without a width count too
            return text[:index].rstrip(" \u200d") + ELLIPSIS
    return text


def _level(text: str) -> str:
    """The text without towers of combining marks, which would be drawn over the rows above."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in _MARKS else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def isolated(text: str) -> str:
    """The text such that its writing direction changes nothing around it."""
    if text.isascii() or not any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return text
    return _ISOLATE.format(text)


def _em(char: str) -> float:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if char.isascii():
        return _OTHER
    if unicodedata.category(char) in _JOINING:
        return 0.0
    if ord(char) >= 0x1F000:
        return _EMOJI
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else _OTHER
