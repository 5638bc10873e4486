"""Three-way merge of Markdown by paragraph.

No library does this here: the one on PyPI is under the GPL, and takes edits of neighbouring paragraphs for a
clash, as line-based merges do. Two people who each mend a paragraph of a short section are the common case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from difflib import SequenceMatcher

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
Paragraphs = tuple[str, ...]


class Merged(Struct, frozen=True):
    """Two texts that began from one, made one again."""

    paragraphs: Paragraphs
    clashing: bool = False
    """Both changed the same place: both texts of it stand, one behind the other."""


class _Change(Struct, frozen=True):
    """These paragraphs of the base, `start` to `end`, became others; with `start == end` others were put in."""

    start: int
    end: int
    new: Paragraphs
    mine: bool

    def meets(self, other: _Change) -> bool:
        """Whether the other one is about the same place; neighbours are not."""
        if self.start == self.end or other.start == other.end:
            inside = self.start < other.end and other.start < self.end
            return inside or (self.start, self.end) == (other.start, other.end)
        return self.start < other.end and other.start < self.end


def paragraphs(text: str) -> Paragraphs:
    """A text in pieces that stay whole: what empty lines divide, but for those within a fence."""
    found: list[str] = []
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        sign = _FENCE.match(line)
        if sign and not fence:
            fence = sign[1]
        elif sign and sign[1].startswith(fence) and not line[sign.end() :].strip():
            fence = ""
        if line.strip() or fence:
            lines.append(line.rstrip())
        elif lines:
            found.append("\n".join(lines))
            lines = []
    return (*found, "\n".join(lines)) if lines else tuple(found)


def merge(base: Paragraphs, mine: Paragraphs, theirs: Paragraphs) -> Merged:
    """What both made of the base; where both changed the same place, mine and theirs behind it."""
    changes = [*_changes(base, mine, mine=True), *_changes(base, theirs, mine=False)]
    changes.sort(key=lambda change: (change.start, change.end, not change.mine))
    found: list[str] = []
    at, clashing = 0, False
    while changes:
        place = _meeting(changes)
        changes = [change for change in changes if change not in place]
        start, end = min(c.start for c in place), max(c.end for c in place)
        found += base[at:start]
        at = end
        here = [_applied(base, start, end, [c for c in place if c.mine is mine]) for mine in (True, False)]
        if len({change.mine for change in place}) == 1:
            found += here[0] if place[0].mine else here[1]
            continue
        both = _one_behind_the_other(*here)
        lost = start < end and len({*here}) > 1  # one of them took out, or wrote anew, what the other changed
        clashing |= lost or len(both) > max(map(len, here))
        found += both
    return Merged((*found, *base[at:]), clashing)


def _matcher(one: Paragraphs, other: Paragraphs) -> SequenceMatcher[str]:
    from difflib import SequenceMatcher  # 1.5 ms, which `pmtui log` need not wait for

    return SequenceMatcher(None, one, other, autojunk=False)


def _changes(base: Paragraphs, side: Paragraphs, *, mine: bool) -> list[_Change]:
    steps = _matcher(base, side).get_opcodes()
    return [_Change(a, b, side[c:d], mine) for what, a, b, c, d in steps if what != "equal"]


def _meeting(changes: Sequence[_Change]) -> list[_Change]:
    """The first change, with all that are about the same place as one of these."""
    place = [changes[0]]
    for change in changes[1:]:
        if any(change.meets(other) for other in place):
            place.append(change)
    return place


def _applied(base: Paragraphs, start: int, end: int, changes: Sequence[_Change]) -> Paragraphs:
    """A stretch of the base as one side has it."""
    found: list[str] = []
    at = start
    for change in changes:
        found += [*base[at : change.start], *change.new]
        at = change.end
    return (*found, *base[at:end])


def _one_behind_the_other(mine: Paragraphs, theirs: Paragraphs) -> list[str]:
    """Both texts of one place; what they share stands there once."""
    found: list[str] = []
    for _, a, b, c, d in _matcher(mine, theirs).get_opcodes():
        found += mine[a:b]
        found += theirs[c:d] if mine[a:b] != theirs[c:d] else ()
    return found
