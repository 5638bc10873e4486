"""Labels of footnotes and of links in one document: two sections that use the same one each mean their own.

Markdown knows one definition of a label in a document, the first: the other section would lead where that one does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pmtui.output.text.prose import outside_code

_DEFINITION = re.compile(r"^ {0,3}\[(\^?[^\]\[\n]+)\]:[ \t]*(.*)$", re.MULTILINE)


def apart(sections: Mapping[str, str]) -> dict[str, str]:
    """The texts by their section; a label that an earlier one defines otherwise has the section's name behind it."""
    known: dict[str, str] = {}
    return {name: _apart(name, text, known) for name, text in sections.items()}


def _apart(section: str, text: str, known: dict[str, str]) -> str:
    """One text; what its labels mean is `known` then."""
    made = text
    for label, meaning in _defined(text).items():
        if known.setdefault(label.casefold(), meaning) != meaning:
            other = _free(label, section, known)
            known[other.casefold()] = meaning
            made = outside_code(made, _Renamed(label, other))
    return made


def _defined(text: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def look(part: str) -> str:
        for match in _DEFINITION.finditer(part):
            found.setdefault(match[1], match[2].strip())
        return part

    if "]:" in text:
        outside_code(text, look)
    return found


def _free(label: str, section: str, known: Mapping[str, str]) -> str:
    behind = re.sub(r"\W+", "-", section).strip("-")
    free = f"{label}-{behind}"
    while free.casefold() in known:
        free += "-"
    return free


class _Renamed:
    """A text in which a label has another name; what is read of it stays."""

    def __init__(self, old: str, new: str) -> None:
        label = re.escape(old)
        self._new = new
        self._foot = old.startswith("^")
        self._named = re.compile(rf"(?<!\\)\[{label}\]" if self._foot else rf"(?<=\])\[{label}\]", re.I)
        self._defined = re.compile(rf"^( {{0,3}})\[{label}\](?=:)", re.I | re.M)
        self._short = re.compile(rf"(?<![\]\\])(\[{label}\])(?:\[\])?(?![\[(:])", re.I)

    def __call__(self, text: str) -> str:
        named = self._named.sub(lambda _: f"[{self._new}]", text)
        if self._foot:
            return named
        defined = self._defined.sub(lambda match: f"{match[1]}[{self._new}]", named)
        return self._short.sub(lambda match: f"{match[1]}[{self._new}]", defined)
