"""Promises of `model/text.py`: nothing that steers a terminal gets past it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model.text import clean, did_you_mean, nearest, one_line, short

hostile = st.text(
    alphabet=st.one_of(
        st.sampled_from("\x1b\x9b[]()0;1mABP\\\x07\x90\x9d\u202e\u2066\u2069\ufeff\t\r\n\x85\u2028\x00\x7f"),
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf"]),
    ),
    max_size=40,
)


@given(hostile)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    """Cleaning twice is cleaning once."""
    assert clean(clean(text)) == clean(text)


@given(hostile)
def test_no_control_character_or_bidi_override_is_left(text: str) -> None:
    """Only the newline of the control characters remains, and no character that reorders or breaks UTF-8."""
    cleaned = clean(text)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2028\u2029")
    cleaned.encode()


@given(hostile)
def test_one_line_is_one_line(text: str) -> None:
    """Titles and names have no line break, and no space at either end."""
    assert "\n" not in one_line(text)
    assert one_line(text) == one_line(text).strip()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("plain", "plain"),
        ("a\tb", "a   b"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jgone", "gone"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b\x1b[31m[31mx", "[31mx"),
        ("\x1b(Btext", "text"),
        ("cut \x1b", "cut "),
        ("abc\u202edef", "abcdef"),
        ("a\x00b\x07c\x7f", "abc"),
        ("\ud83d half", "\ufffd half"),
        ("🔥 漢字 مرحبا [red] {{ x }}", "🔥 漢字 مرحبا [red] {{ x }}"),
        ("x" * 10_000, "x" * 10_000),
        ("", ""),
    ],
)
def test_words_stay_and_sequences_go(typed: str, kept: str) -> None:
    """Every script and every markup is text; what steers a terminal is not."""
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("a\n  b", "a b"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 39 + "…"),
        ("two words " * 9, "two words two words two words two words"[:39] + "…"),
    ],
)
def test_a_text_is_cut_to_what_a_sentence_can_hold(text: str, shown: str) -> None:
    """On one line, with … for what is left out."""
    assert short(text) == shown
    assert len(short(text, 5)) <= 5


def test_what_was_meant_is_asked_for() -> None:
    """The likeliest first; without anything alike there is nothing to ask."""
    known = ("owner", "other", "due")
    assert nearest("ownr", known) == ["owner"]
    assert nearest("zzz", known) == []
    assert nearest("otner", known, 2) == ["owner", "other"]
    assert did_you_mean(["/a", "/b"]) == "did you mean /a or /b?"
    assert did_you_mean([]) == ""
