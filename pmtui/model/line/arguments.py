"""What stands behind a command, taken apart: references, one word, keys at the end of the line, the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model.incident.incident import Incident
from pmtui.model.line import references
from pmtui.model.text import one_line, short


class LineError(PmtuiError):
    """A line that cannot be recorded; nothing was.

    `nearest` names the commands that may have been meant.
    """

    def __init__(self, what: str, do: str = "", nearest: tuple[str, ...] = ()) -> None:
        super().__init__(what, do)
        self.nearest = nearest


class Context(msgspec.Struct, frozen=True):
    """Where a line is read: the incident as it stands, who types, and when (UTC)."""

    incident: Incident
    now: datetime
    by: str = ""
    audiences: tuple[str, ...] = ()
    """Audiences of the settings, beside the known ones."""


_KEY = re.compile(r"(?:^|(?<=\s))([A-Za-z]+):(\"[^\"\n]*\"|[^\s\"]+)\s*\Z")
_CUT_SHORT = re.compile(r"(?:^|(?<=\s))([A-Za-z]+):(?:|\"[^\"\n]*|[^\s\"]*\"[^\s]*)\s*\Z")
"""A key without a value, or with a quote that is not closed."""


class Args:
    """The rest of a line behind its command, consumed from both ends."""

    def __init__(self, command: str, usage: str, rest: str, context: Context, at: datetime | None) -> None:
        self.command = command
        self.usage = usage
        self.rest = rest
        self.context = context
        self.incident = context.incident
        self.at = at
        """The moment of the line, None when unknown."""
        self.amending = False
        """Whether an entry is said anew: what it did must not stand in its own way."""

    def refused(self, what: str, do: str = "") -> LineError:
        """The error for this line."""
        return LineError(f"/{self.command}: {what}", do)

    def missing(self, what: str) -> LineError:
        """The error for a line that lacks something."""
        return LineError(f"/{self.command} needs {what}", f"write {self.usage}")

    def refs(self, prefixes: str) -> tuple[str, ...]:
        """The entries that the first words refer to; empty when the first word is no reference."""
        typed, rest = references.take(self.rest)
        if not typed:
            return ()
        self.rest = rest
        return references.resolve(self.incident, typed, prefixes, self.command)

    def required_refs(self, prefixes: str) -> tuple[str, ...]:
        """The entries referred to.

        Raises:
            LineError: there is no reference.
        """
        found = self.refs(prefixes)
        if not found:
            raise self.missing(" or ".join(references.NOUNS[prefix] for prefix in prefixes))
        return found

    def no_reference(self) -> None:
        """Refuses a first word that is shaped like a reference: it is never text."""
        typed, _ = references.take(self.rest)
        if typed:
            raise self.refused(
                f"{typed[0]} is a reference, and this command takes a text", f"write {self.usage}"
            )

    def keys(self, **readers: Callable[[str], object]) -> dict[str, object]:
        """The `key:value` pairs at the end of the line, read; a value with spaces stands in double quotes.

        Raises:
            LineError: a key is given twice, or its value cannot be read.
        """
        found: dict[str, object] = {}
        while match := _KEY.search(self.rest):
            key, value = match[1].lower(), match[2].strip('"')
            if key not in readers:
                self._near(key, match[2], readers)
                break
            if key in found:
                raise self.refused(f"{key}: is given twice")
            try:
                found[key] = readers[key](value)
            except PmtuiError as error:
                raise self.refused(f"{key}:{match[2]}: {error.what}", error.do) from None
            self.rest = self.rest[: match.start()].rstrip()
        cut = _CUT_SHORT.search(self.rest)
        if cut and cut[1].lower() in readers:
            key = cut[1].lower()
            raise self.refused(f"{key}: has no whole value", f'write {key}:word or {key}:"several words"')
        return found

    def _near(self, key: str, value: str, readers: dict[str, Callable[[str], object]]) -> None:
        """A mistyped key would end up as text: it is refused."""
        from difflib import get_close_matches

        begun = [reader for reader in readers if len(key) >= 3 and reader.startswith(key)]
        near = begun or get_close_matches(key, readers, n=1, cutoff=0.75)
        if near and not value.startswith("//"):
            raise self.refused(f"{key}: is no key here", f"did you mean {near[0]}:{value}?")

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
            raise self.missing("a text")
        return text

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
            raise self.refused(f"{short(self.rest.strip())!r} is too much", f"write {self.usage}")


def one_of(*words: str) -> Callable[[str], str]:
    """A reader for a key that takes one of these words; empty clears it."""

    def read(value: str) -> str:
        if value and value.lower() not in words:
            raise PmtuiError("not one of them", f"write one of {', '.join(words)}")
        return value.lower()

    return read
