"""Typed text in a web page: the Markdown of sections and of entries as HTML.

Raw HTML in a section is shown and not obeyed; only addresses of the web and of mail become links. A picture beside the
draft is part of the page; one from elsewhere becomes a link to it, since the page loads nothing.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pmtui.model.entries import PICTURES
from pmtui.model.text import clean
from pmtui.output.text.light import ADDRESS, blocks, only_whole_addresses
from pmtui.output.text.prose import contained, is_folding

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markupsafe import Markup

    from pmtui.output.draft.lines import Line

Files = Callable[[str], bytes | None]
"""The bytes of a picture by its place beside the draft; None where there is none to be shown."""
_ALLOWED = re.compile(r"(?:https?://|mailto:)[^\s]", re.I)
_PNG = b"\x89PNG"
_TASK = re.compile(r"\[([ xX])\]\s+(?=\S)")


def no_files(place: str) -> None:
    """For a page that shows no picture."""


class Prose:
    """The typed text of one page.

    Args:
        files: gives the pictures beside the draft.
    """

    def __init__(self, files: Files = no_files) -> None:
        self._files = files
        self._texts = 0

    def rendered(self, text: str, level: int) -> Markup:
        """A section's Markdown as HTML for a place under a heading of this level; its footnotes stand at its end."""
        from markupsafe import Markup

        self._texts += 1
        surroundings = {"files": self._files, "docId": str(self._texts)}
        return Markup(_parser().render(contained(clean(text), level), surroundings))

    def entry(self, text: str) -> Markup:
        """An entry's text, light Markdown, as HTML; one of a single paragraph has no element of its own."""
        from markupsafe import Markup

        parser, found = _parser(), blocks(text)
        surroundings = {"files": self._files}
        if "\n" not in found:
            return Markup('<span dir="auto">{}</span>').format(
                Markup(parser.renderInline(found, surroundings))
            )
        return Markup(parser.render(found, surroundings))

    def document(self, markdown: str) -> str:
        """A draft of ours without its marks as HTML of headings, paragraphs, tables and pictures, nothing laid out."""
        return str(_parser().render(markdown, {"files": self._files}))

    def attached(self, line: Line) -> Markup:
        """The file that a line of the timeline attached: the picture, or where the file lies."""
        from markupsafe import Markup

        shown = embedded(line.file, self._files) if line.picture else ""
        if shown:
            # The caption stands before it: said alike, it would be read out twice.
            return Markup('<br><img src="{}" alt="Picture: {}">').format(shown, clean(line.text or line.name))
        return Markup(" <span>({})</span>").format(line.file)


def embedded(place: str, files: Files) -> str:
    """A picture beside the draft as an address that holds all of it; empty where there is none."""
    kind = PICTURES.get(place.rpartition(".")[2].lower())
    content = files(place) if kind else None
    kind = "png" if content and content.startswith(_PNG) else kind
    return f"data:image/{kind};base64,{b64encode(content).decode()}" if content else ""


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True, "linkify": True})
    parser.enable(["table", "strikethrough", "linkify"])
    footnote_plugin(parser, inline=False)
    only_whole_addresses(parser)
    parser.core.ruler.after("inline", "task_boxes", _task_boxes)
    parser.validateLink = lambda url: bool(ADDRESS.match(url))  # type: ignore[method-assign]
    parser.add_render_rule("image", _picture)
    parser.add_render_rule("task_box", _task_box)
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("link_close", _link)
    parser.add_render_rule("html_block", _html)
    parser.add_render_rule("html_inline", _html)
    parser.add_render_rule("footnote_block_open", lambda *_: '<div class="footnotes">\n<ol>\n')
    parser.add_render_rule("footnote_block_close", lambda *_: "</ol>\n</div>\n")
    for kind in ("paragraph_open", "heading_open", "list_item_open", "blockquote_open", "th_open", "td_open"):
        parser.add_render_rule(kind, _either_way)
    return parser


def _picture(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    from markupsafe import escape

    token = tokens[index]
    address = str(token.attrGet("src"))
    words = renderer.renderInlineAsText(token.children or (), options, env)
    shown = "" if _ALLOWED.match(address) else embedded(unquote(address), env["files"])
    if shown:
        return f'<img src="{shown}" alt="{escape(words or address)}">'
    if _ALLOWED.match(address):
        return f'<a href="{escape(address)}">{escape(words or address)}</a>'
    return str(escape(words or address))


def _link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """An address of the web or of mail; a file that lies beside the draft is named, as the page may lie elsewhere."""
    from markupsafe import escape

    opening = next(i for i in range(index, -1, -1) if tokens[i].type == "link_open")
    address = str(tokens[opening].attrGet("href") or "")
    if _ALLOWED.match(address):
        return str(renderer.renderToken(tokens, index, options, env))
    named = opening != index and address
    return f" ({escape(unquote(address))})" if named else ""


def _task_boxes(state: StateCore) -> None:
    """`- [ ]` and `- [x]` as GitHub shows them: a sign that is read out, nothing that can be changed."""
    for item, paragraph, token in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if (item.type, paragraph.type) == ("list_item_open", "paragraph_open") and token.children:
            text = token.children[0]
            box = _TASK.match(text.content) if text.type == "text" else None
            if box:
                text.content = text.content[box.end() :]
                token.children.insert(0, type(token)("task_box", "", 0, content=box[1].strip()))


def _task_box(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    sign, words = ("☑", "done") if tokens[index].content else ("☐", "to do")
    return f'<span role="img" aria-label="{words}">{sign}</span> '


def _html(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """What folds a part away is obeyed, and the break in a cell of ours; any other HTML is shown."""
    from markupsafe import escape

    content = tokens[index].content
    if content == "<br>":
        return content
    return content if tokens[index].type == "html_block" and is_folding(content) else str(escape(content))


def _either_way(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """Text runs in the direction of its own first letter."""
    tokens[index].attrSet("dir", "auto")
    return str(renderer.renderToken(tokens, index, options, env))
