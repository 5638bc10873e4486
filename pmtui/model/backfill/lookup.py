"""Where something stands in JSON, and how it is worded from what stands there.

A path is `.name.name`; a list on the way stands for each of its members, `^` for the object above the item. A
wording is text with paths in braces: `{.reason} {.object.name|.object.kind}`, of which the first that says something
counts; what stands in `[…]` goes when a path in it says nothing, `{.parts.text+}` joins a list without line breaks, and
`{.labels=name}` is all that an object holds but `name`, as `service=shop, zone=b` in the order of the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pmtui.errors import UsageError
from pmtui.model.text import one_line

_PATH = re.compile(r"\^*(?:\.[^.\[\]{}|^+]+(?:\[\])?)*\.?")
_FIELD = re.compile(r"\{([^{}]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*\{[^\[\]]*)\]")
Place = tuple[Any, ...]
"""A value, and what it lies in, innermost first."""


@lru_cache(maxsize=512)
def parts(path: str) -> tuple[int, tuple[str, ...]]:
    """How many objects above the item it begins, and the names from there.

    Raises:
        UsageError: it is no path.
    """
    if not _PATH.fullmatch(path):
        raise UsageError(f"{path!r} is no path", "write it as .data.events, a name behind each dot")
    names = path.lstrip("^")
    return len(path) - len(names), tuple(
        n.removesuffix("[]") for n in names.split(".") if n not in ("", "[]")
    )


def places(value: Any, path: str) -> Iterator[Place]:
    """Every object at a path, each with those that it lies in."""
    return _down((value,), parts(path)[1])


def _down(place: Place, names: tuple[str, ...]) -> Iterator[Place]:
    here = place[0]
    if not names and _is_bytes(here):
        yield (bytes(here).decode(errors="replace"), *place[1:])
    elif isinstance(here, list):
        for each in here:
            yield from _down((each, *place[1:]), names)
    elif not names:
        yield place
    elif isinstance(here, dict) and names[0] in here:
        yield from _down((here[names[0]], *place), names[1:])


def _is_bytes(value: Any) -> bool:
    """Whether it is text that systemd's journal gives as a list of its bytes."""
    return isinstance(value, list) and len(value) > 0 and all(type(n) is int and 0 <= n < 256 for n in value)


def values(place: Place, path: str) -> list[Any]:
    """Every value at a path from an item, a list's members one by one; None and the empty text say nothing."""
    above, names = parts(path)
    if above >= len(place):
        return []
    return [found[0] for found in _down((place[above],), names) if found[0] not in (None, "")]


def first(place: Place, alternatives: str) -> Any:
    """The first value at the first path that has one; None for none."""
    for path in alternatives.split("|"):
        if found := values(place, path):
            return found[0]
    return None


def wording(place: Place, template: str) -> str:
    """The words that a template makes of an item."""
    if template.startswith("{") and template.find("}") == len(template) - 1:
        return _words(place, template[1:-1])
    template = _OPTIONAL.sub(lambda match: _optional(place, match[1]), template)
    return " ".join(_FIELD.sub(lambda match: _words(place, match[1]), template).split(" ")).strip()


def _optional(place: Place, template: str) -> str:
    if all(_words(place, field) for field in _FIELD.findall(template)):
        return template
    return ""


def _words(place: Place, alternatives: str) -> str:
    for path in alternatives.split("|"):
        if "=" in path:
            return _pairs(place, *path.split("=", 1))
        between, path = ("", path[:-1]) if path.endswith("+") else ("\n", path)  # noqa: PLW2901
        found = values(place, path)
        if said := between.join(filter(None, map(text if between else _as_is, found))):
            return said
    return ""


def _pairs(place: Place, path: str, without: str) -> str:
    pairs = {
        name: one_line(text(value))
        for found in values(place, path)
        if isinstance(found, dict)
        for name, value in found.items()
        if name != without
    }
    return ", ".join(f"{one_line(name)}={said}" for name, said in sorted(pairs.items()) if said)


def _as_is(value: Any) -> str:
    return value if isinstance(value, str) else ""


def text(value: Any) -> str:
    """A value as text; nothing for an object."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "yes" if value is True else ""
    return str(value)
