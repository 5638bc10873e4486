"""Promises about the bytes that a terminal sends to the real program, however they come."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.model import entries as e
from tests.tui.live.live_terminal import ENTER, UP, Live, keys
from tests.tui.window.windows import create, entries, texts, write

_TEXT = "für 日本 🔥 é\u0301"
_ODD = (
    *(b"\x1b[97;1:3u", b"\x1b[97:65;2u", b"\x1b[1114112u", b"\x1b[97;1;55296u", b"\x1b[57399999999999;5~"),
    *(b"\x1b[48;0;0;0;0t", b"\x1b[48;99999;99999;1;1t", b"\x1b[<0;99999;99999M", b"\x1b[<0;99999;99999m"),
    *(b"\x1b[9999999;9999999R", b"\x1b[?2026;1$y", b"\x1b[I", b"\x1b[O", b"\xff", b"\x00"),
)


def test_a_line_of_single_bytes_is_the_line(tmp_path: Path) -> None:
    """Each byte in a read of its own, 10 ms after the one before it, as over a serial console."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        live.type([bytes([byte]) for byte in _TEXT.encode() + ENTER], pause=0.01)
        assert live.saves(2), live.lines
        assert live.quit() == 0
    assert texts(folder) == [_TEXT]


def test_no_report_of_a_terminal_ends_the_program(tmp_path: Path) -> None:
    """Reports that no terminal should send, each between two words of a line."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        for number, report in enumerate(_ODD):
            live.type([f"word{number} ".encode(), report, b"on"])
            assert live.wait_for(lambda: live.bar.endswith("on")), (report, live.lines)
            live.type([ENTER])
        assert live.saves(len(_ODD) + 1), live.lines
        assert live.quit() == 0
    found = [text.replace("\ufffd", "") for text in texts(folder)]
    assert found == [f"word{number} on" for number in range(len(_ODD))]


@pytest.mark.parametrize("focus", [b"", b"\t"])
def test_a_paste_without_marks_makes_only_notes(tmp_path: Path, focus: bytes) -> None:
    """Tabs and line ends among fast letters leave no bar, no pane does what they say, and what was there stands."""
    folder = create(tmp_path)
    write(folder, "what was there")
    with Live(folder) as live:
        live.ready()
        live.type([focus])
        live.rests(0.2)
        live.type([b"name\tanswer\rdb\tx is dead\rTraceback: boom\r\tat a.b.Pool.get\rend\r"])
        assert live.saves(7), live.lines
        assert live.quit() == 0
    notes = ["name    answer", "db    x is dead", "Traceback: boom", "    at a.b.Pool.get", "end"]
    assert [type(entry) for entry in entries(folder)[1:]] == [e.Note] * 6
    assert texts(folder) == ["what was there", *(note.strip() for note in notes)]


def test_a_paste_without_marks_answers_no_question(tmp_path: Path) -> None:
    """A dialog that is opened by one of its lines is left, and the lines behind it are notes."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        live.type([b"/close\ryes it is\r"])
        assert live.saves(2), live.lines
        assert live.quit() == 0
    assert texts(folder) == ["yes it is"]


def test_what_is_typed_at_once_is_not_joined_to_the_line_of_an_earlier_window(tmp_path: Path) -> None:
    """A half-typed line that nobody has seen yet is put aside, with its time; Up fetches it."""
    folder = create(tmp_path)
    with Live(folder) as live:
        live.ready()
        live.type(keys("the pool is"))
        assert live.wait_for(lambda: live.bar == "the pool is")
        assert live.quit() == 0
    with Live(folder) as live:
        assert live.wait_for(lambda: live.raw)
        live.type([*keys("/started"), ENTER])
        assert live.saves(2), live.lines
        live.type([UP])
        live.ready_with("the pool is")
        live.type([*keys(" full"), ENTER])
        assert live.saves(3), live.lines
    assert [type(entry) for entry in entries(folder)[1:]] == [e.Started, e.Note]
    assert texts(folder) == ["", "the pool is full"]
