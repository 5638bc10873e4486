"""Promises of `model/references.py`: what is typed for an entry means one entry, or is refused."""

from __future__ import annotations

import msgspec
import pytest

from pmtui.model import entries as e
from pmtui.model.incident import words
from pmtui.model.incident.incident import Incident
from pmtui.model.line import grammar, references
from pmtui.model.line.arguments import LineError
from tests.model.scene import Scene, make


@pytest.mark.parametrize(
    "word",
    ["H1", "h1", "#12", "#12b", "H2,H3", "H2:", "H2.", "#1..#5", "#1..5", "H1/H2", "H2,,H3", "H2..H4", "A1;"],
)
def test_a_first_word_shaped_like_a_reference_is_never_text(word: str) -> None:
    """Well written or not."""
    assert references.is_reference(word)
    Scene().refused(f"/misleading {word} why")
    Scene().refused(f"/misleading \u3000{word} why")


@pytest.mark.parametrize(
    "word", ["H", "H1x2", "t3.large", "x1", "12", "#", "#a", "e2e2", "H-1", "a1:8080", "H²", "(H2)", ""]
)
def test_other_words_are_text(word: str) -> None:
    """Names of machines among them."""
    assert not references.is_reference(word)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("#1 x", [1]),
        ("#1,#2 x", [1, 2]),
        ("#2, #1: x", [2, 1]),
        ("#1..#3 x", [1, 2, 3]),
        ("#1..3,#5 x", [1, 2, 3, 5]),
        ("h1 x", [4]),
        ("H1,#1,h1 x", [4, 1]),
        ("H01 x", [4]),
    ],
)
def test_lists_and_ranges_name_each_entry_once(typed: str, numbers: list[int]) -> None:
    """In the order typed; case is ignored."""
    scene = Scene("a", "b", "c", "/h d", "e")
    entry = scene.read(f"/key {typed.removesuffix(' x')}")
    assert [scene.incident.entry(ref).n for ref in entry.refs] == numbers


@pytest.mark.parametrize(
    ("typed", "numbers", "rest"),
    [
        ("/strike 12 lines were wrong", [12], "lines were wrong"),
        ("/strike 3,#5: why", [3, 5], "why"),
        ("/strike 3..5 why", [3, 4, 5], "why"),
        ("/strike #3..5,7 why", [3, 4, 5, 7], "why"),
        ("/strike 3, 4 why", [3, 4], "why"),
    ],
)
def test_a_command_for_any_entry_takes_its_number_alone(typed: str, numbers: list[int], rest: str) -> None:
    """`/amend 12` is `/amend #12`: such a command always begins with one."""
    scene = Scene(*[f"note {n}" for n in range(1, 13)])
    entry = scene.read(typed)
    assert isinstance(entry, e.Strike)
    assert [scene.incident.entry(ref).n for ref in entry.refs] == numbers
    assert entry.text == rest
    amended = scene.read("/amend 12 2 nodes")
    assert isinstance(amended, e.Amend)
    assert amended.new["text"] == "2 nodes"


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("/confirmed 2 nodes were dead", "/confirmed H2 nodes were dead"),
        ("/answered 1: on it", "/answered E1 on it"),
        ("/answered 4", "/answered E1"),
        ("/confirmed 5", ""),
        ("/confirmed 9", ""),
    ],
)
def test_a_number_alone_is_offered_as_what_it_numbers(line: str, instead: str) -> None:
    """A text may begin with a number, and 5 may be H5 or #5: nothing is recorded that may be meant otherwise."""
    scene = Scene("/h a", "/h b", "/h c", "/escalate db", "/h which is #5", "/h which is #6")
    with pytest.raises(LineError) as caught:
        grammar.read(line, scene.context)
    assert caught.value.repair == instead


def test_a_number_in_front_of_a_text_is_text() -> None:
    """Where a reference may be left out, or none is taken."""
    for line in (
        "/misleading 12 hosts are up",
        "/action 12 hosts restart",
        "/task 3 alerts",
        "12 hosts are up",
    ):
        entry = Scene("a").read(line)
        assert isinstance(entry, e.Worded)
        assert not entry.refs


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/evidence E1 x", "/evidence takes a hypothesis"),
        ("/answered H1 x", "/answered takes an escalation"),
        ("/evidence H3 x", "there are H1, H2"),
        ("/answered E2", "there is no escalation yet"),
        ("/evidence H1b x", "there is only H1"),
        ("/key #9", "the last entry is #3"),
        ("/key #1..#9", "#9 does not exist"),
        ("/key #2..#1", "write #1..#2"),
        ("/evidence H1..H2 x", "H2,H3"),
        ("/evidence H" + "9" * 5000, "does not exist"),
        ("/key #1..#" + "9" * 5000, "does not exist"),
        ("/evidence H2 x", "/unstrike #2"),
    ],
)
def test_a_reference_that_means_nothing_is_refused(line: str, hint: str) -> None:
    """With what there is, or what to write."""
    scene = Scene("/h a", "/h b", "/strike #2")
    said = scene.refused(line)
    assert hint in said
    assert len(said) < 300


def merged() -> Scene:
    """Two machines went on apart: #1 and H1 are doubled."""
    scene = Scene()
    first = make(e.Hypothesis, 1, text="a", label="H1", at="10:30")
    scene.incident.extend([first, msgspec.structs.replace(first, id="id-001b", text="b")])
    return scene


def test_a_doubled_name_is_refused_naming_both() -> None:
    """After a merge a bare #1 or H1 would be a guess."""
    scene = merged()
    assert "#1a and #1b" in scene.refused("/key #1")
    assert "H1a and H1b" in scene.refused("/evidence H1 x")
    assert "H1a and H1b" in scene.refused("/evidence H1c x")
    assert scene.read("/key #1b").refs == ("id-001b",)
    assert scene.read("/evidence H1a x").refs == ("id-001",)
    assert scene.read("/key #1..#1").refs == ("id-001", "id-001b")


def test_what_is_proposed_for_a_doubled_name_can_be_typed() -> None:
    """The mark is written wherever it is needed, and nowhere else."""
    incident = merged().incident
    for entry_id in ("id-001", "id-001b"):
        assert references.resolve(incident, [words.address(incident, entry_id)], "H", "x") == (entry_id,)
        assert references.resolve(incident, [words.number(incident, entry_id)], "#", "x") == (entry_id,)
    alone = Scene("/h a", "b").incident
    assert [words.address(alone, i.id) for i in alone.timeline if i.entry.n] == ["H1", "#2"]


def test_a_number_held_twice_is_one_reference_to_a_range() -> None:
    """A range of what has one number takes both of its entries."""
    incident: Incident = merged().incident
    assert incident.between(0, 5)[1:] == ["id-001", "id-001b"]


NAMED = (
    "/escalate database consultant: is it theirs?",
    "/escalate network team, DBA",
    "/action block the spamming addresses owner:Ivo",
    "/action block the old accounts",
    "/question which writes are lost?",
    "/action wipe the secondary's disk",
    "/h the cache is full",
)


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("/answered database consultant yes, it is", "/answered E1 yes, it is"),
        ("/answer Network: on it", "/answer E2 on it"),
        ("/withdraw consultant", "/withdraw E1"),
        ("/done block the spamming\nline two", "/done A1 line two"),
        ("/done block the spamming  \n  two  lines\nthree", "/done A1 two  lines\nthree"),
        ("/answer which ones: all of them", "/answer Q1 ones: all of them"),
        ("/evidence cache + it is slow", "/evidence H1 + it is slow"),
        ("/done wipe the secondary: done", "/done A3 done"),
        ("/done block all", ""),
        ("/done the rest", ""),
        ("/answered yes", ""),
        ("/withdraw", ""),
        ("/strike database", ""),
    ],
)
def test_what_is_named_by_its_words_is_refused_with_its_reference(line: str, instead: str) -> None:
    """Nothing is recorded; the line with the reference is the repair, unless several fit or only an article does."""
    with pytest.raises(LineError) as caught:
        grammar.read(line, Scene(*NAMED).context)
    assert caught.value.repair == instead
    assert "needs" in str(caught.value)
