"""The brief for another reader: what each may read, and what customers never do."""

from __future__ import annotations

import pytest

from pmtui.model import entries as e
from pmtui.model.incident.brief import brief
from pmtui.model.incident.brief_for import READERS, brief_for
from pmtui.storage.settings import Settings
from tests.output.making import at, incident

NOW = at("11:30")
LIMITS = Settings()
WHOLE = incident(
    (e.Started, {"at": "10:30"}),
    (e.Impact, {"at": "10:35", "text": "10 % of logins fail"}),
    (e.Service, {"at": "10:35", "names": ("auth-gw",)}),
    (e.Role, {"at": "10:36", "role": "commander", "name": "Ana"}),
    (e.Update, {"at": "10:40", "audience": "customers", "text": "Logins fail", "next": 3600}),
    (e.Hypothesis, {"at": "10:45", "label": "H1", "text": "Mallory's deploy"}),
    (e.Escalate, {"at": "10:50", "label": "E1", "to": "database team", "text": "is it theirs?"}),
    (e.Update, {"at": "10:55", "audience": "internal", "text": "all hands on deck"}),
    (e.Identified, {"at": "11:00", "text": "Mallory's deploy emptied db-7"}),
    (e.Action, {"at": "11:05", "label": "A1", "text": "restart db-7", "owner": "bo"}),
    (e.Summary, {"at": "11:05", "text": "the pool is exhausted"}),
    (e.Mitigated, {"at": "11:10", "text": "db-7 restarted"}),
    (e.Update, {"at": "11:12", "audience": "status page", "text": "Logins work again"}),
)
INTERNAL = (
    "Ana",
    "bo",
    "database team",
    "Mallory",
    "db-7",
    "H1",
    "E1",
    "A1",
    "SEV",
    "pool",
    "deck",
    "auth-gw",
)


def test_responders_read_the_plain_one() -> None:
    """The brief of F4."""
    assert brief_for("responders", WHOLE, NOW, LIMITS) == brief(WHOLE, NOW, LIMITS)


@pytest.mark.parametrize("reader", ["customers", "status-page"])
def test_customers_read_nothing_internal(reader: str) -> None:
    """No name, no need, no label, no cause that nobody told them, no update to others."""
    text = brief_for(reader, WHOLE, NOW, LIMITS)
    assert [word for word in INTERNAL if word in text] == []
    assert "Logins work again" in text


def test_executives_read_how_bad_it_is_and_who_leads() -> None:
    """No labels, no hypotheses, no single action."""
    lines = brief_for("executives", WHOLE, NOW, LIMITS).splitlines()
    assert lines[0] == "SEV1 Checkout is down: monitoring"
    assert {"Impact: 10 % of logins fail", "What we know: the pool is exhausted", "Commander: Ana"} < set(
        lines
    )
    assert not any(word in "\n".join(lines) for word in ("H1", "E1", "A1"))


def test_the_status_page_is_a_sequence_of_turns_and_updates() -> None:
    """In the order of time, each with the stage that held then, and in public words."""
    assert brief_for("status-page", WHOLE, NOW, LIMITS).splitlines() == [
        "2023-10-15 10:30 UTC · Investigating: We are investigating.",
        "2023-10-15 10:40 UTC · Investigating: Logins fail",
        "2023-10-15 11:00 UTC · Identified: The cause is known, and we are working on it.",
        "2023-10-15 11:10 UTC · Monitoring: It should work again; we are watching it.",
        "2023-10-15 11:12 UTC · Monitoring: Logins work again",
    ]


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_gets_an_answer_about_nothing(reader: str) -> None:
    """An incident that only has a title, and texts on several lines."""
    brief_for(reader, incident(), NOW, LIMITS)
    whole = incident((e.Started, {"at": "10:30"}), (e.Impact, {"at": "10:31", "text": "a\n[/] b"}))
    assert "\n[/]" not in brief_for(reader, whole, NOW, LIMITS)


@pytest.mark.parametrize("reader", ["executives", "customers"])
def test_what_is_over_is_said_from_when_to_when(reader: str) -> None:
    """Nothing is counted on to this day; while it goes on it is."""
    over = incident((e.Started, {"at": "10:30"}), (e.Resolved, {"at": "11:10"}))
    assert "From 2023-10-15 10:30 to 2023-10-15 11:10 UTC" in brief_for(reader, over, NOW, LIMITS)
    assert "Since: 2023-10-15 10:30 UTC, 1 h ago" in brief_for(reader, WHOLE, NOW, LIMITS)
