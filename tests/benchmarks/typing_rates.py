"""Lines typed into the real program from its first instant on, at several rates."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from pmtui.model.entries import Note
from pmtui.storage.journal.journal import Journal
from tests.benchmarks.place import PMTUI, Place, folder
from tests.benchmarks.rows import Row
from tests.benchmarks.screen import live
from tests.benchmarks.terminal import Terminal

_RATES = (0.0, 0.002, 0.008, 0.03)
"""Seconds between two keys; 0 is all at once."""
_LEFT, _HOME, _END, _BACKSPACE, _ENTER = b"\x1b[D", b"\x1b[H", b"\x1b[F", b"\x7f", b"\r"


def keys(place: Place) -> Iterator[Row]:
    """One row: the lines that are not in the journal exactly as typed, of all that were."""
    with live(place, 0):
        pass  # compiled once, outside the measurement
    lines = place.count(60)
    wrong = {}
    for pause in _RATES:
        home = place.home(0)
        terminal = Terminal((*PMTUI, "open", folder(home).name), place.env(home))
        try:
            typed = _type(terminal, lines if pause < 0.03 else lines // 2, pause)
            wrong[pause] = _wrong(terminal, folder(home), typed), len(typed)
        finally:
            terminal.close()
    lost = sum(number for number, _ in wrong.values())
    said = ", ".join(
        f"{'at once' if not pause else f'{pause * 1000:g} ms'}: {number} of {count} lines"
        for pause, (number, count) in wrong.items()
    )
    yield Row("keys lost or merged, from the first instant, by ms a key", "0", str(lost), said, not lost)


def _type(terminal: Terminal, count: int, pause: float) -> list[str]:
    """Types; half of the lines at the start, whatever the program does, the rest once it reads keys itself.

    Until then the terminal edits the lines, which knows Backspace and no arrows.
    """
    typed = []
    for number in range(count):
        while number == count // 2 and not terminal.raw and terminal.runs:
            terminal.read(0.002)
        presses, text = _edited(number) if terminal.raw else _plain(number)
        typed.append(text)
        if not pause:
            terminal.type(b"".join(presses))
            continue
        for key in presses:
            due = time.perf_counter() + pause
            terminal.type(key)
            while (left := due - time.perf_counter()) > 0:
                terminal.read(left)
    return typed


def _plain(number: int) -> tuple[list[bytes], str]:
    return [*_letters(f"line {number}x"), _BACKSPACE, _ENTER], f"line {number}"


def _edited(number: int) -> tuple[list[bytes], str]:
    presses = [
        *_letters(f"{number}x日"),
        _LEFT,
        _BACKSPACE,
        _HOME,
        *_letters("é-"),
        _END,
        *_letters("!"),
        _ENTER,
    ]
    return presses, f"é-{number}日!"


def _letters(text: str) -> list[bytes]:
    return [letter.encode() for letter in text]


def _wrong(terminal: Terminal, incident: Path, typed: list[str]) -> int:
    """How many lines differ, once all have come or nothing has for a while."""
    known, since = -1, time.perf_counter()
    while time.perf_counter() - since < 3:
        terminal.rest(0.1)
        journal = Journal(incident)
        recorded = [entry.text for entry in journal.read() if isinstance(entry, Note)]
        journal.close()
        if recorded == typed:
            return 0
        if len(recorded) != known:
            known, since = len(recorded), time.perf_counter()
    same = sum(one == other for one, other in zip(recorded, typed, strict=False))
    return max(len(recorded), len(typed)) - same
