"""Clocks of a night in the ways that others write them down: no day is wrong that is not said to be assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from pmtui.errors import PmtuiError
from pmtui.model.backfill.items import Document
from pmtui.model.backfill.propose import entries
from pmtui.model.backfill.recognise import read
from pmtui.model.time.instants import AHEAD
from tests.model.backfill.samples import NOW, SAMPLES, here, how, proposed, sample

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


ODD = (
    *(
        "9999-12-31T23:59:59Z",
        "0001-01-01",
        "12/31/9999 11:59 PM",
        "4pm ",
        "00:00",
        "12:00 AM",
        "~",
        "@?",
        "|",
    ),
    *("1e4000000", "-1", "null", "[]", "{}", "\n", "\n\n", "<!--", "-->", "\u200e", "\u200f", "\t"),
    *("## November 31\n", "Date: 2026-11-21\n", "Yesterday at 2:02 PM", "--- Day changed Sat Nov 21 2026\n"),
    *("[14:02] Ana A\n", "Ana A\n14:02\nx\n", "| time | what |\n|---|---|\n", "80e3a4d x\n", "&#8203;"),
)
CUTS = st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0, 1, 5, 40]), st.sampled_from(ODD)), max_size=6)


@example("postmortem-1.md", [(0.1, 0, "\n9999-12-31 23:59 a\n00:10 b\n")])
@example("journalctl.jsonl", [(0.5, 40, '"__REALTIME_TIMESTAMP":"1e4000000","')])
@example("teams-paste.txt", [(0.0, 0, "2:02 PM x\n4pm y\n")])
@given(st.sampled_from(sorted(path.name for path in SAMPLES.iterdir())), CUTS)
def test_whatever_is_put_into_a_record_it_is_read_or_refused(
    name: str, cuts: list[tuple[float, int, str]]
) -> None:
    """In a sentence; and nothing of it lies in the future."""
    documents = []
    for document in sample(name):
        text = document.data.decode(errors="replace")
        for place, length, odd in cuts:
            start = int(place * len(text))
            text = text[:start] + odd + text[start + length :]
        documents.append(Document(document.name, text.encode()))
    try:
        found = proposed(read(documents, how(name)))
    except PmtuiError:
        return
    entries(found, here())
    assert all(each.when.at is None or each.when.at <= NOW + AHEAD for each in found)
