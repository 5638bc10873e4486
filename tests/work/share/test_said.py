"""Promises about what a screen says of a shared incident."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pmtui.work.share.engine import Presence
from pmtui.work.share.said import everyone, in_header, in_section, to_know
from pmtui.work.share.status import State, Status

SINCE = datetime(2026, 3, 14, 7, 44, tzinfo=UTC)


def here(*names: str, where: str = "") -> tuple[Presence, ...]:
    """Windows of these people, each on a machine of their own."""
    return tuple(Presence(name, "1", name, where, 0, True) for name in names)


def status(state: State, *names: str, unshared: int = 0, why: str = "") -> Status:
    """A status with these people here."""
    return Status(state, SINCE, why, unshared, here=here(*names))


@pytest.mark.parametrize(
    ("found", "longest", "shortest"),
    [
        (
            status(State.CONNECTED, "ana", "bo", "chi"),
            "shared (experimental) · 3 here: ana, bo, chi",
            "shared",
        ),
        (status(State.CONNECTED, "ana"), "shared (experimental) · only you are here", "shared"),
        (status(State.CONNECTED, "ana", "bo", unshared=12), "not shared yet: 12", "12 unshared"),
        (status(State.CONNECTING), "connecting to the others …", "connecting …"),
        (
            status(State.CONNECTING, unshared=3),
            "connecting to the others … · not shared yet: 3",
            "3 unshared",
        ),
        (status(State.AWAY), "no server since 08:44, typing goes on", "no server"),
        (
            status(State.AWAY, unshared=2),
            "no server since 08:44, typing goes on · not shared yet: 2",
            "2 unshared",
        ),
        (status(State.REFUSED, why="no"), "sharing is refused, typing goes on", "sharing is refused"),
        (
            status(State.REFUSED, unshared=3),
            "sharing is refused, typing goes on · not shared yet: 3",
            "3 unshared",
        ),
        (status(State.ENDED), "sharing has ended, typing goes on", "sharing has ended"),
    ],
)
def test_the_header_has_shorter_and_shorter_wordings(found: Status, longest: str, shortest: str) -> None:
    """Times are the incident's; the shortest still says how it stands."""
    wordings = in_header(found, "Europe/Paris")
    assert (wordings[0], wordings[-1]) == (longest, shortest)
    assert [len(each) for each in wordings] == sorted((len(each) for each in wordings), reverse=True)


def test_that_a_server_is_away_is_no_news_beside_the_header() -> None:
    """A refusal is: somebody has to change something."""
    assert to_know(status(State.AWAY, why="no route")) == []
    assert to_know(status(State.REFUSED, why="wrong secret")) == ["wrong secret"]
    assert to_know(status(State.CONNECTED)._replace(warnings=("set aside",))) == ["set aside"]


def test_two_of_one_name_are_told_to_take_another() -> None:
    """Nobody could tell who wrote what; two windows of one person are no trouble."""
    mine, other = here("ana", "ana")[0], Presence("elsewhere", "1", "ana", "", 0, True)
    found = Status(State.CONNECTED, SINCE, here=(mine, mine._replace(window="2")))
    assert to_know(found) == []
    (said,) = to_know(found._replace(here=(*found.here, other)))
    assert said.startswith("2 who are here are called ana: `name` in the settings")


def test_a_person_with_two_windows_is_one_person() -> None:
    """A header counts people; two of one name on two machines are two."""
    mine, other = here("ana", "ana")[0], Presence("elsewhere", "1", "ana", "", 0, True)
    found = Status(State.CONNECTED, SINCE, here=(mine, mine._replace(window="2"), other))
    assert "2 here: ana, ana" in in_header(found, "UTC")[0]


def test_many_people_are_counted_and_some_are_named() -> None:
    """Where the names of all have no room."""
    found = status(State.CONNECTED, *(f"p{number}" for number in range(9)))
    assert "shared · 9 here: p0, p1, p2 …" in in_header(found, "UTC")


def test_who_else_is_in_a_section_is_named() -> None:
    """Not this window itself, and nobody who is elsewhere; each name once."""
    found = Status(State.CONNECTED, SINCE, here=here("ana", where="summary"))
    assert in_section(found, "summary") == ""
    found = found._replace(here=(*found.here, *here("bo", where="summary")))
    assert in_section(found, "summary") == "bo here"
    assert in_section(found, "impact") == in_section(found, "") == ""
    found = found._replace(here=(*found.here, *here("bo", "chi", where="summary")))
    assert in_section(found, "summary") == "bo, chi here"


def test_who_is_here_says_where_each_is_and_what_is_wrong() -> None:
    """And that no name is proven."""
    found = Status(
        State.AWAY,
        SINCE,
        "the server does not answer",
        unshared=2,
        equal=SINCE,
        here=(
            Presence("a", "1", "ana", "root_cause", 2, True),
            Presence("a", "2", "ana", "", 0, True),
            Presence("b", "1", "[/]", "timeline", 0, True),
        ),
        warnings=("#4 stays here: it is too big",),
    )
    said = everyone(found, "UTC").splitlines()
    assert said[:3] == [
        "no server since 07:44, typing goes on · not shared yet: 2",
        "the server does not answer",
        "all entries were on both sides at 2026-03-14 07:44:00",
    ]
    assert "ana  this window · Root cause · 2 not shared yet" in said
    assert "ana  another window of yours" in said
    assert "[/]  timeline" in said
    assert "#4 stays here: it is too big" in said
    assert said[-1].endswith("not proven")
