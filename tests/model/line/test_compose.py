"""Promises about the update that is worded from the state."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmtui.model import entries as e
from pmtui.model.line.compose import composed
from pmtui.storage.settings import Settings
from tests.model.scene import Scene

BUSY = (
    "/service shop, login",
    "/summary the pool is exhausted",
    "/impact 5 % fail",
    "/impact 25 % fail!",
    "/action double the pool check:10m",
    "/action call the vendor check:20m",
    "/escalate network team: rule out loss",
    "/escalate vendor",
    "/escalate dba",
    "/answered E3",
)


def fills(line: str, scene: Scene, settings: Settings | None = None) -> str:
    """What Enter puts in the bar for a line."""
    return composed(line, scene.context, settings or Settings(update_every=0))


@pytest.mark.parametrize("line", ["/u", "/update", "/upd", "/U ", "/update \n"])
def test_it_asks_first_who_is_to_be_told(line: str) -> None:
    """Customers, as long as nobody was told anything."""
    assert fills(line, Scene()) == "/update customers: "


def test_it_goes_to_whom_the_next_update_was_promised() -> None:
    """The most pressing promise; without one, to whom the last one went that had an audience."""
    scene = Scene("/update customers: hello", "/update internal: hi", "/update and all")
    assert fills("/u", scene) == "/update internal: "
    scene.type("/update support: hello next:20m")
    scene.type("/update customers: hello next:10m")
    scene.now += timedelta(minutes=1)
    assert fills("/u", scene) == "/update customers: "


def test_it_says_what_is_known_and_nothing_else() -> None:
    """An incident with nothing but a title: one line."""
    assert fills("/update internal:", Scene()) == "/update internal: Checkout is down – investigating."


def test_who_helps_reads_conditions_actions_and_needs() -> None:
    """Summary, the last impact, what is in flight, who is waited for."""
    assert fills("/u internal: ", Scene(*BUSY)).splitlines() == [
        "/update internal: Checkout is down (shop, login) – investigating.",
        "the pool is exhausted.",
        "Impact: 25 % fail!",
        "We are: double the pool; call the vendor.",
        "We need: network team (rule out loss); vendor.",
    ]


@pytest.mark.parametrize("audience", ["customers", "status page", "board"])
def test_who_is_hit_reads_neither_actions_nor_needs(audience: str) -> None:
    """Customers, the status page, and any audience of one's own."""
    scene = Scene(*BUSY)
    scene.audiences = ("board",)
    assert fills(f"/update {audience}:", scene).splitlines() == [
        f"/update {audience}: Checkout is down (shop, login) – investigating.",
        "the pool is exhausted.",
        "Impact: 25 % fail!",
    ]


@pytest.mark.parametrize(
    ("every", "key"), [("30m", " next:30m"), ("1h30m", " next:1h30m"), ("90s", " next:90s"), ("0", "")]
)
def test_the_next_update_is_promised_by_the_rhythm(every: str, key: str) -> None:
    """Of the severity, as the settings have it; the line is read with it."""
    seconds = {"30m": 1800, "1h30m": 5400, "90s": 90, "0": 0}[every]
    scene = Scene("/impact all fail")
    line = fills("/update customers:", scene, Settings(update_every={"SEV3": seconds, "other": 7}))
    assert line.endswith(f"Impact: all fail.{key}")
    entry = scene.read(line)
    assert isinstance(entry, e.Update)
    assert (entry.audience, entry.next) == ("customers", seconds or None)
    assert entry.text.endswith("all fail.")
    scene.type("/resolved")
    assert "next:" not in fills("/update customers:", scene, Settings(update_every=60))


@pytest.mark.parametrize(
    "title", ["Internal: the build breaks", "Custmers: cannot pay", "a: b: c", "[/] `x` | /close"]
)
def test_no_title_is_taken_for_an_audience(title: str) -> None:
    """The text is all of it."""
    scene = Scene(f"/title {title}", "/summary first line")
    entry = scene.read(fills("/update customers:", scene))
    assert isinstance(entry, e.Update)
    assert entry.audience == "customers"
    assert entry.text == f"{title} – investigating.\nfirst line."


def test_only_what_is_still_being_done_is_told() -> None:
    """What is done is not; with nothing in flight nothing is said of it."""
    scene = Scene("/action look", "/action roll back", "/done A1")
    assert "We are: roll back." in fills("/u internal:", scene)
    scene.type("/done A2")
    assert "We are" not in fills("/u internal:", scene)


def test_a_summary_of_several_lines_is_one_sentence() -> None:
    """Line breaks of what was typed do not break the update."""
    scene = Scene("/impact one\n\n  two")
    assert "Impact: one two." in fills("/u customers:", scene)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "u",
        "a note",
        "/update customers: hi",
        "/update customers",
        "/update nobody:",
        "/note",
        "/xyzzy:",
        "/un",
    ],
)
def test_every_other_line_is_left_alone(line: str) -> None:
    """It is recorded, or refused."""
    assert fills(line, Scene()) == ""
