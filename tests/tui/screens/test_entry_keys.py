"""Promises about the keys of the panes, and the menu of what is selected."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from pmtui.tui.timeline.timeline import Timeline
from pmtui.work.commit import record
from pmtui.work.session import Session
from tests.tui.stage import LAST, incident, stage

KEYS = (
    (
        "timeline",
        "end",
        "alt+a",
        f"/amend #{LAST} Alert on pool use owner:ana due:2026-03-28 term:short type:prevent",
    ),
    ("timeline", "end", "alt+t", f"/retime #{LAST} "),
    ("timeline", "end", "alt+x", f"/strike #{LAST} "),
    ("timeline", "end", "alt+m", f"/key #{LAST}"),
    ("timeline", "end", "alt+o", "/task T1 owner:"),
    ("hypotheses", "home", "alt+u", "/evidence H3 + "),
    ("hypotheses", "home", "alt+d", "/evidence H3 - "),
    ("hypotheses", "home", "alt+r", "/misleading H3 "),
    ("hypotheses", "home", "alt+c", "/confirmed H3 "),
    ("hypotheses", "home", "alt+x", "/strike #16 "),
    ("hypotheses", "end enter end", "alt+o", "/revive H2 "),
    ("hypotheses", "end", "alt+a", "/amend #9 A DDoS attack"),
    ("escalations", "home", "alt+d", "/answered E2 "),
    ("escalations", "home", "alt+r", "/escalate E2 "),
    ("escalations", "home", "alt+c", "/withdraw E2 "),
    ("actions", "home", "alt+d", "/done A2 "),
    ("actions", "home", "alt+o", "/action A2 owner:"),
    ("actions", "home", "alt+u", "/action A2 check:+5m"),
    ("tasks", "home", "alt+d", "/done T1 "),
    ("tasks", "home", "alt+o", "/task T1 owner:"),
    ("tasks", "home", "alt+u", "/task T1 due:"),
)


async def test_every_key_fills_the_bar_with_its_line(tmp_path: Path) -> None:
    """It names the selected line, records nothing, and leaves the bar ready for Enter; nothing is put aside."""
    async with stage(tmp_path) as s:
        before = len(s.live.incident)
        for pane, move, key, line in KEYS:
            if pane == "tasks" and not s.live.writing:
                await s.press("f6")
            await s.go(pane)
            await s.press(*move.split(), key)
            assert s.bar == line, (pane, key)
            assert s.app.screen.focused is s.live.bar
        assert s.parked == []
        assert len(s.live.incident) == before


FRESH = (
    ("timeline", "alt+x", f"/strike #{LAST} "),
    ("hypotheses", "alt+u", "/evidence H3 + "),
    ("escalations", "alt+d", "/answered E2 "),
    ("tasks", "alt+d", "/done T1 "),
)


@pytest.mark.parametrize(("pane", "key", "line"), FRESH)
async def test_a_pane_has_a_selected_line_from_the_first_key_on(
    tmp_path: Path, pane: str, key: str, line: str
) -> None:
    """What is typed behind the key goes on with its line, and never becomes a note."""
    async with stage(tmp_path) as s:
        if pane == "tasks":
            await s.press("f6")
        await s.focus(pane)
        await s.press(key, "s", "o")
        assert s.bar == f"{line}so"


@pytest.mark.parametrize(("pane", "key", "line"), FRESH)
async def test_what_is_typed_at_once_behind_a_panes_key_ends_the_line_that_it_filled(
    tmp_path: Path, pane: str, key: str, line: str
) -> None:
    """All of it waits in one queue when the pane asks for its line: no letter is looked at before that is there."""
    async with stage(tmp_path) as s:
        if pane == "tasks":
            await s.press("f6")
        await s.go(pane)
        for typed, character in ((key, None), ("s", "s"), ("o", "o")):
            s.app.post_message(events.Key(typed, character))
        await s.until(lambda: s.bar == f"{line}so")
        assert s.parked == []


async def test_a_key_on_an_empty_pane_says_so(tmp_path: Path) -> None:
    """Nothing is filled in."""
    async with stage(tmp_path, folder=incident(tmp_path)) as s:
        await s.focus("hypotheses")
        await s.press("alt+u")
        assert s.said == "there is no line here yet"
        assert s.bar == ""


async def test_a_half_typed_line_is_put_aside_and_comes_back(tmp_path: Path) -> None:
    """A key that needs the bar shelves what stands in it, at once; Up brings it back. What a key filled is none."""
    async with stage(tmp_path) as s:
        s.type("@-5m half a li")
        await s.press("escape", "end", "alt+x")
        assert s.bar == f"/strike #{LAST} "
        assert s.parked == ["@-5m half a li"]
        await s.press("escape", "alt+a")
        assert s.parked == ["@-5m half a li"]
        await s.clear()
        await s.press("up")
        assert s.bar == "@-5m half a li"


async def test_strike_and_key_moment_go_back_and_forth(tmp_path: Path) -> None:
    """The same key takes back what it did."""
    async with stage(tmp_path) as s:
        for key, done, undone in (
            ("alt+x", f"/strike #{LAST} ", f"/unstrike #{LAST}"),
            ("alt+m", f"/key #{LAST}", f"/unkey #{LAST}"),
        ):
            await s.go("timeline")
            await s.press("end", key)
            assert s.bar == done
            await s.press("enter")
            await s.go("timeline")
            await s.press("end", key)
            assert s.bar == undone
            await s.press("enter")
        assert s.parked == []


async def test_what_is_typed_goes_to_the_bar_wherever_the_focus_is(tmp_path: Path) -> None:
    """Letters, digits, signs and a paste: none of them acts, nothing typed is lost, and the bar has the focus then."""
    async with stage(tmp_path) as s:
        for pane in ("timeline", "summary", "hypotheses", "escalations", "actions"):
            await s.go(pane)
            await s.press(*"axmdn", "slash", "7", "j", "plus", "G")
            assert s.bar == "axmdn/7j+G"
            await s.clear()
            await s.go(pane)
            s.type("pas\nted")
            await s.until(lambda: s.bar == "pas\nted")
            assert s.app.screen.focused is s.live.bar
            await s.clear()


async def test_the_line_of_keys_follows_the_pane(tmp_path: Path) -> None:
    """What the pane's keys do stands under the bar; while that is empty and has the focus, the screen's."""
    async with stage(tmp_path) as s:
        await s.go("timeline")
        assert "Retime" in s.said
        await s.go("escalations")
        assert "Answered" in s.said
        await s.press("escape")
        assert "Answered" not in s.said
        assert "f6 Write-up" in s.said
        await s.typed("x")
        assert "f6 Write-up" not in s.said


async def test_the_detail_tells_everything_of_an_entry(tmp_path: Path) -> None:
    """Both times, the author, and every earlier version; Escape goes back to the pane, and y copies."""
    async with stage(tmp_path) as s:
        await s.enter("/amend #19 Triple the pool", "/retime #19 03:40", "/amend #19 Quadruple the pool")
        await s.go("timeline")
        await s.press("alt+s")
        s.type("quadruple")
        await s.press("enter", "alt+i")
        told = s.dialog
        for piece in (
            *("#19", "Quadruple the pool", "Triple the pool", "Double the pool, watch the database"),
            *(
                "03:40",
                "02:40",
                "03:41:00 by ana",
                f"#{LAST + 1} amend",
                f"#{LAST + 2} retime",
                "03:47:00 by ana",
            ),
        ):
            assert piece in told, piece
        await s.press("y")
        assert "Triple the pool" in s.copied[0]
        await s.press("escape")
        assert s.app.screen.focused is s.timeline


async def test_find_goes_on_and_back(tmp_path: Path) -> None:
    """alt+s finds the latest; alt+k the one before, alt+j the next; nothing found is said.

    A filter does not hide what is found.
    """
    async with stage(tmp_path) as s:
        await s.go("timeline")
        await s.press("alt+v")
        assert s.timeline_title == "Timeline: key moments  1 of 24"
        await s.press("alt+s")
        s.type("database")
        await s.press("enter")
        assert s.timeline_title == "Timeline  24 of 24"
        found = [_number(s.timeline)]
        for key in ("alt+k", "alt+k", "alt+j"):
            await s.press(key)
            found.append(_number(s.timeline))
        assert found == ["#19", "#12", "#2", "#12"]
        await s.enter("/find nobody ever wrote this")
        assert "nothing holds" in s.said


async def test_what_was_found_is_marked_until_something_is_recorded(tmp_path: Path) -> None:
    """Each of the words, in any case, also in the part of an entry that was folded away."""
    lines = ("[red] POOL exhausted", "\n".join([*(f"line {n}" for n in range(12)), "pool at the end"]))
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines)) as s:

        def marked() -> list[str]:
            strips = s.app.screen._compositor.render_strips()
            return [text for strip in strips[2:-3] for text, style, _ in strip if style and style.reverse]

        await s.enter("/find pool")
        assert marked() == ["POOL", "pool"]
        await s.enter("go on")
        assert marked() == []


async def test_an_empty_line_looks_through_the_timeline(tmp_path: Path) -> None:
    """PgUp, PgDn, Home and End move the rows and no cursor; the bar keeps the focus, and its keys while it has text."""
    folder = incident(tmp_path, lines=tuple(f"entry {n}" for n in range(60)))
    async with stage(tmp_path, folder=folder, size=(80, 25)) as s:
        places = []
        for key in ("home", "pagedown", "pageup", "end", "pageup"):
            await s.press(key)
            await s.pilot.pause()
            places.append(s.timeline_title)
        assert [place.split()[1] for place in places] == ["1-18", "18-36", "1-18", "43-61", "25-43"]
        assert s.app.screen.focused is s.live.bar
        assert s.timeline.cursor is None
        await s.typed("ab")
        await s.press("home", "c", "end", "d")
        assert s.bar == "cabd"
        await s.pilot.pause()
        assert s.timeline_title == places[-1]


@pytest.mark.parametrize("size", [(80, 24), (60, 15)])
async def test_where_an_own_entry_went_is_said_unless_it_is_in_sight(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """Above, with an older time; below, while somebody reads above."""
    folder = incident(tmp_path, lines=tuple(f"entry {n}" for n in range(60)))
    async with stage(tmp_path, folder=folder, size=size) as s:
        await s.enter("in sight")
        assert s.said.startswith("#61 ")
        await s.enter("@2026-03-14T01:00 long ago")
        assert s.said.startswith("recorded above: #62 01:00")
        await s.press("home")
        await s.enter("now")
        assert s.said.startswith("recorded below, End shows it: #63 ")


async def test_enter_unfolds_a_long_entry_before_it_opens_its_menu(tmp_path: Path) -> None:
    """The first Enter shows the lines that were folded away, the second what can be done with them."""
    folder = incident(tmp_path, lines=("\n".join(f"line {n}" for n in range(12)),))
    async with stage(tmp_path, folder=folder) as s:
        await s.go("timeline")
        assert "… 9 more lines, Enter" in s.picture
        await s.press("up", "enter")
        assert "line 11" in s.picture
        assert "more lines" not in s.picture
        await s.press("enter")
        assert "Amend" in s.dialog


async def test_an_empty_filter_says_so(tmp_path: Path) -> None:
    """The filter goes through the sorts and back to all; a sort without entries names itself."""
    folder = incident(tmp_path, lines=("a note", "/decision wait"))
    async with stage(tmp_path, folder=folder) as s:
        await s.go("timeline")
        await s.press("alt+v")
        assert "No key moments yet" in s.picture
        titles = []
        for _ in range(7):
            titles.append(s.timeline_title)
            await s.press("alt+v")
        assert len(set(titles)) == 7
        assert s.timeline_title == "Timeline  3 of 3"
        assert "a note" in s.picture


async def test_days_are_jumped_to(tmp_path: Path) -> None:
    """alt+l goes to the first entry of the next day, alt+e back."""
    folder = incident(
        tmp_path,
        lines=("@2026-03-12T10:00 first", "@2026-03-12T11:00 second", "@2026-03-13T10:00 third", "fourth"),
    )
    async with stage(tmp_path, folder=folder, size=(80, 24)) as s:
        await s.go("timeline")
        await s.press("home")
        numbers = [_number(s.timeline)]
        for key in ("alt+l", "alt+l", "alt+e", "alt+e"):
            await s.press(key)
            numbers.append(_number(s.timeline))
        assert numbers == ["#1", "#3", "#0", "#3", "#1"]
        assert "2026-03-12" in s.picture


async def test_new_entries_below_are_counted_and_do_not_move_the_window(tmp_path: Path) -> None:
    """Who reads above sees how many came; End goes there and the count is gone. Another window's entries count too."""
    async with stage(tmp_path, size=(80, 24)) as s:
        await s.go("timeline")
        await s.press("home")
        top = s.picture.splitlines()[3]
        other = Session(s.live.session.folder, s.clock, "bo")
        typed = other.understand("from another window")
        assert typed.entry is not None
        record(other, typed.entry)
        other.close()
        await s.until(lambda: "from another window" in s.texts)
        await s.enter("and one from here")
        await s.until(lambda: "▼ 2 new, End" in s.timeline_title)
        assert "▼ 2 new, End" in s.picture.splitlines()[2]
        assert s.picture.splitlines()[3] == top
        await s.go("timeline")
        await s.press("end")
        await s.until(lambda: "new" not in s.timeline_title)
        assert "and one from here" in s.picture


async def test_an_entry_is_copied_as_a_line_that_log_reads(tmp_path: Path) -> None:
    """alt+y copies the line with its moment."""
    async with stage(tmp_path) as s:
        await s.go("timeline")
        await s.press("end", "alt+y")
        assert s.copied[0].startswith("@2026-03-14T02:45:00Z /task Alert on pool use owner:ana")


def _number(timeline: Timeline) -> str:
    """The number of the entry under the cursor."""
    assert timeline.cursor is not None
    return timeline._drawing.source.row(timeline.cursor).number


async def test_an_entry_that_was_moved_says_so(tmp_path: Path) -> None:
    """It is out of the account here, and not by a strike; one that comes back is neither."""
    incident(tmp_path, "Login is slow")
    async with stage(tmp_path) as s:
        await s.enter("goes")
        number = s.live.incident.last_number
        await s.enter(f"/move #{number} login")
        await s.until(lambda: s.live.window.unsaved == 0)
        assert any("goes" in line and "moved" in line for line in s.picture.splitlines())
        await s.enter(f"/unstrike #{number}")
        assert not any("goes" in line and "moved" in line for line in s.picture.splitlines())


async def test_what_is_typed_is_never_hidden_by_a_filter(tmp_path: Path) -> None:
    """An entry of the sort that is shown keeps the filter; any other brings the whole timeline back."""
    async with stage(tmp_path) as s:
        await s.go("timeline")
        await s.press("alt+v", "alt+v")
        assert "Timeline: milestones" in s.picture
        await s.enter("/mitigated for now")
        assert "Timeline: milestones" in s.picture
        assert "for now" in s.picture
        await s.enter("just a note")
        assert "Timeline: milestones" not in s.picture
        assert "just a note" in s.picture.rpartition("> ")[0]


MENUS = (
    ("hypotheses", "home", ("For", "Against", "Misleading", "Confirmed", "Detail", "Amend", "Retime")),
    ("hypotheses", "end enter end", ("For", "Against", "Confirmed", "Revive", "Detail", "Amend", "Retime")),
    ("escalations", "home", ("Answered", "Ask again", "Withdraw", "Detail", "Amend", "Retime")),
    ("actions", "home", ("Done", "Owner", "+5 min", "Detail", "Amend", "Retime")),
    ("timeline", "home", ("Detail", "Amend", "Retime")),
    ("timeline", "end", ("Done", "Owner", "Due", "Detail", "Amend", "Retime")),
    ("tasks", "home", ("Done", "Owner", "Due", "Detail", "Amend", "Retime")),
)


async def test_enter_opens_the_menu_of_what_is_selected(tmp_path: Path) -> None:
    """It holds what can be done with that kind of thing as it stands, each with its key, wherever it is selected."""
    async with stage(tmp_path) as s:
        for pane, move, labels in MENUS:
            if pane == "tasks":
                await s.press("f6")
            await s.go(pane)
            await s.press(*move.split(), "enter")
            rows = s.dialog.splitlines()[2:]
            assert [row[:12].strip() for row in rows] == [*labels, "Strike", "Mark", "Copy"], (pane, move)
            assert all("alt+" in row for row in rows)
            await s.press("escape")
            assert s.app.screen.focused is s.live.query_one(f"#{pane}")
        assert s.bar == ""


async def test_the_menu_does_what_is_chosen_in_it(tmp_path: Path) -> None:
    """With Enter on the line, or with its key; what fills the bar is ready to be finished at once."""
    async with stage(tmp_path) as s:
        for keys in (("enter", "down", "down", "enter"), ("enter", "alt+r")):
            await s.go("hypotheses")
            await s.press("home", *keys, "s", "o")
            assert s.bar == "/misleading H3 so"
            await s.clear()
        await s.go("hypotheses")
        await s.press("home", "enter", "alt+i")
        assert "Double the pool" not in s.dialog
        assert "by ana" in s.dialog


async def test_what_is_typed_over_a_menu_goes_to_the_bar(tmp_path: Path) -> None:
    """The menu is gone then, and nothing was done."""
    async with stage(tmp_path) as s:
        await s.go("hypotheses")
        await s.press("home", "enter", "d", "b")
        assert s.bar == "db"
        assert s.app.screen is s.live
        assert s.parked == []


async def test_a_key_of_another_kind_of_thing_says_so(tmp_path: Path) -> None:
    """And so does alt with any letter that does nothing: none of them is typed."""
    async with stage(tmp_path) as s:
        await s.go("timeline")
        await s.press("home", "alt+r")
        assert s.said == "Misleading is nothing for #1; Enter shows what is"
        await s.press("escape", "alt+d")
        assert s.said == "alt+d does nothing here"
        assert s.bar == ""


async def test_the_prompt_names_the_pane_whose_keys_act(tmp_path: Path) -> None:
    """And is a plain one while the bar has the focus."""
    async with stage(tmp_path) as s:
        for pane, name in (("hypotheses", "Hypotheses"), ("timeline", "Timeline"), ("summary", "Summary")):
            await s.go(pane)
            assert f"\n{name} ▸ " in s.picture
        await s.press("escape")
        assert "\n> " in s.picture


async def test_what_was_found_stays_in_sight_once_the_timeline_has_the_focus(tmp_path: Path) -> None:
    """It is said under the bar, from the write-up too; the keys of the timeline do not take its place."""
    async with stage(tmp_path) as s:
        for _ in range(2):
            await s.enter("/find pool")
            await s.pilot.pause(0.1)
            assert s.app.screen.focused is s.timeline
            assert s.said.startswith("7 found, this is the last")
            await s.press("f6")
