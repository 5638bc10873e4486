"""Promises of `model/metrics.py`: lengths of time with their definitions, and what they lack."""

from __future__ import annotations

import pytest

from tests.model.scene import Scene

FULL = (
    "@10:00 /started",
    "@10:05 /detected",
    "@10:07 /acknowledged",
    "@10:30 /identified",
    "@10:50 /mitigated",
    "@11:00 /resolved",
)


def minutes(scene: Scene, name: str) -> float | None:
    """The metric in minutes."""
    seconds = scene.metric(name).seconds
    return None if seconds is None else seconds / 60


def test_every_metric_is_computed_by_its_definition() -> None:
    """Eight of them, each with its words and its definition."""
    scene = Scene(*FULL)
    assert {m.name: minutes(scene, m.name) for m in scene.incident.metrics} == {
        "time_to_detect": 5,
        "time_to_acknowledge": 2,
        "time_to_identify": 25,
        "time_to_mitigate": 50,
        "time_to_resolve": 60,
        "duration": 60,
        "impact": 50,
        "misleading": 0,
    }
    assert all(m.words and m.definition and not m.missing and not m.about for m in scene.incident.metrics)


@pytest.mark.parametrize(
    ("metric", "definition", "missing"),
    [
        ("time_to_detect", "started → detected", "started and detected"),
        ("time_to_acknowledge", "detected → acknowledged", "detected and acknowledged"),
        ("time_to_identify", "detected → identified", "detected and identified"),
        ("time_to_mitigate", "started → mitigated", "started and mitigated"),
        ("time_to_resolve", "started → resolved", "started and resolved"),
        ("duration", "started → resolved", "started or detected and resolved or mitigated"),
        ("impact", "started or relapse → the next mitigated, else resolved", "started"),
    ],
)
def test_what_cannot_be_computed_names_what_it_lacks(metric: str, definition: str, missing: str) -> None:
    """Never a bare number, never a guess."""
    found = Scene().metric(metric)
    assert (found.seconds, found.definition, found.missing) == (None, definition, missing)


@pytest.mark.parametrize(
    ("lines", "definition", "length"),
    [
        (["@10:00 /started", "@10:05 /detected", "@11:00 /resolved"], "started → resolved", 60),
        (["@10:05 /detected", "@11:00 /resolved"], "detected → resolved", 55),
        (["@10:05 /detected", "@10:50 /mitigated"], "detected → mitigated", 45),
        (
            ["@10:00 /started", "@10:50..10:55 /mitigated", "@11:00..11:10 /resolved"],
            "started → resolved",
            70,
        ),
    ],
)
def test_the_duration_takes_the_best_that_is_given(lines: list[str], definition: str, length: int) -> None:
    """Started, else detected; resolved, else mitigated; and it says which."""
    scene = Scene(*lines)
    assert minutes(scene, "duration") == length
    assert scene.metric("duration").definition == definition


def test_moments_in_the_wrong_order_give_no_metric() -> None:
    """It says which is before which."""
    scene = Scene("@10:30 /started", "@10:20 /detected", "@10:10 /resolved")
    assert scene.metric("time_to_detect").seconds is None
    assert "detected is before started" in scene.metric("time_to_detect").missing
    assert "resolved is before started" in scene.metric("duration").missing


@pytest.mark.parametrize(
    ("lines", "about"),
    [
        (["@~10:00 /started", "@10:05 /detected"], {"time_to_detect"}),
        (["@10:00 /started", "@~11:00 /resolved"], {"time_to_resolve", "duration", "impact"}),
        (["@10:00 /started", "@~10:50 /mitigated", "@11:00 /resolved"], {"time_to_mitigate", "impact"}),
    ],
)
def test_a_metric_from_an_approximate_moment_says_so(lines: list[str], about: set[str]) -> None:
    """Also the impact time, whichever moment ends it."""
    assert {m.name for m in Scene(*lines).incident.metrics if m.about} == about


@pytest.mark.parametrize(
    ("lines", "length"),
    [
        (["@10:00 /started", "@10:30 /mitigated"], 30),
        (["@10:00 /started", "@10:40 /resolved"], 40),
        (["@10:00 /started", "@10:30 /mitigated", "@10:40 /resolved"], 30),
        (["@10:00 /started", "@10:30 /mitigated", "@10:40 /relapse", "@10:50 /mitigated"], 40),
        (["@10:00 /started", "@10:30 /mitigated", "@10:40 /relapse", "@11:00 /resolved"], 50),
        (["@10:00 /started", "@10:20 /resolved", "@10:40 /relapse", "@10:50 /mitigated"], 30),
        (["@10:00 /started", "@10:20 /relapse", "@10:50 /mitigated", "@11:00 /resolved"], 60),
        (["@10:00 /started", "@10:30 /mitigated", "@10:40 /relapse"], None),
        (["@10:00 /started"], None),
        (["@10:40 /relapse", "@10:50 /mitigated"], 10),
        (["@10:00 /started", "@10:05 /started", "@10:30 /mitigated"], 30),
    ],
)
def test_the_impact_time_counts_each_stretch_once(lines: list[str], length: int | None) -> None:
    """Each start or relapse until the next mitigation or, without one before the next relapse, resolution."""
    assert minutes(Scene(*lines), "impact") == length


@pytest.mark.parametrize(
    ("paths", "length", "at_least"),
    [
        (["@10:10..10:20 /x a", "@10:30..10:40 /x b"], 20, False),
        (["@10:10..10:30 /x a", "@10:20..10:40 /x b"], 30, False),
        (["@10:10..10:40 /x a", "@10:20..10:30 /x b"], 30, False),
        (["@09:50..10:10 /x a", "@10:50..11:20 /x b"], 20, False),
        (["@09:00..09:50 /x a"], 0, False),
        (["@10:10 /h a", "@10:25 /x H1", "@10:25 /h b", "@10:30 /confirmed H2"], 15, False),
        (["@10:10 /h a", "@10:25 /x H1", "@10:30 /revive H1"], 0, False),
        (["@10:20 /x a"], 0, True),
        (["@10:10..10:20 /x a", "@10:40 /x b"], 10, True),
        (["@10:10 /h a", "@? /x H1"], 0, True),
        (["@10:20 /x a spent:15m"], 15, False),
    ],
)
def test_the_misleading_time_is_a_union(paths: list[str], length: int, at_least: bool) -> None:
    """Overlaps once, clipped to the duration, what is misleading now; at least, when a path has no time."""
    scene = Scene(*FULL, *paths)
    assert minutes(scene, "misleading") == length
    assert scene.metric("misleading").at_least == at_least
    assert scene.incident.misleading_share == round(length / 60, 4)


def test_there_is_no_share_without_a_duration() -> None:
    """A part of nothing is no part."""
    assert Scene("@10:10..10:20 /x a").incident.misleading_share is None
    assert minutes(Scene("@10:10..10:20 /x a"), "misleading") == 10


def test_metrics_follow_every_correction() -> None:
    """Closing is never final."""
    scene = Scene(*FULL, "/close", "/retime #6 11:10")
    assert minutes(scene, "duration") == 70
    scene.type("/strike #6")
    assert minutes(scene, "duration") == 50
    assert scene.metric("time_to_resolve").missing == "resolved"


def test_each_audience_has_its_first_update() -> None:
    """Detected → the first update to it, in the order in which they were told; none is before it was detected."""
    scene = Scene(
        "@10:00 /started",
        "@10:05 /detected",
        "@10:09 /update internal: we look",
        "@10:20 /update customers: checkout fails",
        "@10:25 /update Customers: still",
        "@10:02 /update support: something is odd",
        "@? /update status page: it fails",
    )
    found = {m.words: (m.definition, m.seconds, m.missing) for m in scene.incident.first_updates}
    assert found == {
        "Time to first update to support": (
            "detected → the first update to support",
            None,
            "an order: the first update to support is before detected",
        ),
        "Time to first update to internal": ("detected → the first update to internal", 240, ""),
        "Time to first update to customers": ("detected → the first update to customers", 900, ""),
    }
    assert [m.words for m in scene.incident.lengths][:2] == [
        "Time to detect",
        "Time to first update to support",
    ]


def test_without_updates_that_is_what_is_lacking() -> None:
    """And without a moment of detection, that."""
    lacking = {Scene(*lines).incident.first_updates[0].missing for lines in ((), ("@10:00 /detected",))}
    assert lacking == {"detected and an update", "an update"}
    (told,) = Scene("@10:00 /update we look into it").incident.first_updates
    assert (told.words, told.missing) == ("Time to first update", "detected")
