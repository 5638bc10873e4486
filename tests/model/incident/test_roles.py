"""Promises of `model/roles.py` and of `/role`, `/handover`: who held what, from when to when."""

from __future__ import annotations

import pytest

from pmtui.model import entries as e
from tests.model.scene import Scene


def held(scene: Scene) -> list[str]:
    """Every holding in short: `commander Ana 10:30-11:00`."""

    def clock(moment: object) -> str:
        return f"{moment:%H:%M}" if moment else ""

    return [f"{r.role} {r.name} {clock(r.taken)}-{clock(r.given_up)}" for r in scene.incident.roles]


@pytest.mark.parametrize(
    ("typed", "role", "name", "leaves"),
    [
        ("commander Ana", "commander", "Ana", False),
        ("Commander: Ana Silva", "commander", "Ana Silva", False),
        ("subject-matter expert Bo", "subject-matter expert", "Bo", False),
        ("communications: Cy", "communications", "Cy", False),
        ("dba Bo", "dba", "Bo", False),
        ("incident commander: Bo", "incident commander", "Bo", False),
        ("comander: Bo", "comander", "Bo", False),
        ("scribe Ana, Bo", "scribe", "Ana, Bo", False),
        ("deputy -Di", "deputy", "Di", True),
        ("deputy: -Di", "deputy", "Di", True),
        ("-di", "", "di", True),
    ],
)
def test_a_role_and_a_name_are_told_apart(typed: str, role: str, name: str, leaves: bool) -> None:
    """A known role, any one word, or several words before a colon; a minus gives it up."""
    entry = Scene("/role deputy Di").read(f"/role {typed}")
    assert isinstance(entry, e.Role)
    assert (entry.role, entry.name, entry.leaves) == (role, name, leaves)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("comander Ana", "commander"),
        ("deputty Bo", "deputy"),
        ("subject matter expert Bo", "subject-matter expert"),
        ("incident commander Ana", "commander"),
        ("commander", "needs a name"),
        ("dba", "needs a name"),
        ("commander:", "needs a name"),
        ("commander -", "needs a name"),
        ("", "needs"),
        (": Ana", "before the colon"),
        ("sre:Ana", "before the colon"),
        ("-Bo", "Bo does not hold any role"),
        ("scribe -Di", "Di does not hold the role scribe"),
    ],
)
def test_a_half_understood_role_is_refused(typed: str, hint: str) -> None:
    """A near miss, no name, or somebody who holds no such role: the sentence says what to do."""
    assert hint in Scene("/role deputy Di").refused(f"/role {typed}")


def test_there_is_one_commander_at_a_time() -> None:
    """Who takes over ends the other's time; several scribes may write."""
    scene = Scene("@10:30 /role commander Ana", "@10:40 /role scribe Cy", "@10:50 /role scribe Di")
    scene.type("@11:00 /role commander Bo")
    assert scene.incident.commander == "Bo"
    assert held(scene) == [
        "commander Ana 10:30-11:00",
        "scribe Cy 10:40-",
        "scribe Di 10:50-",
        "commander Bo 11:00-",
    ]


def test_a_handover_changes_the_commander() -> None:
    """The receiver commands from then on."""
    scene = Scene("@10:30 /role commander Ana", "@11:00 /handover Bo")
    assert scene.incident.commander == "Bo"
    assert held(scene) == ["commander Ana 10:30-11:00", "commander Bo 11:00-"]


def test_a_role_is_given_up() -> None:
    """One of them, or all that somebody holds; case is ignored."""
    scene = Scene("@10:30 /role commander Ana", "@10:31 /role scribe Ana", "@10:40 /role scribe -ana")
    assert held(scene) == ["commander Ana 10:30-", "scribe Ana 10:31-10:40"]
    scene.type("@10:50 /role -Ana")
    assert scene.incident.commander == ""
    assert held(scene) == ["commander Ana 10:30-10:50", "scribe Ana 10:31-10:40"]


def test_the_current_commander_can_always_give_up() -> None:
    """Also one whose taking over was noted afterwards."""
    scene = Scene("@10:50 /role commander Bo", "@10:30 /role commander Ana")
    assert scene.incident.commander == "Ana"
    assert scene.type("/role commander -Ana").entry
    assert scene.incident.commander == ""


def test_taking_a_role_twice_is_taking_it_once() -> None:
    """It is held from the first time."""
    scene = Scene("@10:30 /role commander Ana", "@10:40 /role commander ana")
    assert held(scene) == ["commander Ana 10:30-"]


def test_a_role_of_unknown_time_holds_throughout() -> None:
    """From the beginning to the end; a later commander still ends it."""
    scene = Scene("@? /role commander Ana", "@? /role scribe Cy")
    assert held(scene) == ["commander Ana -", "scribe Cy -"]
    scene.type("@11:00 /role commander Bo")
    assert held(scene) == ["commander Ana -11:00", "scribe Cy -", "commander Bo 11:00-"]


def test_a_struck_change_never_happened() -> None:
    """The commander before commands again."""
    scene = Scene("@10:30 /role commander Ana", "@11:00 /handover Bo", "/strike #2")
    assert scene.incident.commander == "Ana"
    assert held(scene) == ["commander Ana 10:30-"]
