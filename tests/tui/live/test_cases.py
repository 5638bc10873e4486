"""Promises about whole incidents typed into the real screen, key by key."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pmtui.cli import context
from pmtui.cli.main import run
from pmtui.model.incident.incident import Incident
from pmtui.output.record import record
from pmtui.storage.paths import CHART, DRAFT, RECORD
from tests.tui.live.live_terminal import ENTER, Live, keys
from tests.tui.window.windows import create, texts, whole

CASES = Path(__file__).parents[2] / "cases"
NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
_OWN = (
    "id",
    "n",
    "recorded",
    "salt",
    "refs",
    "journal",
    "digest",
    "closed",
    "finished",
    "created",
    "done_at",
)
"""What differs between two times that the same is typed."""


def _script(case: str) -> list[str]:
    """The lines of a case, as `pmtui log` takes them from a script."""
    found: list[str] = []
    for line in (CASES / case / "script.txt").read_text().splitlines():
        if line.startswith("  ") and found:
            found[-1] += "\n" + line[2:]
        elif line.strip() and not line.startswith("# "):
            found.append(line)
    return found


def _comparable(value: Any) -> Any:
    """A table without what is its own: ids and numbers, the clock's readings, and an `at` that nobody stated."""
    if isinstance(value, dict):
        stated = bool(value.get("said")) or not {"recorded", "kind", "role"} & value.keys()
        kept = {name: _comparable(each) for name, each in value.items() if name not in _OWN}
        return kept if stated else {name: kept[name] for name in kept if name not in ("at", "taken", "from")}
    return [_comparable(each) for each in value] if isinstance(value, list) else value


def _tables(incident: Incident) -> Any:
    return _comparable(record.tables(incident, "slug"))


def _log(folder: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> Incident:
    """What `pmtui log` and `pmtui close` make of the same script."""
    monkeypatch.setattr(context, "clock", lambda: NOW)
    monkeypatch.setenv("PMTUI_HOME", str(folder.parent.parent))
    monkeypatch.setenv("USER", "ana")
    with (CASES / case / "script.txt").open() as script, monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", script)
        assert run(["log", "-i", folder.name]) == 0
    assert run(["close", folder.name]) == 0
    return whole(folder)


@pytest.mark.parametrize(
    ("case", "pause"), [("great-downtime-debacle", 0.001), ("e-mall-crash", 0), ("mybinder-jupyterlab", 0)]
)
def test_a_case_typed_into_the_screen_makes_the_record_that_log_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, pause: float
) -> None:
    """Typed key by key, its pasted lines pasted, and closed by keys: the record is that of `pmtui log`."""
    folder = create(tmp_path / "typed", title="As it was typed")
    shutil.copytree(folder.parent.parent, tmp_path / "logged")
    lines = _script(case)
    with Live(folder, "--now", NOW.isoformat()) as live:
        live.ready()
        for line in lines:
            if "\n" in line:
                live.enter(line)
            else:
                live.type([*keys(line), ENTER], pause=pause)
        assert live.saves(len(lines) + 1)
        live.type([*keys("/close"), ENTER])
        assert live.wait_for_text("Close this incident?")
        live.type([ENTER])
        assert live.wait_for_text("They follow every later change")
        live.type([ENTER])
        assert live.quit() == 0
    logged = _log(tmp_path / "logged" / "incidents" / folder.name, case, monkeypatch)
    assert _tables(whole(folder)) == _tables(logged)


def _shows(live: Live, name: str) -> bool:
    return name in "".join("".join(live.lines).split())


def test_closing_says_what_is_missing_and_where_the_documents_are(tmp_path: Path) -> None:
    """By keys alone: what lacks, the paths written, and documents that follow a later entry."""
    folder = create(tmp_path)
    with Live(folder, "--now", "2023-10-15T10:31:00+00:00") as live:
        live.ready()
        live.enter("@10:20 /started the pool ran dry", "/close")
        assert live.wait_for_text("Still missing")
        live.type([b"\x1b"])
        assert live.wait_for_text("not closed")
        assert whole(folder).closed is False
        live.enter("/close")
        assert live.wait_for_text("Still missing")
        live.type([ENTER])
        assert live.wait_for_text("They follow every later change")
        for name in (RECORD, DRAFT, CHART):
            assert (folder / name).is_file()
            # Without its blanks: a path that is long is broken anywhere.
            assert live.wait_for(partial(_shows, live, name)), live.lines
        live.type([ENTER])
        assert live.header("closed")
        live.enter("@10:25 /resolved it was the pool")
        assert live.wait_for(lambda: "it was the pool" in (folder / RECORD).read_text())
        assert live.wait_for(lambda: "it was the pool" in (folder / DRAFT).read_text())
        assert live.quit() == 0
    assert (folder / RECORD).read_text() == record.write(whole(folder), folder.name)


def test_documents_follow_an_entry_typed_just_before_leaving(tmp_path: Path) -> None:
    """Enter and ctrl+q at once: the entry is saved, and the record has it when the program has ended."""
    folder = create(tmp_path)
    with Live(folder, "--now", "2023-10-15T10:31:00+00:00") as live:
        live.ready()
        live.enter("/close")
        assert live.wait_for_text("Close this incident?")
        live.type([ENTER])
        assert live.wait_for_text("They follow every later change")
        live.type([ENTER])
        assert live.header("closed")
        live.type([*keys("the last word"), ENTER, b"\x11"])
        assert live.wait_for_end() == 0
    assert "the last word" in (folder / RECORD).read_text()
    assert (folder / RECORD).read_text() == record.write(whole(folder), folder.name)


def test_no_key_typed_behind_a_dialog_is_lost(tmp_path: Path) -> None:
    """Enter answers, and all that is typed at once behind it goes to the bar; so does a text that is no answer."""
    folder = create(tmp_path)
    with Live(folder, "--now", "2023-10-15T10:31:00+00:00") as live:
        live.ready()
        live.enter("/brief")
        assert live.wait_for_text("Escape back")
        live.enter("read it", "and went on")
        live.enter("/close")
        assert live.wait_for_text("Close this incident?")
        live.enter("not yet")
        assert live.saves(4)
        assert live.gone("Close this incident?")
        live.enter("/close")
        assert live.wait_for_text("Close this incident?")
        live.type([ENTER])
        live.rests(0.1)  # with others in its read a key is text, not an answer
        live.type([*keys("@10:25 /resolved closed"), ENTER, *keys("@10:26 and after")])
        live.type([ENTER])
        assert live.saves(7)
        assert live.quit() == 0
    assert texts(folder) == ["read it", "and went on", "not yet", "", "closed", "and after"]
