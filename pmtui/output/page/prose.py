"""Typed text in a web page: the Markdown of sections and of entries as HTML.

Raw HTML in a section is shown and not obeyed; only addresses of the web and of mail become links, and a picture
becomes a link to it, since the page loads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pmtui.model.text import clean
from pmtui.output.text.light import blocks, only_whole_addresses
from pmtui.output.text.prose import contained, is_folding

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markupsafe import Markup

_ALLOWED = re.compile(r"(?:https?://|mailto:)[^\s]", re.I)


def rendered(text: str, level: int) -> Markup:
    """A section's Markdown as HTML for a place under a heading of this level."""
    from markupsafe import Markup

    return Markup(_parser().render(contained(clean(text), level)))


def entry(text: str) -> Markup:
    """An entry's text, light Markdown, as HTML; one of a single paragraph has no element of its own."""
    from markupsafe import Markup

    parser, found = _parser(), blocks(text)
    if "\n" not in found:
        return Markup('<span dir="auto">{}</span>').format(Markup(parser.renderInline(found)))
    return Markup(parser.render(found))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "linkify": True})
    parser.enable(["table", "strikethrough", "linkify"])
    only_whole_addresses(parser)
    parser.validateLink = lambda url: bool(_ALLOWED.match(url))  # type: ignore[method-assign]
    parser.add_render_rule("image", _picture)
    parser.add_render_rule("html_block", _html)
    parser.add_render_rule("html_inline", _html)
    for kind in ("paragraph_open", "heading_open", "list_item_open", "blockquote_open", "th_open", "td_open"):
        parser.add_render_rule(kind, _either_way)
    return parser


def _picture(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    from markupsafe import escape

    token = tokens[index]
    words = token.content or str(token.attrGet("src"))
    return f'<a href="{escape(str(token.attrGet("src")))}">{escape(words)}</a>'


def _html(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """What folds a part away is obeyed, any other HTML is shown."""
    from markupsafe import escape

    content = tokens[index].content
    return content if tokens[index].type == "html_block" and is_folding(content) else str(escape(content))


def _either_way(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """Text runs in the direction of its own first letter."""
    tokens[index].attrSet("dir", "auto")
    return str(renderer.renderToken(tokens, index, options, env))
