"""An entry's text as light Markdown: paragraphs, lists, links, pictures, emphasis, code and fences stay what they are.

It is read by markdown-it and written anew from what was understood, so that nothing typed reaches beyond its entry:
every other sign shows itself, a heading, a table or HTML included. A backslash and an entity are no more than typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, groupby
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from pmtui.model.text import clean
from pmtui.output.text.markdown import Safe, at_start, escape, escaped, fenced

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_LIVELY = re.compile(r"[`*_\[<]|://")
"""Text without any of these is plain: most entries need no parser."""
_OUTPUT = re.compile(
    r"\s*(?:"
    r"\[?(?:[A-Z] )?\d{4}[-/]\d\d[-/]\d\d(?!\d)"  # a date
    r"|\[?(?:[A-Z] )?\d{6} \d\d:\d\d"
    r"|\[?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\w+ \d"
    r"|\[?\d\d?:\d\d(?!\d)"  # a clock
    r"|\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|PANIC)\b"
    r"|\$ |at |File \""
    r")"
)
_LEAST = 3
"""So many lines in a row that begin like output are output."""
_INDENT = " " * 4
_BEFORE, _BEHIND = " \t\n([{'\"“‘«—–/", " \t\n)]}'\"”’».,;:!?—–/"
"""What may stand on the outer side of emphasis: `2*3*4`, `src/**/*.py` and `__init__` are none."""
_PLAINADDRESS = re.compile(r"[A-Za-z0-9:/.?=&%+,;-]*[A-Za-z0-9/=&%+-]")
ADDRESS = re.compile(r"https?://|mailto:|(?![a-z][a-z0-9+.-]*:|//)", re.I)
"""Of the web, of mail, or of a file beside the document."""
_INFO = re.compile(r"[\w+#.-]{1,30}")


def inline(text: str) -> Safe:
    """The text of one line, as it stands within a line."""
    text = clean(text).strip()
    return Safe(" ".join(_inline_lines(_parser(), text))) if _LIVELY.search(text) else escape(text, " ")


def cell(text: str) -> Safe:
    """The text in one cell of a table; its line breaks become `<br>`."""
    text = clean(text).strip()
    if not _LIVELY.search(text):
        return escape(text)
    return Safe("<br>".join(_inline_lines(_parser(), text, in_cell=True)))


def item(text: str, lead: str = "") -> Safe:
    """The text of a list item after its lead: a first paragraph on the same line, everything else below it."""
    text = clean(text).strip("\n").rstrip()
    if "\n" not in text:
        return Safe(f"{lead} {inline(text)}".strip())
    parts = _parts(text)
    lines = _joined(parts)
    if parts and not parts[0].code and parts[0].prose:
        lines[0] = f"{lead} {lines[0]}".strip()
    elif lead:
        lines = [lead, "", *lines]
    return Safe("\n".join([lines[0], *_indented(lines[1:], "  ")]) if lines else lead)


def blocks(text: str) -> Safe:
    """The text as Markdown of its own, as it stands below the lead of its entry."""
    text = clean(text).strip("\n").rstrip()
    return Safe("\n".join(_joined(_parts(text)))) if "\n" in text else inline(text)


def plain(text: str) -> str:
    """The text on one line without its marks, for where they mean nothing: of a link its words, of a list its items."""
    text = clean(text).strip()
    if not _LIVELY.search(text) and "\n" not in text:
        return " ".join(text.split())
    found = []
    for token in _parser().parse(text):
        for child in token.children or ():
            found.append(" " if child.type.endswith("break") else child.content)
        found.append(" " if token.type == "inline" else token.content)
    return " ".join("".join(found).split())


class _Part:
    """Lines of Markdown that are one block."""

    def __init__(self, lines: list[str], *, prose: bool = False, code: bool = False) -> None:
        self.lines = lines
        self.prose = prose
        self.code = code


def _joined(parts: list[_Part]) -> list[str]:
    """The blocks with an empty line between them."""
    lines: list[str] = []
    for part in parts:
        lines += ["", *part.lines] if lines else part.lines
    return lines


def _indented(lines: list[str], by: str) -> list[str]:
    return [f"{by}{line}".rstrip() for line in lines]


def _parts(text: str) -> list[_Part]:
    from markdown_it.tree import SyntaxTreeNode

    parser, env = _parser(), dict[str, Any]()
    tokens = parser.parse(text, env)
    children = SyntaxTreeNode(tokens).children
    parts = [part for node in children for part in _block(parser, node, env)]
    return parts + [
        _Part(_breaking(_inline_lines(parser, left)), prose=True) for left in _unused(text, tokens, env)
    ]


def _unused(text: str, tokens: list[Token], env: dict[str, Any]) -> Iterator[str]:
    """Definitions of links that no link of the entry uses: they are shown as they were typed."""
    inner = chain.from_iterable(token.children or () for token in tokens)
    used = {token.meta.get("label") for token in inner if token.meta}
    lines = text.split("\n")
    known = [each for label, each in env.get("references", {}).items() if label not in used]
    for definition in known + env.get("duplicate_refs", []):
        start, end = definition["map"]
        yield "\n".join(lines[start:end])


def _block(parser: MarkdownIt, node: SyntaxTreeNode, env: dict[str, Any], depth: int = 0) -> list[_Part]:
    if node.type == "paragraph":
        return _paragraph(parser, node.children[0].content, env, whole=depth == 0)
    if node.type in ("bullet_list", "ordered_list"):
        return [_Part(_list(parser, node, env, depth))]
    return [_code(node.content, node.info)]


def _paragraph(parser: MarkdownIt, content: str, env: dict[str, Any], *, whole: bool) -> list[_Part]:
    """Its sentences, and the output that stands among them."""
    parts = []
    for code, lines in _runs(content.split("\n"), whole=whole):
        text = "\n".join(lines)
        parts.append(
            _code(dedent(text)) if code else _Part(_breaking(_inline_lines(parser, text, env)), prose=True)
        )
    return parts


def _runs(lines: list[str], *, whole: bool) -> list[tuple[bool, list[str]]]:
    """The lines in runs, each with whether it is output: lines that begin like it, or that are indented."""
    begin = [bool(_OUTPUT.match(line)) for line in lines]
    code = [False] * len(lines)
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (begin[end] or (end > at and lines[end].startswith("  "))):
            end += 1
        if sum(begin[at:end]) >= _LEAST:
            code[at:end] = [True] * (end - at)
        at = max(end, at + 1)
    if whole:
        code = [done or line.startswith(_INDENT) for done, line in zip(code, lines, strict=True)]
    pairs = groupby(zip(code, lines, strict=True), key=lambda pair: pair[0])
    return [(is_code, [line for _, line in run]) for is_code, run in pairs]


def _code(content: str, info: str = "") -> _Part:
    info = info.strip()
    if info and not _INFO.fullmatch(info):
        content, info = f"{info}\n{content}", ""
    lines = fenced(content).split("\n")
    return _Part([lines[0] + info, *lines[1:]], code=True)


def _list(parser: MarkdownIt, node: SyntaxTreeNode, env: dict[str, Any], depth: int) -> list[str]:
    lines: list[str] = []
    first = int(node.attrs.get("start", 1))
    loose = any(
        part.type == "paragraph" and not part.hidden for each in node.children for part in each.children
    )
    for number, each in enumerate(node.children, first):
        mark = f"{min(number, 999_999_999)}{each.markup}" if node.type == "ordered_list" else each.markup
        parts = [part for child in each.children for part in _block(parser, child, env, depth + 1)]
        inner = _joined(parts) if loose else [line for part in parts for line in part.lines]
        indented = _indented(inner, " " * (len(mark) + 1))
        lines += [""] if loose and lines else []
        lines += [f"{mark} {inner[0]}", *indented[1:]] if inner else [mark]
    return lines


def _breaking(lines: list[str]) -> list[str]:
    """The lines of a paragraph in which each break stays one."""
    return [f"{line}\\" for line in lines[:-1]] + lines[-1:]


def _inline_lines(
    parser: MarkdownIt, text: str, env: dict[str, Any] | None = None, *, in_cell: bool = False
) -> list[str]:
    """The lines of a text, each of them ready to stand where a line begins."""
    tokens = parser.parseInline(text, {} if env is None else env)[0].children or []
    whole = "".join(_pieces(tokens, in_cell=in_cell))
    return [at_start(line.strip()) for line in whole.split("\n")]


def _pieces(tokens: list[Token], *, in_cell: bool) -> Iterator[str]:
    address = ""
    auto = False
    before = ""
    for token in tokens:
        piece = ""
        match token.type:
            case "text":
                piece = "" if auto else escaped(token.content, quiet=not address)
            case "softbreak" | "hardbreak":
                piece = "\n"
            case "code_inline":
                piece = _code_span(token.content)
                piece = piece.replace("|", "\\|") if in_cell else piece
            case "image":
                piece = f"![{escaped(token.content)}]({_target(token, 'src')})"
            case "link_open" if token.info == "auto":
                auto, piece = True, _address(str(token.attrGet("href")), bare=token.markup == "linkify")
            case "link_open":
                address = _target(token, "href")
                piece = "["
            case "link_close":
                piece = "" if auto else f"]({address})"
                address, auto = "", False
            case _:
                piece = token.markup
        if piece[:1] == "[" and before[-1:] == "!":
            piece = f"&#8203;{piece}"  # else the link would be a picture
        if piece[:1] == "^" and before[-1:] == "[":
            piece = f"\\{piece}"  # else it would be a footnote
        before = piece or before
        yield piece


def _code_span(content: str) -> str:
    runs = {len(run) for run in re.findall("`+", content)}
    ticks = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    pad = (
        " "
        if content[:1] == "`" or content[-1:] == "`" or (content[:1] == content[-1:] == " " != content)
        else ""
    )
    return f"{ticks}{pad}{content}{pad}{ticks}"


def _target(token: Token, name: str) -> str:
    """The address of a link, and its title."""
    href = str(token.attrGet(name) or "")
    if not href or re.search(r"[()\s]", href):
        href = f"<{href}>"
    title = str(token.attrGet("title") or "")
    if not title:
        return href
    shown = " ".join(title.split()).replace("\\", "&#92;").replace('"', "&quot;").replace("|", "&#124;")
    return f'{href} "{shown}"'


def _address(href: str, *, bare: bool) -> str:
    """An address; between signs when it was typed so, or where something of it would mean anything."""
    if bare and _PLAINADDRESS.fullmatch(href):
        return href
    return f"<{href.removeprefix('mailto:')}>"


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero", {"linkify": True, "store_labels": True, "maxNesting": 20})
    parser.enable(["fence", "code", "list", "reference"])
    parser.enable(["backticks", "link", "image", "autolink", "emphasis", "newline", "linkify"])
    parser.enable(["balance_pairs", "fragments_join"])
    parser.inline.ruler.at("emphasis", _emphasis)
    only_whole_addresses(parser)
    parser.validateLink = lambda url: bool(ADDRESS.match(url))  # type: ignore[method-assign]
    return parser


def only_whole_addresses(parser: MarkdownIt) -> None:
    """Of what is no link yet only whole addresses become one: `prometheus.io` and `ana@shop` are words."""
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Emphasis stands around words: what an asterisk means elsewhere is not taken away."""
    from markdown_it.rules_inline.emphasis import tokenize

    start, known = state.pos, len(state.delimiters)
    if not tokenize(state, silent):
        return False
    run = state.src[start : state.pos]
    left, right = state.src[start - 1 : start] if start else "", state.src[state.pos : state.pos + 1]
    taken = run in ("*", "**", "_")
    opens = taken and (not left or left in _BEFORE) and (right.isalnum() or right in "[`\"'(“‘")
    closes = taken and (not right or right in _BEHIND) and (left.isalnum() or left in "]`\"').!?…”’")
    for delimiter in state.delimiters[known:]:
        delimiter.open = delimiter.open and opens
        delimiter.close = delimiter.close and closes
    return True
