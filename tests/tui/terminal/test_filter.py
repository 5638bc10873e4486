"""Promises of the last door before the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from pmtui.tui.terminal.filter import ControlFilter

SIGNS = ("❤️", "⚠️", "1️⃣", "🇫🇷", "👍🏽", "👨‍👩‍👧", "🏳️‍🌈", "🔥", "☎️", "👩🏽‍🚀", "©️")


def painted(text: str) -> str:
    """What goes to the terminal for a text."""
    return "".join(segment.text for segment in ControlFilter().apply([Segment(text)], Color(0, 0, 0)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("❤️ on", "❤  on"),
        ("1️⃣ first", "1  first"),
        ("🇫🇷 region", "FR region"),
        ("👍🏽", "👍"),
        ("👨‍👩‍👧", "👨"),
        ("🏳️‍🌈|", "🏳 |"),
        ("🔥 漢字 é e\u0301 ش", "🔥 漢字 é e\u0301 ش"),
        ("क्‍ष می‌خواهم", "क्‍ष می‌خواهم"),
        ("12 # * ok", "12 # * ok"),
    ],
)
def test_a_sign_of_several_characters_is_painted_as_one_that_is_counted_alike_everywhere(
    text: str, shown: str
) -> None:
    """Its first character, in as many cells; letters that are joined stay."""
    assert painted(text) == shown


@given(st.lists(st.sampled_from([*SIGNS, "a", " ", "漢", "é", "1", "e\u0301"]), max_size=12).map(" ".join))
def test_every_character_alone_takes_what_the_line_was_laid_out_for(text: str) -> None:
    """So a terminal that knows no signs of several characters shifts nothing, and one that does has none to join."""
    assert sum(cell_len(character) for character in painted(text)) == cell_len(text)


@given(st.text(max_size=60))
def test_nothing_that_is_painted_steers(text: str) -> None:
    """No control character and no override of the direction, whatever stands in a field."""
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or "\u202a" <= c <= "\u202e" for c in painted(text))
