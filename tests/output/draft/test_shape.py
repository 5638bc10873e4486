"""What counts as an edit of Markdown: what it renders, and not how that is spelled."""

from __future__ import annotations

import hashlib

import pytest

from pmtui.output.draft.blocks import blocks, generated, regenerate
from pmtui.output.draft.shape import shape


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a  b\nc", "a b c"),
        ("a\r\n\r\nb\r\n", "a\n\nb"),
        ("*a* **b**", "_a_ __b__"),
        ("* one\n* two", "- one\n- two"),
        ("1) one\n2) two", "1. one\n1. two"),
        ("Title\n=====", "# Title"),
        ("# Title #", "# Title"),
        ("| a | b |\n|--|--|\n| c | d |", "| a   | b   |\n| --- | --- |\n| c   | d   |"),
        ("~~~sh\nls\n~~~", "```sh\nls\n```"),
        ("    ls", "```\nls\n```"),
        ("a  \nb", "a\\\nb"),
        ("***", "---"),
        (r"1\. a \_b\_", r"1\. a \_b_"),
        ("- a\n\n<!-- -->\n\n- b", "- a\n\n* b"),
        ('[a](<b> "c")', "[a](b 'c')"),
        ("[a]\n\n[A]: b\n[c]: d", "[a]\n\n[c]: <d>\n\n[a]: b"),
    ],
)
def test_what_formatters_and_git_spell_otherwise_is_one_shape(one: str, other: str) -> None:
    """White space, signs of lists and emphasis, tables that are lined up, line ends."""
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a b", "a c"),
        ("a b", "a\n\nb"),
        ("a", "*a*"),
        ("*a*", "**a**"),
        ("a", "`a`"),
        ("a", "# a"),
        ("# a", "## a"),
        ("- a\n- b", "- a b"),
        ("- a\n  - b", "- a\n- b"),
        ("- a", "1. a"),
        ("[a](b)", "[a](c)"),
        ("![a](b)", "![c](b)"),
        ("```\na\n```", "```\n a\n```"),
        ("```sh\na\n```", "```\na\n```"),
        ("a\nb", "a  \nb"),
        ("a", "a\n\n<!-- said beside it -->"),
        ("<details>\n\na\n\n</details>", "a"),
        ("| a |\n|--|\n| b |", "| a |\n|--|\n| c |"),
        ("a", "~~a~~"),
        ("| a |\n|--|\n| b |", "| a |\n|--|\n| b | said beside it"),
        ("> | a |\n> |--|\n> | b |", "> | a |\n> |--|\n> | b | said | beside it |"),
        ("a", "a\n\n[nothing]: https://example.org 'said beside it'"),
    ],
)
def test_another_word_or_another_structure_is_another_shape(one: str, other: str) -> None:
    """A comment, too, and what no browser shows: somebody wrote it."""
    assert shape(one) != shape(other)


def test_the_spelling_of_a_formatter_stays_as_long_as_it_says_the_same() -> None:
    """Formatter and pmtui do not undo each other's work; what says something else now is written anew."""
    old = f"{generated('title', '* one')}\n\n{generated('state', 'x')}\n"
    formatted = old.replace("* one", "- one")
    assert regenerate(formatted, old).text == formatted
    done = regenerate(formatted, old.replace("* one", "* two").replace("x", "y"))
    assert "* two" in done.text
    assert done.aside == ()


def test_the_blocks_of_an_earlier_pmtui_are_not_taken_for_edited() -> None:
    """Their markers hold the hash of the content's bytes."""
    old = generated("title", "* one")
    before = hashlib.sha256(b"\n* one\n\n").hexdigest()[:12]
    text = old.replace(blocks(old)[0].hash, before)
    assert not blocks(text)[0].edited
    assert blocks(text.replace("one", "two"))[0].edited
