"""Hostile text in a real browser: nothing of it runs, and nothing asks the world for anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.chart import chart
from pmtui.output.draft.blocks import clean
from pmtui.output.draft.draft import draft
from pmtui.output.page.page import html
from pmtui.output.page.prose import Prose
from tests.fuzz.corpus import CANARY, EVERY, PAGES, PICTURE
from tests.output.draft.test_draft import typed
from tests.output.making import incident
from tests.output.page.browser import POLICY, opened
from tests.output.page.test_page import FULL, Row

pytestmark = pytest.mark.outside


def hostile() -> Incident:
    """Each text of the corpus as a note and as a section, and all of them in every field."""
    kinds: tuple[type[e.Entry], ...] = (e.Note, e.Impact, e.Improve)
    rows: list[Row] = [(kind, {"text": text}) for text in EVERY for kind in kinds]
    rows += [(e.Attach, {"name": "a.svg", "text": text, "sha256": "1a2b3c4d" * 8}) for text in PAGES]
    rows += [(e.Write, {"section": f"own {n}", "text": text}) for n, text in enumerate(EVERY)]
    return Incident([*typed(" ".join(PAGES)).entries, *incident(*FULL, *rows).entries[14:]])


def own_text() -> str:
    """A draft around whose blocks a person has written the corpus."""
    head, _, rest = draft(hostile(), "timeline.svg").partition("\n\n<!-- pmtui:summary")
    return "\n\n".join([head, *EVERY, f"<!-- pmtui:summary{rest}", *EVERY])


@pytest.mark.parametrize("what", ["page", "own text", "rich text", "chart"])
def test_nothing_runs_and_nothing_is_asked_for(what: str, tmp_path: Path) -> None:
    """Also without the page's own policy, which would forbid it."""
    if what == "chart":
        document, suffix = chart.svg(hostile()), ".svg"
    elif what == "rich text":
        document, suffix = Prose(lambda place: PICTURE.encode()).document(clean(own_text())), ".html"
        assert document.count("<img src=") >= len(PAGES)
    else:
        own = own_text() if what == "own text" else None
        page = html(hostile(), document=own, files=lambda place: PICTURE.encode())
        assert page.count("<img src=") >= len(PAGES)
        document, many = POLICY.subn("", page)
        assert many == 1
        suffix = ".html"
    dom, asked = opened(document, suffix, tmp_path)
    assert CANARY in dom
    assert not re.search(r"<(?:html|svg)[^>]*\bdata-ran", dom)
    assert [line for line in asked if CANARY in line] == []


@pytest.mark.parametrize("text", [*PAGES, PICTURE])
def test_the_corpus_runs_where_it_is_no_text(text: str, tmp_path: Path) -> None:
    """In a page that takes it as it is: so the test above can fail."""
    if text.startswith("!"):
        text = f"<img src=http://{CANARY}/h.png>"
    dom, asked = opened(f"<!DOCTYPE html><p>{text}", ".html", tmp_path)
    ran = re.search(r"<html[^>]*\bdata-ran", dom)
    assert ran or any(CANARY in line for line in asked)
