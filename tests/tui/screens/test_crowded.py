"""Twenty hypotheses, fifteen escalations, nine actions: what waits is in sight where there is room, else counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from pmtui.tui.widgets.pane import Pane
from tests.tui.stage import HOSTILE, SIZES, Stage, incident, stage

OWNERS = ("eve", "bo", "", "zoe", "", "ana", "bo", "kim", "lea")
CHECKS = (5, 30, 2, 20, 1, 15, 40, 45, 60)
LINES = (
    "@-30m /started",
    "/role commander Ana",
    "/role communications Chi",
    "/impact 25 % of checkouts fail",
    "/summary the pool is exhausted; roll-back is on its way",
    *(f"@-{n + 1}m /escalate team {n}: is the load on {n} theirs?" for n in range(15)),
    *(f"@-{n}m /hypothesis Explanation {n} of what went wrong" for n in range(20)),
    *(
        f"@-10m /action step {n} of the plan check:{check}m{f' owner:{owner}' if owner else ''}"
        for n, (owner, check) in enumerate(zip(OWNERS, CHECKS, strict=True))
    ),
    *(f"@-{n}m /question which writes are lost in shard {n}?" for n in range(3)),
    "/update customers: we are on it next:1m",
)
SETTLED = (
    *(f"/answered E{n} yes" for n in range(1, 11)),
    *(f"/done A{n}" for n in (2, 4)),
    *(f"/misleading H{n} no" for n in range(1, 17)),
)


def lines(s: Stage) -> list[str]:
    """What is on the screen, line by line, spaces folded."""
    return [" ".join(line.split()) for line in s.picture.splitlines()]


def waits(s: Stage, label: str, text: str) -> bool:
    """Whether something stands on the screen beside the timeline, by its label."""
    width = s.live.panes.size.width
    return any(f"{label} {text}" in line[-width:] for line in s.picture.splitlines())


@pytest.mark.parametrize("lines_", [LINES, LINES + SETTLED], ids=["all wait", "some are settled"])
async def test_all_that_waits_is_in_sight_at_160x45(tmp_path: Path, lines_: tuple[str, ...]) -> None:
    """Every escalation, action and question, the overdue ones marked; what is settled takes a line."""
    folder = incident(tmp_path, lines=lines_)
    async with stage(tmp_path, folder=folder, size=(160, 45), minutes=8) as s:
        incident_ = s.live.incident
        for escalation in incident_.escalations:
            assert waits(s, escalation.label, escalation.to) is (escalation.state == "waiting")
        for action in incident_.actions:
            assert waits(s, action.label, action.text) is (action.state == "in flight")
        for question in incident_.questions:
            assert waits(s, question.label, question.text)
        assert any("! customers' update 7m over" in line for line in lines(s))
        assert any("! A3 step 2 of the plan no owner" in line for line in lines(s))
        assert ("(Enter)" in s.picture) is (lines_ is not LINES)


async def test_what_is_overdue_stands_above_what_is_not(tmp_path: Path) -> None:
    """Longest overdue, then soonest due, in each pane, also after what was above it was settled."""
    folder = incident(tmp_path, lines=LINES)
    async with stage(tmp_path, folder=folder, size=(160, 45), minutes=8) as s:
        await s.enter("/done A5")
        beside = s.live.panes.size.width
        rows = [line[-beside:].split() for line in s.picture.splitlines() if "of the plan" in line[-beside:]]
        labels = [row[1] if row[0] == "!" else row[0] for row in rows]
        assert labels == ["A3", "A1", "A6", "A4", "A2", "A7", "A8", "A9"]
        assert [row[0] == "!" for row in rows] == [True] * 3 + [False] * 5


@pytest.mark.parametrize("size", [(80, 24), (60, 15)])
async def test_what_waits_is_counted_where_there_is_no_room(tmp_path: Path, size: tuple[int, int]) -> None:
    """The most pressing in words, how many others, the role that nobody has; each behind its tab, with a count."""
    folder = incident(tmp_path, lines=LINES)
    async with stage(tmp_path, folder=folder, size=size, minutes=8) as s:
        # All escalations, four actions and the customers' update are overdue, five actions and three questions wait.
        counted = {80: "19 more overdue alt+4 · 8 more wait Ops NOBODY", 60: "27 more NOBODY: Ops"}
        assert lines(s)[1] == f"! team 14 (E15) waits 23m · {counted[size[0]]}"
        await s.press("alt+4")
        assert lines(s)[2] == "Summary 1! Escalations 15! Actions 12! Hypotheses 20"
        assert "! A5 step 4 of the plan" in s.picture


@pytest.mark.parametrize("size", SIZES)
async def test_a_row_of_any_kind_stays_within_its_pane(tmp_path: Path, size: tuple[int, int]) -> None:
    """Selected, and so wrapped, or not."""
    folder = incident(tmp_path, lines=(f"/escalate {HOSTILE}: {HOSTILE * 20}", f"/question {HOSTILE * 30}"))
    async with stage(tmp_path, folder=folder, size=size, minutes=8) as s:
        for number in (3, 4):
            await s.press(f"alt+{number}")
            pane = s.live.panes.numbered[number]
            assert s.app.screen.focused is pane
            assert isinstance(pane, Pane)
            assert pane.virtual_size.height > 1
            assert all(cell_len(line) == size[0] for line in s.picture.splitlines())
