"""Lines that were probably meant as something else: a word for the program or the shell, a time without its `@`."""

from __future__ import annotations

import re

from pmtui.model.joining import lets_in
from pmtui.model.line.arguments import LineError
from pmtui.model.text import short

_WORDS = {
    **dict.fromkeys(("help", "?"), "/help"),
    **dict.fromkeys(("quit", "exit", "q", ":q", ":q!", ":wq"), "/quit"),
    "status": "/brief",
    "who": "/who",
    "undo": "/undo",
    "clear": "",  # nothing that is recorded can be cleared
    **{f"{sev}{level}": f"/severity {level}" for level in range(1, 6) for sev in ("sev", "p")},
}
"""What people type to a program as a line of its own, and the line that does it."""
BROUGHT = {
    word: tuple(line.format(word) for line in lines)
    for words, lines in (
        ("alert alerted alarm noticed", ("detected",)),
        ("assign", ("action",)),
        ("ask", ("question", "escalate")),
        ("bridge dashboard runbook ticket zoom", ("link {}",)),
        ("bye leave", ("quit",)),
        ("call contact need page ping", ("escalate",)),
        ("cause rca root rootcause", ("write root_cause", "identified")),
        ("change correct edit", ("amend",)),
        ("comment log say", ("note",)),
        ("customers internal stakeholders support", ("update {}:",)),
        ("delete remove rm", ("strike",)),
        ("deploy restart revert rollback watch workaround", ("action {}",)),
        ("down outage symptom", ("impact",)),
        ("fix recovered", ("mitigated", "action")),
        ("guess suspect theory", ("hypothesis",)),
        ("over stop", ("resolved", "close")),
        ("post publish tell", ("update",)),
        ("postmortem retro", ("write", "close")),
        ("remind reminder timer", ("action",)),
        ("ruleout", ("misleading",)),
        ("sitrep state tldr", ("brief", "summary")),
        ("statuspage", ("update status page:",)),
        ("todo", ("action", "task")),
        *((f"p{level}", (f"severity {level}",)) for level in range(1, 6)),
    )
    for word in words.split()
}
"""What people type behind the slash, and how the line begins that does it here; the likeliest first."""
_QUIT = "/quit"
_LEVEL = re.compile(r"\Asev(?:erity)?[ :_-]?(?=[1-5]\Z)")
_TIME_WORDS = frozenset(
    ["about", "around", "at", "midday", "midnight", "noon", "since", "today", "tonight", "yesterday"]
)
"""What stands before a time, or for one: never somebody's name behind an @."""
_TIME = r"([~−-]?\d\S*?)[:,]?[ \t]+(?=\S)"
_TIME_THEN = r"([~−-]?\d\S*?)[:,]?(?:\s+|\Z)"
_CLOCK = r"~?\d{1,2}:[\d?]{2}\S*|~?\d{1,2}[ap]m|[-−]\d\S*[a-z]"


def check_words(line: str) -> None:
    """Refuses a whole line that is a word for the program, in any case.

    Raises:
        LineError: it names the command that does it.
    """
    typed = line.strip()
    command = _WORDS.get(_LEVEL.sub("sev", typed.casefold()))
    if command is None:
        return
    instead = f"write {command}, or /note {typed}" if command else f"write /note {typed}"
    raise LineError(
        f"{typed} alone is a word for the program", f"{instead} if that is what happened", repair=command
    )


def check_leaving(line: str) -> None:
    """Refuses what was refused as a command, but is a word for the program behind its slash: `/exit`, `/q`.

    Raises:
        LineError: it names the command that does it.
    """
    word = line.strip().removeprefix("/").casefold()
    if line.startswith("/") and _WORDS.get(word) == _QUIT:
        raise LineError(f"/{word} does not leave", f"write {_QUIT}; nothing is lost", repair=_QUIT)


def brought(word: str) -> tuple[str, ...]:
    """How the lines begin that do what a word behind the slash does elsewhere; nothing for any other word."""
    return BROUGHT.get(word, ())


def others_for(name: str) -> list[str]:
    """What people type elsewhere for what the command of that name does."""
    alone = [word for word, line in _WORDS.items() if line.split()[:1] == [f"/{name}"]]
    return alone + [word for word, lines in BROUGHT.items() if lines[0].split()[0] == name]


def check_moment(word: str) -> None:
    """Refuses a word of time behind the `@`: its line would be a note of now.

    Raises:
        LineError: it names how a time is written.
    """
    if word.removeprefix("@").rstrip(",:").casefold() in _TIME_WORDS:
        raise LineError(
            f"{short(word)} is no time",
            "write @14:05, ~14:05 for about then, or with its day @2023-10-15T14:05; "
            "a line that begins with a space is a note",
        )


def check_joining(line: str) -> None:
    """Refuses a line that holds the secret of a shared incident, as `pmtui share` prints it: it was meant for a shell.

    Raises:
        LineError: it says so.
    """
    if lets_in(line):
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


def named_slashless(line: str) -> re.Match[str] | None:
    """A line's first word, a colon behind it, and its second word, where it may be a command without its slash."""
    return re.fullmatch(r"([A-Za-z]{2,})(:?)(?:[ \t]+(\S+)[^\n]*)?", line)
