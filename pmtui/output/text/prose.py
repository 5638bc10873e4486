"""A section's text is Markdown of its writer's: contained, so that it stays within its section.

Its headings stay below the section's own, its fences are closed, its raw HTML is shown and not obeyed but for
`<details>` that are closed again, it pings nobody, and it cannot bear a draft's markers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from pmtui.model.text import clean
from pmtui.output.text.markdown import Safe, fenced

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ROUNDS = 4
"""Text that was HTML becomes Markdown when it is disarmed, so it is looked at again."""
_DEEPEST = 6
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|<[\w.+-]+@[\w.-]+>")
_FOLDED = re.compile(r"\s*(?:(?:<details(?: open)?>|</details>|<summary>[^<>\n]*</summary>)\s*)+")
"""The HTML that folds a part of a section away."""
SILENT = "&#8203;"
"""Behind `@` and `#` it keeps a name from being pinged and a number from being linked."""
_LOUD = re.compile(
    r"(?P<kept>\\.|https?://\S+|<[^<>\s]+>|\]\([^()\n]*\)|^ {0,3}\[[^\]\n]+\]:.*$)|(?<!\w)@(?=\w)|(?<!&)#(?=\d)",
    re.M,
)
_FENCE_END = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*$")
_ATX = re.compile(r"#{1,6}(?=[ \t]|$)")


def contained(text: str, level: int) -> Safe:
    """The section's Markdown for a place under a heading of this level."""
    parser = _parser()
    lines = clean(text).strip("\n").rstrip().split("\n")
    for _ in range(_ROUNDS):
        tokens = parser.parse("\n".join(lines))
        if not _disarm(lines, tokens):
            _silence(lines, tokens)
            break
    else:
        return fenced(text)  # nothing in a fence is obeyed
    _close_fence(lines, tokens)
    _hide_markers(lines, tokens)
    _demote(lines, tokens, level)
    return Safe("\n".join(lines))


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _disarm(lines: list[str], tokens: list[Token]) -> bool:
    """Makes raw HTML visible text, but for what folds a part away; whether there was any."""
    found = False
    folds = _fold_and_unfold(tokens)
    for token in tokens:
        if folds and token.type == "html_block" and is_folding(token.content):
            continue
        inline = token.type == "inline" and any(child.type == "html_inline" for child in token.children or ())
        if token.map and (inline or token.type == "html_block"):
            start, end = token.map
            block = "\n".join(lines[start:end])
            lines[start:end] = (_outside_code(block) if inline else _TAG.sub(r"\\<", block)).split("\n")
            found = True
    return found


def is_folding(html: str) -> bool:
    """Whether it is nothing but `<details>`, its summary or its end."""
    return bool(_FOLDED.fullmatch(html))


def _fold_and_unfold(tokens: list[Token]) -> bool:
    """Whether every part that is folded away ends in the section, and none within a list or a quotation."""
    depth = 0
    for token in tokens:
        if token.type == "html_block" and is_folding(token.content):
            for tag in re.findall(r"</?details", token.content):
                depth += -1 if tag.startswith("</") else 1
                if depth < 0:
                    return False
            if token.level:
                return False
    return depth == 0


def _silence(lines: list[str], tokens: list[Token]) -> None:
    """Pings nobody, outside of code and addresses."""
    for token in tokens:
        if token.type == "inline" and token.map:
            start, end = token.map
            block = "\n".join(lines[start:end])
            if "@" in block or "#" in block:
                lines[start:end] = "".join(_pieces(block, _quiet)).split("\n")


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with all of it changed that is in no code; `change` keeps its line breaks."""
    lines = text.split("\n")
    at = 0
    for token in [*_parser().parse(text), None]:
        if token and token.type not in ("fence", "code_block"):
            continue
        start, end = (token.map if token else None) or (len(lines), len(lines))
        if at < start:
            lines[at:start] = "".join(_pieces("\n".join(lines[at:start]), change)).split("\n")
        at = end
    return "\n".join(lines)


def _pieces(block: str, change: Callable[[str], str]) -> Iterator[str]:
    """The block's text changed, and its code spans as they are."""
    at = 0
    text = ""
    while at < len(block):
        step = _code_span(block, at) if block[at] == "`" else block[at]
        if step[:1] == "`":
            yield change(text)
            yield step
            text = ""
        else:
            text += step
        at += len(step)
    yield change(text)


def _quiet(text: str) -> str:
    return _LOUD.sub(_made_quiet, text)


def _made_quiet(found: re.Match[str]) -> str:
    return found[0] if found["kept"] else f"{found[0]}{SILENT}"


def _outside_code(block: str) -> str:
    """The block with `\\<` for the `<` of each tag that is in no code span and no autolink."""
    found: list[str] = []
    at = 0
    while at < len(block):
        step = block[at]
        if step == "\\":
            step = block[at : at + 2]
        elif step == "`":
            step = _code_span(block, at)
        elif link := _AUTOLINK.match(block, at):
            step = link[0]
        elif _TAG.match(block, at):
            found.append("\\")
        found.append(step)
        at += len(step)
    return "".join(found)


def _code_span(block: str, at: int) -> str:
    """The code span that begins here, or the backticks alone when none of the same number closes them."""
    run = re.compile("`+").match(block, at)
    ticks = run[0] if run else "`"
    closing = re.compile(rf"(?<!`){ticks}(?!`)").search(block, at + len(ticks))
    return block[at : closing.end()] if closing else ticks


def _close_fence(lines: list[str], tokens: list[Token]) -> None:
    """Ends a fence that runs to the end; one within a list or a quotation ends with it."""
    fences = [token for token in tokens if token.type == "fence" and token.level == 0 and token.map]
    if not fences or not fences[-1].map or fences[-1].map[1] < len(lines):
        return
    last, (start, end) = fences[-1], fences[-1].map
    closing = _FENCE_END.match(lines[end - 1]) if end - 1 > start else None
    if not closing or not closing[1].startswith(last.markup):
        lines.append(last.markup)


def _hide_markers(lines: list[str], tokens: list[Token]) -> None:
    """In code nothing can be escaped: a space before it makes a marker a line like any other."""
    for token in tokens:
        if token.type in ("fence", "code_block") and token.map:
            for index in range(*token.map):
                if re.match(r"<!-- /?pmtui:", lines[index]):
                    lines[index] = f" {lines[index]}"


def _demote(lines: list[str], tokens: list[Token], level: int) -> None:
    """Moves the headings below `level`, keeping their steps as far as there is room; from the last to the first."""
    headings = [(t, inline.content) for t, inline in pairwise(tokens) if t.type == "heading_open" and t.map]
    if not headings:
        return
    down = max(0, level + 1 - min(int(token.tag[1]) for token, _ in headings))
    for token, content in reversed(headings):
        assert token.map is not None
        start, end = token.map
        marks = "#" * min(_DEEPEST, int(token.tag[1]) + down)
        if token.markup.startswith("#"):
            lines[start] = _ATX.sub(marks, lines[start], count=1)
        else:
            lines[start:end] = [_as_atx(lines[start], content, marks)]


def _as_atx(line: str, content: str, marks: str) -> str:
    """An underlined heading on one line, after the signs of the list or quotation that it stands in."""
    signs = line[: line.index(content.split("\n", 1)[0])]
    text = " ".join(part.strip() for part in content.split("\n"))
    # A `#` at the end of a heading is taken for its decoration, unless decoration follows.
    return f"{signs}{marks} {text}{' #' if text.endswith('#') else ''}"
