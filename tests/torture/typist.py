"""Somebody who types: text of several scripts, in random cuts of its bytes and in pastes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from tests.tui.live.live_terminal import ENTER, pasted

_LETTERS = "abcdeéößñ日本語数据קاжд🔥 "


class Piece(NamedTuple):
    """Some bytes that reach the program in one write."""

    data: bytes
    entered: int
    """How many lines have been entered once these bytes are typed."""
    half: str
    """What stands in the bar then; a paste that is under way and the part of a letter do not count."""


def lines(chance: random.Random, count: int, named: str = "line") -> list[str]:
    """Texts that are told apart by their number."""
    return [f"{named} {number} {_letters(chance, 5, 30)}·" for number in range(count)]


def pieces(chance: random.Random, texts: Sequence[str]) -> list[Piece]:
    """These lines, each with its Enter, and the beginning of one more."""
    half = f"half {_letters(chance, 10, 60)}·"
    typed = [piece for number, text in enumerate(texts) for piece in _line(chance, text, number)]
    return [*typed, *_cut(chance, half, len(texts))]


def _line(chance: random.Random, text: str, before: int) -> list[Piece]:
    enter = Piece(ENTER, before + 1, "")
    if chance.random() < 0.25:
        return [Piece(pasted(text), before, text), enter]
    return [*_cut(chance, text, before), enter]


def _cut(chance: random.Random, text: str, before: int) -> list[Piece]:
    """Cut anywhere, in the middle of a letter too."""
    data = text.encode()
    places = sorted({*chance.sample(range(1, len(data)), chance.randint(1, 12)), len(data)})
    starts = [0, *places[:-1]]
    return [
        Piece(data[start:end], before, data[:end].decode(errors="ignore"))
        for start, end in zip(starts, places, strict=True)
    ]


def _letters(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choices(_LETTERS, k=chance.randint(least, most))).strip()
