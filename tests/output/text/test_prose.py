"""A section's Markdown stays in its section."""

from __future__ import annotations

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from pmtui.output.draft.blocks import blocks, generated
from pmtui.output.text.prose import contained
from tests.output.strategies import texts

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.mark.parametrize(
    ("text", "level", "result"),
    [
        ("Plain *prose*, with `code` and [a link](http://x.org).", 3, None),
        ("- a list\n- of two\n\n| a | b |\n| - | - |\n| 1 | 2 |", 3, None),
        ("# Why\n\ntext\n\n## How", 3, "#### Why\n\ntext\n\n##### How"),
        ("##### Deep\n\n###### Deeper", 3, None),
        ("Why\n===\n\ntext", 3, "#### Why\n\ntext"),
        ("> Why\n> ---\n> text", 2, "> ### Why\n> text"),
        ("one\n two #\n---", 2, "### one two # #"),
        ("```\nopen", 2, "```\nopen\n```"),
        ("~~~~ py\nopen\n~~~", 2, "~~~~ py\nopen\n~~~\n~~~~"),
        ("```\n# no heading\n```", 2, None),
        ("- ```\n  ends with its list", 2, None),
        (
            "a <b>bold</b> and `<code>` and <http://x.org>",
            2,
            r"a \<b>bold\</b> and `<code>` and <http://x.org>",
        ),
        ("<details>\n<summary>x</summary>\n\n# y", 2, "\\<details>\n\\<summary>x\\</summary>\n\n### y"),
        ("<details>\n<summary>The log</summary>\n\n- a\n\n</details>", 2, None),
        ("</details>\n\n<details>", 2, "\\</details>\n\n\\<details>"),
        ("- <details>\n- </details>", 2, "- \\<details>\n- \\</details>"),
        ("<details onclick=x>\n\n</details>", 2, "\\<details onclick=x>\n\n\\</details>"),
        ("ask @ana of #12, org/repo#7", 2, "ask @&#8203;ana of #&#8203;12, org/repo#&#8203;7"),
        (
            "`@ana #12`, https://x.org/@a#1 [@b](https://x.org/@b) ana@x.org",
            2,
            "`@ana #12`, https://x.org/@a#1 [@&#8203;b](https://x.org/@b) ana@x.org",
        ),
        ("```\n@ana #12\n```\n\n![g](g.png)\n\n- [ ] a\n- [x] b[^1]\n\n[^1]: note", 2, None),
        ("<!-- hidden", 2, r"\<!-- hidden"),
        ("<script>\nx\n\n# y", 2, "\\<script>\nx\n\n### y"),
        ("<!-- pmtui:title abc -->", 2, r"\<!-- pmtui:title abc -->"),
        ("```\n<!-- /pmtui:title -->\n```", 2, "```\n <!-- /pmtui:title -->\n```"),
        ("a\r\nb", 2, "a\nb"),
    ],
)
def test_prose_is_markdown_within_its_bounds(text: str, level: int, result: str | None) -> None:
    """Markdown stays as it was written (None), but for what would reach beyond its section."""
    assert contained(text, level) == (text if result is None else result)


@given(texts)
def test_nothing_in_a_section_reaches_what_follows(text: str) -> None:
    """Whatever a section holds: what follows it is as if it were not there, and no HTML is obeyed."""
    tokens = PARSER.parse(f"## Before\n\n{contained(text, 2)}\n\n<!-- end -->\n\n## After\n\n[a] x\n")
    types = [token.type for token in tokens]
    assert types[-6:-3] == ["heading_open", "inline", "heading_close"]
    assert tokens[-7].content == "<!-- end -->\n"
    assert types.count("html_block") == 1
    assert not [c for t in tokens for c in t.children or [] if c.type == "html_inline"]
    inner = [token for token in tokens if token.type == "heading_open"][1:-1]
    assert all(int(token.tag[1]) > 2 for token in inner)


@given(texts)
def test_no_section_bears_a_marker(text: str) -> None:
    """The only block that is found in a section's block is its own."""
    document = f"{generated('section.impact', contained(text, 3))}\n"
    assert [block.name for block in blocks(document)] == ["section.impact"]


@given(texts)
def test_contained_prose_is_as_it_should_be(text: str) -> None:
    """What is contained once is not changed again."""
    once = contained(text, 2)
    assert contained(once, 2) == once
