"""Promises of `model/zones.py`: only names that say what a clock showed."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.model.time import zones
from pmtui.model.time.errors import TimeError
from pmtui.model.time.read import check_zone


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("EUROPE/BERLIN", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("america/port-au-prince", "America/Port-au-Prince"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Antarctica/DumontDUrville", "Antarctica/DumontDUrville"),
        (" Asia/Kathmandu ", "Asia/Kathmandu"),
        ("Etc/GMT+3", "Etc/GMT+3"),
    ],
)
def test_a_zone_is_spelled_as_the_database_spells_it(typed: str, name: str) -> None:
    """Case and blanks do not matter, and the name kept is the database's."""
    assert check_zone(typed) == name


@pytest.mark.parametrize(
    ("typed", "helps"),
    [
        ("PST", "America/Los_Angeles"),
        ("EST", "America/New_York"),
        ("est", "America/New_York"),
        ("CET", "Europe/Paris"),
        ("EST5EDT", "America/New_York"),
        ("GMT+3", "Africa/Nairobi"),
        ("XYZ-3", "Africa/Nairobi"),
        ("+03:00", "Africa/Nairobi"),
        ("berlin", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("America/New_Yrok", "America/New_York"),
        ("localtime", "UTC"),
        ("posix/Europe/Berlin", "Europe/Berlin"),
        ("America", "America/"),
        ("", "Europe/Paris"),
        ("../../etc/passwd", "Europe/Paris"),
        ("[/]", "Europe/Paris"),
        ("\x00", "Europe/Paris"),
    ],
)
def test_what_names_no_place_is_refused_with_one_that_does(typed: str, helps: str) -> None:
    """Abbreviations, offsets and near misses are refused, and the sentence names what can be typed."""
    with pytest.raises(TimeError) as caught:
        check_zone(typed)
    assert helps in str(caught.value)


def test_an_exact_name_is_checked_without_the_list_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening an incident does not read the whole database."""

    def list_all() -> set[str]:
        raise AssertionError("the list was read")

    monkeypatch.setattr(zones, "available_timezones", list_all)
    assert check_zone("UTC") == "UTC"
    assert check_zone("America/Argentina/Ushuaia") == "America/Argentina/Ushuaia"


@given(st.sampled_from(sorted(name for name in available_timezones() if "/" in name)))
@settings(deadline=None)
def test_every_place_is_a_zone(name: str) -> None:
    """No place of the database is refused."""
    assert check_zone(name) == name
    assert str(zones.tz(name)) == name


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["Europe", "/", "..", "\0", "GMT", "+3", "a"])).map("".join)
)
@settings(deadline=None, max_examples=30)
def test_any_text_is_a_zone_or_refused(typed: str) -> None:
    """No name breaks the look-up, and no path leaves the database."""
    try:
        name = check_zone(typed)
    except TimeError:
        return
    assert name in available_timezones()


@pytest.mark.parametrize("name", ["Mars/Olympus", "America", "../x", "\0", "x" * 5000])
def test_a_zone_of_another_computer_is_named(name: str) -> None:
    """A journal's zone that this computer does not know is no traceback and not UTC."""
    with pytest.raises(TimeError):
        zones.tz(name)


def test_no_zone_is_utc() -> None:
    """An entry without a zone is shown in UTC."""
    assert str(zones.tz("")) == "UTC"
