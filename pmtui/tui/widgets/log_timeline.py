"""The timeline of an incident, with the keys that act on its entries."""

from __future__ import annotations

from pmtui.tui.commands import bindings
from pmtui.tui.widgets.timeline import Timeline


class LogTimeline(Timeline):
    """A timeline whose keys are in the table of keys."""

    PLACES = ("entry", "timeline")
    BINDINGS = bindings(*PLACES)
