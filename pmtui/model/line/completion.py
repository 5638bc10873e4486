"""What a half-typed line may go on with: commands, references with their text, and names that are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

import msgspec

from pmtui.model import entries as e
from pmtui.model.incident.due import begun, timing
from pmtui.model.incident.facts import Begun, EscalationFact, TaskFact
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.layouts import DEFAULT
from pmtui.model.incident.roles import ROLES
from pmtui.model.incident.words import address
from pmtui.model.incident.writeup import quoted
from pmtui.model.line.arguments import Command, First, LineError, Refs
from pmtui.model.line.commands import meant
from pmtui.model.line.menu import menu
from pmtui.model.line.readers.common import AUDIENCES
from pmtui.model.line.readers.facts import behind_role
from pmtui.model.text import one_line
from pmtui.model.time.read import is_time

_NEWEST = 50
"""Of a long incident so many entries are offered: each has to be put into words."""
_UNSETTLED = ("open", "waiting", "in flight")


class Vocabulary(msgspec.Struct, frozen=True):
    """Names known from the settings and from earlier incidents."""

    teams: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    sections: tuple[str, ...] = DEFAULT.sections
    """Of the template of the write-up."""
    tags: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    """What SEV1, SEV2 … mean, from the worst on."""


class Candidate(msgspec.Struct, frozen=True):
    """One way to go on: the whole text before the cursor with it, what to call it, and what it is."""

    text: str
    name: str
    help: str = ""
    group: str = ""
    """The heading that it stands under in the menu of all commands; empty where there are no headings."""


def candidates(
    head: str, incident: Incident, known: Vocabulary, now: datetime | None = None
) -> list[Candidate]:
    """All the ways in which the text before the cursor may go on, the likeliest first.

    Args:
        head: the text from the start of the line to the cursor.
        incident: whose references and names are meant.
        known: names from elsewhere.
        now: the clock, for how long a reference has waited; without it that is not said.
    """
    if "\n" in head or head.startswith(" "):
        return []
    time, rest = _after_time(head)
    if not rest.startswith("/") or "/" in rest.split(" ", 1)[0][1:]:
        return []
    word, space, arguments = rest.partition(" ")
    if not space:
        return _commands(time, word[1:], incident)
    try:
        command, rest_read = meant(word[1:], arguments)
    except LineError:
        return []
    before = head[: len(head) - len(arguments)]
    if rest_read != arguments:  # a short form of more than the name: it is written out
        before, arguments = f"{time}/{command.name} ", rest_read
    return _arguments(command, before, arguments, _Place(incident, known, now))


def _after_time(head: str) -> tuple[str, str]:
    match = re.match(r"@(\S+)\s+", head)
    if match and is_time(match[1]):
        return match[0], head[match.end() :]
    return "", head


def _commands(time: str, query: str, incident: Incident) -> list[Candidate]:
    return [
        Candidate(f"{time}/{_with_lead(command, query)} ", command.usage, command.help, group.name)
        for group in menu(incident, query)
        for command in group.commands
    ]


def _with_lead(command: Command, query: str) -> str:
    """The command as it is written out for what was typed: `role commander` for `ic`."""
    return f"{command.name} {command.aliases.get(query.lower(), '')}".rstrip()


class _Place(msgspec.Struct, frozen=True):
    """Where a line is completed."""

    incident: Incident
    known: Vocabulary
    now: datetime | None


def _arguments(command: Command, before: str, arguments: str, place: _Place) -> list[Candidate]:
    """What may stand where the cursor is, behind a command."""
    incident, known = place.incident, place.known
    last = re.search(r"\S*\Z", arguments)
    word = last[0] if last else ""
    done = before + arguments[: len(arguments) - len(word)]
    typed = re.fullmatch(r"([a-z]+):\"?(\S*)", word)
    for key in command.keys:
        if typed and typed[1] == key.name:
            values = [*key.offers, *_named(key.names, incident, known)]
            return _fitting(f"{done}{key.name}:", typed[2], values, quote=True)
    first = not arguments[: len(arguments) - len(word)].strip()
    if first and command.refs:
        found = _references(command.refs, place)
        prefix = word.lower().removeprefix("#")
        given = [c for c in found if c[0].lower().removeprefix("#").startswith(prefix)]
        if given or command.first is None:
            return [Candidate(f"{done}{name} ", f"{name} {text}", state) for name, text, state in given]
    if command.words and command.words.among and first:
        return _fitting(done, word, command.words.among, "")
    if command.first and command.first.names == "levels":
        return _levels(done, word, known) if first else []
    who = behind_role(arguments) if command.first and command.first.then else None
    if command.first and who is not None:
        who = who.removeprefix("-")
        known_names = _named(command.first.then, incident, known)
        return _fitting(before + arguments[: len(arguments) - len(who)], who, known_names, "")
    if command.first and (first or command.first.listed):
        names = _names(command.first, before, arguments, incident, known)
        if names or first:
            return names
    if word and not first:
        keys = [key.name for key in command.keys]
        return [
            Candidate(f"{done}{k}:", f"{k}:", "")
            for k in keys
            if k.startswith(word) and f"{k}:" not in arguments
        ]
    return []


def _names(
    first: First, before: str, arguments: str, incident: Incident, known: Vocabulary
) -> list[Candidate]:
    """Names that a command begins with, or lists."""
    if ":" in arguments:
        return []
    listed, comma, part = arguments.rpartition(",")
    if not first.listed:
        listed, comma, part = "", "", arguments
    name = part.lstrip().removeprefix(first.sign)
    blank = part[: len(part) - len(name)]
    return _fitting(before + listed + comma + blank, name, _named(first.names, incident, known), first.ending)


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
    return found


# --- what there is to name


def _named(names: str, incident: Incident, known: Vocabulary) -> Iterable[str]:
    """The names of one sort, those of this incident first."""
    match names:
        case "people":
            return _people(incident, known)
        case "teams":
            asked = [name.strip() for x in incident.escalations for name in x.to.split(",")]
            return [*asked, *known.teams, *known.people]
        case "audiences":
            sent = [i.entry.audience for i in incident.updates if isinstance(i.entry, e.Update)]
            return [*reversed(sent), *AUDIENCES, *known.audiences]
        case "services":
            return [*incident.services, *known.services]
        case "tags":
            return [*incident.tags, *known.tags]
        case "roles":
            return [*ROLES, *(held.role for held in incident.roles)]
        case "sections":
            return [quoted(name) for name in (*known.sections, *incident.sections)]
    return []


def _people(incident: Incident, known: Vocabulary) -> list[str]:
    roles = [held.name for held in incident.roles]
    owners = [task.owner for task in incident.tasks] + [action.owner for action in incident.actions]
    return [*roles, *owners, *known.people]


_Named = tuple[str, str, str]
"""A reference, its text, and its state."""


def _references(refs: Refs, place: _Place) -> list[_Named]:
    """What may be referred to: what is in one of the states, what waits longest first; or the latest entries."""
    incident = place.incident
    if "#" in refs.letters:
        return _entries(incident)
    waits = {waits.entry: (rank, waits) for rank, waits in enumerate(begun(incident))}
    facts = [fact for letter in sorted(refs.letters) for fact in incident.begun(letter)]
    fitting = [fact for fact in facts if not refs.states or fact.state in refs.states]
    fitting.sort(key=lambda fact: waits[fact.item.id][0] if fact.item.id in waits else len(waits))
    fitting.sort(key=lambda fact: fact.state not in _UNSETTLED)
    found = []
    for fact in fitting:
        state = fact.owner if isinstance(fact, TaskFact) else fact.state
        if place.now and fact.item.id in waits:
            state = timing(waits[fact.item.id][1], place.now) or state
        found.append((address(incident, fact.item.id), _said(fact), state))
    return found


def _said(fact: Begun) -> str:
    """Who was asked is not enough: the same people may be waited for with two things."""
    if isinstance(fact, EscalationFact) and fact.because:
        return f"{fact.to}: {one_line(fact.because)}"
    return fact.text


def _entries(incident: Incident) -> list[_Named]:
    from pmtui.model.incident.words import number, words

    newest = []
    for entry in incident.newest_first():
        if isinstance(entry, e.Correction | e.Opened):
            continue
        item = incident.item(entry.id)
        newest.append((number(incident, entry.id), words(item, incident), "struck" if item.struck else ""))
        if len(newest) == _NEWEST:
            break
    return newest
