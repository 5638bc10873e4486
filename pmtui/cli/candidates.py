"""What the words of a call may go on with: drawn from the parsers, the incidents and the typed line's own offers.

It runs at every Tab in a shell, so it imports what the one call takes and nothing else, and writes nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from pmtui.cli import calls, context
from pmtui.cli.parser import Parser
from pmtui.errors import PmtuiError
from pmtui.model.incident.incident import Incident
from pmtui.model.text import one_line

if TYPE_CHECKING:
    from pmtui.model.line.completion import Vocabulary
    from pmtui.work.overview import Listed


class Word(msgspec.Struct, frozen=True):
    """One way to go on: the whole word."""

    text: str
    help: str = ""
    open: bool = False
    """Something follows it in the same word: no space comes behind it."""


class Found(msgspec.Struct, frozen=True):
    """What may stand where the cursor is."""

    words: tuple[Word, ...] = ()
    files: bool = False
    """The name of a file or a folder may."""


_FILES = {"FILE", "FOLDER", "ZIP"}


def candidates(words: Sequence[str]) -> Found:
    """What the last of the words behind `pmtui` may be.

    Args:
        words: as the shell would pass them; the last one, perhaps empty, ends at the cursor.
    """
    *before, word = words or [""]
    before = [each for each in before if each != "--debug"]
    if not before:
        return _beginning(_no_call(word), word)
    name = calls.ALIASES.get(before[0], before[0])
    if name not in calls.CALLS:
        return Found()
    return _behind(name, before[1:], word)


def _no_call(word: str) -> Iterable[Word]:
    if word.startswith("-"):
        return _options(calls.all_calls())
    return [Word(name, call.help) for name, call in calls.CALLS.items()]


def _behind(name: str, before: list[str], word: str) -> Found:
    """What may stand behind a call and some of its words."""
    place = _Place(calls.parser(name), before)
    if place.action is None:
        return Found()
    if place.wants_value:
        return _values(name, place, word)
    if word.startswith("-") and not place.dashes:
        option, sign, value = word.partition("=")
        if sign:
            return _of_option(name, place, option, value)
        return _beginning(_options(place.parser), word)
    return _values(name, place, word)


def _of_option(name: str, place: _Place, option: str, value: str) -> Found:
    """`--format=ht`: the values of the option, each with its name before it."""
    if not place.begin_value(option):
        return Found()
    found = _values(name, place, value)
    words = [msgspec.structs.replace(word, text=f"{option}={word.text}") for word in found.words]
    return msgspec.structs.replace(found, words=tuple(words))


class _Place:
    """Where in the words of a call the cursor is: at the value of an option, or at one of its own words."""

    def __init__(self, parser: Parser, before: Sequence[str]) -> None:
        self.parser = parser
        self.values: dict[str, list[str]] = {}
        """What was given, by the name of the option or word."""
        self.dashes = False
        """Behind `--` nothing is an option."""
        self.wants_value = False
        self._own = [action for action in parser._actions if not action.option_strings]
        self._options = {text: action for action in parser._actions for text in action.option_strings}
        self.action: argparse.Action | None = self._next()
        for word in before:
            self._take(word)

    def _take(self, word: str) -> None:
        if self.action is not None and self.action.nargs == argparse.REMAINDER:
            return  # the words of another command
        if self.wants_value:
            self._give(self.action, word)
            self.wants_value = False
        elif word == "--" and not self.dashes:
            self.dashes = True
        elif not self.dashes and self.begin_value(word):
            return
        elif not word.startswith("-") or self.dashes:
            self._give(self._next(), word)
        self.action = self._next()

    def begin_value(self, text: str) -> bool:
        """Whether this is the name of an option that takes a value, which is to come now."""
        option = self._options.get(text)
        if option is None or option.nargs == 0:
            return False
        self.wants_value, self.action = True, option
        return True

    def _give(self, action: argparse.Action | None, word: str) -> None:
        if action is not None:
            self.values.setdefault(action.dest, []).append(word)

    def _next(self) -> argparse.Action | None:
        """The first of its own words that takes another one; a call without any still takes options."""
        for action in self._own:
            if action.nargs in ("*", "+") or action.dest not in self.values:
                return action
        return _NOTHING


_NOTHING = argparse.Action([], "")
"""Where only options may stand."""


def _options(parser: Parser) -> Iterable[Word]:
    return [
        Word(action.option_strings[-1], action.help or "")
        for action in parser._actions
        if action.option_strings and action.help != argparse.SUPPRESS
    ]


def _values(name: str, place: _Place, word: str) -> Found:
    action = place.action
    assert action is not None
    if name == "log" and action.dest == "text":
        return Found(tuple(_beginning_or_only([*_typed(place, word)], word)))
    metavar = str(action.metavar)
    known = _BY_NAME.get(f"{name} {action.dest}") or _BY_METAVAR.get(metavar)
    if known:
        found = _beginning(known(), word)
        return msgspec.structs.replace(found, files=_is_path(word, metavar))
    if action.choices is not None:
        return _beginning([Word(str(choice)) for choice in action.choices], word)
    return Found(files=not _FILES.isdisjoint(metavar.split("|")))


def _is_path(word: str, metavar: str) -> bool:
    """Whether an incident is being named by where it lies."""
    return metavar in ("INCIDENT", "RECORD") and ("/" in word or word.startswith(("~", ".")))


def _beginning(words: Iterable[Word], word: str) -> Found:
    """Those that begin with what is typed; else the only one that holds it: a slug begins with a day."""
    holding = [each for each in words if word.casefold() in each.text.casefold()]
    return Found(tuple(_beginning_or_only(holding, word)))


def _beginning_or_only(words: list[Word], word: str) -> list[Word]:
    """Of several a shell takes what they have in common, which must not be less than what is typed."""
    found = [each for each in words if each.text.casefold().startswith(word.casefold())]
    return found or (words if len(words) == 1 else [])


# --- what there is to name


def _slugs() -> Iterable[Word]:
    """The incidents, the newest first."""
    try:
        return [Word(folder.name) for folder in reversed(context.library().folders())]
    except PmtuiError:
        return []


def _zones() -> Iterable[Word]:
    from zoneinfo import available_timezones

    return [Word(zone) for zone in sorted(available_timezones())]


def _severities() -> Iterable[Word]:
    meanings = dict(enumerate(context.quiet_settings().severities, 1))
    return [Word(f"SEV{level}", meanings.get(level, "")) for level in range(1, 6)]


def _sections() -> Iterable[Word]:
    from pmtui.model.incident.layouts import DEFAULT

    return [Word(section) for section in DEFAULT.sections]


def _topics() -> Iterable[Word]:
    from pmtui.cli.topics import TOPICS
    from pmtui.model.line.commands import COMMANDS

    topics = [Word(name, topic.help) for name, topic in TOPICS.items()]
    named = [Word(name, call.help) for name, call in calls.CALLS.items()]
    return [*topics, *named, *(Word(f"/{command.name}", command.help) for command in COMMANDS)]


def _answering() -> Iterable[Word]:
    return [
        Word(name, call.help) for name, call in calls.CALLS.items() if hasattr(calls.module(name), "Answer")
    ]


def _templates() -> Iterable[Word]:
    from pmtui.output.draft.template import printed_names

    return [Word(name) for name in printed_names()]


def _formats() -> Iterable[Word]:
    from pmtui.model.backfill.recognise import NAMES

    return [Word(name) for name in NAMES]


def _trackers() -> Iterable[Word]:
    return [Word("csv"), Word("github:", open=True)]


def _states() -> Iterable[Word]:
    from pmtui.cli.filters import STATES

    return [Word(state) for state in STATES]


def _people() -> Iterable[Word]:
    return [Word(name) for name in context.quiet_settings().people]


def _owners() -> Iterable[Word]:
    """Whoever has an open follow-up, and the people of the settings."""
    owners = (task.owner for each in _listed() for task in each.open_tasks)
    return _once([*owners, *context.quiet_settings().people])


def _services() -> Iterable[Word]:
    return _once(name for each in _listed() for name in each.services)


def _tags() -> Iterable[Word]:
    return _once(name for each in _listed() for name in each.figures.tags)


def _listed() -> Iterable[Listed]:
    """All incidents that can be read, the newest first."""
    from pmtui.work.overview import glances, ignore, newest_first

    try:
        return [*glances(newest_first(context.library()), ignore, keep=False)]
    except PmtuiError:
        return []


def _once(names: Iterable[str]) -> list[Word]:
    """Each name as it was written last; a list asks for it in any case."""
    found: dict[str, str] = {}
    for name in filter(None, names):
        found.setdefault(name.casefold(), name)
    return [Word(name) for name in found.values()]


_Names = Callable[[], Iterable[Word]]
_BY_METAVAR: dict[str, _Names] = {
    "INCIDENT": _slugs,
    "RECORD": _slugs,
    "ZONE": _zones,
    "SEV1": _severities,
    "SEV1,SEV2": _severities,
    "SECTION": _sections,
    "TOPIC": _topics,
    "CALL": _answering,
    "FORMAT": _formats,
    "TRACKER": _trackers,
}
_BY_NAME: dict[str, _Names] = {
    "template name": _templates,
    "export template": _templates,
    "list state": _states,
    "handover name": _people,
    "tasks owner": _owners,
    "list service": _services,
    "stats service": _services,
    "list tag": _tags,
    "stats tag": _tags,
    "finish reviewer": _people,
}
"""What a NAME names, by the call and what it calls that."""


# --- the typed line of `pmtui log`


def _typed(place: _Place, word: str) -> Iterable[Word]:
    """What the bar would offer for the line so far; at its beginning, all commands."""
    from pmtui.model.line.completion import Candidate, candidates
    from pmtui.model.time.read import is_time

    before = place.values.get("text", [])
    lead = "".join(f"{each} " for each in before)
    at_start = not before or (len(before) == 1 and before[0].startswith("@") and is_time(before[0][1:]))
    head = lead + (word or ("/" if at_start else ""))
    naming = at_start and " " not in word
    incident = Incident([]) if naming else _incident(place)
    found: list[Candidate] = candidates(head, incident, _vocabulary(), None if naming else context.clock())
    for each in found:
        if not each.text.startswith(lead):
            continue
        text = each.text.removeprefix(lead)
        # A shell takes `#` for a comment, and a correction takes the bare number.
        yield Word(text.rstrip(" ").removeprefix("#"), _about(each.name, each.help), not text.endswith(" "))


def _about(name: str, help: str) -> str:
    return one_line(" · ".join(filter(None, (name, help))))


def _incident(place: _Place) -> Incident:
    """The one whose references are meant, only looked at; an empty one when that is not plain."""
    from pmtui.storage import peek

    try:
        return peek.read(context.folder(next(iter(place.values.get("incident", [])), None)))
    except PmtuiError:
        return Incident([])


def _vocabulary() -> Vocabulary:
    from pmtui.model.line.completion import Vocabulary

    mine = context.quiet_settings()
    return Vocabulary(
        teams=mine.teams, people=mine.people, audiences=mine.audiences, severities=mine.severities
    )
