"""Promises about what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmtui.model.incident.due import Timer, due
from tests.model.desk import NOON, Desk

HALF, QUARTER = 1800, 900


def after(desk: Desk, minutes: float, update_every: int = 0, silence_after: int = 0) -> list[Timer]:
    """What is due so many minutes after noon."""
    return due(desk.incident, NOON + timedelta(minutes=minutes), update_every, silence_after)


def texts(desk: Desk, minutes: float, update_every: int = 0, silence_after: int = 0) -> list[str]:
    """The words for the header."""
    return [timer.text for timer in after(desk, minutes, update_every, silence_after)]


def test_the_update_rhythm_counts_from_the_last_update() -> None:
    """Due to the second; afterwards it says for how long."""
    desk = Desk("/update customers: hello")
    assert texts(desk, 29.9, HALF) == []
    assert texts(desk, 30, HALF) == ["update due"]
    assert texts(desk, 42, HALF) == ["update due 12m"]
    assert texts(desk, 42) == []


def test_without_an_update_it_counts_from_the_opening() -> None:
    """The incident of these tests was opened two hours ago."""
    assert texts(Desk("a note"), 0, HALF) == ["update due 1h 30m"]


def test_next_of_the_last_update_wins_over_the_rhythm() -> None:
    """Also where there is no rhythm; the next update without one goes back to it."""
    desk = Desk("/update customers: hello next:10m")
    assert texts(desk, 11, HALF) == ["update due 1m"]
    assert texts(desk, 11) == ["update due 1m"]
    desk.type("/update customers: better")
    assert texts(desk, 11, HALF) == []


def test_an_escalation_without_an_answer_is_named_after_five_minutes() -> None:
    """With its whole wait; asking again begins anew; an answer or a withdrawal ends it."""
    desk = Desk("/escalate dba: why", "/escalate network")
    assert texts(desk, 4.9) == []
    assert texts(desk, 6) == ["E1 waits 6m", "E2 waits 6m"]
    desk.now = NOON + timedelta(minutes=6)
    desk.type("/answered E2")
    desk.type("/escalate E1 via:phone")
    assert texts(desk, 8) == []
    assert texts(desk, 12) == ["E1 waits 6m"]
    desk.type("/withdraw E1")
    assert texts(desk, 12) == []


def test_an_action_is_to_be_checked_at_its_time() -> None:
    """Until it is done; one without a time never is."""
    desk = Desk("/action roll back check:10m", "/action look around")
    assert texts(desk, 9.9) == []
    assert texts(desk, 10) == ["check A1"]
    desk.type("/done A1")
    assert texts(desk, 10) == []


def test_silence_counts_from_the_last_entry_and_only_when_nothing_else_is_due() -> None:
    """Whenever that entry says it happened; 0 is never."""
    desk = Desk("@10:30 a note")
    assert texts(desk, 14, 0, QUARTER) == []
    assert texts(desk, 16, 0, QUARTER) == ["quiet 16m"]
    assert texts(desk, 16) == []
    desk.type("/action x check:1m")
    assert texts(desk, 16, 0, QUARTER) == ["check A1"]


def test_the_most_pressing_is_first() -> None:
    """Checks, then the update, then answers."""
    desk = Desk("/escalate dba", "/update internal: hi next:5m", "/action x check:5m")
    assert texts(desk, 20) == ["check A1", "update due 15m", "E1 waits 20m"]


@pytest.mark.parametrize("end", ["/resolved", "/close as:duplicate"])
def test_nothing_is_due_when_it_is_over(end: str) -> None:
    """Resolved or closed."""
    desk = Desk("/escalate dba", "/action x check:1m", "/update customers: hello", end)
    assert after(desk, 500, HALF, QUARTER) == []


def test_the_same_thing_keeps_its_key_and_another_has_another() -> None:
    """So a snooze or a bell is for one thing."""
    desk = Desk("/update customers: hello", "/escalate dba")
    first, later = after(desk, 40, HALF), after(desk, 50, HALF)
    assert [timer.key for timer in first] == [timer.key for timer in later]
    assert [round(b.seconds - a.seconds) for a, b in zip(first, later, strict=True)] == [600, 600]
    desk.now = NOON + timedelta(minutes=50)
    desk.type("/update customers: again")
    desk.type("/escalate E1")
    again = after(desk, 90, HALF)
    assert {timer.key for timer in again}.isdisjoint(timer.key for timer in first)


def test_times_that_nobody_knows_are_not_counted() -> None:
    """An update or an escalation of unknown time is due never, and breaks nothing."""
    desk = Desk("@? /escalate dba", "@? /update customers: hello", "@? /action x check:5m")
    assert "E1" not in " ".join(texts(desk, 60))
    assert texts(desk, 0, HALF) == ["update due 1h 30m"]
