"""Promises of `model/incident.py`: the facts about an incident."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import search
from pmtui.model.time.words import shown
from tests.model.scene import Scene, at, make


def test_the_current_and_the_worst_severity_are_kept() -> None:
    """Current: recorded last; worst: the lowest number that ever stood."""
    scene = Scene()
    assert (scene.incident.severity, scene.incident.worst_severity) == ("SEV3", "SEV3")
    scene.type("/severity 1 payments are down")
    scene.type("/severity SEV4")
    assert (scene.incident.severity, scene.incident.worst_severity) == ("SEV4", "SEV1")
    scene.type("/strike #1")
    assert (scene.incident.severity, scene.incident.worst_severity) == ("SEV4", "SEV3")
    assert Incident([make(e.Opened, 0)]).severity == "SEV?"


@pytest.mark.parametrize(("typed", "level"), [("2", 2), ("SEV2", 2), ("sev-5", 5), ("1 why not", 1)])
def test_a_severity_is_one_to_five(typed: str, level: int) -> None:
    """With or without its name."""
    entry = Scene().read(f"/severity {typed}")
    assert isinstance(entry, e.Severity)
    assert entry.level == level


@pytest.mark.parametrize("typed", ["", "0", "6", "SEV", "SEV22", "high", "x" * 10_000])
def test_no_other_severity_is_taken(typed: str) -> None:
    """It says what to write."""
    assert len(Scene().refused(f"/severity {typed}")) < 200


def test_current_facts_are_those_recorded_last() -> None:
    """Title, summary and zone: the greatest (n, id), whatever its time."""
    scene = Scene(
        "@11:00 /title Second", "@10:30 /title Third", "@11:00 /summary one", "@10:30 /summary two\nlines"
    )
    assert (scene.incident.title, scene.incident.summary) == ("Third", "two lines")
    scene.type("/strike #2")
    assert scene.incident.title == "Second"
    scene.type("/strike #1")
    assert scene.incident.title == "Checkout is down"


def test_a_zone_changes_how_times_are_read_and_never_an_instant() -> None:
    """A bare clock is the new zone's; what was recorded stays."""
    scene = Scene("@10:30 a note")
    scene.type("/timezone europe/paris")
    assert scene.incident.zone == "Europe/Paris"
    assert scene.shown(1).entry.at == at("10:30")
    assert scene.read("@12:45 later").at == at("10:45")
    assert "abbreviation" in scene.refused("/timezone PST")
    scene.refused("/timezone Paris/Europe")
    scene.refused("/timezone")


def test_services_are_named_once() -> None:
    """In the order of naming, as first written."""
    scene = Scene("/service shop, login ,, Shop", "/service Login, mail")
    assert scene.incident.services == ("shop", "login", "mail")
    assert scene.refused("/service ,")


def test_impacts_and_updates_are_in_the_order_of_time() -> None:
    """Unknown times last."""
    scene = Scene("@? /impact third", "@11:00 /impact second", "@10:30 /impact first")
    assert [i.entry.text for i in scene.incident.impacts] == ["first", "second", "third"]  # type: ignore[attr-defined]
    scene = Scene("@11:00 /update second", "@10:30 /update first")
    assert [i.entry.text for i in scene.incident.updates] == ["first", "second"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "audience", "text", "promised"),
    [
        ("customers: logins fail next:30m", "customers", "logins fail", 1800),
        ("Status Page: red", "status page", "red", None),
        ("board: we know", "Board", "we know", None),
        ("logins fail", "", "logins fail", None),
        ("see https://x.org: it is red", "", "see https://x.org: it is red", None),
        ("Bo: I am on it", "", "Bo: I am on it", None),
    ],
)
def test_an_update_names_a_known_audience(typed: str, audience: str, text: str, promised: int | None) -> None:
    """One that everybody knows, or the settings' own; anything else before a colon is text."""
    scene = Scene()
    scene.audiences = ("Board",)
    entry = scene.read(f"/update {typed}")
    assert isinstance(entry, e.Update)
    assert (entry.audience, entry.text, entry.next) == (audience, text, promised)


@pytest.mark.parametrize(
    "typed", ["custmers: x", "stakeholder: x", "customers:", "", "next:30m", "x next:soon"]
)
def test_a_near_miss_of_an_audience_is_refused(typed: str) -> None:
    """So is an update without words."""
    assert Scene().refused(f"/update {typed}")


def test_the_span_is_of_what_happened() -> None:
    """Not of what was written afterwards, nor of what is struck or of unknown time."""
    scene = Scene("@10:30 a", "@11:00 b", "@11:30 c", "@? d", "@11:40 /task later", "/strike #3")
    assert scene.incident.span == (at("10:30"), at("11:00"))
    assert Scene().incident.span is None


def test_closing_and_reopening() -> None:
    """As what it was closed, and undone."""
    scene = Scene("/close as:false-alarm the monitor lied")
    assert (scene.incident.closed, scene.incident.closed_as) == (True, "false-alarm")
    scene.type("/reopen")
    assert (scene.incident.closed, scene.incident.closed_as) == (False, "")
    for line, as_what in (
        ("/close", ""),
        ("/close dull as:merged", "merged"),
        ("/close AS:Duplicate", "duplicate"),
    ):
        assert getattr(scene.read(line), "closed_as") == as_what  # noqa: B009
    for line in ("/close as:dull", "/close as:", "/close x as:dup", "/close ass:merged"):
        scene.refused(line)


def test_find_looks_for_every_word() -> None:
    """In any order, in any case, in the words, the number, who wrote it; the order of the timeline."""
    scene = Scene("@11:00 the Pool is full", "@10:30 the pool is empty", "@10:40 nothing")
    assert [i.name for i in search(scene.incident, "POOL the")] == ["#2", "#1"]
    assert [i.name for i in search(scene.incident, "#3")] == ["#3"]
    assert len(search(scene.incident, "ana")) == 4
    assert search(scene.incident, "[/]") == []


def test_the_opening_is_the_first_entry() -> None:
    """Who opened it, when, under which id."""
    incident = Scene().incident
    assert (incident.id, incident.opened, incident.opened_by) == ("id-000", at("10:00"), "ana")
    bare = Incident([make(e.Opened, 0)])
    assert bare.opened == at("00:00")
    assert bare.zone == "UTC"


def test_labels_after_a_merge_are_told_apart() -> None:
    """H1 of two machines: H1 and H1b by id; the next is H2."""
    first = make(e.Hypothesis, 1, text="a", label="H1", at="10:30")
    second = make(e.Hypothesis, 2, text="b", label="H1", at="10:31")
    incident = Incident([make(e.Opened, 0), second, first])
    assert [h.label for h in incident.hypotheses] == ["H1", "H1b"]
    assert incident.next_label("H") == "H2"
    assert incident.next_label("E") == "E1"


def test_a_label_of_nonsense_breaks_nothing() -> None:
    """A journal that somebody changed by hand."""
    odd = [
        make(e.Hypothesis, n, label=label) for n, label in enumerate(("H²", "H" + "9" * 5000, "Hx", "H7"), 1)
    ]
    assert Incident([make(e.Opened, 0), *odd]).next_label("H") == "H8"


def test_everything_follows_from_the_entries_alone() -> None:
    """No view depends on the clock: asked tomorrow, it is the same."""
    scene = Scene("@10:30 /started", "/h x", "/action y check:5m")
    before = (scene.incident.status, scene.incident.actions, scene.incident.metrics)
    scene.now += timedelta(days=1)
    assert (scene.incident.status, scene.incident.actions, scene.incident.metrics) == before


def test_utc_is_called_utc_under_each_of_its_names() -> None:
    """As machines in the cloud call it Etc/UTC; a whole day that was typed there is still one, the record keeps it."""
    scene = Scene("@2023-10-14 it was slow", zone="Etc/UTC")
    assert (scene.incident.zone, scene.incident.zone_recorded) == ("UTC", "Etc/UTC")
    assert scene.shown(1).entry.zone == "UTC"
    old = make(e.Note, 2, at="0:00", about=True, said="2023-10-15", zone="Etc/UTC", text="of before")
    assert shown(old.when, scene.incident.zone) == shown(scene.shown(1).entry.when, "UTC") == "all day"
    scene.type("/timezone Europe/Paris")
    assert scene.incident.zone == "Europe/Paris"
