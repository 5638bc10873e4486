"""Promises of `model/moments.py`: what a TIME names, and what is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmtui.model.entries import When
from pmtui.model.time.errors import TimeError
from pmtui.model.time.instants import AHEAD
from pmtui.model.time.read import check_alone, due, is_time, read, seconds

BERLIN = "Europe/Berlin"
ZONES = (
    "UTC",
    BERLIN,
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Apia",
    "America/Havana",
)
NOW = datetime(2023, 10, 15, 14, 0, tzinfo=ZoneInfo(BERLIN))
LONG_AGO = (datetime(2018, 2, 20, 13, 17, tzinfo=UTC), datetime(2018, 2, 20, 21, 0, tzinfo=UTC))
HOSTILE = (
    "[/]",
    "[red]x",
    "|",
    "<b>",
    "`",
    "{{ }}",
    "🔥",
    "漢字",
    "مرحبا",
    "a\tb",
    "\x1b[31m",
    "9" * 10_000,
    "",
)


def local(when: When, zone: str = BERLIN) -> str:
    """The moment as that zone's clocks show it, in short."""
    assert when.at is not None
    text = f"{when.at.astimezone(ZoneInfo(zone)):%m-%d %H:%M:%S}".removesuffix(":00")
    if when.until is not None:
        text += f"..{when.until.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"
    return f"~{text}" if when.about else text


def berlin(said: str, now: datetime = NOW) -> str:
    """What a TIME names in Berlin."""
    return local(read(said, zone=BERLIN, now=now))


def refusal(said: str, *, zone: str = BERLIN, now: datetime = NOW, near: datetime | None = None) -> str:
    """The sentence with which a TIME is refused."""
    with pytest.raises(TimeError) as caught:
        read(said, zone=zone, now=now, near=near)
    assert caught.value.what
    assert caught.value.do
    return str(caught.value)


@pytest.mark.parametrize(
    "word",
    [
        "14:05",
        "-5m",
        "−5m",
        "~9:00",
        "~",
        "?",
        "??",
        "now",
        "NOW",
        "2023-10-15",
        "10.12.8.137",
        "2pm",
        "5m",
        "-1x",
        "١٤:٠٥",
    ],
)
def test_is_time_what_begins_as_one(word: str) -> None:
    """A word that begins as a TIME is meant as one, also when it cannot be read."""
    assert is_time(word)


@pytest.mark.parametrize("word", ["ana", "here", "-foo", "-", "", "nowhere", "+5m", "@14:05", "[/]", "🔥"])
def test_is_time_leaves_names_alone(word: str) -> None:
    """A name or any other word after `@` is text."""
    assert not is_time(word)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("now", "10-15 14:00"),
        ("Now", "10-15 14:00"),
        ("~now", "~10-15 14:00"),
        ("-0m", "10-15 14:00"),
        ("-5m", "10-15 13:55"),
        ("−5m", "10-15 13:55"),
        ("-1h30m", "10-15 12:30"),
        ("-90s", "10-15 13:58:30"),
        ("-2d", "10-13 14:00"),
        ("-1D2H", "10-14 12:00"),
        ("~-5m", "~10-15 13:55"),
        ("13:05", "10-15 13:05"),
        ("13:05:30", "10-15 13:05:30"),
        ("9:05", "10-15 09:05"),
        ("1:05pm", "10-15 13:05"),
        ("1PM", "10-15 13:00"),
        ("12pm", "10-15 12:00"),
        ("2023-10-15T12:05am", "10-15 00:05"),
        ("~13:05", "~10-15 13:05"),
        ("11:05Z", "10-15 13:05"),
        ("11:05z", "10-15 13:05"),
        ("14:05+03:00", "10-15 13:05"),
        ("14:05+0300", "10-15 13:05"),
        ("14:05+03", "10-15 13:05"),
        ("16:50+05:45", "10-15 13:05"),
        ("05:35:00-0530", "10-15 13:05"),
        ("2023-10-15T10:40", "10-15 10:40"),
        ("2023-10-15t10:40:30", "10-15 10:40:30"),
        ("2023-10-15T10:40Z", "10-15 12:40"),
        ("2023-10-15t10:40:12.345z", "10-15 12:40:12"),
        ("2023-10-14T10:40-05:00", "10-14 17:40"),
        ("2023-10-15T02:40:00-05:00", "10-15 09:40"),
        ("2023-10-14T18:40-0400", "10-15 00:40"),
        ("2023-10-15T1:05pm", "10-15 13:05"),
        ("~2023-10-15T10:40", "~10-15 10:40"),
    ],
)
def test_read_one_moment(said: str, expected: str) -> None:
    """Each form of one moment names the instant that its clock showed."""
    assert berlin(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2023-10-13", "~10-13 00:00..10-14 00:00"),
        ("~2023-10-13", "~10-13 00:00..10-14 00:00"),
        ("2023-10-15", "~10-15 00:00..10-15 14:00"),
        ("12:??", "~10-15 12:00..10-15 13:00"),
        ("1:??pm", "~10-15 13:00..10-15 14:00"),
        ("13:??", "~10-15 13:00..10-15 14:00"),
        ("14:??", "~10-15 14:00"),
        ("2023-10-13T14:??", "~10-13 14:00..10-13 15:00"),
        ("2023-10-13T14:??Z", "~10-13 16:00..10-13 17:00"),
    ],
)
def test_read_whole_day_or_hour(said: str, expected: str) -> None:
    """A day and an hour are about, and end no later than now."""
    assert berlin(said) == expected


def test_read_an_hour_that_is_not_over() -> None:
    """An hour in which we are ends now."""
    assert berlin("14:??", NOW + timedelta(minutes=20)) == "~10-15 14:00..10-15 14:20"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("12:00..13:00", "10-15 12:00..10-15 13:00"),
        ("09:00..10:00", "10-15 09:00..10-15 10:00"),
        ("11am..1pm", "10-15 11:00..10-15 13:00"),
        ("~12:00..13:00", "~10-15 12:00..10-15 13:00"),
        ("12:00..~13:00", "~10-15 12:00..10-15 13:00"),
        ("2023-10-14T23:50..00:20", "10-14 23:50..10-15 00:20"),
        ("2023-10-13T17:00..18:00", "10-13 17:00..10-13 18:00"),
        ("2023-10-13T09:00..2023-10-14T10:00", "10-13 09:00..10-14 10:00"),
        ("2023-10-12..2023-10-13", "~10-12 00:00..10-14 00:00"),
        ("2023-10-13T22:50Z..01:10", "10-14 00:50..10-14 03:10"),
        ("2023-10-13T09:50Z..13:05+03:00", "10-13 11:50..10-13 12:05"),
        ("12:00..now", "10-15 12:00..10-15 14:00"),
        ("-30m..-10m", "10-15 13:30..10-15 13:50"),
        ("-1h..13:30", "10-15 13:00..10-15 13:30"),
        ("12:??..13:30", "~10-15 12:00..10-15 13:30"),
        ("11:30..12:??", "~10-15 11:30..10-15 13:00"),
        ("12:30..12:??", "~10-15 12:30..10-15 13:00"),
        ("12:00–13:00", "10-15 12:00..10-15 13:00"),
        ("13:00..13:00", "10-15 13:00"),
    ],
)
def test_read_range(said: str, expected: str) -> None:
    """A range begins and ends as typed; date and offset carry over to its end."""
    assert berlin(said) == expected


@pytest.mark.parametrize("said", ["?", "~?"])
def test_read_unknown(said: str) -> None:
    """A question mark is an unknown time, not the time now."""
    assert read(said, zone=BERLIN, now=NOW) == When(zone=BERLIN, said=said)


def test_read_keeps_zone_and_words() -> None:
    """What was typed, and the zone it was read in, stay with the instant, which is UTC."""
    when = read("~10:40", zone=BERLIN, now=NOW)
    assert when == When(at=datetime(2023, 10, 15, 8, 40, tzinfo=UTC), about=True, zone=BERLIN, said="~10:40")
    assert when.at is not None
    assert when.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("now", "said", "expected"),
    [
        ("14:00", "14:10", "10-15 14:10"),
        ("14:00", "02:01", "10-15 02:01"),
        ("00:20", "23:50", "10-14 23:50"),
        ("23:55", "00:05", "10-16 00:05"),
        ("00:20", "23:50..00:10", "10-14 23:50..10-15 00:10"),
    ],
)
def test_bare_clock_is_the_recent_one(now: str, said: str, expected: str) -> None:
    """A bare clock is up to ten minutes ahead, else the most recent one under twelve hours ago."""
    hour, minute = map(int, now.split(":"))
    assert berlin(said, NOW.replace(hour=hour, minute=minute)) == expected


@pytest.mark.parametrize("said", ["14:11", "02:00", "23:50"])
def test_bare_clock_of_long_ago_is_refused_with_its_day(said: str) -> None:
    """Eleven minutes ahead, twelve hours ago and longer need a day, which is proposed."""
    sentence = refusal(said)
    assert f"T{said}" in sentence
    assert "12 hours" in sentence


@pytest.mark.parametrize(
    ("hour", "said", "expected"),
    [
        (3, "14:17", "02-20 14:17"),
        (3, "08:17", "02-20 08:17"),
        (3, "04:00", "02-21 04:00"),
        (14, "13:17Z", "02-20 14:17"),
        (14, "~20:00..21:56", "~02-20 20:00..02-20 21:56"),
        (14, "23:30..00:30", "02-20 23:30..02-21 00:30"),
        (14, "15:??", "~02-20 15:00..02-20 16:00"),
    ],
)
def test_bare_clock_inside_the_incident(hour: int, said: str, expected: str) -> None:
    """Long afterwards a bare clock is the only such moment from 6 h before to 6 h after the incident."""
    assert local(read(said, zone=BERLIN, now=NOW.replace(hour=hour), span=LONG_AGO)) == expected


@pytest.mark.parametrize("said", ["08:16", "04:01"])
def test_bare_clock_outside_the_incident_is_refused_with_its_days(said: str) -> None:
    """A clock that fits no day of the incident is refused with the incident's days, to be typed as they stand."""
    now = NOW.replace(hour=3)
    with pytest.raises(TimeError, match=f"@2018-02-20T{said}") as caught:
        read(said, zone=BERLIN, now=now, span=LONG_AGO)
    for proposed in re.findall(r"@([^\s,]+)", caught.value.do):
        read(proposed, zone=BERLIN, now=now)


def test_recent_clock_goes_before_the_incident() -> None:
    """A clock under twelve hours ago is that one, whatever the incident's days."""
    assert local(read("14:00", zone=BERLIN, now=NOW, span=LONG_AGO)) == "10-15 14:00"


@pytest.mark.parametrize("said", ["20:00", "~20:00", "20:00..21:00", "20:??", "9:05pm", "20:00Z", "20:00:30"])
def test_bare_clock_of_several_days_names_them_so_that_they_can_be_typed(said: str) -> None:
    """Every proposed day is read as it stands, and they differ."""
    span = (LONG_AGO[0], LONG_AGO[1] + timedelta(days=1))
    with pytest.raises(TimeError) as caught:
        read(said, zone=BERLIN, now=NOW, span=span)
    proposed = re.findall(r"@(\S*T[^\s,]*)", caught.value.do)
    found = {read(each, zone=BERLIN, now=NOW).at for each in proposed}
    assert len(found) == len(proposed) == 2


def test_bare_clock_of_many_days_names_the_first_few() -> None:
    """A span of years is refused at once with a few of its days."""
    span = (datetime(1990, 1, 1, tzinfo=UTC), NOW)
    with pytest.raises(TimeError, match="or a later day"):
        read("15:00", zone=BERLIN, now=NOW, span=span)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("09:55", "10-01 09:55"),
        ("23:55", "09-30 23:55"),
        ("09:??", "~10-01 09:00..10-01 10:00"),
        ("09:00..11:00", "10-01 09:00..10-01 11:00"),
        ("-5m", "10-15 13:55"),
        ("2023-10-02T10:00", "10-02 10:00"),
    ],
)
def test_near_takes_the_nearest_such_moment(said: str, expected: str) -> None:
    """An entry that gets another time keeps its day, or the one beside it."""
    near = datetime(2023, 10, 1, 10, 0, tzinfo=ZoneInfo(BERLIN))
    assert local(read(said, zone=BERLIN, now=NOW, near=near)) == expected


def test_near_exactly_between_two_days_is_refused() -> None:
    """Twelve hours either way name both days."""
    near = datetime(2023, 10, 2, 10, 0, tzinfo=ZoneInfo(BERLIN))
    sentence = refusal("22:00", near=near)
    assert "@2023-10-01T22:00" in sentence
    assert "@2023-10-02T22:00" in sentence


def test_near_never_goes_to_the_future() -> None:
    """The nearest moment is still to come: refused, not moved to another day."""
    assert "future" in refusal("15:00", near=NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("2023-11-31T10:00", "November 2023 has no day 31"),
        ("2023-02-29", "February 2023 has no day 29"),
        ("2023-13-01", "no such month"),
        ("2023-00-10", "no such month"),
        ("0000-01-01T10:00", "1970"),
        ("1969-12-31T10:00", "1970"),
        ("-999999d", "1970"),
        ("-20000d", "1970"),
        ("20202-02-20T14:05", "year of 5 digits"),
        ("25:00", "hours go to 23"),
        ("24:00", "00:00 of the next day"),
        ("10:61", "minutes and seconds to 59"),
        ("10:40:60", "minutes and seconds to 59"),
        ("0:05pm", "before pm"),
        ("13:05pm", "before pm"),
        ("14:05PST", "14:05Z"),
        ("14:05EST", "14:05Z"),
        ("2:05pmEST", "2:05pmZ"),
        ("14:05UTC", "14:05Z"),
        ("2023-10-15T10:40CET", "2023-10-15T10:40+03:00"),
        ("14:05+15:00", "no place"),
        ("14:05+03:75", "no place"),
        ("1405", "14:05"),
        ("14", "2pm"),
        ("5m", "@-5m"),
        ("-5", "no unit"),
        ("10.12.8.137", "begins with a space is a note"),
        ("15/10/2023", "not a time"),
        ("2023-10-15-13:00", "not a time"),
        ("2023-10-15T", "not a time"),
        ("14:5", "not a time"),
        ("12:00..", "not a time"),
        ("..12:00", "not a time"),
        ("12:00...13:00", "not a time"),
        ("?..12:00", "not a time"),
        ("~~12:00", "not a time"),
        ("", "not a time"),
        ("2030-01-01T10:00", "future"),
        ("9999-12-31T23:59", "future"),
        ("2023-10-15T14:11", "future"),
        ("2023-10-15T15:??", "future"),
        ("2023-10-16", "future"),
        ("13:50..15:00", "future"),
        ("-10m..-30m", "ends before it starts"),
        ("2023-10-14T10:00..2023-10-13T10:00", "ends before it starts"),
        ("10:00..11:00Z", "offset at its end only"),
        ("2023-10-13T10:00..11:00+03:00", "offset at its end only"),
        ("2:05..2:30pm", "am or pm on both sides"),
        ("9:00am..10:30", "am or pm on both sides"),
    ],
)
def test_read_refuses_in_one_sentence(said: str, word: str) -> None:
    """What does not exist, has not happened or cannot be read is refused, and the sentence helps."""
    assert word in refusal(said)


@pytest.mark.parametrize("said", HOSTILE)
def test_read_refuses_hostile_text(said: str) -> None:
    """No text breaks the reader, and a long one does not fill the screen."""
    assert len(refusal(said)) < 200


@pytest.mark.parametrize("said", ["20:00-04:00", "08:40-05:00", "09:00-10:00", "03:00-07:00", "1:30-05:00"])
def test_a_dash_behind_a_bare_clock_is_refused_with_both_spelled(said: str) -> None:
    """It may be an offset or be meant as a range: both are proposed and can be read."""
    start, end = re.findall(r"@(\S+) for", refusal(said))
    night = NOW - timedelta(hours=20)
    assert start == said.replace("-", "..")
    assert end == "-".join((said.partition("-")[0], said.partition("-")[2].replace(":", "")))
    assert read(start, zone=BERLIN, now=NOW, near=night).until is not None
    assert read(end, zone=BERLIN, now=NOW, near=night).until is None


@pytest.mark.parametrize(
    "said",
    [
        "11am-1pm",
        "12:00-now",
        "17:00-18:00",
        "12:00-~13:00",
        "2023-10-13T17:00-18:00",
        "2023-10-13-2023-10-14",
    ],
)
def test_a_dash_never_makes_a_range(said: str) -> None:
    """What cannot be an offset either is refused, and the two dots are named."""
    assert ".." in refusal(said)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2023-10-14T10:40-05:00", "10-14 17:40"),
        ("2023-10-14T09:00-10:00", "10-14 21:00"),
        ("2023-10-14T10:40-0500", "10-14 17:40"),
        ("08:40-0500", "10-15 15:40"),
    ],
)
def test_behind_a_date_or_without_a_colon_it_is_an_offset(said: str, meant: str) -> None:
    """`-08:00` with a date, `-0800` always."""
    assert local(read(said, zone=BERLIN, now=NOW + timedelta(hours=3))) == meant


def test_in_a_doubled_hour_a_bare_clock_with_a_dash_is_refused_as_well() -> None:
    """The clocks of New York showed 01:30 twice on 1 November 2026."""
    now = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    assert "@01:30-0500 for the offset" in refusal("01:30-05:00", zone="America/New_York", now=now)


@pytest.mark.parametrize(
    ("zone", "said", "before", "after"),
    [
        (BERLIN, "2023-03-26T02:30", "2023-03-26T01:30", "2023-03-26T03:30"),
        (BERLIN, "2023-03-26T02:00", "2023-03-26T01:00", "2023-03-26T03:00"),
        ("America/New_York", "2023-03-12T2:30am", "2023-03-12T01:30", "2023-03-12T03:30"),
        ("Australia/Lord_Howe", "2022-10-02T02:15", "2022-10-02T01:45", "2022-10-02T02:45"),
        ("America/Sao_Paulo", "2018-11-04T00:10", "2018-11-03T23:10", "2018-11-04T01:10"),
        ("Asia/Kathmandu", "1986-01-01T00:10", "1985-12-31T23:55", "1986-01-01T00:25"),
    ],
)
def test_a_gap_is_refused_with_both_sides(zone: str, said: str, before: str, after: str) -> None:
    """A clock that was jumped over never happened; the moments on either side are proposed."""
    sentence = refusal(said, zone=zone)
    assert zone in sentence
    assert f"@{before} or @{after}" in sentence
    for side in (before, after):
        read(side, zone=zone, now=NOW)


@pytest.mark.parametrize(
    ("zone", "said", "apart"),
    [
        (BERLIN, "2022-10-30T02:30", 60),
        (BERLIN, "2022-10-30T02:??", 60),
        (BERLIN, "2022-10-30T02:59:59", 60),
        ("America/New_York", "2022-11-06T1:30am", 60),
        ("Australia/Lord_Howe", "2023-04-02T01:45", 30),
        ("America/Havana", "2022-11-06T00:30", 60),
    ],
)
def test_a_fold_is_refused_with_both_instants(zone: str, said: str, apart: int) -> None:
    """A clock that was shown twice is refused; both instants are named so that they can be typed."""
    first, second = re.findall(r"@(\S+[+-]\d\d:?\d\d)", refusal(said, zone=zone))
    one, two = (read(each, zone=zone, now=NOW).at for each in (first, second))
    assert one is not None
    assert two is not None
    assert two - one == timedelta(minutes=apart)


def test_a_fold_of_which_only_one_has_happened_is_that_one() -> None:
    """Between its two showings a clock can only mean the first."""
    now = datetime(2023, 10, 29, 0, 40, tzinfo=UTC)
    assert read("02:30", zone=BERLIN, now=now).at == now - timedelta(minutes=10)
    assert "twice" in refusal("02:30", now=now + timedelta(hours=1))


def test_bare_clock_in_a_recent_gap_is_refused() -> None:
    """A clock that today's jump left out is not yesterday's."""
    assert "jumped over" in refusal("02:30", now=datetime(2023, 3, 26, 8, 0, tzinfo=UTC))


def test_a_range_into_a_fold_or_a_gap_is_refused() -> None:
    """The end of a range is held to the same rules; offsets on both sides settle it."""
    assert "twice" in refusal("2022-10-30T01:30..02:30")
    assert "jumped over" in refusal("2023-03-26T01:30..02:30")
    when = read("2022-10-30T02:30+02:00..02:30+01:00", zone=BERLIN, now=NOW)
    assert when.at is not None
    assert when.until == when.at + timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "said", "start", "hours"),
    [
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", 23),
        ("America/Sao_Paulo", "2018-11-03", "2018-11-03T03:00", 24),
        ("America/Havana", "2022-11-06", "2022-11-06T04:00", 25),
        (BERLIN, "2023-03-26", "2023-03-25T23:00", 23),
        (BERLIN, "2022-10-30", "2022-10-29T22:00", 25),
        ("Australia/Lord_Howe", "2023-04-02", "2023-04-01T13:00", 24.5),
    ],
)
def test_a_whole_day_has_all_its_hours(zone: str, said: str, start: str, hours: float) -> None:
    """A day on which clocks change lasts as long as it did, also when its midnight was skipped."""
    when = read(said, zone=zone, now=NOW)
    assert when.at == datetime.fromisoformat(f"{start}Z")
    assert when.until == when.at + timedelta(hours=hours)


def test_a_day_that_a_country_skipped_is_refused() -> None:
    """Samoa had no 30 December 2011."""
    assert "skipped" in refusal("2011-12-30", zone="Pacific/Apia")
    assert "jumped over" in refusal("2011-12-30T10:00", zone="Pacific/Apia")


def test_an_unknown_zone_is_refused() -> None:
    """A zone of another computer that this one does not know is named, not taken for UTC."""
    assert "Mars/Olympus" in refusal("10:00", zone="Mars/Olympus")


@pytest.mark.parametrize(
    ("said", "following", "proposed"),
    [
        ("2:05", "pm", "@2:05pm"),
        ("2:05", "PM", "@2:05PM"),
        ("2023-10-15", "10:40", "@2023-10-15T10:40"),
        ("2023-10-15", "10:40,", "@2023-10-15T10:40,"),
        ("2023-10-15", "10:40Z", "@2023-10-15T10:40Z"),
        ("~2023-10-15", "2pm", "@~2023-10-15T2pm"),
        ("14:05", "UTC", "@14:05Z"),
        ("14:05", "PST", "@14:05Z"),
        ("~2:05pm", "CET", "@~2:05pmZ"),
        ("5m", "ago", "write @-5m"),
        ("-5", "minutes", "write @-5m"),
        ("10", "hours ago it broke", "write @-10h"),
    ],
)
def test_a_time_in_two_words_is_refused(said: str, following: str, proposed: str) -> None:
    """A TIME whose second half would become text is proposed as one word."""
    with pytest.raises(TimeError, match=re.escape(proposed)):
        check_alone(said, following)


@pytest.mark.parametrize(
    ("said", "following"),
    [
        *(("14:05", "pm"), ("14:05", "restarted"), ("14:05", ""), ("14:05Z", "UTC"), ("2pm", "pm")),
        *(("2023-10-15", "10"), ("2023-10-15", "x"), ("-5m", "UTC"), ("?", "10:40"), ("nonsense", "pm")),
    ],
)
def test_a_time_in_one_word_stands_alone(said: str, following: str) -> None:
    """Any other word after a TIME is text."""
    check_alone(said, following)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20m", 1200),
        ("1h30m", 5400),
        ("90s", 90),
        ("2h", 7200),
        ("1d", 86400),
        ("1H 30M", 5400),
        ("1d2h3m4s", 93784),
    ],
)
def test_seconds(text: str, expected: int) -> None:
    """A length is its seconds."""
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["45", "0m", "0", "-5m", "1.5h", "m", "30m1h", "1h1h", "1w", *HOSTILE])
def test_seconds_refuses(text: str) -> None:
    """A number without a unit, nothing and nonsense are no length."""
    with pytest.raises(TimeError):
        seconds(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-11-15", "2023-11-15"),
        ("2023-01-01", "2023-01-01"),
        ("+14d", "2023-10-29"),
        ("+2w", "2023-10-29"),
        ("today", "2023-10-15"),
        ("tomorrow", "2023-10-16"),
        ("friday", "2023-10-20"),
        ("Fri", "2023-10-20"),
        ("sunday", "2023-10-22"),
        ("thurs", "2023-10-19"),
    ],
)
def test_due(text: str, expected: str) -> None:
    """A due date is read from today, a Sunday; a day of the week is never today."""
    found = due(text, today=date(2023, 10, 15))
    assert found == date.fromisoformat(expected)
    assert type(found) is date


@pytest.mark.parametrize(
    "text", ["2023-11-31", "20202-02-02", "1405", "+14", "+1m", "-3d", "fr", "someday", *HOSTILE]
)
def test_due_refuses(text: str) -> None:
    """A day that does not exist, and what is no day, are refused."""
    with pytest.raises(TimeError):
        due(text, today=date(2023, 10, 15))


def test_no_time_costs_no_pendulum() -> None:
    """Importing the reader, and reading what needs no calendar, does not load pendulum."""
    code = (
        "import sys, datetime as d; from pmtui.model.time import read as m, words;"
        "assert 'pmtui.model.time.spelling' not in sys.modules;"
        "m.read('-5m', zone='Europe/Berlin', now=d.datetime.now(d.UTC)); m.check_zone('Europe/Berlin');"
        "assert 'pendulum' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


PIECES = st.sampled_from(
    (
        *(
            "14:05",
            "2:05pm",
            "02:30",
            "14:??",
            "2023-10-15",
            "2023-11-31",
            "9999-12-31",
            "0001-01-01",
            "-5m",
            "now",
        ),
        *(
            "T",
            "t",
            "Z",
            "+03:00",
            "-05:00",
            "-0530",
            "..",
            "-",
            "~",
            "?",
            "0",
            "9",
            ":",
            "31",
            "20202",
            "PST",
        ),
        *("é", "٣", " "),
    )
)
TYPED = st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=7).map("".join))
FIRST, LAST = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2035-01-01")
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


@given(said=TYPED, zone=st.sampled_from(ZONES), now=MOMENTS, near=st.none() | MOMENTS)
@example(said="-" * 80, zone="UTC", now=NOW, near=None)
@settings(deadline=None)
def test_any_text_is_read_or_refused(said: str, zone: str, now: datetime, near: datetime | None) -> None:
    """Whatever is typed is a time that can have happened, or a sentence."""
    try:
        when = read(
            said, zone=zone, now=now, near=near, span=(now - timedelta(days=40), now - timedelta(days=38))
        )
    except TimeError:
        return
    assert (when.zone, when.said) == (zone, said)
    assert when.at is None or when.at <= now + AHEAD
    assert when.until is None or (when.at is not None and when.at < when.until <= now + AHEAD)


@given(at=MOMENTS, zone=st.sampled_from(ZONES))
@settings(deadline=None)
def test_an_iso_moment_with_its_offset_is_that_instant(at: datetime, zone: str) -> None:
    """What a machine prints for a moment reads back as the same instant, in any zone and for any reader."""
    now = at + timedelta(days=3)
    for printed in (at.astimezone(ZoneInfo(zone)).isoformat(), f"{at.replace(tzinfo=None).isoformat()}Z"):
        assert read(printed, zone="Asia/Kathmandu", now=now).at == at


@given(
    wall=st.datetimes(FIRST, LAST).map(lambda w: w.replace(microsecond=0)),
    zone=st.sampled_from(ZONES),
)
@example(wall=datetime.fromisoformat("2022-10-30T02:00"), zone=BERLIN)
@example(wall=datetime.fromisoformat("2022-10-30T03:00"), zone=BERLIN)
@example(wall=datetime.fromisoformat("2023-03-26T02:59:59"), zone=BERLIN)
@settings(deadline=None)
def test_a_dated_clock_is_what_the_zone_showed(wall: datetime, zone: str) -> None:
    """A dated clock is the one instant at which the zone showed it; shown never or twice, it is refused."""
    marks = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)}
    shown = [mark for mark in marks if mark.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall]
    now = LAST.replace(tzinfo=UTC) + timedelta(days=2)
    if len(shown) == 1:
        assert read(wall.isoformat(), zone=zone, now=now).at == shown[0]
    else:
        refusal(wall.isoformat(), zone=zone, now=now)


@given(now=MOMENTS, hour=st.integers(0, 23), minute=st.integers(0, 59), zone=st.sampled_from(ZONES))
@settings(deadline=None)
def test_a_bare_clock_is_recent_or_refused_with_days_that_can_be_typed(
    now: datetime, hour: int, minute: int, zone: str
) -> None:
    """A bare clock shows what was typed, under twelve hours ago; or every day proposed can be typed."""
    said = f"{hour:02}:{minute:02}"
    try:
        at = read(said, zone=zone, now=now).at
    except TimeError as refused:
        for proposed in re.findall(r"@(\d[^\s,;]*T[^\s,;]*)", refused.do):
            read(proposed, zone=zone, now=now)
        return
    assert at is not None
    assert f"{at.astimezone(ZoneInfo(zone)):%H:%M}" == said
    assert now - timedelta(hours=12) < at <= now + AHEAD
