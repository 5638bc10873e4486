"""The sections of the templates: known by name, asked for, offered."""

from __future__ import annotations

import pytest

from pmtui.model.incident.layouts import LAYOUTS, Layout
from pmtui.model.incident.missing import missing
from pmtui.model.incident.writeup import SECTIONS
from pmtui.model.line.completion import Vocabulary, candidates
from tests.model.scene import Scene


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_names_sections_that_are_known(layout: Layout) -> None:
    """Each once, typed without quotes, and it asks for none that it has not."""
    assert set(layout.sections) <= SECTIONS.keys()
    assert len(set(layout.sections)) == len(layout.sections)
    assert set(layout.asks) <= set(layout.sections)


def test_write_offers_the_sections_of_the_template() -> None:
    """Those first, a person's own in quotes, then what is written already."""
    scene = Scene('/write "Who helped" Ana')
    known = Vocabulary(sections=("leadup", "What it cost"))
    assert [one.name for one in candidates("/write ", scene.incident, known)] == [
        "leadup",
        '"What it cost"',
        '"Who helped"',
    ]
    assert [one.name for one in candidates("/write in", scene.incident, Vocabulary())] == ["introduction"]


def test_what_is_missing_follows_the_template() -> None:
    """Each required section with the line that writes it; an impact that was noted is none that lacks."""
    scene = Scene("/impact no sales")
    layout = Layout((), ("impact", "what_happened", "fault", "Who helped"))
    assert missing(scene.incident, layout)[3:] == [
        "what happened: /write what_happened TEXT",
        "the fault: /write fault TEXT",
        'the section "Who helped": /write "Who helped" TEXT',
    ]
