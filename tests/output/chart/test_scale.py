"""The chart's axis and its texts: ticks that suit the span, widths that are not too small."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.output.chart import text as chart_text
from pmtui.output.chart.flags import flags, heap
from pmtui.output.chart.scale import Scale
from tests.output.making import at


def _scale(low: str, high: str, zone: str = "UTC") -> Scale:
    return Scale(datetime.fromisoformat(low), datetime.fromisoformat(high), 180.0, 1040.0, zone)


@pytest.mark.parametrize(
    ("low", "high", "first", "second"),
    [
        ("2023-10-15T10:30:00Z", "2023-10-15T10:30:40Z", "10:30:00", "10:30:05"),
        ("2023-10-15T10:30Z", "2023-10-15T10:44Z", "10:30", "10:32"),
        ("2023-10-15T10:31Z", "2023-10-15T12:45Z", "10:45", "11:00"),
        ("2023-10-15T10:30Z", "2023-10-15T22:45Z", "12:00", "14:00"),
        ("2023-10-15T10:30Z", "2023-10-18T12:45Z", "12:00", "00:00"),
        ("2023-10-15T10:30Z", "2023-10-23T12:45Z", "Mon 16 Oct", "Tue 17 Oct"),
        ("2023-12-15T10:30Z", "2024-01-23T12:45Z", "22 Dec 2023", "29 Dec 2023"),
        ("0001-01-02T10:30Z", "9999-12-30T12:45Z", "12 Sep 9494", "14 May 9994"),  # the calendar ends there
    ],
)
def test_ticks_suit_the_span(low: str, high: str, first: str, second: str) -> None:
    """Seconds, minutes, hours or days, at round times."""
    texts = [tick.text for tick in _scale(low, high).ticks()]
    begin = texts.index(first)
    assert texts[begin : begin + 2] == [first, second]


def test_ticks_are_round_in_the_zone() -> None:
    """In Kathmandu, 45 minutes off, the hours are still whole."""
    ticks = _scale("2023-10-15T10:30Z", "2023-10-15T18:00Z", "Asia/Kathmandu").ticks()
    assert {tick.text[-3:] for tick in ticks} == {":00"}


def test_midnight_stays_midnight_when_the_clocks_change() -> None:
    """Long steps follow the wall's clock over the end of summer time."""
    ticks = _scale("2023-10-28T10:00Z", "2023-10-30T20:00Z", "Europe/Berlin").ticks()
    day = ["00:00", "06:00", "12:00", "18:00"]
    assert [tick.text for tick in ticks] == [*day[2:], *day, *day]


@given(
    st.integers(1, 10**9), st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"])
)
def test_ticks_have_room(seconds: int, zone: str) -> None:
    """Of any span there are a few ticks, in order, on the axis, far enough apart for a date."""
    axis = Scale(at("10:30"), at("10:30") + timedelta(seconds=seconds), 180.0, 1040.0, zone)
    places = [tick.x for tick in axis.ticks()]
    assert len(places) <= 11
    assert all(180 <= x <= 1040 for x in places)
    assert all(after - before >= 70 for before, after in pairwise(places))


def test_the_day_is_named_where_it_changes() -> None:
    """The first tick and the first of each day bear the date."""
    days = [tick.day for tick in _scale("2023-10-15T20:00Z", "2023-10-16T04:00Z").ticks()]
    assert [day for day in days if day] == ["Sun 15 Oct", "Mon 16 Oct"]


@given(st.text(max_size=200), st.floats(5, 400))
def test_a_cut_text_fits(text: str, room: float) -> None:
    """Whatever is typed is cut to its room, on one line."""
    cut = chart_text.cut(text, 12.0, room=room)
    assert "\n" not in cut
    assert chart_text.width(cut, 12.0) <= max(room, chart_text.width("…", 12.0))


def test_a_short_text_is_not_cut() -> None:
    """What fits stays whole."""
    assert chart_text.cut("A DDoS attack", 12.0, room=120) == "A DDoS attack"
    assert chart_text.cut("A DDoS attack", 12.0, room=60).endswith("…")


def test_wide_characters_take_their_room() -> None:
    """CJK counts one em and emoji more; a combining mark counts nothing."""
    assert chart_text.width("数", 10) >= 10
    assert chart_text.width("🙂", 10) >= 13
    assert chart_text.width("e\u0301", 10) == chart_text.width("e", 10)


def test_marks_do_not_tower_over_a_letter() -> None:
    """A letter keeps a few combining marks; hundreds would be drawn over the rows above."""
    assert chart_text.cut("e" + "\u0301" * 300 + "x", 12.0, room=100) == "e" + "\u0301" * 4 + "x"


def test_right_to_left_text_is_isolated() -> None:
    """It cannot reorder what stands beside it; other text needs no isolation."""
    assert chart_text.isolated("שלום") == "\u2068שלום\u2069"
    assert chart_text.isolated("数据库 #12") == "数据库 #12"


def test_flags_near_the_right_edge_are_turned() -> None:
    """Their words end at the pole, and the earlier one is lower, so that no pole crosses them."""
    found = flags([950, 990], [80, 80], between=(0, 1000), rows=4)
    assert found is not None
    assert [flag.flipped for flag in found] == [True, True]
    assert found[0].row < found[1].row


def test_flags_that_do_not_fit_are_refused() -> None:
    """Two rows do not hold three long labels at one place."""
    assert flags([500, 501, 502], [300, 300, 300], between=(0, 1000), rows=1) is None


def test_a_heap_uses_the_first_free_row() -> None:
    """Extents that touch lie above each other; where no row is left they get the number of rows."""
    assert heap([(0, 10), (5, 15), (20, 30), (6, 12)], 2) == [0, 1, 0, 2]
