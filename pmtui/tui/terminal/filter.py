"""The last door before the terminal: no text that is shown can steer it, wherever it came from.

What is typed is cleaned when it is typed. A journal may also come from a colleague, a merge or another program, with
escape sequences in any field; the widgets show them as they are, and this takes them out of every line drawn.
"""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Control characters and what reorders text: they take no cell, so that a line without them is as long as before."""


class ControlFilter(LineFilter):
    """Takes control characters and bidi overrides out of what is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, without characters that steer."""
        if all(text.isprintable() for text, _, _ in segments):
            return segments
        return [
            segment if segment.control else Segment(_STEERING.sub("", segment.text), segment.style)
            for segment in segments
        ]
