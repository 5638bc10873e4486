"""A published postmortem, recorded as its commander would have: what was worth reading in it is in the draft."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pmtui.output.draft.draft import draft
from tests.model.review.reviewing import CASES, case

PARSER = MarkdownIt("commonmark").enable("table")
FOLDER = CASES / "mybinder-jupyterlab"


def every(text: str) -> list[Token]:
    """The tokens of a document, those within its lines included."""
    tokens = PARSER.parse(text)
    return [each for token in tokens for each in (token, *(token.children or ()))]


def test_no_code_block_begins_with_a_sentence() -> None:
    """Sentences are paragraphs; what the commander fenced is code, as it was."""
    found = [token.content for token in every(draft(case(FOLDER))) if token.type in ("fence", "code_block")]
    assert [content.split()[0] for content in found] == ["$", "[E", "def", "[E"]
    typed = re.findall(r"^  ```\n(.*?)^  ```$", (FOLDER / "script.txt").read_text(), re.M | re.S)
    assert found == [re.sub("^  ", "", content, flags=re.M) for content in typed]


def test_every_link_that_was_typed_is_there() -> None:
    """Under its words."""

    def links(text: str) -> set[str]:
        return {str(token.attrGet("href")) for token in every(text) if token.type == "link_open"}

    script = (FOLDER / "script.txt").read_text()
    assert {"https://github.com/jupyterhub/mybinder.org-deploy/pull/428"} < links(script)
    assert links(script) <= links(draft(case(FOLDER)))
