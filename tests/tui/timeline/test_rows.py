"""Promises of what the timeline's rows say of an incident."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pmtui.tui.timeline.head import Place
from pmtui.tui.timeline.row import Row
from pmtui.tui.timeline.rows import LogRows
from pmtui.work.session import Session
from tests import demo
from tests.tui.stage import incident


@contextmanager
def rows(home: Path, *lines: str) -> Iterator[tuple[LogRows, list[Row]]]:
    """The rows of an incident of these lines, and those of them that are entries."""
    here = Session(incident(home, lines=lines), demo.Night(), "ana")
    shown = LogRows(here)
    every = [shown.row(index) for index in range(len(shown))]
    yield shown, [row for row in every if row.key and row.kind != "opened"]
    here.close()


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("@~03:05", ("~03:05",)),
        ("@03:05..03:10", ("03:05", "–03:10")),
        ("@~2026-03-12T22:00..2026-03-13T01:00", ("~22:00", "–03-13", "01:00")),
        ("@2026-03-12", ("all", "day")),
        ("@2025-10-26T02:30+02:00", ("02:30", "+02:00")),
        ("@?", ("?",)),
    ],
)
def test_a_time_is_broken_onto_lines_that_fit_its_column(
    tmp_path: Path, typed: str, lines: tuple[str, ...]
) -> None:
    """The clock stands on the first; the end of a range, its day and an offset stand below."""
    with rows(tmp_path, f"{typed} it happened") as (_, (row,)):
        assert row.time == lines
        assert all(len(line) <= 6 for line in lines)


def test_what_was_noted_later_says_so_in_words(tmp_path: Path) -> None:
    """Minutes and hours, not the days of somebody who writes it up afterwards."""
    with rows(tmp_path, "@-50m spike", "@-2m quick", "@2026-03-10T10:00 long ago", "now") as (_, found):
        assert {row.text: row.aside for row in found} == {
            "spike": "noted 50m later",
            "quick": "",
            "long ago": "",
            "now": "",
        }


def test_a_place_counts_entries_and_no_days(tmp_path: Path) -> None:
    """Which entries are in sight, of how many that are shown, of how many that there are."""
    with rows(tmp_path, "@2026-03-12T10:00 first", "/started", "/decision wait") as (shown, _):
        total = len(shown)
        assert shown.place(0, total).words == "4 of 4"
        assert shown.place(2, total).words == "2-4 of 4"
        assert shown.place(0, 2).words == "1-1 of 4"
        shown.choose("milestones")
        assert shown.place(0, len(shown)).words == "1 of 4"
        shown.choose("updates")
        assert shown.place(0, len(shown)).words == ""


def test_thousands_are_told_apart() -> None:
    """A position in a long timeline can be read at a glance."""
    assert Place(1_200, 1_223, 20_000, 20_000).words == "1,200-1,223 of 20,000"
