"""The menu of everything that `/` opens: every command in its group, or what fits the letters behind the slash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pmtui.model.line.arguments import AFTER, FIX, Command
from pmtui.model.line.commands import COMMANDS, found_by

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

NOW, MORE, CORRECT, WRITE_UP = "Now", "More", "Correct", "Write-up"
_OF_HELP = {FIX: CORRECT, AFTER: WRITE_UP}
"""The groups of the help that are groups here, too."""
_SEARCHED = 2
"""Letters from which on a command is also found by what it does and what it takes."""


class Group(msgspec.Struct, frozen=True):
    """Commands under one heading."""

    name: str
    """Empty for what was searched for: there the best fit is first, whatever its group."""
    commands: tuple[Command, ...]


def menu(incident: Incident, query: str) -> tuple[Group, ...]:
    """What the menu shows; no group is empty.

    Args:
        incident: once it is closed its write-up comes first.
        query: what was typed behind the slash; empty shows every command.
    """
    if query:
        found = tuple(_search(query.casefold()))
        return (Group("", found),) if found else ()
    order = (WRITE_UP, NOW, MORE, CORRECT) if incident.closed else (NOW, MORE, CORRECT, WRITE_UP)
    return tuple(Group(name, tuple(_of(name))) for name in order)


def _of(group: str) -> list[Command]:
    found = [command for command in COMMANDS if _group(command) == group]
    return sorted(found, key=lambda command: command.now)


def _group(command: Command) -> str:
    return NOW if command.now else _OF_HELP.get(command.group, MORE)


def _search(query: str) -> list[Command]:
    """By the whole alias or name, then by how they begin, by what the name holds, by a key or a word of
    the help, or by what other programs call it."""
    ranked = [(rank, number) for number, c in enumerate(COMMANDS) if (rank := _rank(c, query)) is not None]
    return [COMMANDS[number] for _, number in sorted(ranked)]


def _rank(command: Command, query: str) -> int | None:
    if query in (command.name, *command.aliases):
        return 0
    if command.name.startswith(query):
        return 1
    if len(query) < _SEARCHED:
        return None
    if any(alias.startswith(query) for alias in command.aliases):
        return 2
    if query in command.name:
        return 3
    words = [*command.help.casefold().replace("(", " ").split(), *(key.name for key in command.keys)]
    words += found_by(command)
    return 4 if any(word.startswith(query) for word in words) else None
