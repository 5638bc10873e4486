"""Promises about everything that is known of one entry."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from pmtui.model.incident.detail import detail
from tests.model.scene import NOON, Scene

HOSTILE = "[/] [red]x | <b> `{{ }}` 漢字"


def told(scene: Scene, n: int) -> dict[str, str]:
    """The pairs of an entry, by name."""
    (entry_id,) = scene.incident.numbered(n)
    pairs = detail(scene.incident, entry_id)
    assert len({head for head, _ in pairs}) == len(pairs)
    return dict(pairs)


def test_both_times_and_the_author_are_told() -> None:
    """When it happened, in the incident's zone and UTC; when it was written down, and by whom; the time as typed."""
    scene = Scene("@11:40 it broke", zone="Europe/Paris", now=NOON)
    pairs = told(scene, 1)
    assert pairs["Happened"] == "2023-10-15 11:40 Europe/Paris, 09:40:00 UTC"
    assert pairs["Recorded"] == "2023-10-15 14:00:00 by ana"
    assert pairs["Says"] == "it broke"
    assert pairs["Time as typed"] == "11:40 (Europe/Paris)"
    assert "At first" not in pairs


def test_a_number_and_a_label_that_were_given_twice_are_told_apart() -> None:
    """Each with what to type for it, what it is, and whose; of an entry that is alone nothing is told."""
    scene = Scene(f"/hypothesis {HOSTILE}", "alone")
    (first,) = scene.incident.numbered(1)
    theirs = {"id": "id-001b", "text": "DNS " * 40, "by": "bo"}
    scene.incident.add(msgspec.structs.replace(scene.incident.entry(first), **theirs))
    pairs = dict(detail(scene.incident, "id-001b"))
    said = f"H1a is {HOSTILE} (ana), H1b is DNS DNS"
    assert pairs["H1"].startswith(f"H1 was given twice, on two machines: {said}")
    scene.incident.add(msgspec.structs.replace(scene.incident.entry(first), **{**theirs, "id": "id-001c"}))
    pairs = dict(detail(scene.incident, "id-001b"))
    assert pairs["H1"].startswith(f"H1 was given 3 times, on several machines: {said}")
    assert pairs["#1"] == pairs["H1"].replace("H1", "#1")
    assert len(pairs["H1"]) < 200
    assert "#2" not in told(scene, 2)


def test_an_unknown_time_and_a_range_are_told_as_such() -> None:
    """Unknown is a word; about and the end of a range are shown as typed."""
    scene = Scene("@? somewhen", "@~10:40 about then", "@10:00..11:00 all the while")
    assert told(scene, 1)["Happened"] == "time unknown"
    assert "~10:40" in told(scene, 2)["Happened"]
    assert "10:00" in told(scene, 3)["Happened"]
    assert "11:00" in told(scene, 3)["Happened"]


def test_every_earlier_version_is_told_with_its_author() -> None:
    """What it said at first, and each correction in order; one that was taken back says so."""
    scene = Scene("@11:40 first", "@11:50 other")
    scene.by = "bo"
    scene.now = NOON + timedelta(minutes=3)
    for line in ("/amend #1 second", "/retime #1 11:45", "/amend #1 third", "/strike #5", "/key #1"):
        scene.type(line)
    pairs = told(scene, 1)
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
    scene = Scene("we wait", "/amend #1 /decision we wait", "/strike #1 wrong channel")
    pairs = told(scene, 1)
    assert pairs["Entry"].startswith("#1 decision")
    assert "struck" in pairs["Entry"]
    assert pairs["At first"].startswith("note: we wait")
    assert "wrong channel" in pairs["#3 strike"]


def life(scene: Scene, n: int) -> list[tuple[str, str]]:
    """What became of what an entry began."""
    (entry_id,) = scene.incident.numbered(n)
    pairs = detail(scene.incident, entry_id)
    heads = [head for head, _ in pairs]
    last = heads.index("Time as typed") if "Time as typed" in heads else len(heads)
    return pairs[heads.index("State") : last] if "State" in heads else []


def test_a_hypothesis_shows_its_whole_life() -> None:
    """Evidence, ruled out, revived, in the order in which it happened, each with its time and author."""
    scene = Scene(
        "@10:30 /hypothesis the pool",
        "@10:40 /evidence H1 - it is [/] empty",
        "@10:50 /misleading H1 it was\nempty",
        "@11:00 /revive H1",
        "@10:35 /evidence H1 + it is small",
        "/evidence H1 typed twice",
        "/strike #6",
        "@? /evidence H1 somewhen",
    )
    assert life(scene, 1) == [
        ("State", "open, 20m spent"),
        ("#5 evidence", "10:35 for: it is small — by ana"),
        ("#2 evidence", "10:40 against: it is [/] empty — by ana"),
        ("#3 misleading", "10:50 misleading: it was empty — by ana"),
        ("#4 revive", "11:00 revived — by ana"),
        ("#8 evidence", "time unknown somewhen — by ana"),
    ]
    assert life(scene, 2) == []


def test_an_escalation_an_action_and_a_question_show_theirs() -> None:
    """Asked again and answered; changed and done; answered."""
    scene = Scene(
        "@10:30 /escalate dba",
        "@10:36 /escalate E1 via:phone",
        "@10:40 /answered E1 on it",
        "@10:41 /action roll back",
        "@10:42 /action A1 owner:bo",
        "@10:50 /question why?",
    )
    assert life(scene, 1) == [
        ("State", "answered after 10m"),
        ("#2 escalate", "10:36 asked again via phone — by ana"),
        ("#3 answered", "10:40 answered: on it — by ana"),
    ]
    assert life(scene, 4) == [("State", "in flight, with bo"), ("#5 action", "10:42 owner bo — by ana")]
    assert life(scene, 6) == [("State", "open")]
    scene.type("@11:00 /done A1 failed: no image")
    scene.type("@11:00 /answer Q1 so")
    assert life(scene, 4)[0] == ("State", "failed")
    assert life(scene, 4)[-1] == ("#7 done", "11:00 failed: no image — by ana")
    assert life(scene, 6) == [("State", "answered"), ("#8 answer", "11:00 answered: so — by ana")]


def test_anything_may_stand_in_it() -> None:
    """Hostile text stays as it is; nothing said is said."""
    scene = Scene(f"/hypothesis {HOSTILE}", f"/amend #1 {HOSTILE} again", "/started", by="")
    assert HOSTILE in told(scene, 1)["At first"]
    assert f"{HOSTILE} again" in told(scene, 1)["Says"]
    assert told(scene, 3)["Says"] == "(no words)"
    assert told(scene, 3)["Recorded"].endswith("by nobody named")


def test_every_entry_of_an_incident_has_its_detail() -> None:
    """Corrections and the opening too."""
    scene = Scene("a", "/amend #1 b", "/undo", "/task x owner:bo", "/close as:duplicate", "/reopen")
    for entry in scene.incident.entries:
        assert dict(detail(scene.incident, entry.id))["Entry"]
