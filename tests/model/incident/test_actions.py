"""Promises of `model/actions.py`: what is being done, by whom, and when somebody looks at it again."""

from __future__ import annotations

from pmtui.model import entries as e
from pmtui.model.incident.words import words
from tests.model.scene import NOON, Scene, at, make


def test_an_action_with_a_check_is_in_flight() -> None:
    """It is due at its moment plus the check, until it is done or failed."""
    scene = Scene("@11:50 /action roll back owner:bo check:10m")
    (fact,) = scene.incident.actions
    assert (fact.label, fact.text, fact.owner, fact.state, fact.due) == (
        "A1",
        "roll back",
        "bo",
        "in flight",
        at("12:00"),
    )
    scene.type("/done A1 errors are gone")
    assert [(a.state, a.result) for a in scene.incident.actions] == [("done", "errors are gone")]
    scene.type("/strike #2")
    scene.type("/done A1 Failed: no old image")
    assert scene.incident.actions[0].state == "failed"


def test_every_action_has_a_label() -> None:
    """Without a check it is in flight all the same, until it is done."""
    scene = Scene("/action just do it", "/action and that")
    assert [(a.label, a.owner, a.state, a.due) for a in scene.incident.actions] == [
        ("A1", "", "in flight", None),
        ("A2", "", "in flight", None),
    ]
    scene.type("@12:00 /done A2 that was easy")
    assert [(a.state, a.result) for a in scene.incident.actions][1] == ("done", "that was easy")
    assert [a.ended and a.ended.at for a in scene.incident.actions] == [None, NOON]


def test_an_action_that_was_stored_without_a_label_is_finished_by_its_number() -> None:
    """It never gets one, also when it is said anew, so that no other label changes."""
    scene = Scene()
    scene.incident.add(make(e.Action, 1, at="11:00", text="old one", owner="bo"))
    scene.type("/action new one")
    assert [a.label for a in scene.incident.actions] == ["", "A1"]
    scene.type("/amend #1 old one, in other words check:5m")
    scene.type("/action #1 owner:eve")
    assert [(a.label, a.owner, a.due) for a in scene.incident.actions] == [
        ("", "eve", at("11:05")),
        ("A1", "", None),
    ]
    scene.type("/done #1 failed: no image")
    assert [a.state for a in scene.incident.actions] == ["failed", "in flight"]


def test_an_action_can_be_changed() -> None:
    """Owner, text and check; what is not named stays, an empty owner is none; nothing at all is refused."""
    scene = Scene("@11:50 /action roll back owner:bo check:15m", "/action A1 owner:eve")
    (fact,) = scene.incident.actions
    assert (fact.label, fact.text, fact.owner, fact.due) == ("A1", "roll back", "eve", at("12:05"))
    scene.type('/a a1 roll back to 4.1 owner:"" check:20m')
    (fact,) = scene.incident.actions
    assert (fact.text, fact.owner, fact.due) == ("roll back to 4.1", "", at("12:20"))
    assert words(scene.shown(2), scene.incident) == "owner eve"
    assert words(scene.shown(3), scene.incident) == "roll back to 4.1 (no owner, check in 20m)"
    assert "what changes" in scene.refused("/action A1")
    assert "no action yet" in Scene().refused("/action A1 owner:bo")


def test_the_time_until_a_check_is_said_as_people_say_it() -> None:
    """Whole minutes, and seconds where there are some."""
    scene = Scene(
        "/action a check:5m", "/action A1 check:9m42s", "/action A1 check:90s", "/action A1 check:1h"
    )
    said = [words(scene.shown(n), scene.incident) for n in (2, 3, 4)]
    assert said == ["check in 9m 42s", "check in 90s", "check in 60m"]


def test_more_time_counts_from_what_is_left() -> None:
    """Five minutes more than it had; an action that is overdue, or had no check, has them from now."""
    scene = Scene("/action one check:4m", "@11:40 /action two check:5m", "/action three")
    for label in ("A1", "A2", "A3"):
        scene.type(f"/action {label} check:+5m")
    assert [a.due for a in scene.incident.actions] == [at("12:09"), at("12:05"), at("12:05")]
    assert "one action at a time" in scene.refused("/action A1,A2 check:+5m")
    four = scene.type("/action four check:+5m").entry
    assert isinstance(four, e.Action)
    assert four.check == 300


def test_an_action_of_unknown_time_has_no_due() -> None:
    """It is in flight all the same."""
    (fact,) = Scene("@? /action x check:10m").incident.actions
    assert (fact.state, fact.due) == ("in flight", None)
