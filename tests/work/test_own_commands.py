"""Promises about the user's own commands."""

from __future__ import annotations

import sys
import time

import pytest

from pmtui.model import entries as e
from pmtui.storage.settings import Commands
from pmtui.work.own_commands import command_for, run
from tests.storage.faults import NOW
from tests.tui.stage import HOSTILE


def _python(script: str) -> list[str]:
    return [sys.executable, "-c", script]


def test_a_command_gets_the_text_and_its_end_is_one_sentence() -> None:
    """The text as it was typed, on stdin, and what the command says of it; nothing of it steers a terminal."""
    said = run(
        _python("import sys, os; print(os.environ['X'], sys.stdin.read())"), "25 % [/] fail", {"X": "\x1b[2J"}
    )
    assert said.endswith(": done, 25 % [/] fail")
    assert "\x1b" not in said
    assert "\n" not in run(_python(f"print({HOSTILE * 9!r})"), "", {})
    assert run(_python("raise SystemExit(3)"), "", {}).endswith(": exit 3")
    assert "No such file" in run(["/nowhere/post"], "text", {})
    assert run(["/nowhere/post"], "text", {}).startswith("post cannot be run: ")


def test_a_command_that_does_not_read_is_no_error() -> None:
    """A text larger than a pipe is written to nobody."""
    assert run(_python("pass"), "x" * 1_000_000, {}).endswith(": done")


def test_a_command_that_does_not_end_is_ended_with_all_that_it_started() -> None:
    """Its child holds the pipe open, and goes too."""
    began = time.monotonic()
    said = run(["sh", "-c", "sleep 60 & sleep 60"], "", {}, patience=0.5)
    assert said == "sh was ended after 0 s"
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("entry", [e.Note(id="1", recorded=NOW, text="x"), e.Resolved(id="1", recorded=NOW)])
def test_only_updates_and_escalations_have_commands(entry: e.Entry) -> None:
    """All else runs nothing."""
    assert command_for(entry, Commands(update=("a",), escalate=("b",))) == ()
