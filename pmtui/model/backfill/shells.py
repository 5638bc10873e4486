"""Histories of shells: one row a format."""

from __future__ import annotations

import re

from pmtui.model.backfill.written import Written


def _command(words: str) -> str:
    return f"$ {words.strip()}" if words.strip() else ""


def _continued(words: str) -> str:
    """A command of several lines, which zsh ends in a backslash each."""
    return _command(words.replace("\\\n", "\n"))


def _yaml(words: str) -> str:
    """A command as fish writes it, its line breaks and backslashes spelled."""
    written = words.partition("\n  paths:")[0]
    return _command(re.sub(r"\\(n|\\)", lambda match: "\n" if match[1] == "n" else "\\", written))


_ZSH = Written(
    "zsh",
    "zsh history",
    begins=(r"^: (?P<time>\d{9,10}):(?P<took>\d{1,9});(?P<text>[^\n]*)",),
    words=_continued,
    noun="command",
)
_BASH = Written(
    "bash",
    "bash history",
    begins=(r"^#(?P<time>\d{9,10})$",),
    words=_command,
    noun="command",
)
_HISTORY = Written(
    "history",
    "output of history",
    begins=(
        r"^[ \t]*\d{1,6}\*?[ \t]+(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?: ?[+-]\d{4})?)[ \t]+"
        r"(?P<text>\S[^\n]*)$",
    ),
    words=_command,
    noun="command",
)
_FISH = Written(
    "fish",
    "fish history",
    begins=(r"^- cmd: (?P<text>[^\n]*)\n  when: (?P<time>\d{9,10})$",),
    words=_yaml,
    noun="command",
)
_ATUIN = Written(
    "atuin",
    "atuin history",
    begins=(
        r"^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\t(?P<text>[^\t]{1,100000}?)\t(?P<took>\d{1,9}(?:[nuμm]?s|[mhd]))$",
    ),
    words=_command,
    whole=True,
    noun="command",
)

SHELLS = (_ZSH, _BASH, _HISTORY, _FISH, _ATUIN)
