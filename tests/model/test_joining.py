"""Promises about the line by which a colleague joins, where it is met."""

from __future__ import annotations

import pytest

from pmtui.model.joining import has_line, lets_in

LINE = "pmtui://host:4222/0190?v=1&k=abcdefgh12345678&c=01234567"


@pytest.mark.parametrize("text", [LINE, LINE.upper(), f"join: '{LINE}'", LINE.replace("host", "host\n  ")])
def test_its_secret_is_seen_wherever_it_stands(text: str) -> None:
    """In any case, within other words, and wrapped before it."""
    assert lets_in(text)
    assert has_line(text)


@pytest.mark.parametrize("text", ["", "k=abcdefgh12345678", "pmtui://", "?k=abcdefgh then pmtui://host"])
def test_without_a_secret_behind_it_nobody_is_let_in(text: str) -> None:
    """Its beginning alone is still no name of an incident."""
    assert not lets_in(text)
    assert has_line(text) == ("pmtui://" in text)


def test_however_often_it_begins_a_text_is_read_once() -> None:
    """It is asked at every key: with a search behind every beginning this would take minutes."""
    assert not lets_in("pmtui://" * 1_000_000)
