"""Promises of `model/brief.py`, `receipt.py` and `missing.py`: what is told about an incident."""

from __future__ import annotations

from hypothesis import given

from pmtui.model.incident.brief import LINES, brief
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.missing import missing, unsettled
from pmtui.model.line.receipt import receipt
from pmtui.storage.settings import Settings
from tests.model.scene import Scene, at
from tests.output.strategies import incidents

ALL = (
    "@10:30 /started",
    "@10:31 /role commander Ana",
    "@10:32 /impact 25 % of logins fail",
    "@10:33 /service shop, login",
    "/summary the pool is exhausted",
    "@10:40 /h the disk",
    "@10:41 /h the network",
    "@10:50 /misleading H2 it is fine",
    "@11:00 /confirmed H1 the log",
    "@11:01 /h the cache",
    "@11:30 /escalate database team: help",
    "@11:55 /action roll back owner:bo check:10m",
    "@11:56 /update customers: we are on it",
    "@11:57 /action look around",
    "@11:58 /question which writes are lost?",
    "@11:50 /decision fail over",
    "/comms Chi",
    "/tag database",
    "/link bridge https://meet.example.org/shop",
    "/link https://graphs.example.org",
    "/update support: hello next:20m",
)


def lines(scene: Scene) -> list[str]:
    """The lines of the brief."""
    return brief(scene.incident, scene.now, Settings()).splitlines()


def test_the_brief_tells_where_we_stand() -> None:
    """What is felt, known, done, waited for, tried and told, one line each."""
    scene = Scene(*ALL)
    assert lines(scene) == [
        "SEV3 Checkout is down: identified",
        "Since: 10:30 UTC, 1 h ago (started)",
        "Impact: 25 % of logins fail",
        "Services: shop, login (tags: database)",
        "Roles: commander Ana; communications Chi",
        "What we know: the pool is exhausted",
        "Confirmed: H1 the disk (the log)",
        "Doing now: A1 roll back (bo), in 5m; A2 look around (no owner), 3m",
        "Waiting for: E1 database team, 30m; Q1 which writes are lost?, 2m",
        "Open hypotheses: H3 the cache",
        "Ruled out, do not try again: H2 the network (it is fine)",
        "Decided: fail over",
        "Told: support just now, next in 20m: hello; customers 4 min ago, next in 26m: we are on it",
        "Links: bridge https://meet.example.org/shop; https://graphs.example.org",
    ]


def test_the_brief_says_what_is_overdue_and_what_nobody_did() -> None:
    """The most pressing first; what is not due yet is not said to be undone."""
    scene = Scene(
        "@11:30 /action add replicas owner:eve check:10m", "@11:40 /action other check:1h", "/severity 1"
    )
    assert lines(scene)[1:] == [
        "Doing now: A1 add replicas (eve), 20m over; A2 other (no owner), in 40m",
        "Not done yet: nobody is commander; no impact yet; no first update yet; nobody has Communications",
    ]


def test_the_brief_of_what_is_over_waits_for_nothing() -> None:
    """No time runs: what has no answer says so, an action its end where somebody told it."""
    scene = Scene(
        "@11:00 /escalate dba",
        "@11:10 /action roll back check:5m",
        "@11:11 /action look around",
        "@11:20 /done A1 it held",
    )
    scene.type("@11:30 /update customers: fine next:5m")
    scene.type("@11:40 /resolved")
    assert lines(scene)[1:] == [
        "Actions: A1 roll back (done: it held); A2 look around",
        "No answer recorded: E1 dba",
        "Told: customers 30 min ago: fine",
    ]


def test_what_there_is_not_is_left_out_of_the_brief() -> None:
    """An incident that was just opened has one line."""
    assert lines(Scene(now=at("10:01"))) == ["SEV3 Checkout is down: investigating"]


def test_a_long_list_is_cut() -> None:
    """To the newest, and to what presses most; it says how many more there are."""
    scene = Scene(
        *(f"/h guess {n}" for n in range(9)),
        *(f"/action do {n} check:{9 - n}m" for n in range(5)),
        now=at("10:01"),
    )
    assert "Open hypotheses: H7 guess 6; H8 guess 7; H9 guess 8 (and 6 more)" in lines(scene)
    assert lines(scene)[1].startswith("Doing now: A5 do 4 (no owner), in 5m; A4 do 3")
    assert lines(scene)[1].endswith("(and 2 more)")


def test_tags_stand_with_the_services_or_alone() -> None:
    """They are few, and say what sort of thing it is."""
    scene = Scene("/tag database, capacity", now=at("10:01"))
    assert lines(scene)[1:] == ["Tags: database, capacity"]


def test_an_address_is_never_cut() -> None:
    """As many links as one line holds, the newest."""
    long = "https://example.org/" + "x" * 100
    scene = Scene(
        f"/link first {long}1", f"/link second {long}2", f"/link {long}{'y' * 100}", now=at("10:01")
    )
    assert not any(line.startswith("Links") for line in lines(scene))
    scene.type("/strike #3")
    assert lines(scene)[1:] == [f"Links: second {long}2"]


@given(incidents())
def test_the_brief_of_any_incident_is_short(incident: Incident) -> None:
    """At most fifteen lines, none of them endless, whatever was typed."""
    found = brief(incident, Scene().now, Settings()).split("\n")
    assert len(found) <= LINES
    assert all(len(line) < 200 for line in found[1:])


def test_a_receipt_names_number_time_kind_and_words() -> None:
    """What was understood, in one line."""
    scene = Scene()
    item = scene.type("@11:55 /escalate database team: help")
    assert (
        receipt(item, scene.incident, scene.now) == "#1 11:55 today, 5 min ago · E1 ↑ · database team: help"
    )
    item = scene.type("@? a\nb " + "x" * 300)
    told = receipt(item, scene.incident, scene.now)
    assert told.startswith("#2 time unknown · note · a b xxx")
    assert len(told) < 140
    item = scene.type("/strike #2 wrong")
    assert receipt(item, scene.incident, scene.now).startswith("#3 strike #2")


def test_a_receipt_says_which_of_several_moments_counts() -> None:
    """The earliest start, the latest end, once there are several."""
    scene = Scene()
    first = scene.type("@10:40 /started")
    assert "counts" not in receipt(first, scene.incident, scene.now)
    second = scene.type("@10:50 /started")
    assert receipt(second, scene.incident, scene.now).endswith("started counts from 2023-10-15 10:40 (#1)")


def test_what_is_missing_says_what_to_type() -> None:
    """Milestones, impact, sections, and open hypotheses; nothing once it is all there."""
    scene = Scene("/h a", "/escalate Bo")
    assert missing(scene.incident) == [
        "started: @TIME /started",
        "detected: @TIME /detected",
        "resolved: @TIME /resolved",
        "the impact: /impact TEXT",
        "the root cause: /write root_cause TEXT",
        "the resolution: /write resolution TEXT",
        "H1 is still open: /misleading H1 or /confirmed H1",
    ]
    for line in (
        "/started",
        "/detected",
        "/resolved",
        "/impact x",
        "/write root_cause x",
        "/write resolution x",
    ):
        scene.type(line)
    scene.type("/confirmed H1")
    scene.type("/answered E1")
    assert missing(scene.incident) == []


def test_what_a_close_would_leave_wrong_is_named_until_it_is_settled() -> None:
    """Who was told and not that it is over, who did not answer, what is in flight, what nobody knows."""
    scene = Scene("/escalate Bo", "/action roll back owner:eve", "/action look", "/question why?")
    scene.type("@10:20 /update customers: we are on it")
    found = unsettled(scene.incident)
    assert found == {
        "updates": ["customers: not told yet that it is over: /update customers: "],
        "escalations": ["E1 Bo has no answer: /answered E1"],
        "actions": [
            "A1 roll back (eve) is in flight: /done A1",
            "A2 look (no owner) is in flight: /done A2",
        ],
        "questions": ["Q1 why? has no answer: /answer Q1"],
    }
    assert missing(scene.incident)[-1].startswith("the resolution")
    for line in ("@10:30 /resolved", "/answered E1", "/done A1", "/done A2", "/answer Q1 because"):
        scene.type(line)
    assert list(unsettled(scene.incident)) == ["updates"]
    scene.type("@10:35 /update customers: it is over")
    assert unsettled(scene.incident) == {}
