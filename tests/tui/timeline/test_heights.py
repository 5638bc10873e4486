"""Promises about where rows begin, and how their text is wrapped."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from pmtui.tui.timeline.heights import BLOCK, Heights
from pmtui.tui.timeline.wrapping import fit, wrap

_TEXTS = st.text("ab [/]日🚑é\u0301\u200d\n|", max_size=60)


class _List:
    """Rows of given heights, that counts how often one is measured."""

    def __init__(self, heights: list[int]) -> None:
        self.heights = heights
        self.measured = 0

    def measure(self, index: int) -> int:
        self.measured += 1
        return self.heights[index]

    def top(self, index: int) -> int:
        return sum(self.heights[:index])


def _tall(count: int) -> _List:
    return _List([1 + (index * 7 // 3) % 5 for index in range(count)])


@example("\u200d\u200db\u200d]🚑a日\u200d|[é//a\u200d日  ", 8)
@given(_TEXTS, st.integers(8, 40))
def test_wrapping_keeps_every_character_but_spaces_and_never_exceeds_the_width(text: str, width: int) -> None:
    """Nothing of a text is lost on its lines, and no line is wider than its column."""
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(cell_len(line) <= width for line in lines)


def test_wrapping_breaks_at_spaces_and_only_long_words_inside() -> None:
    """Words stay whole where they fit, in every script; line breaks are kept."""
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("日本 語日本 語", 8) == ["日本", "語日本", "語"]
    assert wrap("a" * 20, 8) == ["a" * 8, "a" * 8, "a" * 4]
    assert wrap("a\n\n  b", 8) == ["a", "", "  b"]
    assert wrap("", 8) == [""]


@given(st.text("ab [/]日🚑é\u0301|", max_size=40), st.integers(1, 30))
def test_a_fitted_text_takes_exactly_its_cells(text: str, width: int) -> None:
    """Columns line up whatever stands in them."""
    assert cell_len(fit(text, width)) == width


@given(st.lists(st.integers(1, 9), min_size=1, max_size=900), st.data())
def test_rows_and_lines_agree(heights: list[int], data: st.DataObject) -> None:
    """However one arrives at a row, each of its lines is found to be its own."""
    rows = _List(heights)
    found = Heights(len(heights), rows.measure)
    found.tail(10)
    for _ in range(3):
        index = data.draw(st.integers(0, len(heights) - 1))
        top = found.top(index)
        assert found.height(index) == heights[index]
        assert [found.locate(top + line) for line in range(heights[index])] == [
            (index, line) for line in range(heights[index])
        ]


@given(st.integers(0, 700), st.lists(st.integers(1, 600), min_size=1, max_size=3), st.booleans())
def test_growth_is_the_same_as_having_been_there(count: int, more: list[int], looked: bool) -> None:
    """Rows that arrive later stand where they would have stood."""
    rows = _tall(count + sum(more))
    found = Heights(count, rows.measure)
    if looked:
        found.tail(40)
    for new in more:
        count += new
        found.grow(count)
    tops = [found.top(index) for index in range(count)]
    assert tops == [rows.top(index) for index in range(count)]
    assert found.total == sum(rows.heights)


def test_a_window_at_the_end_stays_at_the_end() -> None:
    """The last line of the list is the last line of the window, though little of the list was measured."""
    rows = _tall(100_000)
    found = Heights(100_000, rows.measure)
    line = found.settle(10**9, 30)
    assert found.locate(line + 29) == (99_999, rows.heights[-1] - 1)
    assert line + 30 == found.total
    assert rows.measured < 3 * BLOCK


def test_scrolling_up_into_rows_never_seen_moves_nothing_but_the_window() -> None:
    """One line up shows the line above, also where the guess of the heights above was wrong."""
    rows = _List([1] * 1000 + [6] * 1000)
    found = Heights(2000, rows.measure)
    line, seen = found.settle(10**9, 20), []
    while line:
        seen.append(found.locate(line))
        line = found.settle(line - 1, 20)
    seen.append(found.locate(0))
    everything = [(row, line) for row, height in enumerate(rows.heights) for line in range(height)]
    assert seen[::-1] == everything[: len(seen)]
    assert found.total == len(everything)


def test_a_changed_row_moves_those_behind_it() -> None:
    """A row that grows pushes the later ones on by as much."""
    rows = _tall(600)
    found = Heights(600, rows.measure)
    before = found.top(400)
    found.top(300)
    rows.heights[300] += 4
    assert found.change(300) == 4
    assert found.top(400) == before + 4
