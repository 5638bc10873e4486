"""Clocks of a night in the ways that others write them down: no day is wrong that is not said to be assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pmtui.model.backfill.items import Document
from pmtui.model.backfill.recognise import read
from tests.model.backfill.samples import proposed

HALF = timedelta(minutes=30)
STARTS = st.integers(0, 20 * 48).map(lambda halves: datetime(2026, 11, 1, tzinfo=UTC) + halves * HALF)
GAPS = st.lists(st.sampled_from([0, 1, 29, 30, 60, 300, 600]), min_size=3, max_size=8)
Times = list[datetime]


def _divided(times: Times, day: str, line: str, first: bool) -> Iterator[str]:
    """Lines, and before the first of each day another one; of the first day only when it is asked for."""
    for number, (before, now) in enumerate(pairwise([None, *times])):
        assert now is not None
        if first if before is None else before.date() != now.date():
            yield now.strftime(day)
        yield f"{now.strftime(line)} w{number}"


WAYS: dict[str, Callable[[Times], Iterator[str]]] = {
    "headings": lambda times: _divided(times, "## %Y-%m-%d", "%H:%M", first=True),
    "headings of further days": lambda times: _divided(times, "## %Y-%m-%d", "%H:%M", first=False),
    "am and pm": lambda times: _divided(times, "**%B %d, %Y**", "%I:%M %p", first=True),
    "irssi": lambda times: _divided(times, "--- Day changed %a %b %d %Y", "%H:%M <a>", first=False),
    "Slack": lambda times: _divided(times, "%A, %B %dth, %Y", "Ana  %I:%M %p\n", first=True),
    "newest first": lambda times: reversed([*_divided(times, "", "%Y-%m-%d %H:%M", first=False)]),
    "every second dated": lambda times: (
        f"{time.strftime('%H:%M' if n % 2 else '%Y-%m-%dT%H:%M:00Z')} w{n}" for n, time in enumerate(times)
    ),
}


def test_what_is_assumed_is_said_as_it_is() -> None:
    """Of a clock above every day the day, below one without its year the year."""
    found = proposed(read([Document("x", b"14:02 a\n## November 20\n14:05 b\n")]))
    assert [each.note for each in found] == [
        "no line says which day: this one is assumed",
        "no line says which year: this one is assumed",
    ]


@given(STARTS, GAPS, st.sampled_from(sorted(WAYS)))
def test_what_no_proposal_calls_assumed_is_true(start: datetime, gaps: list[int], way: str) -> None:
    """Over midnights, at midnight, above and below the line that names a day."""
    times = [start]
    for gap in gaps:
        times.append(times[-1] + timedelta(minutes=gap))
    text = "\n".join(WAYS[way](times))
    found = {each.text: each for each in proposed(read([Document("x", text.encode())]))}
    assert len(found) == len(times)
    for number, time in enumerate(times):
        each = found[f"w{number}"]
        assert each.assumed or each.when.at == time, (number, each.when.at, text)
