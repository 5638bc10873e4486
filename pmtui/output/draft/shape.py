"""What a piece of Markdown renders: two of one shape differ in spelling alone, as formatters and git spell it.

Words that are not rendered count, too, for somebody wrote them: cells behind a table's last column, and the addresses
of links that nothing uses.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_EMPTY_COMMENT = re.compile(r"<!--\s*-->")
"""Formatters put one between two lists that would become one."""
_ATTRIBUTES = ("href", "src", "title", "start")
_VERBATIM = ("fence", "code_block")
_MOST = 1000
"""Columns of a table whose head is still to be read: each of its cells is one."""
_CACHED = 256
"""Blocks whose shape is remembered: of a draft that is written anew most are as they were."""


@lru_cache(_CACHED)
def shape(markdown: str) -> str:
    """The first 12 hex digits of the SHA-256 of text and structure, whatever the spelling."""
    return hashlib.sha256("\0".join(_said(markdown)).encode()).hexdigest()[:12]


@lru_cache(1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _said(markdown: str) -> Iterator[str]:
    source = markdown.replace("\r\n", "\n")
    defined: dict[str, dict[str, dict[str, str]]] = {}
    lines, columns = source.split("\n"), 0
    for token in _parser().parse(source, defined):
        columns = _columns(token, columns)
        yield from _of_block(token)
        if token.type == "tr_open" and token.map:
            yield from _beyond(lines[token.map[0]], columns or _MOST)
    for label, link in sorted(defined.get("references", {}).items()):
        yield f"link {label} {link['href']} {link['title']}"


def _columns(token: Token, before: int) -> int:
    """How many columns the table has, as far as its head was read."""
    if token.type == "thead_open":
        return 0
    return before + 1 if token.type == "th_open" else before


def _beyond(line: str, columns: int) -> Iterator[str]:
    """What stands in a line of a table behind its last column: no browser shows it."""
    from markdown_it.rules_block.table import escapedSplit

    cells = escapedSplit(line.strip())
    inner = cells[1:] if cells and not cells[0].strip() else cells
    for cell in inner[columns:]:
        if said := _plain(cell):
            yield f"beyond {said}"


def _of_block(token: Token) -> Iterator[str]:
    if token.type == "inline":
        yield _joined(token.children or [])
    elif token.type in _VERBATIM:
        yield f"code {token.info.strip()}"
        yield token.content.rstrip("\n")
    elif token.type == "html_block":
        if html := _plain(_EMPTY_COMMENT.sub("", token.content)):
            yield f"html {html}"
    elif not token.hidden:
        yield f"{token.nesting} {token.tag}{_attributes(token)}"


def _joined(children: list[Token]) -> str:
    """A paragraph's text and what is in it; a line break that is not rendered is a blank."""
    found = ""
    for token in children:
        if token.type == "text":
            found += token.content
        elif token.type == "softbreak":
            found += " "
        elif token.type == "code_inline":
            found += f"\1code {token.content}\1"
        elif token.type == "html_inline":
            found += f"\1html {token.content}\1"
        elif token.type == "image":
            found += f"\1img{_attributes(token)} {token.content}\1"
        else:
            found += f"\1{token.nesting}{token.tag}{_attributes(token)}\1"
    return _plain(found)


def _attributes(token: Token) -> str:
    return "".join(f" {name}={token.attrs[name]}" for name in _ATTRIBUTES if name in token.attrs)


def _plain(text: str) -> str:
    return " ".join(text.split())
