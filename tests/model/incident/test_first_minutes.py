"""Promises about what the first minutes of an incident have to answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmtui.model import entries as e
from pmtui.model.incident.first_minutes import first_minutes
from pmtui.model.incident.incident import Incident
from tests.model.scene import Scene
from tests.output.making import at, make

ANSWERS = (
    ("/severity 1", "SEV1"),
    ("@~10:10 /started", "~10:10"),
    ("/role commander Ana", "Ana"),
    ("/impact all logins\nfail", "all logins fail"),
    ("/escalate Bo, database team: help", "Bo, database team"),
    ("/update customers: we are on it", "customers"),
)


def scene_of_today() -> Scene:
    """Twenty minutes after recording was opened, and nothing is known yet."""
    scene = Scene(now=at("10:20"))
    scene.incident = Incident([make(e.Opened, 0, title="Checkout is down", zone="UTC", opened=at("10:00"))])
    return scene


def test_each_question_has_a_line_to_type_until_it_is_answered() -> None:
    """In the order in which they are asked; once all are answered there is none."""
    scene = scene_of_today()
    for n, (line, answer) in enumerate(ANSWERS):
        steps = first_minutes(scene.incident, scene.now)
        assert [bool(step.answer) for step in steps] == [True] * n + [False] * (len(ANSWERS) - n)
        assert steps[n].line.split()[0] in line or "/started" in line
        scene.type(line)
        if n + 1 < len(ANSWERS):
            assert first_minutes(scene.incident, scene.now)[n].answer == answer
    assert first_minutes(scene.incident, scene.now) == ()


def test_who_was_asked_twice_is_named_once() -> None:
    """Who helps is the question, not how often they were asked."""
    scene = scene_of_today()
    for line in ("/escalate dba: why", "/escalate network", "/escalate dba"):
        scene.type(line)
    (asked,) = (s for s in first_minutes(scene.incident, scene.now) if s.asks == "Who must help?")
    assert asked.answer == "dba, network"


@pytest.mark.parametrize("lines", [["/resolved"], ["/close"], [f"note {n}" for n in range(20)]])
def test_an_incident_that_is_over_or_well_under_way_asks_nothing(lines: list[str]) -> None:
    """And one that was begun an hour ago."""
    scene = scene_of_today()
    assert first_minutes(scene.incident, scene.now)
    assert not first_minutes(scene.incident, scene.now + timedelta(hours=2))
    for line in lines:
        scene.type(line)
    assert first_minutes(scene.incident, scene.now) == ()
