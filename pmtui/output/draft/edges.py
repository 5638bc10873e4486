"""What a person wrote at the edge of a generated block, between its marker and what was generated.

Whoever writes above a heading does not see that the marker stands higher still. Only what is certain is taken out:
without those paragraphs the block renders what was generated into it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmtui.output.draft.blocks import SECTION, Block, blocks

_MOST = 6
"""Paragraphs that are looked at on each side."""
_LONGEST = 100_000
"""Characters of a block that are looked at: each try reads all of them."""


def out_of_blocks(document: str) -> str:
    """The document with such paragraphs outside of their blocks, where they stand for a reader as before."""
    lines = document.split("\n")
    for block in reversed(blocks(document)):
        if not block.edited or len(block.content) > _LONGEST:
            continue
        inner = lines[block.start + 1 : block.end]
        found = next((cut for cut in _cuts(block) if _is_generated(block, *cut)), None)
        if found is None:
            continue
        top, bottom = found
        opening, closing = lines[block.start], lines[block.end]
        lines[block.start : block.end + 1] = [
            *_apart(inner[:top], above=True),
            opening,
            *inner[top:bottom],
            closing,
            *_apart(inner[bottom:], above=False),
        ]
    return "\n".join(lines)


def _cuts(block: Block) -> Iterator[tuple[int, int]]:
    """Where what was generated may begin and end, the least taken out first.

    In a section only what stands above its heading is no part of it.
    """
    lines = block.content.split("\n")[:-1]
    starts = [0, *(n for n in range(1, len(lines)) if lines[n].strip() and not lines[n - 1].strip())]
    ends = [
        len(lines),
        *(n for n in range(len(lines) - 1, 0, -1) if lines[n].strip() == "" and lines[n - 1].strip()),
    ]
    if block.name.startswith(SECTION):
        yield from ((top, len(lines)) for top in starts[1:_MOST] if lines[top].startswith("#"))
        return
    tried = ((top, bottom) for top in starts[:_MOST] for bottom in ends[:_MOST] if top < bottom)
    yield from sorted(tried, key=lambda cut: cut[0] - cut[1])


def _is_generated(block: Block, top: int, bottom: int) -> bool:
    lines = block.content.split("\n")[:-1]
    return block.shows("".join(f"{line}\n" for line in lines[top:bottom]))


def _apart(lines: list[str], *, above: bool) -> list[str]:
    """The lines with an empty one towards either side; none when they say nothing."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return ["", *lines, ""] if lines else []
