"""Promises about the update that is worded from the state."""

from __future__ import annotations

import pytest

from pmtui.model import entries as e
from pmtui.model.incident.compose import update
from tests.model.scene import Scene


def test_it_says_what_is_known_and_nothing_else() -> None:
    """An incident with nothing but a title: one line."""
    assert update(Scene().incident) == "/update Checkout is down – investigating."


def test_conditions_actions_and_needs() -> None:
    """Summary, the last impact, what is in flight, who is waited for."""
    scene = Scene(
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
    assert update(scene.incident).splitlines() == [
        "/update Checkout is down (shop, login) – investigating.",
        "the pool is exhausted.",
        "Impact: 25 % fail!",
        "We are: double the pool; call the vendor.",
        "We need: network team (rule out loss); vendor.",
    ]


def test_only_what_is_still_being_done_is_told() -> None:
    """What is done is not; with nothing in flight nothing is said of it."""
    scene = Scene("/action look", "/action roll back", "/done A1")
    assert "We are: roll back." in update(scene.incident)
    scene.type("/done A2")
    assert "We are" not in update(scene.incident)


def test_it_goes_to_whom_the_last_one_went() -> None:
    """The audience of the last update that had one."""
    scene = Scene("/update customers: hello", "/update internal: hi", "/update and all")
    assert update(scene.incident).startswith("/update internal: Checkout is down")


@pytest.mark.parametrize(
    "title", ["Internal: the build breaks", "Custmers: cannot pay", "a: b: c", "[/] `x` | /close"]
)
def test_what_is_composed_is_read_as_an_update_to_nobody_in_particular(title: str) -> None:
    """No title is taken for an audience, and the text is all of it."""
    scene = Scene(f"/title {title}", "/summary first line")
    entry = scene.read(update(scene.incident))
    assert isinstance(entry, e.Update)
    assert not entry.audience
    assert entry.text.endswith("investigating.\nfirst line.")
    assert entry.next is None


def test_a_summary_of_several_lines_is_one_sentence() -> None:
    """Line breaks of what was typed do not break the update."""
    scene = Scene("/impact one\n\n  two")
    assert "Impact: one two." in update(scene.incident)
