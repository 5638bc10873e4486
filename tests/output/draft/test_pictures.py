"""Promises about the pictures that a person lays beside the draft."""

from __future__ import annotations

import pytest

from pmtui.output.draft.pictures import beside

CHART = "![Timeline of the incident](timeline.svg)\n\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("![a graph](graph.png) and ![again](./graph.png)", ["graph.png"]),
        ("![of 1](graphs/a%20b.jpg)\n\n![of 2](<c d.gif> 'a title')", ["graphs/a b.jpg", "c d.gif"]),
        ("| a |\n| --- |\n| ![x][one] |\n\n[one]: one.webp", ["one.webp"]),
        ("`![no](code.png)`\n\n```\n![no](fence.png)\n```", []),
        ("![web](https://example.org/a.png) ![log](db.log) ![](attachments/graph-1a2b3c4d.png)", []),
    ],
)
def test_pictures_that_no_entry_tells_of_are_found(text: str, found: list[str]) -> None:
    """However they are written, each once; neither the chart nor what was attached, and nothing of the web."""
    assert list(beside(CHART + text)) == found
