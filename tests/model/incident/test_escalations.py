"""Promises of `model/escalations.py`: who was asked, and how long it took."""

from __future__ import annotations

import pytest

from pmtui.model import entries as e
from tests.model.scene import Scene, at

ASKED = "@10:30 /escalate database team: overload is theirs via:page"


@pytest.mark.parametrize(
    ("line", "to", "why", "via"),
    [
        ("/escalate Bo", "Bo", "", ""),
        (
            "/escalate database team: overload is theirs via:page",
            "database team",
            "overload is theirs",
            "page",
        ),
        ("/escalate Bo, Cy ,Di: all hands", "Bo, Cy, Di", "all hands", ""),
        ('/e vendor: case 12 via:"phone call"', "vendor", "case 12", "phone call"),
        ("/e vendor: see https://x.org/a: b", "vendor", "see https://x.org/a: b", ""),
        ("/e team[red]: [/] | <b>", "team[red]", "[/] | <b>", ""),
    ],
)
def test_who_is_asked_why_and_how(line: str, to: str, why: str, via: str) -> None:
    """`WHO[, WHO][: WHY] [via:page]`."""
    entry = Scene().read(line)
    assert isinstance(entry, e.Escalate)
    assert (entry.to, entry.text, entry.via, entry.label) == (to, why, via, "E1")


def test_an_escalation_waits_until_it_is_answered() -> None:
    """Asked, asked again by another way, answered: the wait counts from the first asking."""
    scene = Scene(ASKED)
    assert scene.escalation("E1").state == "waiting"
    assert scene.escalation("E1").wait_seconds is None
    scene.type("@10:40 /escalate E1 via:phone")
    scene.type("@10:45 /answered E1 on it")
    fact = scene.escalation("E1")
    assert (fact.state, fact.answer, fact.answered, fact.wait_seconds) == (
        "answered",
        "on it",
        at("10:45"),
        900,
    )
    assert [(i.entry.at, i.entry.via) for i in fact.asked_again if isinstance(i.entry, e.Escalate)] == [
        (at("10:40"), "phone")
    ]
    assert len(scene.incident.escalations) == 1


def test_the_first_answer_ends_the_wait() -> None:
    """By `at`, in whatever order they were typed; an answer of unknown time counts when there is no other."""
    scene = Scene(ASKED, "@? /answered E1 some time")
    assert (scene.escalation("E1").state, scene.escalation("E1").wait_seconds) == ("answered", None)
    scene.type("@10:50 /answered E1 later")
    scene.type("@10:40 /answered E1 first")
    assert (scene.escalation("E1").answer, scene.escalation("E1").wait_seconds) == ("first", 600)


def test_a_withdrawn_one_is_awaited_no_longer() -> None:
    """It says when it was withdrawn."""
    fact = Scene(ASKED, "@10:43 /withdraw E1 found it ourselves").escalation("E1")
    assert (fact.state, fact.withdrawn, fact.answered) == ("withdrawn", at("10:43"), None)
    assert fact.asked.at is not None
    assert fact.wait_seconds == (at("10:43") - fact.asked.at).total_seconds()


def test_a_struck_answer_makes_it_wait_again() -> None:
    """Every derived thing follows a correction."""
    scene = Scene(ASKED, "@10:45 /answered E1", "/strike #2")
    assert scene.escalation("E1").state == "waiting"


@pytest.mark.parametrize("line", ["@10:20 /answered E1", "@10:20 /withdraw E1"])
def test_an_end_before_the_asking_is_refused(line: str) -> None:
    """With the line that corrects the moment of the asking."""
    said = Scene(ASKED).refused(line)
    assert "E1 was asked at 10:30" in said
    assert "/retime #1" in said


@pytest.mark.parametrize(
    "line", ["/escalate", "/escalate : why", "/e via:page", "/e E1,E2", "/answered", "/answered Bo", "/e E9"]
)
def test_who_must_be_known(line: str) -> None:
    """Nobody, nobody's answer, two at once: refused."""
    Scene(ASKED, "/e Bo").refused(line)
