"""HTML that a chat gives for what somebody wrote, as plain text."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?>")
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "blockquote", "pre"})


def plain(text: str) -> str:
    """The text without tags; a paragraph, an item and a break begin a line. What is no HTML stays as it is."""
    if not _TAG.search(text):
        return html.unescape(text)
    text = _TAG.sub(
        lambda tag: "\n" if tag[2].lower() in _BREAKS and (tag[1] or tag[2].lower() == "br") else "", text
    )
    lines = (line.strip() for line in html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)
