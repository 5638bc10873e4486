"""Promises about what a half-typed line may go on with."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given

from pmtui.model.line.commands import COMMANDS
from pmtui.model.line.completion import Candidate, Vocabulary, candidates
from tests.model.lines import lines
from tests.model.scene import Scene

KNOWN = Vocabulary(
    teams=("network team", "Netops"),
    people=("zoe", "Ben Ali"),
    services=("ledger",),
    audiences=("partners",),
    sections=("summary", "root_cause"),
    tags=("storage",),
)
NIGHT = (
    "/hypothesis a DDoS attack",
    "/hypothesis [/] the pool",
    "/hypothesis the cache",
    "/misleading H1",
    "/confirmed H3",
    "/escalate database team: why",
    "/escalate vendor",
    "/answered E2",
    "/action roll back owner:bo check:10m",
    "/task alert owner:mia",
    "/task runbook",
    "/done T2",
    "/service shop, login",
    "/role scribe Kim",
    "/update internal: hello",
    "/question why?",
    "/question since when?",
    "/answer Q1 for the lock",
    "/tag database",
)


def offers(head: str, scene: Scene | None = None) -> list[Candidate]:
    """What is offered for a text."""
    return candidates(head, (scene or Scene(*NIGHT)).incident, KNOWN)


def names(head: str) -> list[str]:
    """The names of it."""
    return [candidate.name for candidate in offers(head)]


def test_every_command_is_offered_for_its_beginning() -> None:
    """With its usage and its help; what is taken is the command and a space."""
    for command in COMMANDS:
        found = {c.text: c for c in offers(f"/{command.name}")}
        assert found[f"/{command.name} "].name == command.usage
        assert found[f"/{command.name} "].help == command.help
        for alias, lead in command.aliases.items():
            if " " not in alias:
                assert offers(f"/{alias}")[0].text == f"/{command.name} {lead}".rstrip() + " "


def test_a_slash_alone_offers_every_command_in_its_group() -> None:
    """What is needed while it runs first; once it is closed the write-up."""
    found = offers("/")
    assert sorted(c.text for c in found) == sorted(f"/{c.name} " for c in COMMANDS)
    assert list(dict.fromkeys(c.group for c in found)) == ["Now", "More", "Correct", "Write-up"]
    now = [c.text.strip() for c in found if c.group == "Now"]
    assert now == [
        "/impact", "/severity", "/role", "/action", "/done", "/update", "/escalate", "/answer", "/hypothesis",
        "/evidence", "/misleading", "/confirmed", "/decision", "/question", "/mitigated", "/resolved", "/summary",
        "/handover",
    ]  # fmt: skip
    assert offers("/", Scene("/close as:duplicate"))[0].group == "Write-up"


@pytest.mark.parametrize(
    ("head", "first"),
    [("/lead", "/role commander "), ("/scri", "/role "), ("/own", "/action "), ("/prio", "/task ")],
)
def test_a_command_is_found_by_what_it_takes(head: str, first: str) -> None:
    """By the words of its short forms and by its keys."""
    assert offers(head)[0].text == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("done", ["/done"]),
        ("x", ["/misleading"]),
        ("d", ["/decision", "/detected", "/declared", "/done", "/dismiss"]),
        ("islead", ["/misleading"]),
        ("rules", ["/misleading"]),
        ("HELP", ["/help", "/escalate"]),
        ("page", ["/escalate"]),
        ("theory", ["/hypothesis"]),
        ("p1", ["/severity"]),
    ],
)
def test_a_command_is_found_by_its_name_and_by_what_it_does(query: str, first: list[str]) -> None:
    """The name first, then its alias, a part of it, a word of its help, and what others call it; without headings."""
    found = offers(f"/{query}")
    assert [c.text.strip() for c in found][: len(first)] == first
    assert {c.group for c in found} == {""}


def test_what_waits_longest_is_offered_first() -> None:
    """With who was asked what and how long it waits, where the clock is known; what is settled comes last."""
    scene = Scene("/escalate dba", "/escalate network: [/] lost\npackets?", "/escalate vendor")
    scene.now += timedelta(minutes=4)
    scene.type("/escalate E1")
    now = scene.now + timedelta(minutes=5)
    found = candidates("/answered ", scene.incident, KNOWN, now)
    assert [(c.name, c.help) for c in found] == [
        ("E2 network: [/] lost packets?", "waits 9m"),
        ("E3 vendor", "waits 9m"),
        ("E1 dba", "waits 5m"),
    ]
    scene = Scene("/h a", "/h b", "/misleading H1", *(f"/h more {n}" for n in range(20)))
    assert [c.name.split()[0] for c in offers("/evidence ", scene)] == [f"H{n}" for n in (*range(2, 23), 1)]


def test_of_a_name_that_was_given_twice_both_are_offered() -> None:
    """For the bare one, each as it can be typed, with its text."""
    scene = Scene("/h the pool", "alone")
    (first,) = scene.incident.numbered(1)
    scene.incident.add(msgspec.structs.replace(scene.incident.entry(first), id="id-001b", text="DNS"))
    assert [c.text for c in offers("/evidence H1", scene)] == ["/evidence H1a ", "/evidence H1b "]
    assert [c.name for c in offers("/evidence h", scene)] == ["H1a the pool", "H1b DNS"]
    assert {c.text for c in offers("/strike #1", scene)} == {"/strike #1a ", "/strike #1b "}
    assert [c.text for c in offers("/strike #2", scene)] == ["/strike #2 "]


def test_what_is_due_soonest_is_offered_first() -> None:
    """Of actions that are to be checked."""
    scene = Scene("/action slow check:30m", "/action quick check:5m")
    assert [c.name for c in offers("/done ", scene)] == ["A2 quick", "A1 slow"]


def test_a_time_before_the_command_stays() -> None:
    """What is completed keeps it; what is no time is no beginning of a command."""
    assert offers("@-5m /hyp")[0].text == "@-5m /hypothesis "
    assert offers("@2023-10-15T10:40+03:00 /ev")[0].text.startswith("@2023-10-15T10:40+03:00 /evidence")
    assert offers("@ana /hyp") == []


@pytest.mark.parametrize("head", ["", "a note", " /hyp", "/var/log", "/nonsense x", "a\n/hyp", "/note pool "])
def test_where_nothing_fits_nothing_is_offered(head: str) -> None:
    """A note, a path, an unknown command, text behind a command."""
    assert offers(head) == []


@pytest.mark.parametrize(
    ("head", "labels"),
    [
        ("/evidence ", ["H2", "H1", "H3"]),
        ("/misleading ", ["H2", "H3"]),
        ("/confirmed ", ["H2", "H1"]),
        ("/revive ", ["H1", "H3"]),
        ("/answered ", ["E1"]),
        ("/withdraw ", ["E1"]),
        ("/done ", ["A1", "T1"]),
        ("/task ", ["T1"]),
        ("/answer ", ["Q2"]),
        ("/evidence h2", ["H2"]),
    ],
)
def test_only_references_whose_state_fits_are_offered(head: str, labels: list[str]) -> None:
    """Each with its text; upper and lower case are the same."""
    found = offers(head)
    assert [c.name.split()[0] for c in found] == labels
    assert all(len(c.name.split()) > 1 for c in found)
    assert all(c.text.endswith(" ") for c in found)


def test_a_reference_shows_its_text_and_state() -> None:
    """Markup in it is text."""
    (found,) = offers("/evidence H2")
    assert found == Candidate("/evidence H2 ", "H2 [/] the pool", "open")


def test_corrections_offer_the_latest_entries() -> None:
    """The latest first, never a correction; a struck one says so."""
    scene = Scene("first", "second", "/strike #1", "third")
    found = [(c.name, c.help) for c in candidates("/amend ", scene.incident, KNOWN)]
    assert found == [("#4 third", ""), ("#2 second", ""), ("#1 first", "struck")]
    for typed in ("#2", "2"):
        assert [c.text for c in candidates(f"/amend {typed}", scene.incident, KNOWN)] == ["/amend #2 "]


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("/escalate net", "/escalate network team"),
        ("/escalate database team, NETO", "/escalate database team, Netops"),
        ("/escalate dat", "/escalate database team"),
        ("/service led", "/service ledger"),
        ("/service shop, lo", "/service shop, login"),
        ("/update par", "/update partners: "),
        ("/update cust", "/update customers: "),
        ("/role scr", "/role scribe "),
        ("/handover Ki", "/handover Kim"),
        ("/role commander ", "/role commander Kim"),
        ("/role commander m", "/role commander mia"),
        ("/role IC: Be", "/role IC: Ben Ali"),
        ("/role subject-matter expert zo", "/role subject-matter expert zoe"),
        ("/role subject-m", "/role subject-matter expert "),
        ("/role scribe -K", "/role scribe -Kim"),
        ("/role vendor contact: zo", "/role vendor contact: zoe"),
        ("/ic Be", "/role commander Ben Ali"),
        ("/write root", "/write root_cause "),
        ("/write +sum", "/write +summary "),
        ("/action x owner:Be", '/action x owner:"Ben Ali" '),
        ("/task x owner:mi", "/task x owner:mia "),
        ("/task x due:fri", "/task x due:friday "),
        ("/task T1 pri", "/task T1 priority:"),
        ("/action roll back ch", "/action roll back check:"),
        ("/update hello next:3", "/update hello next:30m "),
        ("/escalate dba: why via:ph", "/escalate dba: why via:phone "),
        ("/close as:dup", "/close as:duplicate "),
        ("/detected by:mon", "/detected by:monitoring "),
        ("/tag sto", "/tag storage"),
        ("/tag storage, -da", "/tag storage, -database"),
        ("/esc net", "/esc network team"),
        ("/x h2", "/x H2 "),
        ("/ruledout h2", "/ruledout H2 "),
        ("/handoff Ki", "/handoff Kim"),
    ],
)
def test_known_names_and_keys_are_completed(head: str, text: str) -> None:
    """From this incident, from earlier ones and the settings, wherever one may stand."""
    assert offers(head)[0].text == text


def test_a_finished_name_is_not_offered_again() -> None:
    """Neither is a key that is there, nor a name behind the colon."""
    assert "shop" not in names("/service shop")
    assert names("/task x owner:zoe ow") == []
    assert offers("/escalate dba: net") == []


@given(line=lines)
def test_any_text_can_be_asked_about(line: str) -> None:
    """No error, and what is offered goes on from what is typed before the last word."""
    scene = Scene(*NIGHT[:6])
    for end in {0, len(line) // 2, len(line)}:
        found = candidates(line[:end], scene.incident, KNOWN)
        assert all(candidate.text.startswith(("/", "@")) for candidate in found)
