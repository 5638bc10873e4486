"""What a person wrote into a draft around its generated blocks, for a page that follows the draft."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct

from pmtui.output.draft.blocks import Block, blocks

_COMMENT = re.compile(r"^ {0,3}<!--(?:(?!-->).)*-->[ \t]*$", re.MULTILINE | re.DOTALL)
_TOP = ("h1", "h2")


class Own(Struct, frozen=True):
    """A person's own Markdown under one heading, or under none at the start of what stands in one place."""

    title: str
    text: str


def outline(document: str) -> list[str | Own]:
    """The names of the generated blocks and the text between them, in the order of the document.

    Comments on lines of their own, broken markers among them, are not for readers and left out.
    """
    lines = document.split("\n")
    found: list[str | Own] = []
    at = 0
    ends = [*blocks(document), Block("", "", len(lines), len(lines), "")]
    for block in ends:
        found += _own("\n".join(lines[at : block.start]))
        at = block.end + 1
        if block.name:
            found.append(block.name)
    return found


def _own(text: str) -> list[Own]:
    """The text in pieces, each under its heading of the first or second level."""
    text = _COMMENT.sub("", text.replace("\r\n", "\n"))
    if not text.strip():
        return []
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(text)
    lines = text.split("\n")
    heads = [
        (opening.map, "".join(child.content for child in inline.children or ()))
        for opening, inline in pairwise(tokens)
        if opening.type == "heading_open" and opening.tag in _TOP and not opening.level and opening.map
    ]
    starts = [([0, 0], ""), *heads]
    ends = [place[0] for place, _ in heads] + [len(lines)]
    pieces = [
        Own(title, "\n".join(lines[place[1] : end]).strip("\n"))
        for (place, title), end in zip(starts, ends, strict=True)
    ]
    return [piece for piece in pieces if piece.title or piece.text.strip()]
