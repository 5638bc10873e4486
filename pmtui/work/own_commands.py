"""The user's own commands: what `[run]` of the settings wants done with an update or an escalation.

They are of the settings alone. Nothing that an incident's files hold names one, and nothing that comes from elsewhere
than a person's Enter starts one: a colleague's journal runs nothing here.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import PurePath

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import words
from pmtui.model.text import clean, one_line, short
from pmtui.storage.settings import Commands

PATIENCE = 30.0
"""Seconds that a command has."""
_LONGEST = 120


def command_for(entry: e.Entry, commands: Commands) -> tuple[str, ...]:
    """The command that gets the text of an entry, as its words; empty when none does."""
    if isinstance(entry, e.Update):
        return commands.update
    return commands.escalate if isinstance(entry, e.Escalate) else ()


def given(item: Item, incident: Incident) -> str:
    """What a command reads: the text of an update, or who is asked and why."""
    return item.entry.text if isinstance(item.entry, e.Update) else words(item, incident)


def named(command: Sequence[str]) -> str:
    """What a command is called in a sentence."""
    return one_line(clean(PurePath(command[0]).name))


def run(command: Sequence[str], text: str, environment: Mapping[str, str], patience: float = PATIENCE) -> str:
    """Runs a command to its end, the text on its stdin; one sentence about how it ended.

    Args:
        command: its words; no shell reads them.
        text: for its stdin, with a line end.
        environment: variables that it has besides this program's own.
        patience: seconds after which it is ended, with all that it started.
    """
    name = named(command)
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,  # a ctrl+c of the terminal is not meant for it
        )
    except OSError as error:
        return f"{name} cannot be run: {error.strerror or error}"
    with process:
        try:
            output, _ = process.communicate(f"{text}\n".encode(), timeout=patience)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            return f"{name} was ended after {patience:.0f} s"
    said = short(one_line(clean(output.decode(errors="replace"))), _LONGEST)
    if process.returncode == 0:
        return f"{name}: done{f', {said}' if said else ''}"
    how = f"signal {-process.returncode}" if process.returncode < 0 else f"exit {process.returncode}"
    return f"{name}: {how}{f', {said}' if said else ''}"
