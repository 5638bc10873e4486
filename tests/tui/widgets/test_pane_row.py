"""Promises about the rows of a pane: nothing beyond the edge, times in a column, what is overdue marked by a sign."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from pmtui.tui.colours import OVERDUE
from pmtui.tui.widgets.pane_row import Columns, PaneRow, draw, lines
from tests.tui.stage import HOSTILE, LONG

ROWS = (
    PaneRow("a", "A4 add replicas to the shop", "8m over", who="eve", over=True),
    PaneRow("b", "A1 roll back", "in 4m", who="no owner"),
    PaneRow("c", "Q1 which writes are lost?", "28m"),
)


def test_owners_and_times_stand_in_columns() -> None:
    """The text is cut, they are not; a row without an owner has all of their room."""
    columns = Columns.of(ROWS, 44)
    drawn = [draw(row, columns, whole=False).plain for row in ROWS]
    assert drawn == [
        "! A4 add replicas to the…  eve       8m over",
        "  A1 roll back             no owner    in 4m",
        "  Q1 which writes are lost?              28m",
    ]


def test_what_is_overdue_is_red_and_has_a_sign() -> None:
    """Both, so that it is seen without colours; what is not has neither."""
    over, other = (draw(row, Columns.of(ROWS, 60), whole=False) for row in ROWS[:2])
    assert over.plain.startswith("! ")
    assert {str(span.style) for span in over.spans} == {OVERDUE}
    assert OVERDUE not in {str(span.style) for span in other.spans}


def test_the_whole_of_a_text_goes_on_below() -> None:
    """All of its words are there, under it, and none is broken."""
    row = PaneRow("a", "E5 database team: is the load on the primary theirs, and since when?", "waits 9m")
    found = lines(row, Columns(40), whole=True)
    assert " ".join(found) == row.text
    assert len(found) == 3
    assert draw(row, Columns(40), whole=True).plain.splitlines()[1].startswith("  ")


@pytest.mark.parametrize("text", [HOSTILE, LONG, "", "漢字" * 300, "x\n\ny"])
@pytest.mark.parametrize("width", [10, 33, 90])
def test_no_row_is_wider_than_its_pane(text: str, width: int) -> None:
    """Whatever was typed as text or owner; a text of any length takes six lines at most."""
    row = PaneRow("a", text, "28m over", who=text[:40], over=True)
    columns = Columns.of([row], width)
    for whole in (False, True):
        drawn = draw(row, columns, whole=whole).plain.split("\n")
        assert len(drawn) == len(lines(row, columns, whole=whole)) <= 6
        assert width < 24 or max(map(cell_len, drawn)) <= width


def test_signs_of_which_terminals_know_no_width_shift_no_column() -> None:
    """A family joined of three, a sign made an emoji: each is shown as its parts, whose width all agree about."""
    row = PaneRow(
        "a", "\U0001f469\u200d\U0001f469\u200d\U0001f467 \u26a0\ufe0f x\u200by", "9m", who="\u26a0\ufe0f bo"
    )
    drawn = draw(row, Columns.of([row], 40), whole=False).plain
    assert "\u200d" not in drawn
    assert "\ufe0f" not in drawn
    assert "xy" in drawn
    assert "\U0001f469\U0001f469\U0001f467" in drawn
