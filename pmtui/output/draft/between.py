"""The person's own text of a draft: what stands between its blocks, by the block that it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmtui.output.draft import blocks
from pmtui.output.draft.blocks import Block

TOP = "top"
"""The place of what stands before the first block."""


def between(document: str, fresh: str) -> dict[str, str]:
    """A person's own text, by the name of the block that it follows, in the order of the document.

    Args:
        document: a draft as it stands.
        fresh: the same as it would be generated: what its template has between the blocks is nobody's own.
    """
    ours = dict(_gaps(fresh))
    found: dict[str, str] = {}
    for name, text in _gaps(document):
        own = text.replace(ours[name], "", 1).strip() if ours.get(name) else text
        if own:
            found[name] = own
    return found


def carried(document: str, own: Mapping[str, str], order: Sequence[str] = ()) -> str:
    """A document with these texts, each behind its block.

    What stands there already is not put there twice. Where the document lacks a block, its text stands behind the
    nearest before it.

    Args:
        document: a draft.
        own: texts by the names of blocks.
        order: the names of the blocks of the document that they are from.
    """
    for name, text in own.items():
        lacking = "\n\n".join(part for part in text.split("\n\n") if part.strip() not in document)
        if not lacking:
            continue
        here = {block.name: block for block in blocks.blocks(document)}
        before = order[: order.index(name) + 1] if name in order else (name,)
        place = next((here[each].end + 1 for each in reversed(before) if each in here), None)
        if place is None:
            place = 0 if name == TOP or not here else max(block.end for block in here.values()) + 1
        # The next text of the same place comes behind this one.
        lines = document.split("\n")
        lines[place:place] = ["", *lacking.split("\n")] if place else [*lacking.split("\n"), ""]
        document = "\n".join(lines)
    return document


def laid_out_anew(document: str, old: str, new: str) -> str:
    """A new draft that holds the person's own text of another one, and what they wrote into blocks that it lacks.

    Args:
        document: the draft as it stands, brought up to date.
        old: as it would be generated from its own template.
        new: as it is generated from the new one.
    """
    own = between(document, old)
    kept = {block.name for block in blocks.blocks(new)}
    held = blocks.blocks(document)
    for block in held:
        if block.name not in kept and block.edited:
            own[block.name] = "\n\n".join(filter(None, (block.content.strip(), own.get(block.name, ""))))
    return carried(new, own, [TOP, *(block.name for block in held)])


def _gaps(document: str) -> Iterator[tuple[str, str]]:
    """The text behind each block, without markers of ours that stand alone."""
    lines = document.replace("\r\n", "\n").split("\n")
    at, name = 0, TOP
    for block in [*blocks.blocks(document), Block("", "", len(lines), len(lines), "")]:
        yield name, blocks.clean("\n".join(lines[at : block.start])).strip()
        at, name = block.end + 1, block.name
