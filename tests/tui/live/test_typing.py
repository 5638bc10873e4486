"""Promises about typing into the real program: nothing is lost, whoever else writes, and however it ends."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pmtui.storage.unsent import Unsent
from tests.slowness import PATIENCE
from tests.torture.campaign import Found
from tests.torture.signals import bar_ends
from tests.tui.live.live_terminal import BACKSPACE, ENTER, QUIT, UP, Live, keys
from tests.tui.window.windows import create, entries, texts, unsent_text, write

_LEFT, _RIGHT, _HOME, _END, _DELETE, _TAB = b"\x1b[D", b"\x1b[C", b"\x1b[H", b"\x1b[F", b"\x1b[3~", b"\t"
MORNING, LATER = "2023-10-15T10:31:00+00:00", "2023-10-15T10:51:00+00:00"


def _line(number: int) -> tuple[list[bytes], str]:
    """The keys of a line, with a mistake mended and something added in front, and what it says."""
    typed = [*keys(f"{number}x日"), _LEFT, BACKSPACE, _HOME, *keys("é"), _RIGHT, *keys("-"), _END, ENTER]
    digits = str(number)
    return typed, f"é{digits[0]}-{digits[1:]}日"


@pytest.mark.parametrize(("pause", "count"), [(0, 50), (0.002, 50), (0.008, 50), (0.03, 12)])
def test_no_key_is_lost_or_merged_from_the_first_instant(tmp_path: Path, pause: float, count: int) -> None:
    """Lines with Backspace and arrows among their keys are as many entries, in order, at any rate.

    At the slowest rate fewer of them, which still go on for seconds after the first screen.
    """
    folder = create(tmp_path)
    lines = [_line(number) for number in range(count)]
    with Live(folder) as live:
        assert live.wait_for(lambda: live.raw)
        live.type([key for typed, _ in lines for key in typed], pause=pause)
        assert live.saves(count + 1)
        assert live.header("saved")
    assert texts(folder) == [text for _, text in lines]


def test_eight_processes_write_while_a_screen_is_open(tmp_path: Path) -> None:
    """Nothing of theirs or of the screen's is lost or doubled, each in its order, and the screen shows the last."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        others = [_logging(folder, number) for number in range(8)]
        live.enter(*(f"screen {number}" for number in range(20)))
        assert [other.wait(PATIENCE) for other in others] == [0] * 8
        assert live.saves(1 + 20 + 8 * 5)
        assert live.header("saved")
        write(folder, "the very last", at=datetime.now(UTC))
        assert live.wait_for_text("the very last")
    found = texts(folder)
    for who, count in [("screen", 20), *((f"other{number}", 5) for number in range(8))]:
        assert [text for text in found if text.startswith(f"{who} ")] == [f"{who} {n}" for n in range(count)]
    assert [entry.n for entry in entries(folder)] == list(range(62))


def _logging(folder: Path, number: int) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "pmtui", "log", "-i", str(folder)]
    process = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stdin is not None
    process.stdin.write("".join(f"other{number} {line}\n" for line in range(5)))
    process.stdin.close()
    return process


def test_another_windows_entry_is_shown_at_once_and_disturbs_nothing(tmp_path: Path) -> None:
    """It is on the screen within a fraction of a second; the half-typed line, its cursor and the focus stay."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        live.type([*keys("the database is x"), _LEFT])
        assert live.wait_for_text("the database is x")
        write(folder, "from elsewhere")
        # the benchmark measures the quarter of a second
        assert live.wait_for_text("from elsewhere", seconds=1.5), live.lines
        live.type([*keys("back again "), ENTER])
        assert live.saves(3)
    assert texts(folder)[-1] == "the database is back again x"


def _rows(live: Live) -> list[str]:
    return [line[:40].rstrip() for line in live.lines if "row " in line]


def test_another_windows_entry_moves_no_page_that_is_being_read(tmp_path: Path) -> None:
    """Scrolled up in the timeline, the same rows stay in sight, and the next letter goes to the bar."""
    folder = create(tmp_path)
    write(folder, *(f"row {number:02}" for number in range(60)))
    with Live(folder) as live:
        live.ready()
        assert live.wait_for_text("row 59")
        live.press(_TAB)
        live.type([_HOME])
        first = [f"row {number:02}" for number in range(10)]
        assert live.wait_for(lambda: [row[-6:] for row in _rows(live)[:10]] == first), live.lines
        before = _rows(live)
        write(folder, "from elsewhere")
        live.rests(0.6)
        assert live.wait_for(lambda: _rows(live) == before), live.lines
        live.type([*keys("on with it"), ENTER])
        assert live.saves(63)
    assert texts(folder)[-1] == "on with it"


def test_a_half_typed_line_is_kept_although_it_is_left_at_once(tmp_path: Path) -> None:
    """ctrl+q comes in one read with the line; the next window has all of it in its bar."""
    folder = create(tmp_path)
    half = "half 日本é " + "x" * 60
    with Live(folder) as live:
        live.ready()
        live.type([half.encode(), QUIT])
        assert live.wait_for_end() == 0
    with Live(folder) as live:
        live.ready_with(half)


def test_a_refused_line_outlives_the_program_and_keeps_its_moment(tmp_path: Path) -> None:
    """Parked, killed, fetched by Up in the next window twenty minutes later: it is recorded for its first Enter."""
    folder = create(tmp_path)
    with Live(folder, "--now", MORNING) as live:
        live.ready()
        live.enter("/frobnicate the pool")
        assert live.wait_for_text("is no command")
        assert live.keeps("/frobnicate the pool")
        live.kill()
    with Live(folder, "--now", LATER) as live:
        live.ready()
        assert live.wait_for_text("frobnicate")
        live.type([UP])
        assert live.wait_for(lambda: live.bar.startswith("/frobnicate"))
        live.type([_HOME, *[_DELETE] * len("/frobnicate "), ENTER])
        assert live.saves(2)
        assert live.gone("frobnicate")
        assert live.quit() == 0
    (_, entry) = entries(folder)
    assert texts(folder) == ["the pool"]
    assert entry.at is not None
    assert entry.at == entry.recorded < datetime(2023, 10, 15, 10, 40, tzinfo=UTC)


def test_two_windows_each_get_their_line_back(tmp_path: Path) -> None:
    """Both are killed; the next window has the later line in its bar and the other one parked."""
    folder = create(tmp_path)
    with Live(folder) as one, Live(folder) as two:
        for live, text in ((one, "first window"), (two, "second window")):
            live.ready()
            live.type(keys(text))
            live.ready_with(text)
            assert live.keeps(text)
        one.kill()
        two.kill()
    with Live(folder) as live:
        live.ready_with("second window")
        assert live.wait_for_text("first window")
        assert live.quit() == 0
    unsent, torn = Unsent.claim(folder, lambda _: None)
    assert torn == []
    assert unsent.state.half.text == "second window"
    assert [line.text for line in unsent.state.parked] == ["first window"]


def test_a_section_that_is_being_written_outlives_a_kill(tmp_path: Path) -> None:
    """Before the pause that saves it: the next window has it above the bar, as the line that writes it."""
    folder = create(tmp_path)
    write(folder, "/close")
    with Live(folder) as live:
        assert live.wait_for_text("Enter Mend")
        live.press(b"\t")
        assert live.wait_for_text("Enter Edit")
        live.type([ENTER])
        assert live.wait_for_text("Section ▸")
        live.type(keys("Unsaved prose"))
        assert live.wait_for(lambda: "Unsaved prose" in unsent_text(folder))
        live.kill()
    with Live(folder) as live:
        assert live.wait_for_text("Unsaved prose")


@pytest.mark.parametrize("seed", range(10))
def test_a_killed_program_loses_nothing_that_it_showed(tmp_path: Path, seed: int) -> None:
    """kill -9 at any moment: what was shown as saved is there, once, in order, and the unfinished line is back."""
    found = Found()
    bar_ends("KILL", tmp_path, random.Random(seed), found)
    assert found.broken == []
