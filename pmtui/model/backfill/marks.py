"""Marks that nobody sees, which programs put into what they export, in front of a name, a date or a picture."""

from __future__ import annotations

import re

_MARKS = re.compile(
    # The soft hyphen, the space without a width, from left to right, what joins words, and what orders a line anew.
    "[\u00ad\u180e\u200b\u200e\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    # From right to left: inside of a text it is a person's, where a number or another sign would change its side.
    "|^[\u200f\u061c]+|(?<=[\\d\\[(])[\u200f\u061c](?=[\\d/.,:-])",
    re.MULTILINE,
)


def unmarked(text: str) -> str:
    """The text without them. What makes letters and emoji what they are stays: joiners, variation selectors."""
    return text if text.isascii() or text.isprintable() else _MARKS.sub("", text)
