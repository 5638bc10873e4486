"""The incidents of the home screen, a line each: what it is, who leads it, what is overdue and what is still to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from pmtui.tui import colours
from pmtui.tui.colours import DIM, OVERDUE
from pmtui.tui.timeline.wrapping import fit, steady
from pmtui.work.overview import Listed

_GAP = 2
_MOST = {"overdue": 44, "commander": 14}
"""Cells of a column that people filled."""
_LEAST = {"overdue": 13, "commander": 6}
"""Cells to which they are cut where there is little room."""
_FIRST_TO_STAY = ("overdue", "tasks", "day", "commander", "length", "writeup")
"""The columns, the last to go where there is little room in front."""


class _Cells(NamedTuple):
    """What stands beside the title."""

    commander: str
    overdue: str
    length: str
    tasks: str
    writeup: str
    day: str


def incident_rows(rows: Sequence[Listed], overdue: Mapping[Path, str], width: int) -> list[Content]:
    """The lines of incidents in so many cells, their columns one under the other.

    Args:
        rows: in order.
        overdue: what presses most in those where something does, in words.
        width: at least half of what is beside severity and state is the title's.
    """
    cells = [_cells(row, overdue.get(row.folder, "")) for row in rows]
    left = max((cell_len(row.left) for row in rows), default=0) + 1
    titles = max((cell_len(row.text) for row in rows), default=0)
    widths = _widths(cells, max((width - left) // 2, width - left - titles))
    room = width - left - sum(each + _GAP for each in widths.values())
    return [_line(row, each, widths, room) for row, each in zip(rows, cells, strict=True)]


def _widths(cells: Sequence[_Cells], room: int) -> dict[str, int]:
    """How wide each column is, in the order in which they stand; those for which there is no room are left out."""
    wanted = {
        name: min(max((cell_len(getattr(each, name)) for each in cells), default=0), _MOST.get(name, room))
        for name in _Cells._fields
    }
    found: dict[str, int] = {}
    for name in _FIRST_TO_STAY:
        least = min(wanted[name], _LEAST.get(name, wanted[name]))
        if 0 < least <= room - _GAP:
            found[name] = least
            room -= least + _GAP
    for name, least in found.items():
        more = min(room, wanted[name] - least)
        found[name] = least + more
        room -= more
    return {name: found[name] for name in _Cells._fields if name in found}


def _cells(row: Listed, overdue: str) -> _Cells:
    return _Cells(
        commander=" ".join(steady(row.commander).split()),
        overdue=f"! {steady(overdue)}" if overdue else "",
        length=row.length,
        tasks=f"{row.tasks} to do" if row.tasks else "",
        writeup=row.writeup,
        day=row.day,
    )


def _line(row: Listed, cells: _Cells, widths: Mapping[str, int], room: int) -> Content:
    style = DIM if row.quiet else ""
    state = row.left.removeprefix(row.severity)
    pieces = [(row.severity, style or colours.severity(row.severity)), (state, style or "bold")]
    pieces += [(" ", ""), (fit(" ".join(steady(row.text).split()), room), style)]
    for name, text in _columns(cells, widths):
        pieces.append((" " * _GAP + text, OVERDUE if name == "overdue" else DIM))
    return Content.assemble(*pieces)


def _columns(cells: _Cells, widths: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The cells, each as wide as its column; one without room for its text takes that of the empty ones behind it."""
    left = list(widths.items())
    while left:
        name, width = left.pop(0)
        text = getattr(cells, name)
        while left and cell_len(text) > width and not getattr(cells, left[0][0]):
            width += _GAP + left.pop(0)[1]
        yield name, fit(text, width)
