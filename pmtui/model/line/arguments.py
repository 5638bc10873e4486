"""What a command takes, and what stands behind one, taken apart: references, one word, keys, the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.line import references
from pmtui.model.text import did_you_mean, nearest, one_line, short
from pmtui.model.time import read as moments
from pmtui.model.time.zones import tz


class LineError(PmtuiError):
    """A line that cannot be recorded; nothing was.

    Args:
        what: what is wrong with it.
        do: what to do about it.
        nearest: the commands that may have been meant.
        repair: the line that was probably meant, whole.
        swap: instead of it, a part of the line and what it should be.
    """

    repair: str
    """The line that was probably meant: one that is taken. Empty when nobody can tell."""

    def __init__(
        self,
        what: str,
        do: str = "",
        nearest: tuple[str, ...] = (),
        repair: str = "",
        swap: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(what, do)
        self.nearest = nearest
        self.repair = repair
        self.swap = swap


class Context(msgspec.Struct, frozen=True):
    """Where a line is read: the incident as it stands, who types, and when (UTC)."""

    incident: Incident
    now: datetime
    by: str = ""
    audiences: tuple[str, ...] = ()
    """Audiences of the settings, beside the known ones."""


Read = tuple[type[e.Entry], dict[str, Any]]
"""The kind of an entry and its fields."""


LOG, FACTS, MILESTONES = "What happens", "Facts", "Milestones"
PATHS, HELP, AFTER = "Hypotheses", "Escalations", "For the write-up"
FIX, PROGRAM = "Corrections", "The program"


_OPTIONAL = re.compile(r"\[[^]]*\]")
_NOUNS = {"NAME": "a name", "ROLE": "a role", "FILE": "a file", "URL": "an address", "FORMAT": "a format"}
"""What the words of a usage are called in a sentence; all others are texts."""


class Refs(msgspec.Struct, frozen=True):
    """The references that a command begins with."""

    letters: str
    """Of the labels it takes; `#` for any entry."""
    states: tuple[str, ...] = ()
    """Of what is offered for it; none: of any state."""
    optional: bool = False

    @property
    def usage(self) -> str:
        """`T1|A1`, or `#12`."""
        return "#12" if "#" in self.letters else "|".join(f"{letter}1" for letter in self.letters)


class Words(msgspec.Struct, frozen=True):
    """The text of a command."""

    name: str
    """What the usage calls it."""
    optional: bool = False
    one_line: bool = False
    """Line breaks in it become spaces."""
    one_word: bool = False
    """It is a word of the program's, in small letters."""
    among: tuple[str, ...] = ()
    """The words that it may be; none for any."""
    field: str = "text"
    """Of the kind that the command makes."""

    @property
    def usage(self) -> str:
        """`TEXT`, or `[WHY]`."""
        return f"[{self.name}]" if self.optional else self.name


class First(msgspec.Struct, frozen=True):
    """What the first words of a command name, so that names which are known can be offered."""

    names: str
    """people, teams, audiences, services, roles, sections, tags or levels."""
    listed: bool = False
    """Several may stand there, with commas between them."""
    sign: str = ""
    """May stand before the name."""
    ending: str = " "
    """What follows the name."""
    then: str = ""
    """What is named behind it."""


class Key(msgspec.Struct, frozen=True):
    """A `key:value` that a command takes at the end of the line."""

    name: str
    value: str
    """One as the usage shows it."""
    read: Callable[[str, Context], object]
    """Raises PmtuiError for what is no such value."""
    offers: tuple[str, ...] = ()
    names: str = ""
    """What its values name, as for a command's first words."""
    field: str = ""
    """Of the kind that the command makes, where it has another name."""
    leads: bool = False
    """It may stand before the text, too."""
    own: bool = False
    """The command's own functions read and write it with the text; behind a reference it is text."""

    @property
    def usage(self) -> str:
        """`[owner:bo]`."""
        return f"[{self.name}:{self.value}]"

    def written(self, value: str) -> str:
        """The key as it is typed with this value."""
        plain = value and " " not in value
        return f"{self.name}:{value}" if plain else f'{self.name}:"{value}"'


class Command(msgspec.Struct, frozen=True):
    """One thing that can be typed behind a slash, and what it takes."""

    name: str
    help: str
    """What it does, in a few words."""
    group: str
    example: str
    kind: type[e.Entry] | None = None
    """What it records."""
    reads: Callable[[Args], Read] | None = None
    """Makes that kind's fields; None for a command that records nothing."""
    refs: Refs | None = None
    words: Words | None = None
    keys: tuple[Key, ...] = ()
    first: First | None = None
    writes: Callable[[Any, str], str] | None = None
    """An entry's references and text as they are typed, where another function than the regular one reads them."""
    form: str = ""
    """How its references and its text are written, where that is not one behind the other."""
    settles: str = ""
    """What it does to what it refers to, in a word; that cannot be before it began."""
    aliases: dict[str, str] = {}
    """What may be typed instead of the name, always whole, and the words that it puts before the text; one of two
    words is taken with the blank between them."""
    whole: bool = False
    """It is typed whole: a prefix that names it, too, meant another command before it was there."""
    gives_way: dict[str, str] = {}
    """The command that is meant by a first reference of another letter."""
    now: int = 0
    """Its place among what is typed most while the incident runs, as the menu shows it; 0: it is not one of those."""

    @property
    def amendable(self) -> bool:
        """Whether an entry can become one of these by `/amend`."""
        return self.group not in (FIX, PROGRAM)

    @property
    def arguments(self) -> str:
        """How its arguments are written, as in the help."""
        parts = [self.form] if self.form else [part.usage for part in (self.refs, self.words) if part]
        leading = [key.usage for key in self.keys if key.leads]
        return " ".join([*leading, *parts, *(key.usage for key in self.keys if not key.leads)])

    @property
    def usage(self) -> str:
        """`/escalate WHO[, WHO][: WHY] [via:page]`."""
        return f"/{self.name} {self.arguments}".rstrip()


# --- the sorts of keys


def person(name: str, value: str) -> Key:
    """A key that names somebody."""
    return Key(name, value, _line, names="people")


def word(name: str, value: str, *offers: str) -> Key:
    """A key that takes any words."""
    return Key(name, value, _line, offers)


def length(name: str, value: str, *offers: str) -> Key:
    """A key that takes a length of time; in the entry it is in seconds."""
    return Key(name, value, lambda said, _: moments.seconds(said), offers)


def day(name: str, value: str, *offers: str) -> Key:
    """A key that takes a day."""
    return Key(name, value, _day, offers)


def choice(name: str, *words: str, field: str = "", leads: bool = False) -> Key:
    """A key that takes one of these words; empty clears it."""

    def read(said: str, _: Context) -> str:
        if said and said.lower() not in words:
            raise PmtuiError("not one of them", f"write one of {', '.join(words)}")
        return said.lower()

    return Key(name, "|".join(words), read, words, field=field, leads=leads)


def _line(said: str, _: Context) -> str:
    return one_line(said)


def _day(said: str, context: Context) -> object:
    return moments.due(said, today=context.now.astimezone(tz(context.incident.zone)).date())


# Compiled when first looked for: most lines take no key, and `pmtui log` need not wait for it.
_KEY = r"(?:^|(?<=\s))([A-Za-z]+):(\"[^\"\n]*\"|[^\s\"]+)\s*\Z"
_CUT_SHORT = r"(?:^|(?<=\s))([A-Za-z]+):(?:|\"[^\"\n]*|[^\s\"]*\"[^\s]*)\s*\Z"
"""A key without a value, or with a quote that is not closed."""


class Args:
    """The rest of a line behind its command, consumed from both ends."""

    def __init__(
        self,
        command: Command,
        rest: str,
        context: Context,
        at: datetime | None,
        amended: e.Entry | None = None,
    ) -> None:
        self.command = command
        self.rest = rest
        self.context = context
        self.incident = context.incident
        self.at = at
        """The moment of the line, None when unknown."""
        self.amended = amended
        """The entry that is said anew, if one is: what it did must not stand in its own way."""
        self.about = False
        """Whether references were taken."""

    def refused(self, what: str, do: str = "", swap: tuple[str, str] | None = None) -> LineError:
        """The error for this line."""
        return LineError(f"/{self.command.name}: {what}", do, swap=swap)

    def missing(self, what: str) -> LineError:
        """The error for a line that lacks something."""
        return LineError(f"/{self.command.name} needs {what}", f"write {self.command.usage}")

    def refs(self, letters: str = "") -> tuple[str, ...]:
        """The entries that the first words refer to; empty when the first word is no reference.

        Args:
            letters: of the labels that may stand here, where the command does not begin with them.
        """
        typed, rest = references.take(self.rest)
        if not typed:
            return ()
        self.rest, self.about = rest, True
        known = letters or (self.command.refs.letters if self.command.refs else "")
        return references.resolve(self.incident, typed, known, self.command.name)

    def required_refs(self) -> tuple[str, ...]:
        """The entries referred to.

        Raises:
            LineError: there is no reference.
        """
        refs = self.command.refs
        if refs and "#" in refs.letters:
            self.rest = references.with_signs(self.rest)
        found = self.refs()
        if not found:
            raise self._unnamed()
        return found

    def _unnamed(self) -> LineError:
        """Nothing is referred to; what the first words are about is offered."""
        refs = self.command.refs or Refs("#")
        others = self.command.gives_way
        letters = "" if "#" in refs.letters else "".join((refs.letters, *others))
        states = (*refs.states, "waiting") if others else refs.states
        named = references.by_words(self.incident, self.rest, letters, states)
        if named is None:
            return self.missing(references.nouns(refs.letters))
        instead = " ".join(filter(None, named))
        did = did_you_mean([f"/{self.command.name} {short(instead)}"])
        typed = self.rest.strip()
        return LineError(
            f"/{self.command.name} needs {references.nouns(refs.letters)}", did, swap=(typed, instead)
        )

    def no_reference(self) -> None:
        """Refuses a first word that is shaped like a reference: it is never text."""
        typed, _ = references.take(self.rest)
        if typed:
            raise self.refused(
                f"{typed[0]} is a reference, and this command takes a text", f"write {self.command.usage}"
            )

    def keys(self) -> dict[str, object]:
        """The command's `key:value` pairs, taken off the line; a value with spaces stands in double quotes.

        Returns:
            The values by the field of the kind.

        Raises:
            LineError: a key is given twice, or its value cannot be read.
        """
        known = {key.name: key for key in self.command.keys if not (key.own and self.about)}
        found: dict[str, object] = {}
        if not known:
            return found
        while match := re.search(_KEY, self.rest):
            name = match[1].lower()
            if name not in known:
                self._near(name, match[2], known)
                break
            if name in found:
                raise self.refused(f"{name}: is given twice")
            found[name] = self._value(known[name], match[2])
            self.rest = self.rest[: match.start()].rstrip()
        for key in self.command.keys:
            match = re.match(rf"{key.name}:(\S+)\s*", self.rest) if key.leads else None
            if match and key.name not in found:
                found[key.name] = self._value(key, match[1])
                self.rest = self.rest[match.end() :]
        cut = re.search(_CUT_SHORT, self.rest)
        if cut and cut[1].lower() in known:
            name = cut[1].lower()
            raise self.refused(f"{name}: has no whole value", f'write {name}:word or {name}:"several words"')
        return {known[name].field or name: value for name, value in found.items()}

    def _value(self, key: Key, typed: str) -> object:
        try:
            return key.read(typed.strip('"'), self.context)
        except PmtuiError as error:
            raise self.refused(f"{key.name}:{typed}: {error.what}", error.do) from None

    def _near(self, name: str, value: str, known: Iterable[str]) -> None:
        """A mistyped key would end up as text: it is refused."""
        begun = [key for key in known if len(name) >= 3 and key.startswith(name)]
        near = begun[:1] or nearest(name, known, alike=0.75)
        if near and not value.startswith("//"):
            meant = f"{near[0]}:{value}"
            raise self.refused(
                f"{name}: is no key here", did_you_mean([meant]), swap=(f"{name}:{value}", meant)
            )

    def text(self) -> str:
        """All that is left, possibly nothing."""
        return self.rest.strip()

    def required_text(self) -> str:
        """All that is left.

        Raises:
            LineError: nothing is.
        """
        text = self.text()
        if not text:
            raise self.missing(self._wanted())
        return text

    def _wanted(self) -> str:
        """What the usage says that must stand there: `a role and a name`."""
        needed = _OPTIONAL.sub("", self.command.usage)
        names = dict.fromkeys(_NOUNS[word] for word in needed.split() if word in _NOUNS)
        return " and ".join(names) or "a text"

    def word(self) -> str:
        """The next word, or nothing."""
        match = re.match(r"\s*(\S+)\s*", self.rest)
        if match is None:
            return ""
        self.rest = self.rest[match.end() :]
        return match[1]

    def before_colon(self) -> str | None:
        """What stands before a colon that ends a word, taken off; None without one."""
        match = re.match(r"([^:\n]*):(?:\s+|\Z)", self.rest)
        if match is None:
            return None
        self.rest = self.rest[match.end() :]
        return one_line(match[1])

    def nothing_more(self) -> None:
        """Refuses any text that is left."""
        if self.rest.strip():
            raise self.refused(f"{short(self.rest.strip())!r} is too much", f"write {self.command.usage}")
