"""Promises about notifications of alerts, whatever is in them."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmtui.errors import PmtuiError
from pmtui.model.backfill.alerts import read
from pmtui.model.time.instants import AHEAD
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings
from pmtui.work import alerts
from pmtui.work.commit import record
from pmtui.work.overview import glances
from pmtui.work.session import Session
from tests.output.making import at
from tests.output.strategies import json_values, texts

NOW = at("12:00")
TIMES = (
    "2023-10-15T10:00:00Z",
    "0001-01-01T00:00:00Z",
    "2023-10-15T14:00:00.123456789+02:00",
    "soon",
    1697364000,
)
values = st.one_of(texts, json_values)


@st.composite
def alert(draw: st.DrawFn) -> dict[str, Any]:
    """An alert, with anything in place of any field."""
    known = {
        "status": st.sampled_from(["firing", "resolved", {"state": "active"}]),
        "labels": st.fixed_dictionaries(
            {"alertname": texts}, optional={"service": values, "severity": values}
        ),
        "annotations": st.dictionaries(st.sampled_from(["summary", "description"]), values),
        "startsAt": st.sampled_from(TIMES),
        "endsAt": st.sampled_from(TIMES),
        "fingerprint": st.sampled_from(["a", "b"]),
    }
    return {name: draw(st.one_of(usual, usual, usual, values)) for name, usual in known.items()}


@given(st.lists(alert(), min_size=1, max_size=3))
def test_whatever_an_alert_says_it_is_recorded_once_or_refused(given: list[dict[str, Any]]) -> None:
    """No time lies further ahead than clocks differ, nothing is recorded twice, and no error but a sentence."""
    try:
        notification = read(json.dumps({"alerts": given}).encode())
    except PmtuiError:
        return
    assert notification is not None
    with TemporaryDirectory() as home:
        library = Library(Path(home))
        for _ in range(2):
            place = alerts.place(notification, list(glances(library.folders(), unexpected)))
            if place.new and place.alerts:
                write(library, notification, place)
        assert len(library.folders()) <= 1
        for folder in library.folders():
            session = Session(folder, lambda: NOW, "ana")
            session.close()
            imported = [entry for entry in session.incident.entries if entry.origin]
            assert len({entry.origin["item"] for entry in imported}) == len(imported)
            assert all(entry.at is None or entry.at <= NOW + AHEAD for entry in imported)


def write(library: Library, notification: Any, place: alerts.Place) -> None:
    """Does what the call does."""
    folder = place.incident or alerts.begin(library, place.alerts, Settings(timezone="UTC"), lambda: NOW)
    session = Session(folder, lambda: NOW, "ana")
    for entry in alerts.entries(notification, place.new, session):
        record(session, entry)
    session.close()


def unexpected(error: PmtuiError) -> None:
    """Every incident can be read."""
    raise error
