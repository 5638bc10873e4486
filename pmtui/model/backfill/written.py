"""Formats that are text: a row says how an item begins, what names the day, and which lines nobody wrote.

What follows an item's first line, up to the next, belongs to it. Patterns are searched for in the whole text, with `^`
and `$` at the ends of lines; their groups are `time`, `who`, `host`, `text`, `id`, `took` (in seconds, or with its
unit), and `day` in a line that names one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from textwrap import dedent
from typing import NamedTuple

import msgspec

from pmtui.model.backfill.items import NO_TIME, Found, How, Item, Source, in_order, person, said
from pmtui.model.backfill.order import with_halves
from pmtui.model.backfill.spelled import day_first_in, day_of, time_of


class Written(msgspec.Struct, frozen=True):
    """A row of the table."""

    name: str
    title: str
    begins: tuple[str, ...]
    """How an item's first line looks."""
    days: tuple[str, ...] = ()
    noise: dict[str, str] = {}
    """By what it is, whole lines that nobody wrote; inside an item they only go."""
    tail: str = ""
    """What an item's words may end in that nobody wrote: `(edited)`."""
    whole: bool = False
    """Every line is one of these: nothing belongs to the item above, and what is none of them is only counted."""
    never: str = ""
    """What begins no line of an item's words: a text with one is of another format."""
    head: str = ""
    """How its files begin, and no other's do: then other lines than these may stand in it."""
    words: Callable[[str], str] | None = None
    """What makes plain text of an item's words."""
    noun: str = "entry"

    def fits(self, source: Source) -> bool:
        """Whether a text begins as one of this format, and holds what one is made of."""
        text = source.raw
        if not text.strip():
            return False
        marks = list(_marks(self, text[:_LOOKED_AT]))
        first = next((mark.found for mark in marks if mark.kind == "item"), None)
        if first is None or text[: marks[0].start].strip():
            return False
        if not self._is_named(first, marks):
            return False
        if self.head and re.match(self.head, text):
            return True
        others = _between(text[:_LOOKED_AT], marks)
        if self.never:
            return not any(re.search(self.never, other, re.MULTILINE) for other in others)
        return not self.whole or not any(others)

    def _is_named(self, first: re.Match[str], marks: list[_Mark]) -> bool:
        """Whether the first item has an author, where such items have one.

        One that only goes on with an author's messages may come first, if it is a clock alone and others have authors.
        """
        if not any("(?P<who>" in each for each in self.begins) or "who" in first.re.groupindex:
            return True
        named = any(mark.kind == "item" and "who" in mark.found.re.groupindex for mark in marks)
        return named and "text" not in first.re.groupindex

    def read(self, source: Source, how: How) -> Found:
        """Its items."""
        reader = _Reader(self, source.raw)
        file = source.documents[0].name
        items = [msgspec.structs.replace(item, file=file) for item in with_halves(list(reader.items()))]
        return Found(self.name, self.title, in_order(items), left_out=reader.left_out, noun=self.noun)


_LOOKED_AT = 1 << 16
"""Characters by which a format is recognised."""


class _Mark(NamedTuple):
    """A place that a pattern fits."""

    kind: str
    """`item`, `day`, or what noise it is."""
    start: int
    end: int
    found: re.Match[str]


def _marks(row: Written, text: str) -> Iterator[_Mark]:
    """Every such place, none inside another."""
    patterns = [("item", p) for p in row.begins] + [("day", p) for p in row.days] + list(row.noise.items())
    compiled = [(kind, re.compile(pattern, re.MULTILINE)) for kind, pattern in patterns]
    found = [_Mark(k, m.start(), m.end(), m) for k, pattern in compiled for m in pattern.finditer(text)]
    order = {id(pattern): n for n, (_, pattern) in enumerate(compiled)}
    end = 0
    for mark in sorted(found, key=lambda mark: (mark.start, order[id(mark.found.re)])):
        if mark.start >= end:
            yield mark
            end = mark.end


def _between(text: str, marks: list[_Mark]) -> Iterator[str]:
    """What stands between them, but for empty lines; a last line that is cut off is not looked at."""
    for mark, following in pairwise(marks):
        if rest := text[mark.end : following.start].strip():
            yield rest
    if marks and (rest := text[marks[-1].end :].strip("\n").rpartition("\n")[0].strip()):
        yield rest


class _Reader:
    """Goes through a text once."""

    def __init__(self, row: Written, text: str) -> None:
        self._row = row
        self._text = text
        self._marks = list(_marks(row, text))
        self._ends = [match.start() for match in re.finditer("\n", text)]
        times = [mark.found["time"] for mark in self._marks if mark.kind == "item"]
        self._day_first = day_first_in(times)
        self.left_out: Counter[str] = Counter()

    def items(self) -> Iterator[Item]:
        """Each item with what follows it; a line that names a day is one without words."""
        author, last = "", None
        parts: list[str] = []
        for mark, end in zip(
            self._marks, [*(m.start for m in self._marks[1:]), len(self._text)], strict=True
        ):
            following = self._following(mark.end, end)
            if mark.kind not in ("item", "day"):
                self.left_out[mark.kind] += 1
                parts.append(following)
                continue
            if last:
                yield from self._item(last, author, parts)
            last, parts = None, [following]
            if mark.kind == "day":
                yield Item(line=self._line(mark.start), stamp=day_of(mark.found["day"]))
                continue
            last = mark.found
            author = last.groupdict().get("who") or author
        if last:
            yield from self._item(last, author, parts)

    def _following(self, start: int, end: int) -> str:
        """What stands between two marks, where it belongs to the first."""
        text = self._text[start:end]
        if not self._row.whole:
            return text
        if others := sum(bool(line.strip()) for line in text.split("\n")):
            self.left_out["other line"] += others
        return ""

    def _item(self, match: re.Match[str], author: str, parts: list[str]) -> Iterator[Item]:
        groups, row = match.groupdict(), self._row
        words = f"{groups.get('text') or ''}{''.join(parts)}".strip("\n")
        words = row.words(words) if row.words else dedent(words)
        words = said("note", re.sub(row.tail, "", words) if row.tail else words)
        if not words.strip():
            self.left_out["without words"] += 1
            return
        if took := _took(groups.get("took") or ""):
            words = f"{words} (took {took})"
        at, spelled = time_of(groups["time"], self._day_first)
        yield Item(
            line=self._line(match.start()),
            stamp=spelled,
            at=at,
            text=words,
            note="" if at or spelled else NO_TIME,
            author=f"{person(author)}@{groups['host']}" if groups.get("host") else person(author),
            id=groups.get("id") or "",
        )

    def _line(self, place: int) -> int:
        return bisect_left(self._ends, place) + 1


def _took(length: str) -> str:
    """How long it took, `12 s`, or `7 m` as it is written; nothing for less than a second."""
    number = length.rstrip("nuμmshd")
    unit = length.removeprefix(number)
    if not number.strip("0") or unit[:1] in ("n", "u", "μ") or unit == "ms":
        return ""
    return f"{int(number)} {unit or 's'}"
