"""Promises of `model/time/words.py`: words for moments and lengths."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model.entries import When
from pmtui.model.time.read import read, seconds
from pmtui.model.time.words import ago, clock, clocks, day, day_name, duration, shown, understood

BERLIN = "Europe/Berlin"
NOW = datetime(2023, 10, 15, 14, 0, tzinfo=ZoneInfo(BERLIN))


def at(text: str) -> datetime:
    """A moment by Berlin's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(BERLIN))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "0m"),
        (0.4, "0m"),
        (1, "1s"),
        (45, "45s"),
        (59.9, "59s"),
        (60, "1m"),
        (119, "1m"),
        (720, "12m"),
        (7200, "2h"),
        (8100, "2h 15m"),
        (86400, "1d"),
        (86460, "1d 1m"),
        (147660, "1d 17h 1m"),
        (8640000, "100d"),
        (-720, "-12m"),
    ],
)
def test_duration(length: float, words: str) -> None:
    """A length is whole minutes rounded down, under a minute seconds, and never a zero part."""
    assert duration(length) == words


@given(st.integers(1, 10**8))
def test_duration_can_be_typed(length: int) -> None:
    """What is shown for a length reads back as it, to the minute."""
    read_back = seconds(duration(length))
    assert 0 <= length - read_back < 60
    assert length >= 60 or length == read_back


def test_clock_and_day_are_the_zones() -> None:
    """A moment is worded by the clocks and the calendar of the zone, in English."""
    moment = datetime(2023, 10, 14, 22, 5, 30, tzinfo=UTC)
    assert clock(moment, BERLIN) == "00:05"
    assert clock(moment, BERLIN, seconds=True) == "00:05:30"
    assert clock(moment, "Asia/Kathmandu") == "03:50"
    assert day(moment, BERLIN) == "2023-10-15"
    assert day(moment, "UTC") == "2023-10-14"
    assert day_name(moment, BERLIN) == "Sunday 15 October 2023"


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (0, "just now"),
        (59, "just now"),
        (-59, "just now"),
        (60, "1 min ago"),
        (12 * 60 + 59, "12 min ago"),
        (-4 * 60, "in 4 min"),
        (59 * 60, "59 min ago"),
        (8 * 3600, "8 h ago"),
        (86400, "1 day ago"),
        (3 * 86400, "3 days ago"),
        (2000 * 86400, "2,000 days ago"),
    ],
)
def test_ago(gone: int, words: str) -> None:
    """How long ago is one number and its unit."""
    assert ago(NOW - timedelta(seconds=gone), NOW) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("?", "time unknown"),
        ("now", "14:00 today, just now"),
        ("13:48", "13:48 today, 12 min ago"),
        ("14:04", "14:04 today, in 4 min"),
        ("13:48:05", "13:48:05 today, 11 min ago"),
        ("14:48+03:00", "13:48 today, 12 min ago"),
        ("~13:48", "about 13:48 today, 12 min ago"),
        ("2023-10-14T23:50", "23:50 yesterday, 14 h ago"),
        ("2023-10-13T10:40", "10:40 on 13 Oct 2023"),
        ("~2018-02-20T14:05", "about 14:05 on 20 Feb 2018"),
        ("12:00..13:00", "12:00–13:00 today"),
        ("~2018-02-20T20:00..21:56", "about 20:00–21:56 on 20 Feb 2018"),
        ("12:00:10..12:00:40", "12:00:10–12:00:40 today"),
        ("2023-10-14T23:50..00:20", "23:50 yesterday – 00:20 today"),
        ("12:??", "about 12:00–13:00 today"),
        ("2023-10-15", "all day today"),
        ("2023-10-13", "all day on 13 Oct 2023"),
    ],
)
def test_understood(said: str, words: str) -> None:
    """What a TIME was taken for is said in the incident's day and clock."""
    assert understood(read(said, zone=BERLIN, now=NOW), NOW, BERLIN) == words


@pytest.mark.parametrize(
    ("said", "here", "in_utc"),
    [
        ("?", "?", "?"),
        ("13:48", "13:48", "11:48"),
        ("13:48:30", "13:48", "11:48"),
        ("~13:48", "~13:48", "~11:48"),
        ("12:00..13:00", "12:00–13:00", "10:00–11:00"),
        ("2018-02-20T17:00..2018-02-21T02:00", "17:00–2018-02-21 02:00", "16:00–2018-02-21 01:00"),
        ("~2018-02-20T20:00..21:56", "~20:00–21:56", "~19:00–20:56"),
        ("12:??", "12:??", "~10:00–11:00"),
        ("2018-02-20T2:??pm", "14:??", "~13:00–14:00"),
        ("2018-02-20T13:??Z", "~14:00–15:00", "~13:00–14:00"),
        ("2018-02-20", "all day", "~23:00–2018-02-20 23:00"),
        ("2018-02-20..2018-02-21", "~00:00–2018-02-22 00:00", "~23:00–2018-02-21 23:00"),
    ],
)
def test_shown(said: str, here: str, in_utc: str) -> None:
    """About, range, hour, day and unknown are shown as typed; in another zone by that zone's clocks."""
    when = read(said, zone=BERLIN, now=NOW)
    assert shown(when, BERLIN) == here
    assert shown(when, "UTC") == in_utc


def test_a_time_that_a_program_gave_is_shown() -> None:
    """An entry stamped with now has no words of its own."""
    when = When(at=at("2023-10-15T10:40"), zone=BERLIN)
    assert shown(when, BERLIN) == "10:40"
    assert understood(when, NOW, BERLIN) == "10:40 today, 3 h ago"


def test_a_range_inside_a_minute_is_no_instant() -> None:
    """A command that ran for seconds, stamped by a program, shows both ends apart."""
    when = When(at=at("2023-10-15T10:40:05"), until=at("2023-10-15T10:40:50"), zone=BERLIN)
    assert understood(when, NOW, BERLIN) == "10:40:05–10:40:50 today"


@given(st.text(max_size=30), st.booleans())
def test_any_words_are_shown(said: str, about: bool) -> None:
    """What stands in `said`, in a journal of any origin, never breaks a timeline, and never reaches it."""
    when = When(at=at("2023-10-15T10:40"), until=at("2023-10-15T11:40"), about=about, zone=BERLIN, said=said)
    assert re.fullmatch(r"~?10:40–11:40|10:\?\?|all day", shown(when, BERLIN))
    assert understood(when, NOW, BERLIN).isprintable()


NEW_YORK = "America/New_York"
SET_BACK = datetime(2026, 11, 1, 6, tzinfo=UTC)
"""The instant at which New York's clocks went from 02:00 back to 01:00."""


def test_a_local_time_that_happened_twice_has_its_offset() -> None:
    """Half past one came twice; one and three o'clock are plain."""
    half = timedelta(minutes=30)
    assert [clock(SET_BACK + side, NEW_YORK) for side in (-half, half)] == ["01:30-04:00", "01:30-05:00"]
    assert clock(SET_BACK + half, NEW_YORK, seconds=True) == "01:30:00-05:00"
    assert clock(SET_BACK - 3 * half, NEW_YORK) == "00:30"
    assert clock(SET_BACK + 4 * half, NEW_YORK) == "03:00"
    assert shown(When(at=SET_BACK - half, zone=NEW_YORK), NEW_YORK) == "01:30-04:00"


def test_a_span_over_a_change_of_clocks_has_both_offsets() -> None:
    """From half past midnight to three are three and a half hours that night."""
    start, end = SET_BACK - timedelta(hours=1, minutes=30), SET_BACK + timedelta(hours=2)
    assert clocks(start, end, NEW_YORK) == ("00:30-04:00", "03:00-05:00")
    when = When(at=start, until=end, zone=NEW_YORK)
    assert shown(when, NEW_YORK) == "00:30-04:00–03:00-05:00"
    assert understood(when, end, NEW_YORK) == "00:30-04:00–03:00-05:00 today"
    assert clocks(start, end, "UTC") == ("04:30", "08:00")


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([NEW_YORK, BERLIN, "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo"]),
)
def test_no_two_instants_of_a_day_look_alike(at: datetime, zone: str) -> None:
    """To the minute, whatever the clocks do."""
    other = at + timedelta(hours=1)
    assert day(at, zone) != day(other, zone) or clock(at, zone) != clock(other, zone)
