"""Promises about keys typed into a real terminal, from the first instant and at any rate."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.tui.live.terminal import Terminal

_LEFT, _RIGHT, _HOME, _END = b"\x1b[D", b"\x1b[C", b"\x1b[H", b"\x1b[F"
_BACKSPACE, _ENTER = b"\x7f", b"\r"


def _keys(text: str) -> list[bytes]:
    return [character.encode() for character in text]


def _line(number: int) -> tuple[list[bytes], str]:
    """The keys of a line, with a mistake mended and something added in front, and what it says."""
    keys = [*_keys(f"{number}x日"), _LEFT, _BACKSPACE, _HOME, *_keys("é"), _RIGHT, *_keys("-"), _END, _ENTER]
    digits = str(number)
    return keys, f"é{digits[0]}-{digits[1:]}日"


def _recorded(path: Path) -> list[str]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()] if path.exists() else []


@pytest.mark.parametrize(("pause", "count"), [(0, 50), (0.002, 50), (0.008, 50), (0.03, 12)])
def test_no_line_typed_while_the_program_starts_is_lost_or_merged(
    tmp_path: Path, pause: float, count: int
) -> None:
    """Lines with Backspace and arrows among their keys arrive exactly, in order, at any rate.

    They begin long before the first screen: as soon as the terminal leaves the editing of lines to the program. At the
    slowest rate fewer of them, which still go on for seconds after it.
    """
    typed = [_line(number) for number in range(count)]
    path = tmp_path / "lines"
    with Terminal(["python", "-m", "tests.tui.bar_app", str(path)]) as terminal:
        assert terminal.wait_for(lambda: terminal.raw)
        terminal.type([key for keys, _ in typed for key in keys], pause=pause)
        terminal.wait_for(lambda: len(_recorded(path)) >= count)
        assert _recorded(path) == [text for _, text in typed]


@pytest.mark.parametrize("pause", [0, 0.008])
def test_no_line_typed_before_the_program_runs_is_lost_or_merged(tmp_path: Path, pause: float) -> None:
    """Lines typed while the terminal still edits them, where Enter comes as a line feed, are lines too."""
    path = tmp_path / "lines"
    with Terminal(["python", "-m", "tests.tui.bar_app", str(path)]) as terminal:
        terminal.type(
            [key for number in range(20) for key in (*_keys(f"line {number}x"), _BACKSPACE, _ENTER)],
            pause=pause,
        )
        terminal.wait_for(lambda: len(_recorded(path)) >= 20)
        assert _recorded(path) == [f"line {number}" for number in range(20)]


def test_the_terminal_is_left_and_lent_as_it_was_found(tmp_path: Path) -> None:
    """An editor opened from the program, and the shell after it, get echo and line ends as before."""
    path = tmp_path / "lines"
    with Terminal(["python", "-m", "tests.tui.bar_app", str(path)]) as terminal:
        assert terminal.wait_for_text("nothing yet")
        terminal.type([*_keys("suspend"), _ENTER])
        assert terminal.wait_for(lambda: _recorded(path) == ["lines and echo"])
        terminal.type([*_keys("quit"), _ENTER])
        assert terminal.wait_for_end() == 0
        assert terminal.as_found


def test_a_crash_leaves_the_terminal_as_it_was_found(tmp_path: Path) -> None:
    """After the program failed the shell is usable."""
    with Terminal(["python", "-m", "tests.tui.bar_app", str(tmp_path / "lines")]) as terminal:
        assert terminal.wait_for_text("nothing yet")
        terminal.type([*_keys("crash"), _ENTER])
        assert terminal.wait_for_end() == 1
        assert terminal.as_found


def test_a_pasted_text_is_one_entry(tmp_path: Path) -> None:
    """A bracketed paste keeps its lines together; the Enter after it submits them as one."""
    path = tmp_path / "lines"
    with Terminal(["python", "-m", "tests.tui.bar_app", str(path)]) as terminal:
        assert terminal.wait_for_text("nothing yet")
        terminal.type([b"\x1b[200~one\r\ntwo\x1b[31m\tthree\n\x1b[201~", _ENTER, *_keys("next"), _ENTER])
        assert terminal.wait_for(lambda: len(_recorded(path)) == 2)
        assert _recorded(path) == ["one\ntwo three", "next"]


def test_escape_and_a_letter_at_once_type_the_letter(tmp_path: Path) -> None:
    """Escape with a letter right behind it arrives as alt+letter, and the letter is kept."""
    path = tmp_path / "lines"
    with Terminal(["python", "-m", "tests.tui.bar_app", str(path)]) as terminal:
        assert terminal.wait_for_text("nothing yet")
        terminal.type([*_keys("ab"), b"\x1b", *_keys("cD"), b"\x1b", *_keys("Ef"), _ENTER])
        assert terminal.wait_for(lambda: bool(_recorded(path)))
        assert _recorded(path) == ["abcDEf"]
