"""Promises about the panes beside the timeline."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList

from pmtui.tui.widgets.pane import Pane
from tests.tui.stage import Stage, incident, stage

PANES = ("summary", "escalations", "actions", "hypotheses")


def shown(s: Stage, pane: str) -> list[str]:
    """The lines of a pane."""
    listed = s.live.query_one(f"#{pane}", OptionList)
    return [" ".join(str(option.prompt).split()) for option in listed.options]


def title(s: Stage, pane: str) -> str:
    """What stands over a pane."""
    return " ".join(str(s.live.query_one(f"#{pane}", Pane).head).split())


async def test_the_summary_is_the_state_of_the_incident(tmp_path: Path) -> None:
    """What we know, milestones with the time that passed, impact, services, roles, the last and the next update."""
    async with stage(tmp_path, size=(240, 40)) as s:
        assert shown(s, "summary") == [
            "! nobody has Communications",
            "The pool is exhausted by the spring sale",
            "Impact: 25 % of checkouts fail",
            "03:02 started · 03:04 detected +2m · 03:12 declared +10m · 03:13 acknowledged +11m",
            "Services: shop, login",
            "Commander Ana",
            "Update to customers: 15 min ago next in 15 min",
            "Checkout is slow, we are on it",
            "Follow-ups: 1 open",
        ]


async def test_the_summary_has_tags_and_links(tmp_path: Path) -> None:
    """An address in full, whatever it holds, behind its name."""
    async with stage(tmp_path, size=(240, 40)) as s:
        await s.enter(
            "/tag [red]sale, capacity",
            "/link bridge https://meet.example.org/[/]?a",
            "/link https://b.example",
        )
        rows = shown(s, "summary")
        assert "Tags: [red]sale, capacity" in rows
        assert "bridge: https://meet.example.org/[/]?a" in rows
        assert "https://b.example" in rows


async def test_hypotheses_show_state_evidence_and_running_time(tmp_path: Path) -> None:
    """Open ones first, and their time runs; a sign tells the state, not a colour alone."""
    async with stage(tmp_path, size=(240, 40)) as s:
        assert shown(s, "hypotheses") == [
            "H3 ? The connection pool is too small for the sale +1 12m",
            "2 ruled out (Enter)",
        ]
        assert title(s, "hypotheses") == "Hypotheses 1 open · 2 ✗"
        s.clock.at(37)
        s.live.tick()
        assert shown(s, "hypotheses")[0].endswith("14m")
        await s.enter("/confirmed H3")
        assert shown(s, "hypotheses")[0].startswith("H3 ✓")


async def test_escalations_show_the_running_wait_and_actions_their_countdown(tmp_path: Path) -> None:
    """What waits is first; the wait runs, the countdown runs out and says so."""
    async with stage(tmp_path, size=(240, 40)) as s:
        await s.enter("/question Which writes are lost?")
        assert shown(s, "escalations") == [
            "! E2 network team: rule out packet loss waits 8m",
            "1 answered (Enter)",
        ]
        assert title(s, "escalations") == "Escalations 1 waiting · 1 answered"
        assert shown(s, "actions") == [
            "A2 Double the pool bo in 5m",
            "A1 diff the last three releases bo 30m",
            "Q1 Which writes are lost? 0m",
        ]
        assert title(s, "actions") == "Actions 2 in flight · 1 question"
        s.clock.at(43)
        s.live.tick()
        assert shown(s, "escalations")[0].endswith("waits 16m")
        assert shown(s, "actions")[0] == "! A2 Double the pool bo 3m over"


async def test_follow_ups_show_owner_and_due(tmp_path: Path) -> None:
    """An overdue one says so, a done one too."""
    async with stage(tmp_path, size=(240, 40)) as s:
        await s.enter("/task Write the runbook owner:zoe due:2026-03-01 priority:P1", "/done T1")
        assert "Follow-ups: 1 open · 1 overdue · 1 done" in shown(s, "summary")[-1]
        assert "Write the runbook (T2, zoe) 12d" in s.header
        await s.press("f6")
        assert shown(s, "tasks") == ["! T2 P1 Write the runbook zoe 2026-03-01", "1 done (Enter)"]


async def test_an_empty_pane_says_how_to_fill_it(tmp_path: Path) -> None:
    """Each names its command."""
    folder = incident(tmp_path)
    async with stage(tmp_path, folder=folder) as s:
        for pane, command in zip(PANES, ("/summary", "/escalate", "/action", "/hypothesis"), strict=True):
            if pane != "summary":  # which says at least when it was declared
                assert command in title(s, pane)
                assert s.live.query_one(f"#{pane}").outer_size.height == 1


async def test_the_cursor_stays_with_its_line(tmp_path: Path) -> None:
    """A line that moves takes the cursor along, so that a key acts on what was selected."""
    async with stage(tmp_path) as s:
        await s.go("hypotheses")
        await s.press("end", "enter", "end")
        await s.enter("/hypothesis Something else", "/hypothesis And more")
        await s.go("hypotheses")
        await s.press("alt+o")
        assert s.bar == "/revive H2 "


async def test_a_narrow_screen_shows_the_panes_behind_one_key(tmp_path: Path) -> None:
    """F2 shows them instead of the timeline, and again goes back to the bar; a hidden pane keeps no key."""
    async with stage(tmp_path, size=(80, 24)) as s:
        assert "Hypotheses" not in s.picture
        await s.press("f2")
        assert all(title in s.picture for title in ("Summary", "Hypotheses", "Escalations 1!", "Actions 2"))
        await s.go("hypotheses")
        await s.press("f2")
        assert s.app.screen.focused is s.live.bar
        await s.press("f2")
        await s.go("actions")
        await s.pilot.resize_terminal(120, 30)
        await s.press("f2")
        await s.pilot.resize_terminal(80, 24)
        await s.press("a", "b")
        assert s.bar == "ab"


async def test_the_panes_stand_in_two_columns_where_there_is_room(tmp_path: Path) -> None:
    """Instead of the timeline, from 140 columns on; below that in one."""
    for width, columns in ((160, 2), (139, 1)):
        async with stage(tmp_path / str(width), size=(width, 40)) as s:
            await s.press("f2")
            places = {pane: s.live.query_one(f"#{pane}").region for pane in PANES}
            assert len({region.x for region in places.values()}) == columns
            assert all(region.width >= 68 for region in places.values())
            assert not s.timeline.region


async def test_the_right_column_is_wide_enough_to_read(tmp_path: Path) -> None:
    """At least 52 cells at 160, and a time is never cut."""
    async with stage(tmp_path, size=(160, 40)) as s:
        assert s.live.panes.size.width >= 52


async def test_one_pane_a_page_where_there_is_room_for_one(tmp_path: Path) -> None:
    """Left, Right and Tab turn the pages; the tabs say how many are open behind each."""
    async with stage(tmp_path, size=(80, 24)) as s:
        await s.press("f2")
        assert "Summary 1!   Escalations 1!   Actions 2   Hypotheses 1" in s.picture.splitlines()[2]
        seen = []
        for key in ("right", "right", "tab", "left"):
            await s.press(key)
            (shown,) = [pane for pane in PANES if s.live.query_one(f"#{pane}").region]
            assert s.app.screen.focused is s.live.query_one(f"#{shown}")
            seen.append(shown)
            tabs = s.app.screen._compositor.render_strips()[2]
            (marked,) = [text.strip() for text, style, _ in tabs if style and style.reverse]
            assert marked.startswith(s.live.panes.page.prompt)
            assert marked.lower().startswith(shown)
        assert seen == ["escalations", "actions", "hypotheses", "actions"]


@pytest.mark.parametrize("size", [(80, 24), (160, 40)])
async def test_alt_and_a_number_goes_to_a_pane(tmp_path: Path, size: tuple[int, int]) -> None:
    """From the bar, the write-up or another pane, and what is half typed stays."""
    names = ("summary", "timeline", "escalations", "actions", "hypotheses")
    async with stage(tmp_path, size=size) as s:
        for number, name in enumerate(names, 1):
            await s.go("bar")
            if name == "actions":
                await s.press("f6")
            await s.press(f"alt+{number}")
            focused = s.app.screen.focused
            assert focused is not None
            assert focused.id == name
            assert focused.region
            assert not s.live.writing
        await s.go("bar")
        await s.typed("half a li")
        await s.press("alt+3")
        assert s.bar == "half a li"


async def test_the_line_of_what_is_settled_is_opened_by_enter(tmp_path: Path) -> None:
    """And closed by it; no key acts on it, and its lines have the keys of all others."""
    async with stage(tmp_path, size=(160, 40)) as s:
        await s.go("hypotheses")
        await s.press("end", "alt+o")
        assert s.said == "Enter opens what is settled"
        await s.press("enter")
        assert shown(s, "hypotheses")[1:] == [
            "2 ruled out (Enter)",
            "H1 ✗ Recent code changes caused it 18m",
            "H2 ✗ A DDoS attack -1 5m",
        ]
        assert "H2 ✗ A DDoS attack" in s.picture
        await s.press("enter")
        assert shown(s, "hypotheses")[1:] == ["2 ruled out (Enter)"]


async def test_the_selected_line_is_wrapped(tmp_path: Path) -> None:
    """All of it is read without opening it; the others are cut, also when the cursor goes on, or away."""
    words = " ".join(f"word{n}" for n in range(30))
    lines = (f"/hypothesis first {words}", f"/hypothesis second {words}")
    async with stage(tmp_path, folder=incident(tmp_path, lines=lines), size=(120, 40)) as s:
        assert "word29" not in "".join(shown(s, "hypotheses"))
        await s.go("hypotheses")
        height = s.live.query_one("#hypotheses").outer_size.height
        assert [("word29" in line) for line in shown(s, "hypotheses")] == [True, False]
        await s.press("down")
        assert [("word29" in line) for line in shown(s, "hypotheses")] == [False, True]
        assert s.live.query_one("#hypotheses").outer_size.height == height
        await s.press("escape")
        assert "word29" not in "".join(shown(s, "hypotheses"))


async def test_no_wait_ticks_once_the_incident_is_over(tmp_path: Path) -> None:
    """An escalation without an answer says so, an action what it was; neither is overdue any more."""
    async with stage(tmp_path, size=(160, 40)) as s:
        await s.enter("/resolved")
        before = s.picture.splitlines()[2:]
        assert shown(s, "escalations")[0] == "E2 ↑ network team: rule out packet loss no answer recorded"
        assert shown(s, "actions")[0] == "A1 diff the last three releases bo in flight"
        s.clock.at(95)
        s.live.tick()
        await s.pilot.pause()
        after = s.picture.splitlines()[2:]
        moved = [
            line for line, was in zip(after, before, strict=True) if line != was and "Update to" not in line
        ]
        assert moved == []
        assert "!" not in "".join(shown(s, "summary"))


async def test_the_brief_is_on_the_screen_and_the_clipboard(tmp_path: Path) -> None:
    """F4 and /brief: at most fifteen lines, copied at once."""
    async with stage(tmp_path) as s:
        await s.press("f4")
        assert "Ruled out, do not try again: H1 Recent code changes" in s.dialog
        assert "Ruled out, do not try again: H1 Recent code changes" in s.copied[0]
        assert len(s.copied[0].splitlines()) <= 15
        await s.press("escape")
        await s.enter("/brief")
        assert len(s.copied) == 2


async def test_a_handover_records_the_new_commander_with_the_brief(tmp_path: Path) -> None:
    """The header names the new one; the entry holds where we stood."""
    async with stage(tmp_path) as s:
        await s.enter("/handover Bo")
        assert "IC Bo" in s.header
        assert "Ruled out" in s.texts[-1]


async def test_a_divided_line_names_both_parts_before_enter(tmp_path: Path) -> None:
    """What a colon makes of it is seen while it can still be changed."""
    async with stage(tmp_path, folder=incident(tmp_path)) as s:
        await s.typed("/misleading Network issues: a misallocation")
        await s.until(lambda: "ruled out: Network issues · why: a misallocation" in s.said)
