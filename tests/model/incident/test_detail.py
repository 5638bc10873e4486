"""Promises about everything that is known of one entry."""

from __future__ import annotations

from datetime import timedelta

from pmtui.model.incident.detail import detail
from tests.model.desk import NOON, Desk

HOSTILE = "[/] [red]x | <b> `{{ }}` 漢字"


def told(desk: Desk, n: int) -> dict[str, str]:
    """The pairs of an entry, by name."""
    (entry_id,) = desk.incident.numbered(n)
    pairs = detail(desk.incident, entry_id)
    assert len({head for head, _ in pairs}) == len(pairs)
    return dict(pairs)


def test_both_times_and_the_author_are_told() -> None:
    """When it happened, in the incident's zone and UTC; when it was written down, and by whom; the time as typed."""
    desk = Desk("@11:40 it broke", zone="Europe/Paris", now=NOON)
    pairs = told(desk, 1)
    assert pairs["Happened"] == "2023-10-15 11:40 Europe/Paris, 09:40:00 UTC"
    assert pairs["Recorded"] == "2023-10-15 14:00:00 by ana"
    assert pairs["Says"] == "it broke"
    assert pairs["Time as typed"] == "11:40 (Europe/Paris)"
    assert "At first" not in pairs


def test_an_unknown_time_and_a_range_are_told_as_such() -> None:
    """Unknown is a word; about and the end of a range are shown as typed."""
    desk = Desk("@? somewhen", "@~10:40 about then", "@10:00..11:00 all the while")
    assert told(desk, 1)["Happened"] == "time unknown"
    assert "~10:40" in told(desk, 2)["Happened"]
    assert "10:00" in told(desk, 3)["Happened"]
    assert "11:00" in told(desk, 3)["Happened"]


def test_every_earlier_version_is_told_with_its_author() -> None:
    """What it said at first, and each correction in order; one that was taken back says so."""
    desk = Desk("@11:40 first", "@11:50 other")
    desk.by = "bo"
    desk.now = NOON + timedelta(minutes=3)
    for line in ("/amend #1 second", "/retime #1 11:45", "/amend #1 third", "/strike #5", "/key #1"):
        desk.type(line)
    pairs = told(desk, 1)
    assert pairs["Says"] == "second"
    assert "11:45" in pairs["Happened"]
    assert pairs["At first"].startswith("note: first — 2023-10-15 11:40")
    assert "second" in pairs["#3 amend"]
    assert pairs["#3 amend"].endswith("12:03:00 by bo")
    assert "11:45" in pairs["#4 retime"]
    assert "third" in pairs["#5 amend (struck)"]
    assert "key" in pairs["Entry"]
    assert "#7 key" in pairs


def test_a_struck_entry_and_a_change_of_kind_are_told() -> None:
    """With the reason."""
    desk = Desk("we wait", "/amend #1 /decision we wait", "/strike #1 wrong channel")
    pairs = told(desk, 1)
    assert pairs["Entry"].startswith("#1 decision")
    assert "struck" in pairs["Entry"]
    assert pairs["At first"].startswith("note: we wait")
    assert "wrong channel" in pairs["#3 strike"]


def test_anything_may_stand_in_it() -> None:
    """Hostile text stays as it is; nothing said is said."""
    desk = Desk(f"/hypothesis {HOSTILE}", f"/amend #1 {HOSTILE} again", "/started", by="")
    assert HOSTILE in told(desk, 1)["At first"]
    assert f"{HOSTILE} again" in told(desk, 1)["Says"]
    assert told(desk, 3)["Says"] == "(no words)"
    assert told(desk, 3)["Recorded"].endswith("by nobody named")


def test_every_entry_of_an_incident_has_its_detail() -> None:
    """Corrections and the opening too."""
    desk = Desk("a", "/amend #1 b", "/undo", "/task x owner:bo", "/close as:duplicate", "/reopen")
    for entry in desk.incident.entries:
        assert dict(detail(desk.incident, entry.id))["Entry"]
