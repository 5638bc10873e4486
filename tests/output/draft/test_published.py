"""A published postmortem, recorded as its commander would have: what was worth reading in it is in the draft."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pmtui.model import codec
from pmtui.model.incident.incident import Incident
from pmtui.output.draft.draft import draft, regenerate
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


EARLIER = Path(__file__).parents[2] / "data" / "0.1.0"


def earlier(name: str) -> tuple[Incident, str]:
    """An incident that an earlier pmtui recorded, and the draft that it wrote."""
    lines = (EARLIER / name / "journal.jsonl").read_bytes().splitlines()
    return Incident(codec.decode(line) for line in lines), (EARLIER / name / "postmortem.md").read_text()


@pytest.mark.parametrize("name", ["e-mall-crash", "great-downtime-debacle"])
def test_a_draft_of_before_is_laid_out_anew_where_nobody_wrote_into_it(name: str) -> None:
    """As if it was written today."""
    whole, text = earlier(name)
    assert regenerate(text, whole).text == draft(whole)


@pytest.mark.parametrize("name", ["e-mall-crash", "great-downtime-debacle"])
def test_a_draft_of_before_keeps_what_a_person_wrote(name: str) -> None:
    """Sentences between the blocks stay; those in blocks are set aside; the facts are those of today, once."""
    whole, text = earlier(name)
    mine = text.replace("<!-- pmtui:lessons", "My own words.\n\n<!-- pmtui:lessons", 1)
    mine = mine.replace("\n- **Duration**", "\n- My line.\n- **Duration**", 1)
    done = regenerate(mine, whole)
    assert "My own words.\n\n<!-- pmtui:lessons" in done.text
    assert any("My line." in aside.text for aside in done.aside)
    assert done.text.count("\n## Root cause and resolution\n") == 1
    assert "| Time to resolve |" in done.text
    assert "cannot be computed" not in done.text
    assert regenerate(done.text, whole).text == done.text
