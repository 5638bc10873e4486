"""Copying over ssh, in tmux and locally: OSC 52 first, then a program of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

_PROGRAMS: tuple[tuple[str, ...], ...] = (
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
    ("pbcopy",),
)
_RICH: tuple[tuple[str, ...], ...] = (
    ("wl-copy", "--type", "text/html"),
    ("xclip", "-selection", "clipboard", "-t", "text/html"),
    ("osascript", "-"),
)
"""Those that can say of a text that it is HTML; osascript reads what it is to do."""
_NEEDS = {"wl-copy": "WAYLAND_DISPLAY", "xclip": "DISPLAY", "xsel": "DISPLAY"}
_PATIENCE = 2.0
_RICH_PATIENCE = 10.0
"""Pictures are large."""


def local_program(programs: Sequence[tuple[str, ...]] = _PROGRAMS) -> tuple[str, ...] | None:
    """The first of the programs that works here, if any; over ssh none does, it would fill the wrong clipboard."""
    if os.environ.get("SSH_TTY") or os.environ.get("SSH_CONNECTION"):
        return None
    for program in programs:
        needed = _NEEDS.get(program[0])
        if shutil.which(program[0]) and (needed is None or os.environ.get(needed)):
            return program
    return None


def copy_locally(text: str) -> bool:
    """Hands the text to the local clipboard program; whether there was one that took it. Waits up to two seconds."""
    program = local_program()
    return program is not None and _given(program, text, _PATIENCE)


def copy_rich(html: str) -> bool:
    """The same with HTML, which whoever pastes it gets as text with its headings, tables and pictures."""
    program = local_program(_RICH)
    if program is None:
        return False
    if program[0] == "osascript":
        html = f"set the clipboard to «data HTML{html.encode().hex()}»"
    return _given(program, html, _RICH_PATIENCE)


def _given(program: Sequence[str], text: str, patience: float) -> bool:
    """Whether a program took the text."""
    try:
        done = subprocess.run(
            program,
            input=text.encode(),
            timeout=patience,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def how(copied: bool) -> str:
    """What to say about a copy: the terminal never answers whether it took it."""
    if copied:
        return "copied"
    tmux = "; tmux needs `set -g set-clipboard on`" if os.environ.get("TMUX") else ""
    mac = "; macOS Terminal does not take it" if sys.platform == "darwin" else ""
    return f"sent to the terminal's clipboard{tmux}{mac}"
