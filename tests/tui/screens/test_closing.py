"""Promises about what is asked before a close."""

from __future__ import annotations

from pathlib import Path

from pmtui.work.publish import publish
from tests.tui.stage import incident, settings, stage


async def test_a_close_says_first_what_would_be_wrong(tmp_path: Path) -> None:
    """Of each kind a few and how many more; what is easy to add later is one sentence behind it."""
    lines = (*(f"/escalate team {n}" for n in range(9)), *(f"/hypothesis {n}" for n in range(20)))
    folder = incident(tmp_path, lines=(*lines, "/action roll back", "/update customers: we are on it"))
    async with stage(tmp_path, folder=folder, size=(100, 30)) as s:
        await s.enter("/close")
        words = [line for line in s.dialog.splitlines() if line]
        assert words[1:7] == [
            "Closed now, this would be wrong:",
            "! customers: not told yet that it is over: /update customers: ",
            *(f"! E{n} team {n - 1} has no answer: /answered E{n}" for n in (1, 2, 3)),
            "  … and 6 more escalations",
        ]
        assert words[7] == "! A1 roll back (no owner) is in flight: /done A1"
        assert words[8].startswith("Still missing, and easy to add afterwards: started, detected, resolved,")
        assert len(words[8]) < 200
        assert "Escape back" in s.picture
        await s.press("escape")
        assert not s.live.incident.closed


async def test_nothing_is_missing_is_said(tmp_path: Path) -> None:
    """Once all is settled and written."""
    lines = ["/started", "/detected", "/resolved", "/impact x", "/write root_cause x", "/write resolution x"]
    async with stage(tmp_path, folder=incident(tmp_path, lines=tuple(lines))) as s:
        await s.enter("/close")
        assert "Nothing is missing. Everything can still be corrected afterwards." in s.dialog


async def test_a_close_names_what_was_deleted_from_the_draft(tmp_path: Path) -> None:
    """With the line that brings it back; nothing is said of a draft that holds everything."""
    folder = incident(tmp_path, lines=("/started", "/lucky it was a Sunday"))
    publish(folder)
    async with stage(tmp_path, folder=folder) as s:
        await s.enter("/close")
        await s.app.workers.wait_for_complete()
        assert "no longer holds" not in s.dialog
        await s.press("escape")
        draft = folder / "postmortem.md"
        begin, end = "<!-- pmtui:lessons ", "<!-- /pmtui:lessons -->"
        before, _, rest = draft.read_text().partition(begin)
        draft.write_text(before + rest.partition(end)[2])
        await s.enter("/close")
        await s.until(lambda: "The draft no longer holds lessons: /restore lessons" in s.dialog)


async def test_the_write_up_is_one_key_away_from_what_is_said_of_a_close(tmp_path: Path) -> None:
    """The key that the notice names works in front of it, as the keymap has it; the notice is gone then."""
    keymap = settings(keymap={"live.writeup": "f7"})
    async with stage(tmp_path, folder=incident(tmp_path), settings=keymap) as s:
        await s.enter("/close")
        await s.press("y")
        await s.until(lambda: "f7 shows what is left for the write-up" in " ".join(s.dialog.split()))
        assert "f7 Write-up" in " ".join(s.dialog.split())
        await s.press("f7")
        await s.until(lambda: s.live.has_class("-writeup"))
        assert s.app.screen is s.live
