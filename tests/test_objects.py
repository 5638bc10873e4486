"""An object is a room too: nobody finds their way in one of a hundred methods, however many files they stand in."""

from __future__ import annotations

from tests.counts import objects

MOST = 40
"""Methods of a class, with those of its own bases; properties, and what Textual's classes have, apart."""


def test_no_class_has_more_than_forty_methods() -> None:
    """Own bases are counted: one object inherited from four files is still one object."""
    counts = objects()
    assert {f"{name} ({file})": count for count, name, file in counts if count > MOST} == {}
    found = {name: count for count, name, _ in counts}
    assert found["EntryPane"] > found["IncidentPane"] > found["Pane"], "a pane's bases are not counted"
