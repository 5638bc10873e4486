"""Tables of Markdown among other lines: which of their cells say when, who and what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pmtui.model.backfill.items import person
from pmtui.model.backfill.stamps import stamp
from pmtui.model.backfill.tables import author_in, number_in, times_in, zone_of

_RULE = frozenset(" \t:|-")
"""Of nothing else is the line below a table's head, or one across a page."""


class Table(NamedTuple):
    """What the head of a table says of its rows."""

    times: tuple[int, ...] = ()
    """Which of their cells say when, the day first: then each row is an entry of its own."""
    zone: tuple[str, str] | None = None
    """The offset, or the letters, of their clocks."""
    who: int = -1
    """Which of their cells says who."""
    number: int = -1
    """Which of their cells only counts them."""

    @classmethod
    def under(cls, head: str) -> Table:
        cells = _cells(head)
        said = next(filter(None, map(zone_of, cells)), None)
        return cls(tuple(times_in(cells)), said, author_in(cells), number_in(cells))

    def read(self, row: str) -> tuple[str, str]:
        """What a row says as a line that begins with its time, and whom it names."""
        cells, author = _cells(row), ""
        if (self.who > 0 or self.times) and self.who in range(len(cells)):
            author = person(cells[self.who].strip("*_`"))
            cells[self.who] = ""
        first = [place for place in self.times if place < len(cells)]
        rest = [place for place in range(len(cells)) if place not in (*first, self.number)]
        cells = [cells[place] for place in (*first, *rest)]
        both = stamp(" ".join(cells[:2])) if len(cells) > 1 else None
        joined = bool(both and both[0].day and both[0].clock and not both[1])
        head, rest_of = (" ".join(cells[:2]), cells[2:]) if joined else (cells[0], cells[1:])
        return f"{head} {' · '.join(cell for cell in rest_of if cell)}".strip(), author


def names_columns(lines: Sequence[str], at: int) -> bool:
    """Whether a line is the head of a table: the one below it has no words, `|:--|--:|`."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return "|" in lines[at] and "|" in below and "-" in below and _RULE.issuperset(below)


def is_rule(line: str) -> bool:
    """Whether a line is only drawn."""
    return "---" in line and _RULE.issuperset(line)


def _cells(row: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))
    return [cell.strip().replace("\\|", "|") for cell in cells]
