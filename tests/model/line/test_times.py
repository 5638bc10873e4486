"""Promises of `model/line/times.py`: a moment that is known only by what came before it."""

from __future__ import annotations

import pytest

from pmtui.model.line.retype import script_line
from pmtui.model.time.words import understood
from tests.model.scene import NOON, Scene, copy

BEFORE = ("@10:30 first", "@10:40 /escalate database team: help", "@? second")


@pytest.mark.parametrize(("typed", "n"), [("after:#1", 1), ("After:#3", 3), ("after:2", 2), ("after:E1", 2)])
def test_a_time_can_be_unknown_but_behind_an_entry(typed: str, n: int) -> None:
    """Nothing of the clock is claimed, what it is behind is kept and said, and typed again it is the same."""
    scene = Scene(*BEFORE)
    item = scene.type(f"@{typed} /impact a quarter of logins fail")
    entry = item.entry
    assert (entry.at, entry.said, entry.behind) == (None, typed, scene.shown(n).id)
    assert understood(entry.when, NOON, "UTC") == f"time unknown, after {typed.partition(':')[2]}"
    assert scene.read(script_line(item, scene.incident)).when.behind == entry.behind
    assert copy(scene.incident).item(entry.id).entry == entry


@pytest.mark.parametrize(
    "typed", ["after:#99", "after:#1,#2", "after:#1..#2", "after:#", "after:E7", "after:shift2"]
)
def test_behind_what_is_no_one_entry_is_refused(typed: str) -> None:
    """It is no note of now with the time in its text."""
    Scene(*BEFORE).refused(f"@{typed} it went on")


def test_what_is_no_reference_is_a_note() -> None:
    """A word after an `@` is somebody's as long as nothing in it is a number."""
    assert Scene(*BEFORE).type("@after:lunch all is well").entry.at == NOON


def test_an_entry_is_put_behind_another_later() -> None:
    """And is no longer there once its time is known; behind itself it cannot be."""
    scene = Scene(*BEFORE, "@11:00 third")
    scene.refused("/retime #4 after:#4")
    scene.type("/retime #4 after:#1")
    assert (scene.shown(4).entry.at, scene.shown(4).entry.behind) == (None, scene.shown(1).id)
    scene.type("/retime #4 11:00")
    assert (scene.shown(4).entry.at is None, scene.shown(4).entry.behind) == (False, "")
