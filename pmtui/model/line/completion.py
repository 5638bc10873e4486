"""What a half-typed line may go on with: commands, references with their text, and names that are known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.layouts import DEFAULT
from pmtui.model.incident.roles import ROLES
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.line.arguments import LineError
from pmtui.model.line.commands import BY_NAME, COMMANDS, Command, named
from pmtui.model.line.readers import AUDIENCES
from pmtui.model.time.read import is_time

if TYPE_CHECKING:
    from pmtui.model.incident.incident import Incident

MOST = 8
_LATEST = 6


class Vocabulary(msgspec.Struct, frozen=True):
    """Names known from the settings and from earlier incidents."""

    teams: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    sections: tuple[str, ...] = DEFAULT.sections
    """Of the template of the write-up."""
    severities: tuple[str, ...] = ()
    """What SEV1, SEV2 … mean, from the worst on."""


class Candidate(msgspec.Struct, frozen=True):
    """One way to go on: the whole text before the cursor with it, what to call it, and what it is."""

    text: str
    name: str
    help: str = ""


def candidates(head: str, incident: Incident, known: Vocabulary) -> list[Candidate]:
    """How the text before the cursor may go on, the likeliest first; at most a handful.

    Args:
        head: the text from the start of the line to the cursor.
        incident: whose references and names are meant.
        known: names from elsewhere.
    """
    if "\n" in head or head.startswith(" "):
        return []
    time, rest = _after_time(head)
    if not rest.startswith("/") or "/" in rest.split(" ", 1)[0][1:]:
        return []
    word, space, arguments = rest.partition(" ")
    if not space:
        return _commands(time, word[1:].lower())
    try:
        command = named(word[1:])
    except LineError:
        return []
    before = head[: len(head) - len(arguments)]
    return _arguments(command, before, arguments, incident, known)[:MOST]


def _after_time(head: str) -> tuple[str, str]:
    match = re.match(r"@(\S+)\s+", head)
    if match and is_time(match[1]):
        return match[0], head[match.end() :]
    return "", head


def _commands(time: str, prefix: str) -> list[Candidate]:
    fitting = [c for c in COMMANDS if c.name.startswith(prefix)]
    fitting.sort(key=lambda c: (prefix not in c.aliases, c.name != prefix))
    alias = [c for c in COMMANDS if prefix in c.aliases and c not in fitting]
    return [
        Candidate(f"{time}/{c.name} ", f"/{c.name} {c.arguments}".rstrip(), c.help)
        for c in [*alias, *fitting]
    ][:MOST]


def _arguments(
    command: Command, before: str, arguments: str, incident: Incident, known: Vocabulary
) -> list[Candidate]:
    """What may stand where the cursor is, behind a command."""
    last = re.search(r"\S*\Z", arguments)
    word = last[0] if last else ""
    done = before + arguments[: len(arguments) - len(word)]
    key = re.fullmatch(r"([a-z]+):\"?(\S*)", word)
    if key and key[1] in _VALUES and f"{key[1]}:" in command.arguments:
        return _fitting(f"{done}{key[1]}:", key[2], _VALUES[key[1]](incident, known), quote=True)
    first = not arguments[: len(arguments) - len(word)].strip()
    if first and command.name == "severity":
        return _levels(done, word, known)
    if first and command.name in _REFERENCES:
        found = _REFERENCES[command.name](incident)
        given = [c for c in found if c[0].lower().startswith(word.lower())]
        offers = [Candidate(f"{done}{name} ", f"{name} {text}", state) for name, text, state in given]
        if offers or command.name not in _FIRST:
            return offers
    if command.name in _FIRST and (first or command.name in _LISTS):
        return _names(command, before, arguments, incident, known)
    if word and not first:
        keys = re.findall(r"\[([a-z]+):", command.arguments)
        return [
            Candidate(f"{done}{k}:", f"{k}:", "")
            for k in keys
            if k.startswith(word) and f"{k}:" not in arguments
        ]
    return []


def _names(
    command: Command, before: str, arguments: str, incident: Incident, known: Vocabulary
) -> list[Candidate]:
    """Names that a command begins with, or lists."""
    if ":" in arguments:
        return []
    listed, comma, part = arguments.rpartition(",")
    if command.name not in _LISTS:
        listed, comma, part = "", "", arguments
    name = part.lstrip()
    if command.name == "write":
        name = name.removeprefix("+")
    blank = part[: len(part) - len(name)]
    ending = _ENDINGS.get(command.name, " ")
    return _fitting(before + listed + comma + blank, name, _FIRST[command.name](incident, known), ending)


def _levels(before: str, prefix: str, known: Vocabulary) -> list[Candidate]:
    """The severities, each with what it means where somebody said so."""
    meanings = dict(enumerate(known.severities, 1))
    levels = [n for n in range(1, 6) if str(n).startswith(prefix) and str(n) != prefix]
    return [Candidate(f"{before}{n} ", str(n), meanings.get(n, "")) for n in levels]


def _fitting(
    before: str, prefix: str, names: Iterable[str], ending: str = " ", quote: bool = False
) -> list[Candidate]:
    found = []
    for name in dict.fromkeys(names):
        if name and name.casefold().startswith(prefix.casefold()) and name != prefix:
            shown = f'"{name}"' if quote and " " in name else name
            found.append(Candidate(before + shown + ending, name))
    return found[:MOST]


# --- what there is to name

_Named = Callable[["Incident", Vocabulary], Iterable[str]]


def _people(incident: Incident, known: Vocabulary) -> list[str]:
    roles = [held.name for held in incident.roles]
    owners = [task.owner for task in incident.tasks] + [action.owner for action in incident.actions]
    return [*roles, *owners, *known.people]


def _teams(incident: Incident, known: Vocabulary) -> list[str]:
    asked = [name.strip() for x in incident.escalations for name in x.to.split(",")]
    return [*asked, *known.teams, *known.people]


def _audiences(incident: Incident, known: Vocabulary) -> list[str]:
    told = [i.entry.audience for i in incident.updates if isinstance(i.entry, e.Update)]
    return [*reversed(told), *AUDIENCES, *known.audiences]


def _roles(incident: Incident, known: Vocabulary) -> list[str]:
    return [*ROLES, *(held.role for held in incident.roles)]


_FIRST: dict[str, _Named] = {
    "escalate": _teams,
    "update": _audiences,
    "service": lambda incident, known: [*incident.services, *known.services],
    "role": _roles,
    "write": lambda incident, known: [
        name if name in SECTIONS else f'"{name}"' for name in (*known.sections, *incident.sections)
    ],
    "handover": _people,
}
_LISTS = frozenset({"escalate", "service"})
_ENDINGS = {"escalate": "", "service": "", "update": ": ", "handover": ""}
_VALUES: dict[str, _Named] = {
    "owner": _people,
    "via": lambda incident, known: ["page", "phone", "chat", "mail"],
    "term": lambda incident, known: ["short", "medium", "long"],
    "type": lambda incident, known: ["mitigate", "prevent", "process", "other"],
    "priority": lambda incident, known: ["P1", "P2", "P3"],
    "as": lambda incident, known: ["false-alarm", "duplicate", "merged"],
    "due": lambda incident, known: ["+7d", "+14d", "+30d", "tomorrow", "friday"],
    "next": lambda incident, known: ["15m", "30m", "1h"],
    "check": lambda incident, known: ["5m", "10m", "30m"],
}

_Told = tuple[str, str, str]


def _hypotheses(*states: str) -> Callable[[Incident], list[_Told]]:
    def tell(incident: Incident) -> list[_Told]:
        return [(h.label, h.text, h.state) for h in incident.hypotheses if h.state in states]

    return tell


def _waiting(incident: Incident) -> list[_Told]:
    return [(x.label, x.to, x.state) for x in incident.escalations if x.state == "waiting"]


def _tasks(incident: Incident) -> list[_Told]:
    return [(t.label, t.text, t.owner) for t in incident.tasks if not t.done]


def _to_do(incident: Incident) -> list[_Told]:
    flying = [(a.label, a.text, a.state) for a in incident.actions if a.state == "in flight"]
    return flying + _tasks(incident)


def _entries(incident: Incident) -> list[_Told]:
    from pmtui.model.incident.words import words

    latest = []
    for entry in reversed(incident.entries):
        if isinstance(entry, e.Correction | e.Opened):
            continue
        item = incident.item(entry.id)
        latest.append((item.name, words(item, incident), "struck" if item.struck else ""))
        if len(latest) == _LATEST:
            break
    return latest


_REFERENCES: dict[str, Callable[[Incident], list[_Told]]] = {
    "evidence": _hypotheses("open", "misleading", "confirmed"),
    "misleading": _hypotheses("open", "confirmed"),
    "confirmed": _hypotheses("open", "misleading"),
    "revive": _hypotheses("misleading", "confirmed"),
    "escalate": _waiting,
    "answered": _waiting,
    "withdraw": _waiting,
    "task": _tasks,
    "done": _to_do,
    **dict.fromkeys(("amend", "retime", "strike", "unstrike", "key", "unkey", "move", "redact"), _entries),
}
assert _REFERENCES.keys() | _FIRST.keys() <= BY_NAME.keys()
