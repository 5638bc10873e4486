"""Follow-ups in a team's tracker: the issue that one becomes, and the call of the user's own client that files it.

pmtui speaks to no tracker: the client has the address, the account and the rights. What a person typed is data: words
of a call that no shell reads, and Markdown in which nothing pings anybody.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from contextlib import suppress
from shlex import join, quote

import msgspec

from pmtui.errors import PmtuiError, UsageError
from pmtui.model.incident.facts import TaskFact
from pmtui.model.incident.incident import Incident
from pmtui.model.text import clean, one_line, short
from pmtui.model.time.words import day
from pmtui.output.text.light import blocks, inline

PATIENCE = 60.0
"""Seconds that the client has for one issue."""
_TITLE = 250
"""Characters; GitHub takes 256."""
_TEXT = 15_000
"""Characters of a follow-up's text in an issue; GitHub takes 65,536 with every sign that has to be escaped."""
_REPOSITORY = re.compile(r"(?:[A-Za-z0-9][\w.-]*(?::\d+)?/)?[A-Za-z0-9][\w.-]*/[\w.][\w.-]*", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s\"]+")
_MOST_SAID = 200
_GITHUB = "github:"


class Call(msgspec.Struct, frozen=True):
    """A call of a client that files one issue."""

    words: tuple[str, ...]
    text: str
    """What it reads on its stdin: the issue's body."""

    @property
    def typed(self) -> str:
        """The same as a line for a shell."""
        return f"printf %s {quote(self.text)} | {join(self.words)}"


def repository(target: str) -> str:
    """The repository that is meant by `github:ORG/REPO`, with a host in front of it if one is written.

    Raises:
        UsageError: it is none.
    """
    name = target.removeprefix(_GITHUB)
    if name == target or not _REPOSITORY.fullmatch(name):
        raise UsageError(f"--file {target!r} names no tracker", "write github:ORG/REPO, or csv")
    return name


def github(repository: str, incident: Incident, task: TaskFact) -> Call:
    """The call of GitHub's own client for one follow-up.

    Args:
        repository: `ORG/REPO`, or `HOST/ORG/REPO`.
        incident: where it comes from.
        task: the follow-up.
    """
    title = short(one_line(task.text), _TITLE) or f"Follow-up {task.label}"
    # An argument with its name: a title that begins with a dash is no option.
    words = ("gh", "issue", "create", f"--repo={repository}", f"--title={title}", "--body-file=-")
    return Call(words, body(incident, task))


def body(incident: Incident, task: TaskFact) -> str:
    """What an issue says of a follow-up: its text, what is known of it, and the incident that it is from."""
    text = clean(task.text)
    if len(text) > _TEXT:
        text = f"{text[:_TEXT]} … (the whole text is in the incident's record)"
    facts = (
        ("Owner", task.owner),
        ("Due", task.due.isoformat() if task.due else ""),
        ("Priority", task.priority),
        ("Term", task.term),
        ("Type", task.type),
        ("From", f"{task.label} of the incident {_named(incident)}"),
    )
    lines = [f"- {name}: {inline(one_line(value))}" for name, value in facts if value]
    return "\n".join([blocks(text), "", *lines, ""])


def _named(incident: Incident) -> str:
    when = f", {day(incident.began, incident.zone)}" if incident.began else ""
    return f"{incident.title} ({incident.severity}{when})"


def file(call: Call, patience: float = PATIENCE) -> str:
    """Files one issue; gives its address. A ctrl+c at the terminal does not reach the client.

    Args:
        call: the client's.
        patience: seconds after which it is ended.

    Raises:
        PmtuiError: the client is missing, or has failed, or says no address.
    """
    client = call.words[0]
    try:
        process = subprocess.Popen(
            call.words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "GH_PROMPT_DISABLED": "1", "NO_COLOR": "1"},
            start_new_session=True,
        )
    except FileNotFoundError:
        raise PmtuiError(
            f"{client} is not installed", "install it (https://cli.github.com), or take --file csv"
        ) from None
    except OSError as error:
        raise PmtuiError(f"{client} cannot be run: {error.strerror or error}") from None
    with process:
        return _address(client, process, call.text.encode(), patience)


def _address(client: str, process: subprocess.Popen[bytes], text: bytes, patience: float) -> str:
    try:
        out, err = process.communicate(text, timeout=patience)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise PmtuiError(
            f"{client} did not end within {patience:.0f} s", "look whether the tracker has the issue"
        ) from None
    if process.returncode == 0 and (found := _ADDRESS.findall(clean(out.decode(errors="replace")))):
        return str(found[-1])
    said = short(one_line(clean((err or out).decode(errors="replace"))), _MOST_SAID)
    if process.returncode == 0:
        raise PmtuiError(f"{client} names no address of an issue{f': {said}' if said else ''}")
    how = f"signal {-process.returncode}" if process.returncode < 0 else f"exit {process.returncode}"
    raise PmtuiError(f"{client} failed ({how}){f': {said}' if said else ''}")
