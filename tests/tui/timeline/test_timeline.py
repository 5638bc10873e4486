"""Promises of the timeline."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection
from textual.widgets import Input

from pmtui.tui.timeline.timeline import Row, Timeline

_HOSTILE = [
    "host[/db] [red]x [/",
    "| <b> ` {{ }}",
    "日本語の障害 🚑",
    "שלום עולם",
    "x" * 10_000,
    "",
    " indented",
]


class _Rows(list[Row]):
    """A source that counts what is fetched."""

    fetched = 0

    def row(self, index: int) -> Row:
        self.fetched += 1
        return self[index]


class _App(App[None]):
    def __init__(self, rows: _Rows) -> None:
        super().__init__()
        self.rows = rows
        self.timeline = Timeline("Nothing yet [/]: type what happens.")
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.timeline
        yield Input()

    def on_mount(self) -> None:
        self.timeline.show(self.rows)
        self.timeline.focus()

    def on_timeline_highlighted(self, message: Timeline.Highlighted) -> None:
        self.said.append(message)

    def on_timeline_unseen(self, message: Timeline.Unseen) -> None:
        self.said.append(message)

    @property
    def lines(self) -> list[str]:
        """What the timeline shows."""
        return [self.timeline.render_line(y).text.rstrip() for y in range(self.timeline.size.height)]

    def add(self, *texts: str) -> None:
        for text in texts:
            self.rows.append(_row(len(self.rows), text))
        self.timeline.grown(len(self.rows))


def _row(index: int, text: str, **more: str) -> Row:
    time = (f"10:{index % 60:02}",)
    return Row(f"k{index}", text, f"#{index}", time, kind="note", **more)  # type: ignore[arg-type]


def _rows(count: int, text: str = "text of {}") -> _Rows:
    return _Rows(_row(index, text.format(index)) for index in range(count))


def _last(lines: Sequence[str]) -> str:
    return [line for line in lines if line][-1]


async def test_user_text_is_drawn_as_it_is() -> None:
    """Markup, templates, wide and right-to-left text and endless lines neither crash nor change."""
    app = _App(_Rows(_row(index, text) for index, text in enumerate(_HOSTILE)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home")
        shown = "\n".join(app.lines)
        assert all(text in shown for text in _HOSTILE[:4])
        assert "Nothing yet" not in shown


async def test_an_empty_timeline_says_how_to_fill_it() -> None:
    """The placeholder stands where rows will, and goes with the first."""
    app = _App(_Rows())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", "down", "pageup", "home", "end", "enter")
        assert app.lines[0] == " Nothing yet [/]: type what happens."
        app.add("first")
        assert app.lines[0].endswith("first")


async def test_a_repaint_works_the_style_of_its_ground_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every widget around the timeline has a say in it, so no line asks anew; another theme is seen at once."""
    asked: list[Timeline] = []

    def style(self: Timeline) -> Style:
        asked.append(self)
        return super(Timeline, self).rich_style

    monkeypatch.setattr(Timeline, "rich_style", property(style))
    app = _App(_rows(5))
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "textual-light"
        await pilot.pause()
        asked.clear()
        app.theme = "textual-dark"
        await pilot.pause()
        dark = app.timeline.render_line(20)
        assert len(asked) <= 2
        app.theme = "textual-light"
        await pilot.pause()
        assert app.timeline.render_line(20) != dark


async def test_a_hundred_thousand_rows_cost_what_is_in_sight() -> None:
    """Loading, appending, resizing and going to the start fetch hundreds of rows, not all."""
    app = _App(_rows(100_000))
    async with app.run_test(size=(80, 24)) as pilot:
        assert _last(app.lines).endswith("text of 99999")
        await pilot.resize_terminal(60, 20)
        await pilot.press("home")
        assert app.lines[0].endswith("text of 0")
        app.add("one more")
        await pilot.press("end")
        assert _last(app.lines).endswith("one more")
        assert app.rows.fetched < 5_000


async def test_long_text_is_wrapped_under_itself_and_its_mark_is_never_lost() -> None:
    """Lines of a row hang under its text; the mark ends the first line with room, or has its own."""
    rows = _Rows(
        [
            _row(1, "short", mark="edited"),
            _row(2, "word " * 20 + "end", mark="struck"),
            _row(3, "y" * 80, mark="not saved"),
        ]
    )
    app = _App(rows)
    async with app.run_test(size=(67, 24)):
        lines = app.lines
        text = lines[0].index("short")
        assert lines[0].endswith("edited")
        assert lines[1].startswith("  #2  10:02 note")
        assert all(line[:text].isspace() for line in lines[2:4])
        assert lines[3].endswith("struck")
        assert [line[text:].strip() for line in lines[4:7]] == ["y" * 40, "y" * 40, "not saved"]


async def test_the_end_is_followed_until_the_user_leaves_it() -> None:
    """New rows are in sight while at the end; after scrolling up they are counted and move nothing."""
    app = _App(_rows(200))
    async with app.run_test(size=(80, 24)) as pilot:
        app.add("at the end")
        assert _last(app.lines).endswith("at the end")
        app.timeline.scroll_up(animate=False, immediate=True)
        before = app.lines
        app.add("below", "further below")
        await pilot.pause()
        assert app.lines == before
        assert app.timeline.unseen == 2
        await pilot.press("end")
        assert _last(app.lines).endswith("further below")
        assert [said.count for said in app.said if isinstance(said, Timeline.Unseen)] == [2, 0]


async def test_the_cursor_says_where_it_is_and_stays_with_its_entry() -> None:
    """Moving tells the key; new rows never move what keys act on."""
    app = _App(_rows(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up", "up", "down")
        app.add("new")
        assert app.timeline.cursor_key == "k99"
        await pilot.press("pageup", "home", "end", "home", "down")
        assert app.timeline.cursor_key == "k1"
        keys = [said.key for said in app.said if isinstance(said, Timeline.Highlighted)]
        assert keys[:3] == ["k99", "k98", "k99"]
        assert keys[-4:] == ["k0", "k100", "k0", "k1"]
        assert [line[0] for line in app.lines if line.startswith(">")] == [">"]


async def test_enter_selects_the_row_under_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter says which entry; without a cursor it says nothing."""
    app = _App(_rows(5))
    selected: list[str] = []
    monkeypatch.setattr(
        _App, "on_timeline_selected", lambda _, message: selected.append(message.key), raising=False
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "up", "up", "enter")
    assert selected == ["k3"]


async def test_separators_are_stepped_over() -> None:
    """A day is no entry: the cursor passes it, and the first entry shows its day."""
    rows = _Rows([Row("", "Wed 15 November"), _row(1, "a"), Row("", "Thu 16 November"), _row(3, "b")])
    app = _App(rows)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.lines[2].startswith("── Thu 16 November ───")
        await pilot.press("up")
        assert app.timeline.cursor == 3
        await pilot.press("up")
        assert app.timeline.cursor == 1
        await pilot.press("up")
        assert app.timeline.cursor == 1
        await pilot.click(Timeline, offset=(5, 2))
        assert app.timeline.cursor == 3


async def test_a_click_moves_the_cursor() -> None:
    """Also to a row that takes several lines."""
    app = _App(_rows(50, "word " * 30 + "{}"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home")
        await pilot.click(Timeline, offset=(30, 4))
        assert app.timeline.cursor == 1


@pytest.mark.parametrize("width", [30, 50, 120])
async def test_resizing_keeps_the_first_row_in_sight(width: int) -> None:
    """Another width wraps anew and starts with the same entry; at the end it stays at the end."""
    app = _App(_rows(2000, "{} " + "some more words " * 9))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(width, 24)
        await pilot.pause()
        assert _last(app.lines).strip() in "… 25 m… 4 more lines, Enter " + "some more words " * 9
        app.timeline.cursor = 700
        first = app.lines[0]
        await pilot.resize_terminal(80, 20)
        await pilot.pause()
        assert app.lines[0].split()[:2] == first.split()[:2]


async def test_another_order_keeps_the_first_row_and_the_cursor() -> None:
    """After an entry moves in time, the window and the cursor are where their entries are."""
    app = _App(_rows(1000))
    async with app.run_test(size=(80, 24)) as pilot:
        app.timeline.cursor = 500
        await pilot.pause()
        first = app.lines[0]
        app.rows.insert(3, _row(2000, "moved here"))
        app.timeline.reset()
        assert app.lines[0] == first
        assert app.timeline.cursor == 501
        app.rows[:] = [row for row in app.rows if row.key != "k500"]
        app.timeline.reset()
        assert app.timeline.cursor is None


async def test_only_what_is_below_the_window_is_news() -> None:
    """Not what arrived where there was room for it, nor what came into sight since."""
    app = _App(_rows(20))
    async with app.run_test(size=(80, 24)) as pilot:
        app.timeline.cursor = 2
        app.add("in sight")
        assert app.timeline.unseen == 0
        app.add(*(f"more {n}" for n in range(10)))
        await pilot.pause()
        assert app.timeline.unseen == 10
        app.timeline.look("pageup")
        await pilot.resize_terminal(80, 28)
        await pilot.pause()
        assert (app.timeline.unseen, app.timeline.following) == (6, False)


async def test_another_source_of_the_same_entries_changes_nothing_in_sight() -> None:
    """After entries of a colleague were folded in, one reads on where one was, and is told of them."""
    app = _App(_rows(1000))
    async with app.run_test(size=(80, 24)) as pilot:
        app.timeline.cursor = 500
        await pilot.pause()
        before = app.lines
        app.timeline.swap(_Rows([_row(2000, "theirs"), *_rows(1000), _row(2001, "theirs too")]))
        assert app.lines == before
        assert app.timeline.cursor_key == "k500"
        assert app.timeline.unseen == 2
        await pilot.press("end")
        assert _last(app.lines).endswith("theirs too")


async def test_a_changed_row_is_drawn_anew_and_moves_nothing_above() -> None:
    """Text and mark of one row change; what is in sight stays in place."""
    app = _App(_rows(300))
    async with app.run_test(size=(80, 24)) as pilot:
        app.timeline.cursor = 200
        await pilot.pause()
        before = app.lines
        app.rows[100] = _row(100, "many words " * 30)
        app.timeline.changed(100)
        assert app.lines == before
        app.rows[200] = _row(200, "amended", mark="edited")
        app.timeline.changed(200)
        shown = [line for line in app.lines if line.startswith(">")]
        assert shown[0].endswith("edited")
        assert "amended" in shown[0]


async def test_a_wider_gutter_makes_room_for_itself() -> None:
    """From #99 to #100 no number is cut."""
    app = _App(_rows(3))
    async with app.run_test(size=(80, 24)) as pilot:
        app.rows.append(Row("x", "text", number="#100000", time=("~10:40",), kind="note"))
        app.timeline.grown(4)
        await pilot.pause()
        assert app.lines[3].startswith(" #100000 ~10:40 note")


async def test_the_mouse_selects_characters_of_any_width() -> None:
    """What is copied is what was marked, wide characters too, from line to line."""
    app = _App(_Rows([_row(1, "日本語 text"), _row(2, "second")]))
    async with app.run_test(size=(80, 24)) as pilot:
        start = app.lines[0].index("日")
        await pilot.mouse_down(Timeline, offset=(start + 2, 0))
        await pilot.hover(Timeline, offset=(start + 2, 1))
        await pilot.mouse_up(Timeline, offset=(start + 2, 1))
        selected = app.screen.get_selected_text()
        assert selected is not None
        assert selected.splitlines()[0] == "本語 text"
        assert selected.splitlines()[1].startswith("  #2  10:02 note")
        assert selected.endswith("sec")


async def test_a_double_click_selects_one_row() -> None:
    """Not all that was ever written."""
    app = _App(_rows(1000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(Timeline, offset=(5, 3), times=2)
        selection = app.screen.selections[app.timeline]
        assert selection.start is not None
        assert selection.end is not None
        assert selection.start.y == selection.end.y
        assert app.timeline.get_selection(Selection(Offset(0, 0), Offset(5, 0))) == ("   #0", "\n")


async def test_rows_that_arrive_while_it_is_hidden_are_there_when_it_is_shown() -> None:
    """Another pane may take its place in a narrow terminal; the incident goes on."""
    app = _App(_rows(50))
    async with app.run_test(size=(80, 24)) as pilot:
        app.timeline.display = False
        await pilot.pause()
        app.add("hidden")
        app.rows[49] = _row(49, "changed meanwhile")
        app.timeline.changed(49)
        app.timeline.display = True
        await pilot.pause()
        assert [line[20:].strip() for line in app.lines if line][-2:] == ["changed meanwhile", "hidden"]


class _Hasty(Timeline):
    """Hears of its rows the moment it has a size, before it is told so."""

    rows = _rows(3, "long text of {}" + " and so on" * 12)

    def on_resize(self) -> None:
        self.rows.append(_row(len(self.rows), "new"))
        self.grown(len(self.rows))
        self.changed(len(self.rows) - 2)


async def test_what_is_heard_between_a_size_and_its_layout_is_in_the_layout() -> None:
    """Entries that an earlier window left unsaved are saved while the screen appears."""
    app = _App(_Hasty.rows)
    app.timeline = _Hasty()
    async with app.run_test(size=(40, 30)) as pilot:
        await pilot.resize_terminal(60, 30)
        await pilot.pause()
        calm = _App(_Hasty.rows)
        async with calm.run_test(size=(60, 30)):
            assert app.lines == calm.lines
        assert _last(app.lines).endswith("new")


async def test_the_start_of_a_long_last_entry_can_be_read_in_peace() -> None:
    """The cursor on an entry taller than the window shows its start, and new ones do not pull it away."""
    app = _App(_rows(30))
    app.rows.append(_row(30, "long\n" * 60))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up")
        assert app.timeline.unfold(30)
        await pilot.press("up", "down")
        assert app.lines[0].startswith(">#30")
        before = app.lines
        app.add("new")
        assert app.lines == before
        assert app.timeline.unseen == 1


async def test_the_cursor_shows_whether_keys_go_to_it() -> None:
    """Its row is drawn differently while the timeline has the focus, and readable: one colour on one ground."""
    app = _App(_Rows([_row(1, "a", mark="struck", style="struck")]))

    def colours() -> set[tuple[object, object]]:
        styles = [segment.style for segment in app.timeline.render_line(0)]
        return {(style.color, style.bgcolor) for style in styles if style}

    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up")
        focused = colours()
        app.query_one(Input).focus()
        await pilot.pause()
        assert len(focused) == len(colours()) == 1
        assert focused != colours()


async def test_nothing_depends_on_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR the cursor is a sign, and a state its mark."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = _App(_Rows([_row(1, "a", mark="not saved", style="unsaved"), _row(2, "b", style="struck")]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("up")
        assert app.lines[1].startswith("> #2")
        assert app.lines[0].endswith("not saved")


async def test_a_long_entry_is_folded_until_it_is_unfolded() -> None:
    """Its first lines and how many there are besides; four lines stand whole, as the hint takes one too."""
    app = _App(_Rows([_row(1, "\n".join(f"line {n}" for n in range(30))), _row(2, "a\nb\nc\nd", mark="key")]))
    async with app.run_test(size=(80, 40)):
        texts = [line[24:].strip() for line in app.lines if line]
        assert texts[:4] == ["line 0", "line 1", "line 2", "… 27 more lines, Enter"]
        assert texts[4].split() == ["a", "key"]
        assert texts[5:] == ["b", "c", "d"]
        assert not app.timeline.unfold(1)
        assert app.timeline.unfold(0)
        assert [line[24:].strip() for line in app.lines if line][:30] == [f"line {n}" for n in range(30)]
        assert not app.timeline.unfold(0)


async def test_a_long_time_takes_lines_and_no_width() -> None:
    """The end of a range stands below its start, and no other row makes room for it."""
    ranged = Row("r", "slow", "#2", ("~17:00", "–18:00"), kind="note")
    app = _App(_Rows([_row(1, "a"), ranged, _row(3, "b")]))
    async with app.run_test(size=(80, 24)):
        assert [line.rstrip() for line in app.lines[:4]] == [
            "  #1  10:01 note         a",
            "  #2 ~17:00 note         slow",
            "     –18:00",
            "  #3  10:03 note         b",
        ]


@pytest.mark.parametrize(("text", "shown"), [("x" * 30, True), ("y" * 50, False)])
async def test_what_may_be_left_out_takes_no_line(text: str, shown: bool) -> None:
    """How late something was noted stands where there is room beside it; a state always stands somewhere."""
    app = _App(
        _Rows([_row(1, text, aside="noted 50m later"), _row(2, text, mark="key", aside="noted 1h later")])
    )
    async with app.run_test(size=(80, 24)):
        assert ("noted 50m later" in "\n".join(app.lines)) is shown
        assert [line.strip() for line in app.lines if line][-1].endswith("key")
        assert len([line for line in app.lines if line]) == (2 if shown else 3)
