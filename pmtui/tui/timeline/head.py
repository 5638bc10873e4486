"""The line above the rows: what they are, where one is among them, and what arrived below."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static


class Place(NamedTuple):
    """Which entries are in sight, counted from 1, of how many that are shown, of how many that there are."""

    first: int
    last: int
    shown: int
    all: int

    @property
    def words(self) -> str:
        """`14 of 14` while all that are shown are in sight, `200-223 of 20,000` of more; nothing without entries."""
        if not self.shown:
            return ""
        if self.last - self.first + 1 == self.shown:
            return f"{self.shown:,} of {self.all:,}"
        return f"{self.first:,}-{self.last:,} of {self.shown:,}"


class Head(Static):
    """A title on a rule. A line of its own, since a border's title repaints all that it frames."""

    DEFAULT_CSS = "Head { height: 1; }"

    def __init__(self) -> None:
        super().__init__(id="head", markup=False)
        self._said = ("", "", 0)

    def show(self, title: str, place: str, unseen: int) -> None:
        """Says these; drawn anew only if they are others than before."""
        if (title, place, unseen) != self._said:
            self._said = (title, place, unseen)
            self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        title, place, unseen = self._said
        place = f"  {place} " if place else " "
        news = f" ▼ {unseen:,} new, End " if unseen else ""
        rule = "─" * max(0, self.size.width - 1 - cell_len(title + place + news))
        words = ((title, "bold $text-muted"), (place, "$text-muted"), (news, "bold $text-accent"))
        self.update(Content.assemble("─", *words, rule), layout=False)
