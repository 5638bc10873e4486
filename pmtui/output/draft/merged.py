"""A draft in which git left two versions, because it could not put them together."""

from __future__ import annotations

import re

from pmtui.output.draft.blocks import blocks

_CONFLICT = re.compile(
    r"^<{7} .*\n(?P<ours>(?:.*\n)*?)(?:\|{7}.*\n(?:.*\n)*?)?={7}\r?\n(?:.*\n)*?>{7} .*(?:\n|\Z)", re.MULTILINE
)
_MARKER = re.compile(r"^<!-- /?pmtui:", re.MULTILINE)


def ours(text: str) -> str:
    """The version of this side; the text as it is where git left none.

    Only marks that tear a block's markers apart are git's for certain: anywhere else somebody may be writing of them.
    """
    if not any(_MARKER.search(found[0]) for found in _CONFLICT.finditer(text)):
        return text
    whole = [(block.start, block.end) for block in blocks(text) if not block.edited]

    def side(found: re.Match[str]) -> str:
        line = text.count("\n", 0, found.start())
        generated = any(start < line < end for start, end in whole)
        return found[0] if generated else found["ours"]

    return _CONFLICT.sub(side, text)
