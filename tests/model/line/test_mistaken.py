"""Lines of somebody who never saw the commands: understood where one thing is meant, else refused with its line."""

from __future__ import annotations

import pytest

from pmtui.model import entries as e
from pmtui.model.line import grammar
from pmtui.model.line.arguments import LineError
from pmtui.model.line.commands import in_full
from pmtui.model.line.mistaken import BROUGHT
from tests.model.scene import Scene

BUSY = ("/hypothesis a bad deploy", "/escalate database team", "/action roll back", "/question why?")


def same(line: str, other: str) -> bool:
    """Whether two lines make the same entry, but for its id."""
    scene = Scene(*BUSY)
    one, two = (scene.read(each) for each in (line, other))
    return type(one) is type(two) and all(
        getattr(one, field) == getattr(two, field) for field in one.__struct_fields__ if field != "id"
    )


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        *((f"/sev{sign}2 logins too", "/severity 2 logins too") for sign in "-:=_"),
        ("/Sev-1", "/severity 1"),
        ("/impact: 25 % of logins", "/impact 25 % of logins"),
        ("/escalate: dba: slow", "/escalate dba: slow"),
        ("/follow-up alert", "/task alert"),
        ("/follow up alert", "/task alert"),
        ("/ruled out H1 no", "/misleading H1 no"),
        ("/hand over Bo", "/handover Bo"),
        ("/hand off to Bo", "/handover Bo"),
        ("/status Resolved", "/resolved"),
        ("/escalate to the dba: slow", "/escalate the dba: slow"),
        ("/ic is Ana", "/role commander Ana"),
        ("/role commander: to Ana", "/role commander Ana"),
        ("/subject-matter-expert Kim", "/role subject-matter expert Kim"),
        ("/link bridge: https://a.example/b", "/link bridge https://a.example/b"),
        ("/tag #db #capacity", "/tag db, capacity"),
        ("@-5min x", "@-5m x"),
        ("@-1hour30minutes x", "@-1h30m x"),
        ("/action restart check:10min", "/action restart check:10m"),
    ],
)
def test_a_line_that_means_one_thing_is_understood(line: str, meant: str) -> None:
    """Signs and blanks in a command's name, little words before a name, units in full."""
    if line.startswith("@"):  # what was typed of the time is kept
        assert Scene(*BUSY).read(line).at == Scene(*BUSY).read(meant).at
    else:
        assert same(line, meant)


@pytest.mark.parametrize(
    ("line", "repair"),
    [
        ("/page the dba: slow", "/escalate the dba: slow"),
        ("/theory a bad deploy", "/hypothesis a bad deploy"),
        ("/rollback to 4.1", "/action rollback to 4.1"),
        ("/dashboard https://a.example/b", "/link dashboard https://a.example/b"),
        ("/customers: we are on it", "/update customers: we are on it"),
        ("/status page: we are on it", "/update status page: we are on it"),
        ("/root cause the pool", "/write root_cause the pool"),
        ("/rule out H1 no", "/misleading H1 no"),
        ("/delete #1", "/strike #1"),
        ("/set severity 1", "/severity 1"),
        ("/incident commander Ana", "/commander Ana"),
        ("/p1 logins", "/severity 1 logins"),
        ("/detcted alert", "/detected alert"),
        ("/q", "/quit"),
        ("/exit", "/quit"),
        ("sev 1", "/severity 1"),
        ("SEV-2", "/severity 2"),
        ("P1", "/severity 1"),
        ("/action A1 owner bo", "/action A1 owner:bo"),
        ("@5m ago /started", "@-5m /started"),
        ("@10 minutes ago /started", "@-10m /started"),
        ("@-5 /started", "@-5m /started"),
        ("@11.45 /started", "@11:45 /started"),
        ("@11h45 /started", "@11:45 /started"),
    ],
)
def test_a_line_that_is_probably_another_is_refused_with_it(line: str, repair: str) -> None:
    """Nothing is recorded; the line that was meant is one key away."""
    with pytest.raises(LineError) as caught:
        grammar.read(line, Scene(*BUSY).context)
    assert caught.value.repair == repair


@pytest.mark.parametrize(
    "line",
    [
        "/save",
        "/copy",
        "/list",
        "/home",
        "/ok",
        "/H1 no",
        "/A1",
        "@yesterday 14:00 /started",
        "@around 2:05 it began",
        "/update customers",
        "/export pdf",
    ],
)
def test_no_other_command_stands_in_for_what_nobody_can_tell(line: str) -> None:
    """Refused, and Tab puts nothing in its place: a word that is little like another does not mean it."""
    with pytest.raises(LineError) as caught:
        grammar.read(line, Scene(*BUSY).context)
    assert caught.value.repair == ""


def test_a_reference_in_place_of_a_command_names_what_takes_it() -> None:
    """With the reference behind each."""
    said = Scene(*BUSY).refused("/h1 was wrong")
    assert "write /evidence H1 or /misleading H1 or /confirmed H1" in said


def test_what_people_bring_along_is_no_command_and_leads_to_one() -> None:
    """A word in the list never hides a command; each of its lines begins with one."""
    for word, lines in BROUGHT.items():
        assert in_full(word) is None
        assert all(in_full(line.split()[0]) for line in lines)


@pytest.mark.parametrize(
    ("line", "instead", "hint"),
    [
        ("done A1 it works", "/done A1 it works", "/done"),
        ("Answered E1: on it", "/Answered E1: on it", "/answered"),
        ("impact: 25 % of logins", "/impact: 25 % of logins", "/impact"),
        ("resolved", "/resolved", "/resolved"),
    ],
)
def test_a_command_without_its_slash_is_a_note_that_names_it(line: str, instead: str, hint: str) -> None:
    """It is a note all the same, with every word."""
    typed = grammar.read(line, Scene(*BUSY).context)
    assert isinstance(typed.entry, e.Note)
    assert (typed.entry.text, typed.instead, typed.hint) == (line, instead, hint)


@pytest.mark.parametrize(
    "line",
    [
        "resolved by a restart",
        "done A9",
        "update went out",
        "a H1",
        "well, A1 failed",
        "find: x",
        "done A1\nand more",
    ],
)
def test_a_note_that_no_command_could_be_is_a_note_alone(line: str) -> None:
    """A word that happens to be a command's, and what that command would refuse, say nothing."""
    typed = grammar.read(line, Scene(*BUSY).context)
    assert isinstance(typed.entry, e.Note)
    assert typed.instead == ""


@pytest.mark.parametrize(
    ("line", "instead", "hint"),
    [
        ("/action fail over owner kim", "/action fail over owner:kim", "owner:kim"),
        ("/action fail over check 10m", "/action fail over check:10m", "check:10m"),
        ("@-5m /task alert due friday", "@-5m /task alert due:friday", "due:friday"),
        ("/escalate dba: slow via phone", "/escalate dba: slow via:phone", "via:phone"),
        ("/detected an alert, seen by staff", "/detected an alert, seen by:staff", "by:staff"),
        ("/action check logs", "", ""),
        ("/update customers: more next week", "", ""),
        ("/note the owner kim", "", ""),
    ],
)
def test_a_key_without_its_colon_is_text_that_names_the_key(line: str, instead: str, hint: str) -> None:
    """Where the word behind it can be its value."""
    typed = grammar.read(line, Scene(*BUSY).context)
    assert (typed.instead, typed.hint) == (instead, hint)
