"""Promises of `model/milestones.py`: which moment counts, and the status it gives."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.model.scene import Scene, at


def counted(scene: Scene, name: str) -> str:
    """The clock of the moment that counts."""
    found = scene.incident.milestones[name]
    return f"{'~' if found.about else ''}{found.at:%H:%M}"


@pytest.mark.parametrize("name", ["started", "detected", "declared", "acknowledged"])
def test_the_earliest_beginning_counts(name: str) -> None:
    """Of several started, detected, declared, acknowledged: the earliest, in whatever order they were typed."""
    assert counted(Scene(f"@11:00 /{name}", f"@10:30 /{name}", f"@10:45 /{name}"), name) == "10:30"


@pytest.mark.parametrize("name", ["identified", "mitigated", "resolved", "relapse"])
def test_the_latest_end_counts(name: str) -> None:
    """Of several identified, mitigated, resolved: the latest."""
    assert counted(Scene(f"@11:00 /{name}", f"@10:30 /{name}", f"@10:45 /{name}"), name) == "11:00"


@pytest.mark.parametrize("name", ["started", "detected", "declared", "acknowledged", "identified", "relapse"])
def test_a_range_counts_from_its_start(name: str) -> None:
    """Something that began between 10:30 and 10:40 counts from 10:30."""
    assert counted(Scene(f"@10:30..10:40 /{name}"), name) == "10:30"


@pytest.mark.parametrize("name", ["mitigated", "resolved"])
def test_a_range_of_an_end_counts_from_its_end(name: str) -> None:
    """The impact is over when the rollout has ended."""
    scene = Scene(f"@10:30..10:40 /{name}", f"@10:35 /{name}")
    assert counted(scene, name) == "10:40"


def test_what_is_struck_or_of_unknown_time_does_not_count() -> None:
    """Corrections change which moment counts, at once."""
    scene = Scene("@10:30 /started", "@10:20 /started", "@? /started")
    assert counted(scene, "started") == "10:20"
    scene.type("/strike #2")
    assert counted(scene, "started") == "10:30"
    scene.type("/retime #1 10:25")
    assert counted(scene, "started") == "10:25"
    scene.type("/amend #1 /detected the pager")
    assert set(scene.incident.milestones) == {"detected"}


def test_about_is_kept() -> None:
    """An approximate moment says so."""
    assert counted(Scene("@~10:30 /started"), "started") == "~10:30"
    assert counted(Scene("@10:?? /started"), "started") == "~10:00"


def test_declared_defaults_to_the_opening() -> None:
    """Recording was opened at 10:00, which is within twelve hours of the start."""
    scene = Scene("@08:00 /started")
    assert counted(scene, "declared") == "10:00"
    assert scene.incident.milestones["declared"].item is None
    scene.type("@10:30 /declared")
    assert counted(scene, "declared") == "10:30"


def test_an_incident_recorded_afterwards_has_no_default_declaration() -> None:
    """Opened more than twelve hours from the start, or without a start: nobody knows."""
    assert "declared" not in Scene("@2023-10-14T21:59 /started").incident.milestones
    assert counted(Scene("@2023-10-14T22:00 /started"), "declared") == "10:00"
    assert "declared" not in Scene("@10:00 /detected").incident.milestones


def test_a_confirmation_stands_in_for_identified() -> None:
    """The latest confirmation of what is confirmed now; an identified that was typed goes first."""
    scene = Scene("@10:30 /h the pool", "@10:31 /h the disk", "@10:40 /confirmed H1", "@10:50 /confirmed H2")
    assert counted(scene, "identified") == "10:50"
    scene.type("@10:55 /misleading H2 it was not")
    assert counted(scene, "identified") == "10:40"
    scene.type("@10:35 /identified")
    assert counted(scene, "identified") == "10:35"


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([], "investigating"),
        (["@10:30 /started"], "investigating"),
        (["@10:30 /started", "@10:31 /detected", "@10:32 /acknowledged"], "investigating"),
        (["@10:30 /started", "@10:40 /identified"], "identified"),
        (["@10:30 /h x", "@10:40 /confirmed H1"], "identified"),
        (["@10:40 /mitigated", "@10:30 /started", "@10:35 /identified"], "monitoring"),
        (["@10:40 /mitigated", "@10:50 /resolved"], "resolved"),
        (["@10:50 /resolved", "@11:00 /relapse"], "investigating"),
        (["@11:00 /relapse", "@10:50 /resolved"], "investigating"),
        (["@10:50 /resolved", "@11:00 /relapse", "@11:10 /mitigated"], "monitoring"),
        (["@10:50 /resolved", "@10:50 /mitigated"], "resolved"),
        (["@? /resolved", "@10:30 /started"], "investigating"),
        (["@10:30..11:10 /resolved", "@11:00 /relapse"], "resolved"),
        (["@10:50 /resolved", "/close"], "closed"),
        (["@10:50 /resolved", "/close", "/reopen"], "resolved"),
        (["/close", "/reopen", "/close"], "closed"),
        (["/close", "/strike #1"], "investigating"),
        (["/close", "/reopen", "/strike #2"], "closed"),
    ],
)
def test_the_status_follows_the_latest_moment(lines: list[str], status: str) -> None:
    """By `at`, not by the order of typing; closed after /close, until /reopen."""
    assert Scene(*lines).incident.status == status


def test_any_milestone_can_be_given_in_any_order() -> None:
    """No order is enforced, and repeats are allowed; they are listed as they happened."""
    scene = Scene("@11:00 /resolved", "@11:10 /detected", "@11:20 /started", "@11:20 /started again")
    assert list(scene.incident.milestones) == ["declared", "resolved", "detected", "started"]
    assert scene.incident.milestones["started"].at - scene.incident.milestones["resolved"].at == timedelta(
        minutes=20
    )
    assert scene.incident.milestones["declared"].at == at("10:00")
