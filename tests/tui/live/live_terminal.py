"""The real program on an incident, in a terminal, with a person's hands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.slowness import PATIENCE
from tests.tui.live.terminal import Terminal
from tests.tui.window.windows import entries, unsent_text

ENTER, ESCAPE, UP, BACKSPACE, QUIT = b"\r", b"\x1b", b"\x1b[A", b"\x7f", b"\x11"

_ALONE = 0.1
"""Seconds after which a key that was read is no part of a text that came at once: twice what the program waits."""


def keys(text: str) -> list[bytes]:
    """One key for each character."""
    return [character.encode() for character in text]


def pasted(text: str) -> bytes:
    """What a terminal sends for a paste."""
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"


class Live(Terminal):
    """The live screen of an incident.

    Args:
        folder: the incident's.
        words: further arguments of `tests.tui.live.program`.
        home: begins at the list of incidents.
    """

    def __init__(
        self,
        folder: Path,
        *words: str,
        home: bool = False,
        columns: int = 100,
        rows: int = 30,
        env: Mapping[str, str] | None = None,
    ) -> None:
        program = ["-m", "pmtui"] if home else ["-m", "tests.tui.live.program", str(folder)]
        super().__init__(
            ["python", *program, *words],
            columns=columns,
            rows=rows,
            env={"PMTUI_HOME": str(folder.parent.parent), **(env or {})},
        )
        self.folder = folder

    def __enter__(self) -> Live:
        return self

    def ready(self) -> None:
        """Waits for the first screen."""
        assert self.wait_for_text("what happens?"), self.lines

    def ready_with(self, text: str) -> None:
        """Waits for the first screen of a window whose bar holds a line already."""
        assert self.wait_for(lambda: self.bar == text), self.lines

    def enter(self, *lines: str) -> None:
        """Types lines, each with its Enter; one of several lines is pasted."""
        for line in lines:
            self.type([pasted(line)] if "\n" in line else keys(line))
            self.type([ENTER])

    def saves(self, count: int, *, seconds: float = PATIENCE) -> bool:
        """Whether the journal comes to hold so many entries, the opening one included."""
        return self.wait_for(lambda: len(entries(self.folder)) >= count, seconds=seconds)

    def header(self, text: str, *, seconds: float = PATIENCE) -> bool:
        """Whether the first line comes to say something."""
        return self.wait_for(lambda: text in self.lines[0], seconds=seconds)

    def keeps(self, text: str) -> bool:
        """Whether a line that is not entered comes to be on the disk."""
        return self.wait_for(lambda: text in unsent_text(self.folder))

    @property
    def bar(self) -> str:
        """What stands in the command bar, as far as its first line goes."""
        found = [line for line in self.lines if line.startswith("> ")]
        return found[-1][2:] if found else ""

    def rests(self, seconds: float) -> None:
        """Goes on drawing while nobody types, once all that was typed is read."""
        assert self.wait_for(lambda: not self.unread), self.lines
        self.draws(seconds)

    def draws(self, seconds: float) -> None:
        """Goes on drawing for so long, whatever was read: the program may be stopped, or about to be ended."""
        self.wait_for(lambda: False, seconds=seconds)

    def press(self, key: bytes) -> None:
        """Types one key and waits until it was read by itself and shows what it did; not every key shows anything."""
        before = self.picture
        self.type([key])
        assert self.wait_for(lambda: not self.unread), self.lines
        self.wait_for(lambda: self.picture != before, seconds=0.3)
        self.rests(_ALONE)

    def gone(self, text: str) -> bool:
        """Whether the screen comes to show something no more."""
        return self.wait_for(lambda: not any(text in line for line in self.lines))

    def quit(self) -> int | None:
        """Leaves with nothing unsaved; the exit status."""
        self.type([QUIT])
        return self.wait_for_end()
