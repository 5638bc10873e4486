"""Seen before: an earlier hypothesis that resembles a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

ALIKE = 0.5
"""The part of their telling words that two texts share, from which on they are alike."""
_LEAST = 2
_WORD = re.compile(r"\w{3,}")
_EMPTY = frozenset(
    {
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "was",
        "are",
        "has",
        "have",
        "not",
        "its",
        "from",
        "due",
        "can",
    }
)


class Past(msgspec.Struct, frozen=True):
    """A hypothesis of an earlier incident, and how it ended."""

    incident: str
    label: str
    text: str
    state: str
    because: str


def telling(text: str) -> frozenset[str]:
    """The words that a text is known by, without endings that mean little."""
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word.removesuffix("s") for word in words if word not in _EMPTY)


def resembling(text: str, past: Iterable[Past]) -> Past | None:
    """The earlier hypothesis most like this text (Jaccard index of their telling words); None when none is."""
    mine = telling(text)
    best: tuple[float, Past] | None = None
    for each in past:
        theirs = telling(each.text)
        shared = len(mine & theirs)
        alike = shared / len(mine | theirs) if shared >= min(_LEAST, len(mine)) and shared else 0.0
        if alike >= ALIKE and (best is None or alike > best[0]):
            best = (alike, each)
    return best[1] if best else None
