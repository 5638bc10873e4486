"""Copying over ssh, in tmux and locally: OSC 52 first, then a program of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_PROGRAMS: tuple[tuple[str, ...], ...] = (
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
    ("pbcopy",),
)
_NEEDS = {"wl-copy": "WAYLAND_DISPLAY", "xclip": "DISPLAY", "xsel": "DISPLAY"}
_PATIENCE = 2.0


def local_program() -> tuple[str, ...] | None:
    """The clipboard program that works here, if any; over ssh none does, it would fill the wrong clipboard."""
    if os.environ.get("SSH_TTY") or os.environ.get("SSH_CONNECTION"):
        return None
    for program in _PROGRAMS:
        needed = _NEEDS.get(program[0])
        if shutil.which(program[0]) and (needed is None or os.environ.get(needed)):
            return program
    return None


def copy_locally(text: str) -> bool:
    """Hands the text to the local clipboard program; whether there was one that took it. Waits up to two seconds."""
    program = local_program()
    if program is None:
        return False
    try:
        done = subprocess.run(
            program,
            input=text.encode(),
            timeout=_PATIENCE,
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
    tmux = "; in tmux it needs `set -g set-clipboard on`" if os.environ.get("TMUX") else ""
    mac = "; macOS Terminal does not take it" if sys.platform == "darwin" else ""
    return f"sent to the terminal's clipboard{tmux}{mac}"
