"""Promises about what was seen before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model.incident.resemblance import Past, resembling, telling


def past(text: str, label: str = "H1") -> Past:
    """A hypothesis of an earlier incident."""
    return Past("2023-10-15-checkout", label, text, "misleading", "no")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("a DDoS attack", "A DDoS attack"),
        ("the gateway certificate has expired", "Certificate of the gateway expired"),
        ("connection pool exhausted", "the pool of connections is exhausted"),
        ("DDoS", "ddos attack"),
        ("قاعدة البيانات بطيئة", "قاعدة البيانات"),
    ],
)
def test_what_resembles_is_found(now: str, then: str) -> None:
    """Case, order, plural and small words do not matter."""
    assert resembling(now, [past("something else entirely"), past(then)]) == past(then)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("the database is slow", "the network is slow today somewhere"),
        ("recent code changes caused it", "a DDoS attack"),
        ("", "a DDoS attack"),
        ("is it the", "was it for the"),
    ],
)
def test_what_does_not_is_not(now: str, then: str) -> None:
    """Neither one shared word among many, nor small words alone, nor nothing."""
    assert resembling(now, [past(then)]) is None


def test_the_most_alike_wins_and_the_first_of_equals() -> None:
    """The latest incidents come first, so that theirs is told."""
    near, far = past("connection pool exhausted"), past("connection pool exhausted by cron jobs")
    assert resembling("connection pool exhausted", [far, near]) == near
    assert resembling("connection pool exhausted", [past(near.text, "H7"), near]) == past(near.text, "H7")


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=5))
def test_any_text_can_be_compared(text: str, others: list[str]) -> None:
    """The answer is one of those asked about; a text with telling words is always like itself."""
    found = resembling(text, [past(other) for other in others])
    assert found is None or found.text in others
    if telling(text):
        again = resembling(text, [past(text)])
        assert again == past(text)
