"""Two sections of one document that use the same label each mean their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from pmtui.output.text.labels import apart
from tests.output.strategies import texts

PARSER = MarkdownIt("commonmark")


def links(text: str) -> list[tuple[str, str]]:
    """The words and the addresses of the links in a document."""
    found = []
    for token in PARSER.parse(text):
        for at, child in enumerate(token.children or ()):
            if child.type == "link_open":
                found.append(((token.children or [])[at + 1].content, str(child.attrGet("href"))))
    return found


def test_links_of_two_sections_lead_where_each_was_written_to_lead() -> None:
    """By whichever of the three forms; what means the same stays as it was typed."""
    other = "[a][PR], [pr][], [PR], ![g][pr] and [x](https://x.org/x), `[pr]`\n\n```\n[pr]: no\n```\n\n[pr]: https://x.org/2"
    sections = {
        "cause": "See [pr].\n\n[PR]: https://x.org/1",
        "my way": other,
        "same": "[pr]\n\n[pr]: https://x.org/1",
    }
    found = apart(sections)
    assert (found["cause"], found["same"]) == (sections["cause"], sections["same"])
    assert "`[pr]`" in found["my way"]
    assert "```\n[pr]: no\n```" in found["my way"]
    whole = links("\n\n".join(found.values()))
    two = "https://x.org/2"
    assert whole == [
        ("pr", "https://x.org/1"),
        *(("a", two), ("pr", two), ("PR", two), ("x", "https://x.org/x")),
        ("pr", "https://x.org/1"),
    ]


def test_footnotes_of_two_sections_are_two() -> None:
    """The second is known by its section's name; written back from a draft it stays so."""
    found = apart({"trigger": "a[^1]\n\n[^1]: One.", "resolution": "b[^1] `[^1]` \\[^1]\n\n[^1]: Two."})
    assert found["trigger"] == "a[^1]\n\n[^1]: One."
    assert found["resolution"] == "b[^1-resolution] `[^1]` \\[^1]\n\n[^1-resolution]: Two."
    assert apart(found) == found


@pytest.mark.parametrize("text", ["[a", "]:", "[^]: x", "[x]:", "[a]: b [a]", ""])
def test_half_a_definition_is_text(text: str) -> None:
    """Nothing is lost of what only looks like one."""
    assert apart({"a": text})["a"] == text


@given(texts, texts)
def test_the_first_text_stays_and_apart_is_done_once(one: str, other: str) -> None:
    """Whatever they hold."""
    found = apart({"a": one, "b": other})
    assert found["a"] == one
    assert apart(found) == found
