"""Opening the screens: the only place where the command line meets Textual."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.errors import UsageError
from pmtui.startup import begin_screens

if TYPE_CHECKING:
    from pmtui.storage.library import Library
    from pmtui.storage.settings import Settings
    from pmtui.tui.terminal.early import EarlyRaw
    from pmtui.work.demo import Demo

_FRAMES = "240"
"""Paints a second at most: at Textual's 60 a key waits up to 17 ms to be seen."""


def need_terminal() -> None:
    """Refuses to go on where there is no terminal to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the screens need a terminal", "`pmtui log` and `pmtui show` work without one")


def show(folder: Path | None) -> int:
    """Runs the screens until the person leaves them.

    Raises:
        UsageError: there is no terminal to draw on.
    """
    with _drawing() as raw:
        from pmtui.tui.app import run

        return run(folder, raw)


def show_demo(library: Library, mine: Settings, demo: Demo) -> int:
    """The same for a record that is played again."""
    with _drawing() as raw:
        from pmtui.tui.demo import run

        return run(library, mine, demo, raw)


@contextmanager
def _drawing() -> Iterator[EarlyRaw]:
    need_terminal()
    begin_screens()
    from pmtui.tui.terminal.early import early_raw_mode

    os.environ.setdefault("TEXTUAL_FPS", _FRAMES)
    with early_raw_mode() as raw:
        yield raw
