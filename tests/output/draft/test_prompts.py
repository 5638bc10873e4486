"""Promises about where to begin a section: its question, and the facts of the record that belong there."""

from __future__ import annotations

from pmtui.model.incident.writeup import SECTIONS
from pmtui.output.draft.prompts import beginning, question
from tests.model.scene import Scene


def test_every_section_has_a_question_and_one_of_a_persons_own_has_none() -> None:
    """A question each, and nothing is claimed that nobody recorded."""
    scene = Scene("looked at it")
    assert all(question(name).endswith(("?", ".")) for name in SECTIONS)
    assert {beginning(name, scene.incident) for name in SECTIONS} == {""}
    assert question("Who helped") == beginning("Who helped", scene.incident) == ""


def test_the_facts_stand_where_they_belong() -> None:
    """Milestones and lengths with detection, paths with the response, texts of impact with the impact."""
    scene = Scene(
        "@10:00 /started",
        "@10:05 /detected by:customer a call",
        "@10:06 /impact no [sales]",
        "@10:10 /misleading the cache: it was cold spent:5m",
        "/badly the alert was late",
    )
    facts = {name: str(beginning(name, scene.incident)) for name in SECTIONS}
    assert facts["detection"] == (
        "- **10:05** — **Detected** by a customer: a call\n\n- Time to detect (started → detected): 5 min"
    )
    assert facts["impact"] == "- no \\[sales\\]"
    assert "**Misleading path:** the cache; it was cold" in facts["response"]
    assert facts["contributing_factors"].endswith("- the alert was late")
    assert facts["messaging"] == ""
