"""A document's generated blocks, each between a pair of markers, and how they are brought up to date in place.

    <!-- pmtui:NAME HASH -->
    …
    <!-- /pmtui:NAME -->

A marker is a whole line that begins in the first column, wherever it stands, in fenced code too. Whatever stands
outside the pairs is the person's, byte for byte; so is a pair that is broken, doubled or nested with another.
HASH is over what a block renders, text and structure: what a formatter or git spells otherwise is no edit.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from pmtui.model.incident.writeup import SECTIONS
from pmtui.output.draft.shape import shape

_OPEN = re.compile(r"<!-- pmtui:([\w.-]+) ([0-9a-f]{12}) -->[ \t]*\r?")
_CLOSE = re.compile(r"<!-- /pmtui:([\w.-]+) -->[ \t]*\r?")
_OWN_LINES = (_OPEN, _CLOSE, re.compile(r"<!-- (?:placed:|begun from: ).*-->[ \t]*\r?"))
MORE = "more"
"""The block before which sections written later are put; it remembers which were, so that a deleted one stays so."""
SECTION = "section."
"""How the name of a section's block begins; the block of a section that is no longer written becomes empty."""
ASKS = "> **Missing:**"
"""How the line begins that asks for a section."""
LATER = ("metrics",)
"""Blocks that a draft of an earlier pmtui never had: they are put before `more` as a section written later is."""
RETIRED = ("summary", "cause", "resolution", "responders")
"""Blocks of facts that sections say now: where a draft still has one, it becomes empty."""
_HEADING = "cause"
"""The block that is nothing but a heading over sections."""
_BEFORE, _NEW = "summary", ("section.contributing_factors",)
"""A block that only drafts of an earlier pmtui have, and one that they lack."""
_PLACED = re.compile(r"<!-- placed:((?: [\w.-]+)*) -->")
_BEGUN = re.compile(r"<!-- begun from: ([\w.-]+) -->")


class Block(Struct, frozen=True):
    """A pair of markers in a document: line numbers, and what stands between."""

    name: str
    hash: str
    start: int
    """The line of the opening marker."""
    end: int
    """The line of the closing marker."""
    content: str
    """With `\\n` for each line end."""

    @property
    def edited(self) -> bool:
        """Whether a person changed what was generated."""
        return not self.shows(self.content)

    def shows(self, content: str) -> bool:
        """Whether this content was generated into the block when its marker was written."""
        return self.hash in (_bytes_hash(content), shape(content))

    def says(self, content: str) -> bool:
        """Whether this content renders what stands in the block."""
        return self.content == content or shape(self.content) == shape(content)


class Aside(Struct, frozen=True):
    """What a person wrote into a block that was generated again."""

    name: str
    text: str


class Regenerated(Struct, frozen=True):
    """A document brought up to date."""

    text: str
    aside: tuple[Aside, ...] = ()
    """Blocks that were edited by hand, as they were before they were replaced."""
    stale: tuple[str, ...] = ()
    """Blocks whose markers are broken, doubled or nested: they are taken for a person's text, and left as they are."""
    missing: tuple[str, ...] = ()
    """Blocks that were deleted and have something to say; they stay deleted until somebody restores them."""
    own: dict[str, str] = {}
    """A person's own text, by the block that it follows."""


class _Marker(Struct, frozen=True):
    line: int
    name: str
    hash: str = ""
    """Empty for a closing marker."""


def _bytes_hash(content: str) -> str:
    """What an earlier pmtui put into a marker: the first 12 hex digits of the SHA-256 of the content."""
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def block_name(section: str) -> str:
    """The name of a section's block; a section of one's own has a digest in it, so that no two are the same."""
    if section in SECTIONS:
        return f"{SECTION}{section}"
    plain = re.sub(r"[^a-z0-9]+", "-", section.lower()).strip("-")[:40]
    return f"{SECTION}{plain or 'own'}-{hashlib.sha256(section.encode()).hexdigest()[:6]}"


def generated(name: str, content: str) -> str:
    """A block: the markers, and between them the content, which may be empty; it ends without a line end."""
    inner = between(content)
    return f"<!-- pmtui:{name} {shape(inner)} -->\n{inner}<!-- /pmtui:{name} -->"


def between(content: str) -> str:
    """Some content as it stands between the markers of a block."""
    text = content.strip("\n")
    return f"\n{text}\n\n" if text else ""


def more(names: list[str], template: str = "") -> str:
    """The block `more`: which further sections have been put before it, and the template unless it is the plain one."""
    begun = f"\n<!-- begun from: {template} -->" if template else ""
    return generated(MORE, placed(names) + begun)


def placed(names: list[str]) -> str:
    """The line of the block `more` that says which further sections have been put before it."""
    return f"<!-- placed:{''.join(f' {name}' for name in names)} -->"


def clean(text: str) -> str:
    """The document without its markers, for where nobody writes it anew."""
    kept = [line for line in text.split("\n") if not any(form.fullmatch(line) for form in _OWN_LINES)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)) if len(kept) < text.count("\n") + 1 else text


def begun_from(text: str) -> str:
    """The template that a document was begun from; empty for the plain one, or when nobody knows any more."""
    content = next((block.content for block in blocks(text) if block.name == MORE), "")
    found = _BEGUN.search(content)
    return found[1] if found else ""


def blocks(text: str) -> list[Block]:
    """The pairs of markers that can be told apart without doubt, in order."""
    lines = text.split("\n")
    markers = _markers(lines)
    opens, closes = _places(markers, opening=True), _places(markers, opening=False)
    found = []
    for at, (opening, closing) in enumerate(pairwise(markers)):
        name = opening.name
        if not opening.hash or closing.hash or closing.name != name:
            continue
        if len(opens[name]) > 1 or len(closes[name]) > 1 or _nested(at, opens, closes):
            continue
        content = "".join(f"{line}\n" for line in lines[opening.line + 1 : closing.line])
        found.append(Block(name, opening.hash, opening.line, closing.line, content.replace("\r\n", "\n")))
    return found


def of_before(existing: str, fresh: str) -> bool:
    """Whether a draft of an earlier pmtui stands as it was written: nothing in it is a person's, nothing is gone."""
    held = blocks(existing)
    names = {block.name for block in held}
    if _BEFORE not in names or any(block.edited for block in held):
        return False
    lines = existing.split("\n")
    for block in reversed(held):
        del lines[block.start : block.end + 1]
    here = {block.name for block in blocks(fresh)}
    return not any(line.strip() for line in lines) and here - names <= {*LATER, *_NEW}


def regenerate(existing: str, fresh: str, restore: Iterable[str] = ()) -> Regenerated:
    """The existing document with the blocks of a fresh one in the place of its own.

    Args:
        existing: the document as it stands.
        fresh: as it would be generated.
        restore: the names of blocks that are to stand there again.
    """
    for name in restore:
        existing = _restored(existing, fresh, name)
    new = {block.name: block.content for block in blocks(fresh)}
    held = {block.name: block for block in blocks(existing)}
    mentioned = {marker.name for marker in _markers(existing.split("\n"))}
    new[MORE], later = _later(new.get(MORE, ""), mentioned, held.get(MORE))
    for name in [name for name in later if not _is_last(name, [*new])]:
        later.remove(name)
        existing = _restored(existing, fresh, name)
    held = {block.name: block for block in blocks(existing)}
    mentioned.update(held)
    lines = existing.split("\n")
    aside: list[Aside] = []
    for block in sorted(held.values(), key=lambda block: block.start, reverse=True):
        if block.name not in new and not block.name.startswith(SECTION) and block.name not in RETIRED:
            continue  # of another template
        content = new.get(block.name, "")
        same = block.says(content)  # however it is spelled
        if block.edited and not same:
            aside.insert(0, Aside(block.name, block.content.strip("\n")))
        end = "\r" if lines[block.start].endswith("\r") else ""
        if not same:
            lines[block.start + 1 : block.end] = [f"{line}{end}" for line in content.split("\n")[:-1]]
        if block.edited or not same:
            lines[block.start] = f"<!-- pmtui:{block.name} {shape(content)} -->{end}"
        if block.name == MORE:
            for name in reversed(later):
                added = [*generated(name, new[name]).split("\n"), ""]
                lines[block.start : block.start] = [f"{line}{end}" for line in added]
    stale = tuple(name for name in new if name in mentioned and name not in held)
    text = "\n".join(lines)
    gone = tuple(
        name for name in new if name not in mentioned and name not in later and _says(name, new[name])
    )
    return Regenerated(text, tuple(aside), stale, gone)


def _is_last(name: str, order: list[str]) -> bool:
    """Whether only later sections stand between a block and `more`, in a fresh document."""
    if MORE not in order or order.index(name) > order.index(MORE):
        return False
    between = order[order.index(name) : order.index(MORE)]
    return all(each in LATER or each.startswith(SECTION) for each in between)


def _says(name: str, content: str) -> bool:
    """Whether a reader misses a block: the place of later sections and bare headings tell nothing."""
    return bool(content.strip()) and ASKS not in content and name not in (MORE, _HEADING)


def _restored(existing: str, fresh: str, name: str) -> str:
    """The document with an empty block of that name behind the one that it follows in a fresh one."""
    lines = existing.split("\n")
    order = [block.name for block in blocks(fresh)]
    if name not in order or name in {marker.name for marker in _markers(lines)}:
        return existing
    held = {block.name: block for block in blocks(existing)}
    at = order.index(name)
    before = next((held[each].end + 1 for each in reversed(order[:at]) if each in held), None)
    behind = next((held[each].start for each in order[at:] if each in held), len(lines))
    empty = generated(name, "").split("\n")
    end = "\r" if lines[0].endswith("\r") else ""
    place, added = (behind, [*empty, ""]) if before is None else (before, ["", *empty])
    lines[place:place] = [f"{line}{end}" for line in added]
    return "\n".join(lines)


def _later(fresh: str, mentioned: set[str], more: Block | None) -> tuple[str, list[str]]:
    """The new content of `more`, given the fresh one, and the sections that are to be put before it."""
    wanted = _names_placed(fresh)
    known = _names_placed(more.content) if more else []
    later = [name for name in wanted if name not in known and name not in mentioned] if more else []
    every = [*known, *(name for name in wanted if name not in known)]
    return _PLACED.sub(placed(every), fresh, count=1), later


def _names_placed(text: str) -> list[str]:
    found = _PLACED.search(text)
    return found[1].split() if found else []


def _markers(lines: list[str]) -> list[_Marker]:
    found: list[_Marker] = []
    for number, line in enumerate(lines):
        if opening := _OPEN.fullmatch(line):
            found.append(_Marker(number, opening[1], opening[2]))
        elif closing := _CLOSE.fullmatch(line):
            found.append(_Marker(number, closing[1]))
    return found


def _places(markers: list[_Marker], *, opening: bool) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {marker.name: [] for marker in markers}
    for at, marker in enumerate(markers):
        if bool(marker.hash) is opening:
            found[marker.name].append(at)
    return found


def _nested(at: int, opens: dict[str, list[int]], closes: dict[str, list[int]]) -> bool:
    """Whether another pair begins before this one and ends after it."""
    return any(
        name in closes and any(o < at for o in opens[name]) and any(c > at + 1 for c in closes[name])
        for name in opens
    )
