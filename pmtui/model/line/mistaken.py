"""Lines that were probably meant as something else: a word for the program or the shell, a time without its `@`."""

from __future__ import annotations

import re

from pmtui.model.line.arguments import LineError
from pmtui.model.text import short

_WORDS = {
    **dict.fromkeys(("help", "?"), "/help"),
    **dict.fromkeys(("quit", "exit", "q", ":q", ":q!", ":wq"), "/quit"),
    "status": "/brief",
    "who": "/who",
    "undo": "/undo",
    "clear": "",  # nothing that is recorded can be cleared
    **{f"sev{level}": f"/severity {level}" for level in range(1, 6)},
}
"""What people type to a program as a line of its own, and the line that does it."""
_TIME = r"([~−-]?\d\S*?)[:,]?[ \t]+(?=\S)"
_TIME_THEN = r"([~−-]?\d\S*?)[:,]?(?:\s+|\Z)"
_LETS_IN = re.compile(r"pmtui://.{0,20000}?[?&]k=[\w-]{8}", re.IGNORECASE | re.DOTALL)
_CLOCK = r"~?\d{1,2}:[\d?]{2}\S*|~?\d{1,2}[ap]m|[-−]\d\S*[a-z]"


def check_words(line: str) -> None:
    """Refuses a whole line that is a word for the program, in any case.

    Raises:
        LineError: it names the command that does it.
    """
    typed = line.strip()
    command = _WORDS.get(typed.casefold())
    if command is None:
        return
    instead = f"write {command}, or /note {typed}" if command else f"write /note {typed}"
    raise LineError(
        f"{typed} alone is a word for the program", f"{instead} if that is what happened", repair=command
    )


def check_joining(line: str) -> None:
    """Refuses a line that holds the secret of a shared incident, as `pmtui share` prints it: it was meant for a shell.

    Raises:
        LineError: it says so.
    """
    if _LETS_IN.search(line):
        raise LineError(
            "a line to join by is for a shell, and lets in whoever reads it",
            "paste it there; a line that begins with a space is a note",
        )


def check_milestone(command: str, text: str) -> None:
    """Refuses a milestone's text that begins with a clock time: without an `@` it would be one of now.

    Args:
        command: the milestone.
        text: what stands behind it, where no TIME stands before it.

    Raises:
        LineError: it names the line with the time in its place.
    """
    match = re.match(rf"(?:(?:at|since|around)[ \t]+)?{_TIME_THEN}", text, re.IGNORECASE)
    if match is None or not re.fullmatch(_CLOCK, match[1], re.IGNORECASE):
        return
    instead = f"@{match[1]} /{command} {text[match.end() :]}".rstrip()
    raise LineError(
        f"/{command} {match[1]} would be now: a TIME stands before it",
        f"write {short(instead)}, or @now /{command} {short(text)}",
        repair=instead,
    )


def with_its_time(line: str) -> str:
    """The line with an `@` before the clock time that it begins with; empty when it begins with none."""
    match = re.match(_TIME, line)
    if match is None or not re.fullmatch(_CLOCK, match[1], re.IGNORECASE):
        return ""
    return f"@{match[1]} {line[match.end() :]}"
