"""The timeline of an incident, with the keys that act on its entries."""

from __future__ import annotations

from pmtui.tui.keys import bindings
from pmtui.tui.timeline.timeline import Timeline


class LogTimeline(Timeline):
    """A timeline whose keys are in the table of keys."""

    PLACES = ("entry", "timeline")
    BINDINGS = bindings(*PLACES)
