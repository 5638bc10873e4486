"""A person's own text in the page: it stands where it stands in the draft, and nothing in it acts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from pmtui.model.incident.incident import Incident
from pmtui.model.review.secrets import mask
from pmtui.output.draft.blocks import blocks
from pmtui.output.draft.draft import draft
from pmtui.output.draft.own import Own, outline
from pmtui.output.draft.template import Template
from pmtui.output.page.page import html
from tests.output.making import incident
from tests.output.page.browser import Page, without_picture
from tests.output.page.test_page import FULL, told
from tests.output.strategies import incidents, texts


def with_own(document: str, after: str, text: str) -> str:
    """The draft with a person's text behind a block."""
    lines = document.split("\n")
    end = next(block.end for block in blocks(document) if block.name == after)
    return "\n".join([*lines[: end + 1], "", text, *lines[end + 1 :]])


def page(whole: Incident, document: str) -> Page:
    """The page that follows a draft."""
    return Page(html(whole, document=document))


@settings(max_examples=30)
@given(incidents())
def test_a_draft_that_nobody_touched_gives_the_same_words(whole: Incident) -> None:
    """The page of the untouched draft holds the parts that the page without one holds, in the draft's order."""
    alone, following = Page(html(whole)), page(whole, draft(whole))
    assert set(told(following, "id")) == set(told(alone, "id"))
    assert following.wrong == []
    assert sorted(without_picture(following.text).split()) == sorted(without_picture(alone.text).split())


@pytest.mark.parametrize("template", ["default", "google", "atlassian", "pagerduty"])
def test_own_text_stands_behind_the_part_that_it_follows(template: str) -> None:
    """A paragraph joins the part, a heading begins one of its own with its place in the contents."""
    whole = incident(*FULL)
    document = with_own(draft(whole, template=Template(template)), "timeline", "Times are from the pager.")
    document = with_own(document, "lessons", "## What *customers* said\n\nNothing kind.")
    found = page(whole, document)
    ids = told(found, "id")
    assert ids[ids.index("lessons") + 1] == "own-1"
    assert "#own-1" in told(found, "href")
    assert "What customers said" in found.text
    text = without_picture(html(whole, document=document))
    part = next(each for each in text.split("<section ") if each.startswith('id="timeline"'))
    assert '<p dir="auto">Times are from the pager.</p>' in part


def test_the_parts_stand_in_the_order_of_the_draft() -> None:
    """Another template's order, or a person's, is the page's."""
    whole = incident(*FULL)
    ids = told(page(whole, draft(whole, template=Template("pagerduty"))), "id")
    assert ids.index("ruled-out") < ids.index("timeline")
    assert told(page(whole, draft(whole)), "id") == told(Page(html(whole)), "id")


def test_what_was_deleted_from_the_draft_is_not_on_the_page() -> None:
    """A block, a section and the picture that a person took out of the document."""
    whole = incident(*FULL)
    document = draft(whole)
    for name in ("ruled-out", "section.conclusion", "picture"):
        document = re.sub(rf"<!-- pmtui:{name} .*?<!-- /pmtui:{name} -->", "", document, flags=re.DOTALL)
    found = page(whole, document)
    assert {"ruled-out", "section-1"}.isdisjoint(told(found, "id"))
    assert "The end." not in found.text
    assert "figure" not in {tag for tag, _ in found.elements}


def test_comments_and_broken_markers_are_not_for_readers() -> None:
    """What stood between markers that broke is the person's text, and shown."""
    whole = incident(*FULL)
    document = draft(whole).replace("<!-- /pmtui:lessons -->", "<!-- a note\nto self -->")
    found = page(whole, document)
    assert "note" not in found.text.split("Lessons")[-1]
    assert "fast" in found.text
    assert "pmtui:" not in found.text


@settings(max_examples=40)
@given(texts)
def test_own_text_of_any_kind_is_contained(text: str) -> None:
    """Harmless elements, links to the web and to mail only, every element closed."""
    whole = incident(*FULL)
    found = page(whole, with_own(draft(whole), "timeline", text))
    assert found.wrong == []
    assert not {"script", "img", "iframe", "form", "link"} & {tag for tag, _ in found.elements}
    for _, attributes in found.elements:
        assert re.match(r"https?://|mailto:|#|$", attributes.get("href", ""), re.IGNORECASE)
        assert not any(name.startswith("on") for name in attributes)


def test_a_picture_of_ones_own_is_a_link() -> None:
    """The page loads nothing."""
    whole = incident(*FULL)
    text = html(whole, document=with_own(draft(whole), "timeline", "![graph](https://x.org/g.png)"))
    assert '<a href="https://x.org/g.png">graph</a>' in text


def test_own_text_is_masked() -> None:
    """A secret in a paragraph of one's own does not leave the house either."""
    whole = incident(*FULL)
    document = with_own(draft(whole), "timeline", f"Token {'ghp_' + 'a1B2' * 9}")
    assert "a1B2" in html(whole, document=document)
    assert "a1B2" not in html(whole, document=document, mask=mask)


def test_an_outline_keeps_headings_in_code_out() -> None:
    """A sign in a fence is code."""
    assert outline("```\n# no heading\n```\n\nText\n====\n\nmore\n") == [
        Own("", "```\n# no heading\n```"),
        Own("Text", "more"),
    ]
