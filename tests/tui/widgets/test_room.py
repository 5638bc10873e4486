"""Promises about how the lines of a column are shared among its panes."""

from __future__ import annotations

import pytest

from pmtui.tui.widgets.room import Want, share


@pytest.mark.parametrize(
    ("room", "wants", "got"),
    [
        (40, [Want(3, 9), Want(1, 1), Want(2, 4)], [9, 1, 4]),
        (10, [Want(3, 9), Want(1, 1), Want(2, 4)], [5, 1, 4]),
        (10, [Want(3, 9, first=True), Want(1, 1), Want(2, 4)], [7, 1, 2]),
        (9, [Want(1, 20), Want(6, 6), Want(2, 2)], [1, 6, 2]),
        (7, [Want(9, 9), Want(9, 9), Want(2, 2)], [3, 2, 2]),
        (2, [Want(2, 2), Want(2, 2), Want(2, 2)], [1, 1, 0]),
        (0, [Want(2, 2)], [0]),
    ],
    ids=["enough", "evenly", "focus", "what waits", "too much waits", "too few for titles", "none"],
)
def test_what_waits_comes_before_everything_else(room: int, wants: list[Want], got: list[int]) -> None:
    """Each has its title and what waits; then the focused one, then all, get what they need; no more than there is."""
    assert share(room, wants) == got
    assert sum(got) <= room
