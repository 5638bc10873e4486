"""Promises about words for the program that are typed where entries are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stage import stage


@pytest.mark.parametrize("word", ["help", ":q", "exit", "sev1"])
async def test_a_word_for_the_program_is_no_entry(tmp_path: Path, word: str) -> None:
    """It is refused and kept, and the sentence names what to type."""
    async with stage(tmp_path) as s:
        before = len(s.live.incident)
        await s.enter(word)
        assert len(s.live.incident) == before
        assert s.parked == [word]
        assert f"/note {word}" in s.said
        await s.press("f8")
        assert s.texts[-1] == word


async def test_quit_leaves_as_the_key_does(tmp_path: Path) -> None:
    """The program ends, as with the key."""
    async with stage(tmp_path) as s:
        await s.enter("/quit")
        await s.until(lambda: s.app.return_code == 0)


async def test_a_note_that_was_probably_a_command_says_so(tmp_path: Path) -> None:
    """Before Enter what Tab makes of it, and after it which line does that; it is recorded as it was typed."""
    async with stage(tmp_path, size=(60, 15)) as s:
        await s.typed("answered E2 no loss")
        assert "Tab: /answered" in s.said
        await s.press("enter")
        assert s.texts[-1] == "answered E2 no loss"
        assert s.said.startswith("#25 is a note; /answered E2 no loss is the command · #25 ")
        await s.typed("done A2")
        await s.press("tab")
        assert s.bar == "/done A2"
        await s.enter("")
        assert s.live.incident.actions[1].state == "done"
        await s.enter("@-5m 03:40 spike", "03:40 spike")
        assert s.said.startswith("#28 is a note of now; /retime #28 03:40 says that it happened at 03:40")


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("/sev-1 all of it", "severity  SEV1 all of it"),
        ("/ic is Bo", "role  commander: Bo"),
        ("/handover to Bo", "handover  commander: Bo takes over"),
        ("/e to dba, network: why via:page", "E3  dba, network: why (via page)"),
        ("/t fix owner:ana due:2026-04-01", "T2  fix (owner ana, due 2026-04-01)"),
        ("/tag #database #sale", "tag  database, sale"),
        ("/retime 3 03:15", "retime  #3  03:15 on 2026-03-14"),
        ("/u customers: better", "update  customers: better"),
        ("a note", "note     /note TEXT"),
    ],
)
async def test_what_a_line_is_made_into_is_shown_before_enter(
    tmp_path: Path, line: str, understood: str
) -> None:
    """Level, role, names, owner and day as they were understood, not only which command it is."""
    async with stage(tmp_path) as s:
        await s.typed(line)
        assert understood in s.said
