"""How the lines of a column are shared among its panes: by need, and what waits before everything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Want(NamedTuple):
    """The lines that a pane wants, its title among them."""

    least: int
    """For its title and what waits."""
    need: int
    """For all that it has to show."""
    first: bool = False
    """Whether its need comes before that of the others: it has the focus."""


def share(room: int, wants: Sequence[Want]) -> list[int]:
    """The lines that each gets, in order; together at most `room`.

    First each its title and the most pressing of what waits, then the rest of what waits, then the other lines; each
    time the one that has the focus before the others. Where there is not enough for all of these, those that have
    least are the first to get another line.
    """
    got = [0] * len(wants)
    for goals in (
        [1] * len(wants),
        [min(want.least, 2) for want in wants],
        [want.least if want.first else 0 for want in wants],
        [want.least for want in wants],
        [want.need if want.first else 0 for want in wants],
        [want.need for want in wants],
    ):
        room -= _pour(got, goals, room)
    return got


def _pour(got: list[int], goals: list[int], room: int) -> int:
    """Raises each towards its goal, the lowest first; how many lines that took."""
    taken = 0
    while taken < room:
        short = [n for n, goal in enumerate(goals) if got[n] < goal]
        if not short:
            break
        got[min(short, key=got.__getitem__)] += 1
        taken += 1
    return taken
