"""Finds room for labels along a line: flags on poles, and badges in heaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct

POLE = 5.0
"""From a flag's pole to its text."""
_GAP = 6.0


class Flag(Struct, frozen=True):
    """A label on a pole: `row` is its distance from the line, `left` and `right` where its text lies."""

    pole: float
    row: int
    left: float
    right: float
    flipped: bool
    """The text ends at the pole instead of beginning there."""


def flags(
    poles: Sequence[float],
    widths: Sequence[float],
    *,
    between: tuple[float, float],
    rows: int,
    crossing: bool = False,
) -> list[Flag] | None:
    """Places labels at their poles, so that no two overlap and, but for `crossing`, no pole runs through one.

    The poles come in ascending order. None when that many rows are too few; with `crossing`, as many as there
    are poles are enough if each label has room on one side.
    """
    turned = {index for index, pole in enumerate(poles) if pole + POLE + widths[index] > between[1]}

    def fits(flag: Flag, others: Iterable[Flag]) -> bool:
        return stands(flag, others, between, crossing)

    while True:
        found, failed = _place(poles, widths, turned, fits, rows)
        if failed is None:
            return found
        if failed in turned:
            return None
        turned.add(failed)


def _place(
    poles: Sequence[float],
    widths: Sequence[float],
    turned: AbstractSet[int],
    fits: Callable[[Flag, Iterable[Flag]], bool],
    rows: int,
) -> tuple[list[Flag], int | None]:
    """One try; gives the index of the flag for which there is no place, if any.

    The texts of turned flags lie left of their poles, the first one lowest; those of the others right of them,
    the last one lowest: so no pole has to pass a text of its own sort.
    """
    placed: dict[int, Flag] = {}
    free = [index for index in reversed(range(len(poles))) if index not in turned]
    for index in [*sorted(turned), *free]:
        sides = (True, False) if index in turned else (False, True)
        candidates = (_flag(poles[index], widths[index], row, side) for side in sides for row in range(rows))
        found = next((flag for flag in candidates if fits(flag, placed.values())), None)
        if found is None:
            return [], index
        placed[index] = found
    return [placed[index] for index in range(len(poles))], None


def stands(flag: Flag, others: Iterable[Flag], between: tuple[float, float], crossing: bool = False) -> bool:
    """Whether a flag has its place among others."""
    inside = between[0] <= flag.left and flag.right <= between[1]
    return inside and not any(_clash(flag, other, crossing) for other in others)


def widened(flag: Flag, wide: float) -> Flag:
    """The same flag with a text of another width."""
    return _flag(flag.pole, wide, flag.row, flag.flipped)


def heap(extents: Sequence[tuple[float, float]], most: int) -> list[int]:
    """The first row for each extent in which it touches no earlier one; `most` where no row of so many is free."""
    rows: list[list[tuple[float, float]]] = [[] for _ in range(most)]
    found: list[int] = []
    for left, right in extents:
        clear = (all(right + _GAP <= a or b + _GAP <= left for a, b in held) for held in rows)
        row = next((n for n, free in enumerate(clear) if free), most)
        if row < most:
            rows[row].append((left, right))
        found.append(row)
    return found


def _flag(pole: float, wide: float, row: int, flipped: bool) -> Flag:
    left = pole - POLE - wide if flipped else pole + POLE
    return Flag(pole, row, left, left + wide, flipped)


def _clash(one: Flag, other: Flag, crossing: bool) -> bool:
    if one.row == other.row:
        # The pole belongs to the flag: it may not stand in the other's text either.
        return not (_right(one) + _GAP <= _left(other) or _right(other) + _GAP <= _left(one))
    if crossing:
        return False
    low, high = (one, other) if one.row < other.row else (other, one)
    return low.left - 2 < high.pole < low.right + 2


def _left(flag: Flag) -> float:
    return min(flag.pole, flag.left)


def _right(flag: Flag) -> float:
    return max(flag.pole, flag.right)
