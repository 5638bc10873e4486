"""The calls that open the screens: the only place where the command line meets Textual."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from pathlib import Path

from pmtui.cli.printing import put
from pmtui.errors import UsageError

_FRAMES = "240"
"""Paints a second at most: at Textual's 60 a key waits up to 17 ms to be seen."""


def version(options: Namespace) -> int:
    """Prints the version."""
    from pmtui import __version__

    put(f"pmtui {__version__}")
    return 0


def home(options: Namespace) -> int:
    """The home screen."""
    return show(None)


def live(options: Namespace) -> int:
    """The live screen of one incident, which a colleague's record becomes first; else the home screen.

    It is the home screen when none is named and not exactly one is open.
    """
    from pmtui.cli import context as house

    if options.incident and house.is_lone_record(options.incident):
        from pmtui.cli.sharing import opened

        need_terminal()
        return show(opened(options.incident))
    try:
        folder = house.folder(options.incident)
    except UsageError:
        if options.incident or os.environ.get("PMTUI_INCIDENT"):
            raise
        return show(None)
    return show(folder)


def need_terminal() -> None:
    """Refuses to go on where there is no terminal to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the screens need a terminal", "`pmtui log` and `pmtui show` work without one")


def show(folder: Path | None) -> int:
    """Runs the screens until the person leaves them.

    Raises:
        UsageError: there is no terminal to draw on.
    """
    need_terminal()
    gc.set_threshold(700)  # a screen lives longer than a call: Python's own rhythm
    from pmtui.tui.terminal.early import early_raw_mode

    os.environ.setdefault("TEXTUAL_FPS", _FRAMES)
    with early_raw_mode() as raw:
        from pmtui.tui.app import run

        return run(folder, raw)
