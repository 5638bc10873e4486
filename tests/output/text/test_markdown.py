"""Typed text stays data in Markdown."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pmtui.output.text.light import blocks, item
from pmtui.output.text.markdown import Safe, escape, fenced, finalize, first_sentence
from pmtui.output.text.prose import contained
from tests.output.strategies import texts

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(tokens: list[Token]) -> str:
    """The characters that a reader sees in a paragraph, its line breaks as newlines."""
    found = ""
    for child in next((t.children or [] for t in tokens if t.type == "inline"), []):
        found += "\n" if child.content == "<br>" else child.content
    return found


def folded(text: str) -> list[str]:
    """The lines of a text without what Markdown does not keep: spaces at their ends, empty lines around."""
    return [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, 25% (of it)", "plain words, 25% (of it)"),
        ("# not a heading", r"\# not a heading"),
        ("issue #12", "issue #&#8203;12"),
        ("@ana, see org/repo#7", "@&#8203;ana, see org/repo#&#8203;7"),
        ("ana@shop.org", "ana@shop.org"),
        ("checkout #", r"checkout \#"),
        ("- 5 items", r"\- 5 items"),
        ("-5m", "-5m"),
        ("---", r"\---"),
        ("===", r"\==="),
        ("1. first", r"1\. first"),
        ("10.12.8.137 is down", "10.12.8.137 is down"),
        ("snake_case_name _it_", r"snake_case_name \_it\_"),
        ("a | b", r"a \| b"),
        ("C:\\Users", "C:\\Users"),
        ("end\\", r"end\\"),
        ("<b>", r"\<b>"),
        ("AT&T &amp; R&D", r"AT&T \&amp; R&D"),
        ("costs $5", r"costs \$5"),
        ("~10:30 to ~11:40", "~10:30 to ~11:40"),
        ("~5~ ~~7 ~a~ 3~4", r"~5\~ \~\~7 \~a\~ 3\~4"),
        ("one\ntwo", "one<br>two"),
        ("one\\\ntwo", r"one\\<br>two"),
    ],
)
def test_as_little_as_possible_is_escaped(text: str, escaped: str) -> None:
    """What means nothing to Markdown stays as it was typed; what means something gets a backslash."""
    assert escape(text) == escaped


@given(texts)
def test_escaped_text_shows_its_own_characters(text: str) -> None:
    """A reader of the rendered document sees what was typed, and nothing but a paragraph."""
    if not text.strip():
        return
    tokens = PARSER.parse(escape(text))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    kinds = {child.type for token in tokens for child in token.children or []}
    assert kinds <= {"text", "html_inline", "text_special"}
    visible = shown(tokens)
    if text.isascii() and text.isprintable():
        # What would ping somebody has a sign behind it that nobody sees.
        assert [line.replace("\u200b", "") for line in folded(visible)] == folded(text)


@given(texts)
def test_escaped_text_stays_in_its_cell(text: str) -> None:
    """In a table, a text takes one cell and one row."""
    tokens = PARSER.parse(f"| a | b |\n| --- | --- |\n| {escape(text)} | {escape(text)} |\n| x | y |")
    assert [token.type for token in tokens].count("td_open") == 4
    assert [token.type for token in tokens].count("tr_open") == 3


@given(texts)
def test_fenced_text_keeps_its_lines(text: str) -> None:
    """Nothing in a text closes its fence, and its lines stay as they are."""
    tokens = PARSER.parse(f"- **10:30**\n\n{fenced(text, '  ')}\n- next")
    fences = [token for token in tokens if token.type == "fence"]
    assert len(fences) == 1
    assert [token.type for token in tokens].count("list_item_open") == 2
    if text.replace("\n", "").isprintable():
        wanted = [
            line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
        ]
        assert fences[0].content.split("\n")[:-1] == wanted


def test_only_what_is_marked_safe_is_not_escaped() -> None:
    """A template's values are data, unless this program made them."""
    assert finalize("*a*") == r"\*a\*"
    assert finalize(Safe("*a*")) == "*a*"
    assert finalize(12) == "12"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("A surge. It came at noon.", "A surge."),
        ("# Why\n\nThe pool of\nconnections ran dry! Then", "The pool of connections ran dry!"),
        ("no end", "no end"),
        ("", ""),
    ],
)
def test_the_first_sentence_of_a_section(text: str, first: str) -> None:
    """The first sentence that is no heading, on one line."""
    assert first_sentence(text) == first


def test_the_hostile_texts_include_entities() -> None:
    """Entities typed are shown as typed."""
    assert html.unescape(PARSER.render(escape("&amp; &#35;"))).replace("\u200b", "") == "<p>&amp; &#35;</p>\n"


@pytest.mark.parametrize("made", [escape, fenced, item, blocks, lambda text: contained(text, 2)])
def test_nothing_in_markdown_steers_a_terminal(made: Callable[[str], str]) -> None:
    """Escape sequences and overrides of the reading direction, as a journal of another program may hold them."""
    assert made("a \x1b]0;owned\x07\x1b[2J\x9b31mb\u202e\u2066 c\x00\x85").split() in (
        ["a", "b", "c"],
        ["```", "a", "b", "c", "```"],
    )
