"""Promises about the panes beside the timeline."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList

from tests.tui.stage import Stage, incident, stage

PANES = ("summary", "hypotheses", "escalations", "tasks")


def shown(s: Stage, pane: str) -> list[str]:
    """The lines of a pane."""
    listed = s.live.query_one(f"#{pane}", OptionList)
    return [" ".join(str(option.prompt).split()) for option in listed.options]


async def test_the_summary_is_the_state_of_the_incident(tmp_path: Path) -> None:
    """What we know, milestones with the time that passed, impact, services, roles, the last and the next update."""
    async with stage(tmp_path, size=(240, 40)) as s:
        assert shown(s, "summary") == [
            "The pool is exhausted by the spring sale",
            "Started 03:02",
            "Detected 03:04 +2m",
            "Declared 03:12 +10m",
            "Acknowledged 03:13 +11m",
            "Impact 25 % of checkouts fail",
            "Services shop, login",
            "Commander Ana",
            "Update to customers 15 min ago next in 15 min",
            "Checkout is slow, we are on it",
        ]


async def test_hypotheses_show_state_evidence_and_running_time(tmp_path: Path) -> None:
    """Open ones first, and their time runs; a sign tells the state, not a colour alone."""
    async with stage(tmp_path, size=(240, 40)) as s:
        assert shown(s, "hypotheses") == [
            "H3 ? The connection pool is too small for the sale +1 12m",
            "H1 ✗ Recent code changes caused it 18m",
            "H2 ✗ A DDoS attack -1 5m",
        ]
        s.clock.at(37)
        s.live.tick()
        assert shown(s, "hypotheses")[0].endswith("14m")
        await s.enter("/confirmed H3")
        assert shown(s, "hypotheses")[0].startswith("H3 ✓")


async def test_escalations_show_the_running_wait_and_actions_their_countdown(tmp_path: Path) -> None:
    """What waits is first; the wait runs, the countdown runs out and says so."""
    async with stage(tmp_path, size=(240, 40)) as s:
        assert shown(s, "escalations") == [
            "E2 ↑ network team waiting 8m",
            "E1 ↓ database team after 4m",
            "A1 … diff the last three releases (bo)",
            "A2 … Double the pool (bo) check in 5m",
        ]
        s.clock.at(43)
        s.live.tick()
        assert shown(s, "escalations")[0].endswith("waiting 16m")
        assert shown(s, "escalations")[3].endswith("check now, 3m over")


async def test_follow_ups_show_owner_and_due(tmp_path: Path) -> None:
    """An overdue one says so, a done one too."""
    async with stage(tmp_path, size=(240, 40)) as s:
        await s.enter("/task Write the runbook owner:zoe due:2026-03-01 priority:P1", "/done T1")
        assert shown(s, "tasks") == [
            "T2 · P1 Write the runbook zoe 2026-03-01 overdue",
            "T1 ✓ Alert on pool use done",
        ]


async def test_an_empty_pane_says_how_to_fill_it(tmp_path: Path) -> None:
    """Each names its command."""
    folder = incident(tmp_path)
    async with stage(tmp_path, folder=folder) as s:
        for pane, command in zip(PANES[1:], ("/hypothesis", "/escalate", "/task"), strict=True):
            assert command in shown(s, pane)[0]


async def test_the_cursor_stays_with_its_line(tmp_path: Path) -> None:
    """A line that moves takes the cursor along, so that a key acts on what was selected."""
    async with stage(tmp_path) as s:
        await s.go("hypotheses")
        await s.press("end")
        await s.enter("/hypothesis Something else", "/hypothesis And more")
        await s.go("hypotheses")
        await s.press("alt+o")
        assert s.bar == "/revive H2 "


async def test_a_narrow_screen_shows_the_panes_behind_one_key(tmp_path: Path) -> None:
    """F2 shows them instead of the timeline, and again goes back to the bar; a hidden pane keeps no key."""
    async with stage(tmp_path, size=(80, 24)) as s:
        assert "Hypotheses" not in s.picture
        await s.press("f2")
        assert all(title in s.picture for title in ("Summary", "Hypotheses", "Escalations", "Follow-ups"))
        await s.go("hypotheses")
        await s.press("f2")
        assert s.app.screen.focused is s.live.bar
        await s.press("f2")
        await s.go("tasks")
        await s.pilot.resize_terminal(120, 30)
        await s.press("f2")
        await s.pilot.resize_terminal(80, 24)
        await s.press("a", "b")
        assert s.bar == "ab"


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
        assert "Bo, commander" in s.header
        assert "Ruled out" in s.texts[-1]


async def test_a_divided_line_names_both_parts_before_enter(tmp_path: Path) -> None:
    """What a colon makes of it is seen while it can still be changed."""
    async with stage(tmp_path, folder=incident(tmp_path)) as s:
        await s.typed("/misleading Network issues: a misallocation")
        await s.until(lambda: "ruled out: Network issues · why: a misallocation" in s.said)
