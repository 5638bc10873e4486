"""Promises about what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmtui.model.incident.due import Timer, due
from tests.model.scene import NOON, Scene

HALF, QUARTER = 1800, 900


def after(scene: Scene, minutes: float, update_every: int = 0, silence_after: int = 0) -> list[Timer]:
    """What is due so many minutes after noon."""
    return due(scene.incident, NOON + timedelta(minutes=minutes), update_every, silence_after)


def texts(scene: Scene, minutes: float, update_every: int = 0, silence_after: int = 0) -> list[str]:
    """The words for the header."""
    return [timer.text for timer in after(scene, minutes, update_every, silence_after)]


def test_the_update_rhythm_counts_from_the_last_update() -> None:
    """Due to the second; afterwards it says for how long."""
    scene = Scene("/update customers: hello")
    assert texts(scene, 29.9, HALF) == []
    assert texts(scene, 30, HALF) == ["update due"]
    assert texts(scene, 42, HALF) == ["update due 12m"]
    assert texts(scene, 42) == []


def test_without_an_update_it_counts_from_the_opening() -> None:
    """The incident of these tests was opened two hours ago."""
    assert texts(Scene("a note"), 0, HALF) == ["update due 1h 30m"]


def test_next_of_the_last_update_wins_over_the_rhythm() -> None:
    """Also where there is no rhythm; the next update without one goes back to it."""
    scene = Scene("/update customers: hello next:10m")
    assert texts(scene, 11, HALF) == ["update due 1m"]
    assert texts(scene, 11) == ["update due 1m"]
    scene.type("/update customers: better")
    assert texts(scene, 11, HALF) == []


def test_an_escalation_without_an_answer_is_named_after_five_minutes() -> None:
    """With its whole wait; asking again begins anew; an answer or a withdrawal ends it."""
    scene = Scene("/escalate dba: why", "/escalate network")
    assert texts(scene, 4.9) == []
    assert texts(scene, 6) == ["E1 waits 6m", "E2 waits 6m"]
    scene.now = NOON + timedelta(minutes=6)
    scene.type("/answered E2")
    scene.type("/escalate E1 via:phone")
    assert texts(scene, 8) == []
    assert texts(scene, 12) == ["E1 waits 6m"]
    scene.type("/withdraw E1")
    assert texts(scene, 12) == []


def test_an_action_is_to_be_checked_at_its_time() -> None:
    """Until it is done; one without a time never is."""
    scene = Scene("/action roll back check:10m", "/action look around")
    assert texts(scene, 9.9) == []
    assert texts(scene, 10) == ["check A1"]
    scene.type("/done A1")
    assert texts(scene, 10) == []


def test_silence_counts_from_the_last_entry_and_only_when_nothing_else_is_due() -> None:
    """Whenever that entry says it happened; 0 is never."""
    scene = Scene("@10:30 a note")
    assert texts(scene, 14, 0, QUARTER) == []
    assert texts(scene, 16, 0, QUARTER) == ["quiet 16m"]
    assert texts(scene, 16) == []
    scene.type("/action x check:1m")
    assert texts(scene, 16, 0, QUARTER) == ["check A1"]


def test_the_most_pressing_is_first() -> None:
    """Checks, then the update, then answers."""
    scene = Scene("/escalate dba", "/update internal: hi next:5m", "/action x check:5m")
    assert texts(scene, 20) == ["check A1", "update due 15m", "E1 waits 20m"]


@pytest.mark.parametrize("end", ["/resolved", "/close as:duplicate"])
def test_nothing_is_due_when_it_is_over(end: str) -> None:
    """Resolved or closed."""
    scene = Scene("/escalate dba", "/action x check:1m", "/update customers: hello", end)
    assert after(scene, 500, HALF, QUARTER) == []


def test_the_same_thing_keeps_its_key_and_another_has_another() -> None:
    """So a snooze or a bell is for one thing."""
    scene = Scene("/update customers: hello", "/escalate dba")
    first, later = after(scene, 40, HALF), after(scene, 50, HALF)
    assert [timer.key for timer in first] == [timer.key for timer in later]
    assert [round(b.seconds - a.seconds) for a, b in zip(first, later, strict=True)] == [600, 600]
    scene.now = NOON + timedelta(minutes=50)
    scene.type("/update customers: again")
    scene.type("/escalate E1")
    again = after(scene, 90, HALF)
    assert {timer.key for timer in again}.isdisjoint(timer.key for timer in first)


def test_times_that_nobody_knows_are_not_counted() -> None:
    """An update or an escalation of unknown time is due never, and breaks nothing."""
    scene = Scene("@? /escalate dba", "@? /update customers: hello", "@? /action x check:5m")
    assert "E1" not in " ".join(texts(scene, 60))
    assert texts(scene, 0, HALF) == ["update due 1h 30m"]
