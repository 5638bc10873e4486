"""Keys in a row, each with what it does: a click presses the one that it is on."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from pmtui.tui.keys import key_shown_as

_KEY = "key"
"""Of a cell: the key that stands there."""


class KeyRow(Static):
    """A line in which keys may stand."""

    def on_click(self, event: events.Click) -> None:
        if key := event.style.meta.get(_KEY):
            self.app.simulate_key(key)


def in_a_row(keys: Iterable[tuple[str, str]]) -> Content:
    """Keys as a person reads them, each with its label."""
    return Content("  ").join(
        Content.assemble((key, "bold"), f" {label}").stylize(Style.from_meta({_KEY: key_shown_as(key)}))
        for key, label in keys
    )
