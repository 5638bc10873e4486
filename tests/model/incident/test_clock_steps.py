"""Promises about a clock that is set while somebody writes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.clock_steps import step_at, steps
from pmtui.model.incident.incident import Incident
from pmtui.model.line.receipt import receipt
from pmtui.model.review.rules import review
from tests.storage.faults import NOW, opened


def note(n: int, recorded: datetime, by: str) -> e.Note:
    """A note with that number."""
    return e.Note(id=codec.new_id(NOW), n=n, recorded=recorded, at=NOW, by=by, text="failover")


def incident(*after: timedelta, by: str = "ana") -> Incident:
    """Notes recorded so long after the opening, in this order of writing."""
    notes = [note(n, NOW + each, by) for n, each in enumerate(after, 1)]
    return Incident([opened(), *notes])


@pytest.mark.parametrize("by", [timedelta(hours=-1), timedelta(days=-20_000), timedelta(days=3650)])
def test_a_step_is_said_at_enter_and_by_the_review(by: timedelta) -> None:
    """Both entries are named: nobody but a person knows which is wrong."""
    found = incident(timedelta(minutes=5), timedelta(minutes=5) + by)
    last = found.item(found.numbered(2)[0])
    assert "clock went" in receipt(last, found, NOW)
    assert "since #1" in receipt(last, found, NOW)
    sentences = [finding.text for finding in review(found, NOW + timedelta(days=9999)) if finding.rule == 8]
    assert any("#2" in text and "#1" in text for text in sentences)


def test_a_clock_that_goes_on_is_no_step() -> None:
    """A pause of a week, a correction by seconds, and another person's clock say nothing."""
    found = incident(timedelta(minutes=1), timedelta(days=7), timedelta(days=7, seconds=-30))
    assert list(steps(found)) == []
    found.add(note(4, NOW - timedelta(hours=2), "bo"))
    assert step_at(found, found.entry(found.numbered(4)[0])) is None
