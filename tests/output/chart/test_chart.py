"""The chart as a document: well-formed, safe, readable in light, dark, grey and by a screen reader."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from pmtui.model import entries as e
from pmtui.output.chart.chart import COLOURS, svg
from tests.output.chart import cases as chart_cases
from tests.output.chart.cases import CASES, HOSTILE, started
from tests.output.making import incident

SVG = "{http://www.w3.org/2000/svg}"


def _parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def _texts(text: str) -> list[str]:
    return ["".join(node.itertext()) for node in _parsed(text).iter(f"{SVG}text")]


@pytest.mark.parametrize("case", CASES)
def test_every_picture_is_well_formed(case: str) -> None:
    """Any XML reader accepts it, and it is one SVG image with a size."""
    root = _parsed(svg(CASES[case]()))
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_is_data(text: str) -> None:
    """No typed character becomes part of the document's structure."""
    plain = svg(started((e.Note, {"at": "10:40", "text": "word"}), title="word"))
    hostile = svg(started((e.Note, {"at": "10:40", "text": text}), title=text))
    assert [node.tag for node in _parsed(hostile).iter()] == [node.tag for node in _parsed(plain).iter()]


def test_markup_in_a_title_is_shown_as_typed() -> None:
    """Angle brackets and ampersands are escaped once, not twice."""
    assert _texts(svg(chart_cases.mall()))[0] == "E-Mall crash: <checkout> | cart & [login]"


def test_a_screen_reader_is_told_what_the_picture_shows() -> None:
    """Title and description name duration, milestones, misleading paths and escalations in plain words."""
    root = _parsed(svg(chart_cases.debacle()))
    title, description = (root.findtext(f"{SVG}{name}") or "" for name in ("title", "desc"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "pm-title pm-desc"
    assert title == "Timeline of The Great Downtime Debacle"
    assert "Duration: 2h 15m (started → resolved)." in description
    assert "acknowledged 2023-10-15 10:32" in description
    assert (
        "Misleading paths: H1 Recent changes in code triggered this (20m); H2 A DDoS attack (30m)"
        in description
    )
    assert "E1 database team (waited 5m)" in description


def test_the_picture_stands_for_itself() -> None:
    """It loads nothing and runs nothing; no variable that a converter might not know."""
    text = svg(chart_cases.running())
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<image|href=|@import|var\(|\son\w+=", text)


def test_the_same_entries_give_the_same_bytes() -> None:
    """A picture can be compared with the one in the repository."""
    assert svg(chart_cases.binder()) == svg(chart_cases.binder())


def test_dark_follows_the_reader() -> None:
    """Every colour rule has its counterpart for dark."""
    style = _parsed(svg(chart_cases.six())).findtext(f"{SVG}style") or ""
    light, dark = style.split("@media (prefers-color-scheme:dark)")
    for pair in COLOURS.values():
        assert pair[0] in light
        assert pair[1] in dark


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "impact", "misleading", "escalation", "event"])
@pytest.mark.parametrize("ground", ["paper", "band"])
def test_colours_stand_out_from_their_ground(name: str, ground: str, scheme: int) -> None:
    """At least 4.5 to 1, what WCAG 2.2 asks of text, for the shapes too."""
    lights = sorted(_luminance(COLOURS[key][scheme]) for key in (name, ground))
    assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


def test_states_differ_without_colour() -> None:
    """Hatched, dashed, hollow, arrow and cross tell the same in grey."""
    root = _parsed(svg(chart_cases.running()))
    hatched = [node for node in root.iter(f"{SVG}rect") if node.get("fill") == "url(#pm-hatch)"]
    dashed = [node for node in root.iter() if "pm-about" in (node.get("class") or "")]
    arrows = [node for node in root.iter(f"{SVG}polygon") if "pm-f-impact" in (node.get("class") or "")]
    crosses = [node for node in root.iter(f"{SVG}path") if "pm-s-escalation" in (node.get("class") or "")]
    assert hatched
    assert dashed
    assert len(arrows) == 1
    assert len(crosses) == 1


def test_marks_tell_their_entry_under_the_pointer() -> None:
    """A numbered mark holds the words that the legend may have cut."""
    hints = [node.text or "" for node in _parsed(svg(chart_cases.crowd(10, 1))).iter(f"{SVG}title")]
    assert any("Note 3 of many words" in hint for hint in hints)


def test_an_untitled_incident_has_a_picture() -> None:
    """Nothing is required."""
    assert _texts(svg(incident(title="", zone="")))[0] == "Incident"
