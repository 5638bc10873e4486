"""Promises about the user's own commands on the live screen."""

from __future__ import annotations

import sys
from pathlib import Path

from pmtui.storage.settings import Commands
from pmtui.work.commit import record
from pmtui.work.session import Session
from tests.tui.stage import settings, stage

_KEEP = """
import os, sys, time
while not os.path.exists(sys.argv[1]):
    time.sleep(0.01)
open(sys.argv[1], "a").write(os.environ["PMTUI_INCIDENT"] + " " + sys.stdin.read())
"""
"""Waits until somebody looks, and keeps what it got."""


def _commands(kept: Path) -> Commands:
    command = (sys.executable, "-c", _KEEP, str(kept))
    return Commands(update=command, escalate=command)


async def test_what_is_entered_goes_to_the_users_own_command_once_it_is_saved(tmp_path: Path) -> None:
    """An update and an escalation; the receipt names the command, and a line says how it ended."""
    kept = tmp_path / "kept.txt"
    async with stage(tmp_path, settings=settings(run=_commands(kept))) as s:
        name = Path(sys.executable).name
        await s.enter("/update customers: 25 % [/] fail")
        assert s.said.startswith(f"{name} gets it once it is saved · ")
        kept.touch()
        await s.until(lambda: s.said == f"{name}: done")
        await s.enter("/escalate network team: why?", "a note")
        await s.until(lambda: kept.read_text().count("\n") == 2)
        slug = s.live.session.slug
    assert kept.read_text().splitlines() == [f"{slug} 25 % [/] fail", f"{slug} network team: why?"]


async def test_nothing_but_an_enter_starts_a_command(tmp_path: Path) -> None:
    """Neither what another program wrote nor what a window takes over from another text."""
    kept = tmp_path / "kept.txt"
    kept.touch()
    async with stage(tmp_path, settings=settings(run=_commands(kept))) as s:
        other = Session(s.live.session.folder, s.clock, "bo")
        typed = other.understand("/update customers: from elsewhere")
        assert typed.entry is not None
        record(other, typed.entry)
        other.close()
        assert s.live.window.enter(["/update customers: taken over"]) == 1
        await s.until(lambda: "from elsewhere" in s.texts and s.live.window.unsaved == 0)
        await s.enter("a note")
        await s.enter("/update customers: entered")
        await s.until(lambda: kept.read_text().endswith("entered\n"))
    assert len(kept.read_text().splitlines()) == 1
