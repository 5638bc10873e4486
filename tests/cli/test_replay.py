"""`pmtui replay`: a record on the screen again, and nothing of it anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import Program
from tests.tui.live.terminal import Terminal


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "a replay is a demo, and nothing else; write --demo behind it"),
        (("--demo",), "the screens need a terminal"),
        (
            ("--demo", "--speed", "0"),
            "'0' is no speed; write how many times as fast, 60, or inf for all at once",
        ),
    ],
)
def test_a_replay_that_is_none_is_refused(pmtui: Program, words: tuple[str, ...], sentence: str) -> None:
    """One sentence, exit 2; no folder is left behind."""
    called = pmtui("replay", pmtui.new(), *words)
    assert called.status == 2
    assert sentence in called.sentence


def test_a_demo_meets_no_list(pmtui: Program, tmp_path: Path) -> None:
    """A colleague's record runs on the screen; nothing of it is among one's own incidents then, nor afterwards."""
    slug = pmtui.new("Login fails")
    pmtui.done("log", "@-5m", "/started")
    pmtui.done("log", "/task alert owner:bo due:2023-10-01")
    pmtui.done("close", slug)
    record = tmp_path / "incident.toml"
    pmtui.folder(slug).joinpath("incident.toml").rename(record)
    mine = pmtui.new("Checkout is down")
    asked = (["list"], ["list", "--json"], ["tasks"], ["stats", "--json"], ["find", "alert"], ["brief"])
    before = [pmtui(*call).out for call in asked]
    command = ["python", "-m", "pmtui", "replay", str(record), "--demo", "--speed", "inf"]
    env = {"TMPDIR": str(tmp_path), "PMTUI_HOME": str(pmtui.home)}
    with Terminal(command, columns=100, rows=30, env=env) as terminal:
        assert terminal.wait_for_text("DEMO: Login fails"), terminal.lines
        assert terminal.wait_for_text("closed"), terminal.lines
        assert len([*tmp_path.glob("pmtui-demo-*/incidents/demo-*")]) == 1
        assert [pmtui(*call).out for call in asked] == before
        assert pmtui.done("log", "only this one is open").startswith(mine)
        terminal.type([b"\x11"])
        assert terminal.wait_for_end() == 0
        assert terminal.wait_for_text("the demo is over; nothing of it is kept"), terminal.lines
    assert not [*tmp_path.glob("pmtui-demo-*")]
    assert sorted(each.name for each in (pmtui.home / "incidents").iterdir()) == sorted([slug, mine])
