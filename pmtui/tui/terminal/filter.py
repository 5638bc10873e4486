"""The last door before the terminal: no text that is shown can steer it or shift what stands beside it.

What is typed is cleaned when it is typed. A journal may also come from a colleague, a merge or another program, with
escape sequences in any field; the widgets show them as they are, and this takes them out of every line drawn.

A sign of several characters (a heart and what makes it red, a flag, a family, a keycap) is laid out as Rich counts it.
Terminals and tmux count it otherwise, each in its own way, and all that stands to its right in that line moves. So
only its first character is painted, and spaces where that is narrower; a flag is painted as its two letters. What is
stored, copied and exported stays what was typed.
"""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_STEERS = "\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_STEERING = re.compile(f"[{_STEERS}]")
"""Control characters and what reorders text: they take no cell, so that a line without them is as long as before."""


_PICTURES = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
_TURNS = "\ufe0f\U0001f3fb-\U0001f3ff"
"""What turns the character before it into a picture, or into one of another skin."""
_SIGN = re.compile(
    "[\U0001f1e6-\U0001f1ff]"
    "|[0-9#*]\ufe0f?\u20e3"
    f"|[{_PICTURES}](?:[{_TURNS}]+(?:\u200d[{_PICTURES}][{_TURNS}]*)*|(?:\u200d[{_PICTURES}][{_TURNS}]*)+)"
)
_UNSTEADY = re.compile(f"[{_STEERS}{_TURNS}\u200d\u20e3\U0001f1e6-\U0001f1ff]")
"""What a line is looked at for, of which most hold nothing."""
_FIRST_FLAG = 0x1F1E6


def _steady(sign: re.Match[str]) -> str:
    """A sign in as many cells, of characters that are counted alike everywhere."""
    text = sign.group()
    if text >= chr(_FIRST_FLAG) and len(text) == 1:
        return chr(ord("A") + ord(text) - _FIRST_FLAG)
    return text[0] + " " * (cell_len(text) - cell_len(text[0]))


class ControlFilter(LineFilter):
    """Takes control characters and bidi overrides out of what is drawn, and lets no sign shift what is beside it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, in the same cells, without characters that steer or shift."""
        if all(_is_plain(text) for text, _, _ in segments):
            return segments
        return [
            segment if segment.control else Segment(_shown(segment.text), segment.style)
            for segment in segments
        ]


def _is_plain(text: str) -> bool:
    if text.isascii():
        return text.isprintable()
    return not _UNSTEADY.search(text)


def _shown(text: str) -> str:
    return _SIGN.sub(_steady, _STEERING.sub("", text))
