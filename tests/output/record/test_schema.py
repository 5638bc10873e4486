"""The JSON Schema of the record: what is written validates, what is not ours does not."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.chart.layout import layout
from pmtui.output.export import export
from pmtui.output.record import record
from pmtui.output.record.schema import schema
from tests.model.review.reviewing import CASES, case
from tests.output.making import DAY, incident, make
from tests.output.strategies import decoded, incidents

VALIDATOR = Draft202012Validator(json.loads(schema()), format_checker=FormatChecker())


def toml(whole: Incident) -> Any:
    """The record's TOML, read back, its times as text."""
    return msgspec.to_builtins(tomllib.loads(record.write(whole, "a-slug")))


def wrong(found: Any) -> list[str]:
    """What does not fit the schema, with its place."""
    return [f"{error.json_path}: {error.message}"[:300] for error in VALIDATOR.iter_errors(found)]


def test_the_schema_is_one() -> None:
    """It follows the draft that it names."""
    VALIDATOR.check_schema(json.loads(schema()))
    assert schema().endswith("}\n")


@pytest.mark.parametrize("folder", sorted(CASES.glob("*/case.toml")), ids=lambda path: path.parent.name)
def test_the_records_of_the_cases_validate(folder: Path) -> None:
    """As TOML and as JSON."""
    whole = case(folder.parent)
    exported = export(whole, "a-slug", "json")
    assert wrong(toml(whole)) == []
    assert wrong(json.loads(exported)) == []


@settings(max_examples=40)
@given(incidents())
def test_the_record_of_any_incident_validates(whole: Incident) -> None:
    """Of any kinds, with any text, redacted or newer."""
    assert wrong(toml(whole)) == []


@settings(max_examples=150)
@given(st.lists(st.integers(1, 9), max_size=4, unique=True).flatmap(lambda ns: st.tuples(*map(decoded, ns))))
def test_the_record_of_whatever_the_codec_takes_validates(found: tuple[e.Entry | None, ...]) -> None:
    """Codec and schema know the same ranges: what lies outside them is kept, and given back, but is no view."""
    first = make(e.Opened, 0, title="t", zone="Pacific/Kiritimati", opened=DAY)
    whole = Incident([first, *(entry for entry in found if entry is not None)])
    assert wrong(toml(whole)) == []
    assert list(record.read(record.write(whole, "a-slug")).entries) == whole.entries
    layout(whole)


def change(path: str, value: Any) -> Any:
    """A valid record with one value changed."""
    found = toml(incident((e.Started, {"at": "10:00"}), (e.Task, {"label": "T1", "text": "x"})))
    *places, last = path.split(".")
    inner = found
    for place in places:
        inner = inner[int(place)] if isinstance(inner, list) else inner[place]
    inner[last] = value
    return found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", 2),
        ("incident.severity", "high"),
        ("incident.status", "fine"),
        ("incident.color", "red"),
        ("milestones.started", "yesterday"),
        ("metrics.duration_seconds", "1h"),
        ("tasks.0.done", "no"),
        ("tasks.0.due", "31 November"),
        ("entries.0.kind", "omen"),
        ("entries.1.at", 12),
        ("entries", []),
        ("lessons.well", "x"),
    ],
)
def test_what_is_no_record_does_not_validate(path: str, value: Any) -> None:
    """A wrong value anywhere is found."""
    assert wrong(change("incident.title", "Another title")) == []
    assert len(wrong(change(path, value))) >= 1
