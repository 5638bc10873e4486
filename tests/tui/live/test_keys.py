"""Promises about an incident run from the keyboard alone, in the real terminal."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from pmtui.cli import context
from pmtui.cli.main import run
from tests.tui.live.live_terminal import ENTER, ESCAPE, Live, keys
from tests.tui.live.test_cases import NOW, _script, _tables
from tests.tui.window.windows import create, whole

TAB = b"\t"
EXTRA = (
    "/action turn the cache on check:10m",
    "/hypothesis the cache was cold",
    "/escalate cache team: is it cold?",
)
F6 = b"\x1b[17~"
MOVES = {"enter": ENTER, "home": b"\x1b[H", "end": b"\x1b[F"}
PANES = {"timeline": 1, "escalations": 3, "actions": 4, "hypotheses": 5, "tasks": 3}
"""How many times Tab is pressed in the bar to come to each; of the last in the write-up."""
ACTIONS = (
    ("timeline", "end", "alt+m", "/key #38", ""),
    ("timeline", "end", "alt+m", "/unkey #38", ""),
    ("timeline", "end", "alt+m", "/key #38", ""),
    ("timeline", "end", "alt+a", "/amend #38 cache team: is it cold?", " or empty?"),
    ("timeline", "end", "alt+t", "/retime #38 ", "2023-01-15T11:10Z"),
    ("timeline", "home", "alt+x", "/strike #1 ", "typed twice"),
    ("timeline", "home", "alt+x", "/unstrike #1", ""),
    ("hypotheses", "home", "alt+u", "/evidence H5 + ", "the hit rate is low"),
    ("hypotheses", "home", "alt+d", "/evidence H5 - ", "it was warm an hour ago"),
    ("hypotheses", "home", "alt+r", "/misleading H5 ", "the graph was of another day"),
    ("hypotheses", "end enter end", "alt+o", "/revive H5 ", "the graph was right"),
    ("hypotheses", "home", "alt+c", "/confirmed H5 ", "the cold start log says so"),
    ("escalations", "home", "alt+r", "/escalate E3 ", "via:phone"),
    ("escalations", "home", "alt+d", "/answered E3 ", "it is cold"),
    ("actions", "end", "alt+d", "/done A2 ", "warm again"),
    ("tasks", "home", "alt+o", "/task T1 owner:", "bo"),
    ("tasks", "home", "alt+u", "/task T1 due:", "2026-02-01"),
    ("tasks", "home", "alt+d", "/done T1", ""),
)


def _act(live: Live, action: tuple[str, str, str, str, str]) -> str:
    """One key on a line of a pane, and Enter; the line that was entered."""
    pane, move, key, filled, typed = action
    for pressed in [TAB] * PANES[pane] + [
        *(MOVES[each] for each in move.split()),
        ESCAPE + key.removeprefix("alt+").encode(),
    ]:
        live.press(pressed)
    assert live.wait_for(lambda: live.bar.startswith(filled.rstrip())), "\n".join(
        [str(action), live.bar, *live.lines]
    )
    live.rests(0.2)  # an Enter at once behind what filled the bar is part of a text, and submits nothing
    live.type([*keys(typed), ENTER])
    assert live.wait_for_text("what happens?"), "\n".join(live.lines)
    return filled + typed


def test_an_incident_run_by_keys_alone_is_what_log_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every key of a pane, an amend, a strike, a find, a brief and the close: the record is that of `log`."""
    folder = create(tmp_path / "typed", title="By keys alone")
    shutil.copytree(folder.parent.parent, tmp_path / "logged")
    lines = [*_script("e-mall-crash"), *EXTRA]
    with Live(folder, "--now", NOW.isoformat(), columns=120, rows=40) as live:
        live.ready()
        live.enter(*lines)
        assert live.saves(len(lines) + 1)
        written_up = False
        for action in ACTIONS:
            if action[0] == "tasks" and not written_up:
                written_up = True
                live.press(F6)
                assert live.wait_for_text("Left to do"), live.lines
            if action[0] == "tasks":  # what a list of the write-up filled, goes back there once it is entered
                live.press(ESCAPE)
            lines.append(_act(live, action))
        live.press(F6)
        assert live.wait_for_text("Timeline"), live.lines
        live.enter("/find redundant", "/find cache")
        assert live.wait_for_text("found"), live.lines
        live.type([ESCAPE])
        live.enter("/brief")
        assert live.wait_for_text("Ruled out, do not try again"), "\n".join(live.lines)
        live.type([ESCAPE])
        live.enter("/close")
        assert live.wait_for_text("Close this incident?"), live.lines
        live.type([ENTER])
        assert live.wait_for_text("They follow every later change"), live.lines
        live.type([ENTER])
        assert live.quit() == 0
    logged = tmp_path / "logged" / "incidents" / folder.name
    monkeypatch.setattr(context, "clock", lambda: NOW)
    monkeypatch.setenv("PMTUI_HOME", str(logged.parent.parent))
    monkeypatch.setenv("USER", "ana")
    script = tmp_path / "script.txt"
    script.write_text("".join(line.replace("\n", "\n  ") + "\n" for line in lines))
    with script.open() as file, monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", file)
        assert run(["log", "-i", logged.name]) == 0
    assert run(["close", logged.name]) == 0
    assert _tables(whole(folder)) == _tables(whole(logged))


def test_the_terminals_cursor_is_seen_at_what_is_typed_or_selected(tmp_path: Path) -> None:
    """It stands behind the line, then at the selected row; the window is called after the incident meanwhile."""
    folder = create(tmp_path, title="Checkout is down")
    with Live(folder) as live:
        live.ready()
        live.enter("CPU is high")
        assert live.saves(2)
        live.type(keys("half"))
        live.ready_with("half")
        assert live.wait_for(
            lambda: live.cursor in [(y, 6) for y, line in enumerate(live.lines) if line == "> half"]
        ), live.cursor
        live.press(TAB)
        live.press(MOVES["home"])
        assert live.wait_for(lambda: "CPU is high" in live.lines[(live.cursor or (0, 0))[0]]), (
            live.cursor,
            live.lines,
        )
        assert live.wait_for(lambda: b"overdue \xc2\xb7 Checkout is down\x07" in live.output)
        assert live.quit() == 0
        assert live.output.rfind(b"\x1b[23;2t") > live.output.rfind(b"Checkout is down\x07")
