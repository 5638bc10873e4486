"""Promises about timestamped lines that become entries on the write-up screen: looked at first, recorded as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import Input

from pmtui.model import entries as e
from pmtui.tui.writeup.proposals import Change, Proposals
from tests.tui.screens.test_sizes import fits
from tests.tui.stage import HOSTILE, LONG, SIZES, Stage, incident, settings, stage
from tests.tui.window.windows import texts, whole

CHAT = """\
10:05 ana: checkout is slow
10:07 /hypothesis the pool is too small
10:07 [red] pool waits
  0x7f [/] second line
10:20 /misleading H1 no waits

nobody knows when: the sale began
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An incident of yesterday, closed."""
    lines = ("@2026-03-12T10:00 /started", "@2026-03-12T11:00 /resolved", "/close")
    return incident(tmp_path, lines=lines)


async def pasted(s: Stage, text: str = CHAT, on: str = "sections") -> None:
    """The proposed entries of a paste on the write-up."""
    await s.until(lambda: s.live.writing)
    await s.focus(on)
    s.type(text)
    await s.until(lambda: isinstance(s.app.screen, Proposals) and s.app.screen.query("#dialog"))
    await s.pilot.pause()


@pytest.mark.parametrize("on", ["sections", "findings"])
async def test_a_paste_is_looked_at_and_recorded_in_order(tmp_path: Path, folder: Path, on: str) -> None:
    """Each line has its time on the incident's day, its kind and its words; w records all of them, like typed ones."""
    async with stage(tmp_path, folder=folder) as s:
        await pasted(s, on=on)
        assert "5 of 5 entries, 1 of unknown time; times are read in Europe/Paris" in s.dialog
        for line in (
            "✓ 2026-03-12 10:05 note: ana: checkout is slow",
            "✓ 2026-03-12 10:07 hypothesis: the pool is too small",
            "✓ 2026-03-12 10:20 misleading: H1 no waits",
            "✓ time unknown note: nobody knows when: the sale began",
            "w Record",
        ):
            assert line in s.picture, line
        await s.press("w")
        assert s.app.screen is s.live
        assert s.said == "5 entries recorded"
        assert s.live.incident.hypotheses[0].state == "misleading"
        await s.until(lambda: s.live.window.unsaved == 0)
    assert texts(folder)[-5:] == [
        "ana: checkout is slow",
        "the pool is too small",
        "[red] pool waits\n0x7f [/] second line",
        "no waits",
        "nobody knows when: the sale began",
    ]
    later = whole(folder).entries[-5:]
    assert [entry.n for entry in later] == [4, 5, 6, 7, 8]
    assert [entry.at is None for entry in later] == [False, False, False, False, True]


async def test_a_line_is_left_out_and_taken_again(tmp_path: Path, folder: Path) -> None:
    """Space does both; what depends on a line left out becomes a note that says why."""
    async with stage(tmp_path, folder=folder, size=(140, 40)) as s:
        await pasted(s)
        await s.press("down", "space")
        assert "4 of 5" in s.dialog
        assert "left out 2026-03-12 10:07 hypothesis" in s.picture
        assert "✓ 2026-03-12 10:20 note: /misleading H1" in s.picture
        assert "taken as a note" in s.picture
        await s.press("space")
        assert "5 of 5" in s.dialog
        assert "✓ 2026-03-12 10:20 misleading: H1" in s.picture
        await s.press("space", "w")
        assert s.said == "4 entries recorded"
        assert not s.live.incident.hypotheses


async def test_a_line_is_changed_and_a_refused_one_stays(tmp_path: Path, folder: Path) -> None:
    """Enter opens it as it would be typed; a line that cannot be understood says so, and is still there."""
    async with stage(tmp_path, folder=folder) as s:
        await pasted(s)
        await s.press("end", "enter")
        assert "@? /note nobody knows when" in s.picture
        for wrong, why in (("@99:99 x", "99:99"), ("/find x", "no entry"), ("/close", "no entry")):
            await s.press("f7", "backspace")
            s.type(wrong)
            await s.press("enter")
            assert isinstance(s.app.screen, Change)
            assert why in s.dialog
            assert wrong in s.picture
        await s.press("f7", "backspace")
        s.type("@10:01 /decision the sale goes on")
        await s.press("ctrl+j", *"for now", "enter")
        assert "0 of unknown time" in s.dialog
        assert "✓ 2026-03-12 10:01 decision: the sale goes on for now" in s.picture
        await s.press("w")
        (decision,) = s.live.incident.of(e.Decision)
        assert isinstance(decision.entry, e.Decision)
        assert decision.entry.text == "the sale goes on\nfor now"
        assert s.parked == []


async def test_escape_records_nothing_and_loses_nothing_typed(tmp_path: Path, folder: Path) -> None:
    """A changed line, one that is not entered yet, and the line in the bar: all are there afterwards."""
    async with stage(tmp_path, folder=folder) as s:
        before = len(s.live.incident)
        s.live.set_focus(s.live.bar)
        await s.typed("half a line")
        await pasted(s)
        await s.press("enter", *" changed", "enter", "down", "enter", *" half", "escape")
        await s.press("enter")
        assert "the pool is too small half" in s.picture
        await s.press("escape", "escape")
        assert s.app.screen is s.live
        assert len(s.live.incident) == before
        assert s.parked[0].endswith("/note ana: checkout is slow changed")
        assert s.parked[1].endswith("/hypothesis the pool is too small half")
        assert s.said == "0 entries recorded; 2 typed here put aside above the bar"
        assert s.bar == "half a line"


async def test_leaving_the_program_from_there_keeps_what_was_typed(tmp_path: Path, folder: Path) -> None:
    """ctrl+q while a line is being changed: it waits above the bar at the next start."""
    async with stage(tmp_path, folder=folder) as s:
        await pasted(s)
        await s.press("enter", *" changed", "ctrl+q")
        await s.pilot.pause()
    async with stage(tmp_path, folder=folder) as s:
        assert [line.rpartition(" ")[2] for line in s.parked] == ["changed"]


async def test_the_line_in_the_bar_keeps_its_id(tmp_path: Path, folder: Path) -> None:
    """Recording proposed entries does not take the half-typed line's place."""
    async with stage(tmp_path, folder=folder) as s:
        s.live.set_focus(s.live.bar)
        await s.typed("half a line")
        half = s.live.window.half
        await pasted(s)
        await s.press("w")
        assert s.live.window.half == half
        await s.press("escape", "enter")
        assert s.texts[-1] == "half a line"
        assert s.live.incident.entries[-1].id == half.id


async def test_a_file_is_asked_for(tmp_path: Path, folder: Path) -> None:
    """p in the list of sections; a file that is not there is said, and its name stays to be mended."""
    (tmp_path / "chat.txt").write_text(CHAT)
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "title.md").write_text("# A title\n")
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: s.live.writing)
        await s.focus("sections")
        assert "Take over" in s.said
        await s.press("alt+i")
        s.type(str(tmp_path / "chat.txtx"))
        await s.press("enter")
        assert "there is no such file" in s.toasts
        assert s.app.screen.query_one(Input).value == str(tmp_path / "chat.txtx")
        await s.press("backspace", "enter")
        await s.until(lambda: isinstance(s.app.screen, Proposals))
        await s.press("escape")
        assert s.said == "nothing recorded"
        await s.press("alt+i")
        s.type(str(tmp_path / "empty.txt"))
        await s.press("enter")
        assert "there is nothing in it to import" in s.toasts
        await s.press("escape", "alt+i")
        s.type(str(tmp_path / "title.md"))
        await s.press("enter")
        assert "there is no line that makes an entry" in s.said
        await s.press("alt+i", "escape")
        assert s.app.screen is s.live


async def test_another_paste_goes_where_it_always_went(tmp_path: Path, folder: Path) -> None:
    """One line goes to the bar, several in the bar stay one entry, several in the editor are the section's."""
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: s.live.writing)
        await s.focus("sections")
        s.type("10:05 one line")
        await s.until(lambda: s.bar == "10:05 one line")
        s.type(CHAT)
        await s.until(lambda: s.bar == "10:05 one line" + CHAT)
        await s.clear()
        await s.focus("editor")
        s.type(CHAT)
        await s.until(lambda: s.writeup.editor.text == CHAT)


async def test_clocks_behind_midnight_are_of_the_next_day(tmp_path: Path) -> None:
    """An incident that began late in the evening; in an open one they are of the latest day that is possible."""
    late = ("@2026-03-11T23:50 /started", "@2026-03-12T01:00 /resolved")
    folder = incident(tmp_path, lines=(*late, "/close"))
    async with stage(tmp_path, folder=folder) as s:
        await pasted(s, "00:10 slow\n00:20 slower")
        assert "2026-03-12 00:10" in s.picture
    folder = incident(tmp_path, "Another", late)
    async with stage(tmp_path, folder=folder) as s:
        await s.press("f6")
        await pasted(s, "00:10 slow\n00:20 slower")
        assert "2026-03-14 00:10" in s.picture


async def test_keys_follow_the_keymap(tmp_path: Path, folder: Path) -> None:
    """The line of keys shows them, and they work."""
    other = settings(keymap={"proposals.record": "s"})
    async with stage(tmp_path, folder=folder, settings=other) as s:
        await pasted(s)
        assert "s Record" in s.dialog
        await s.press("w")
        assert isinstance(s.app.screen, Proposals)
        await s.press("s")
        assert s.said == "5 entries recorded"


@pytest.mark.parametrize("size", SIZES)
async def test_anything_fits(tmp_path: Path, folder: Path, size: tuple[int, int]) -> None:
    """Any text at any size: the list, the selected line and the keys stay in sight."""
    text = "\n".join(
        ["25:61 " + HOSTILE, *(f"10:0{n} {HOSTILE}\n  {LONG}" for n in range(9)), "10:11 " + "x" * 99]
    )
    async with stage(tmp_path, folder=folder, size=size) as s:
        await pasted(s, text)
        for key in ("down", "end", "enter"):
            fits(s)
            assert "Esc" in s.picture
            await s.press(key)
        fits(s)
        assert "Escape" in s.picture
        await s.press("escape", "w")
        fits(s)


async def test_a_paste_that_is_refused_goes_to_the_bar(tmp_path: Path, folder: Path) -> None:
    """Why is said, and the words are not lost."""
    text = '[\n {"ts": "2024-01-02T15:30:00Z", "text": "503"}\n]'
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: s.live.writing)
        await s.focus("sections")
        s.type(text)
        await s.until(lambda: "one JSON document" in s.toasts)
        await s.until(lambda: s.bar == text)


@pytest.mark.parametrize(
    ("width", "row"), [(80, "[FIRING] 5xx on shop           alertbot"), (60, "alertbot: [FIRING]")]
)
async def test_an_export_says_who_wrote_what(tmp_path: Path, folder: Path, width: int, row: str) -> None:
    """Its author in a column, or before the words where there is no room; the entry keeps it, and what was pinned."""
    export = tmp_path / "export" / "inc"
    export.mkdir(parents=True)
    said = [("alertbot", "[FIRING] 5xx on shop", []), ("bo", "rolled back", [{"name": "pushpin"}])]
    messages = [
        {
            "type": "message",
            "username": who,
            "text": text,
            "ts": f"{1773324000 + n}.0",
            "reactions": reactions,
        }
        for n, (who, text, reactions) in enumerate(said)
    ]
    (export / "2026-03-12.json").write_text(json.dumps(messages))
    async with stage(tmp_path, folder=folder, size=(width, 24)) as s:
        await s.until(lambda: s.live.writing)
        for again in range(2):
            await s.focus("sections")
            await s.press("alt+i")
            s.type(str(tmp_path / "export"))
            await s.press("enter")
            if again:
                break
            await s.until(lambda: isinstance(s.app.screen, Proposals))
            assert row in s.picture
            assert "Slack export, #inc, 2 messages" in s.picture
            await s.press("space", "space", "w")
            assert s.said == "2 entries recorded"
            await s.until(lambda: s.live.window.unsaved == 0)
        await s.until(lambda: "all of it is there already" in s.said)
    notes = whole(folder).of(e.Note)
    assert [item.entry.author for item in notes] == ["alertbot", "bo"]
    assert [item.entry.origin["item"] for item in notes] == ["inc/1773324000.0", "inc/1773324001.0"]
    assert [item.key for item in notes] == [False, True]


async def test_a_line_that_was_changed_says_so(tmp_path: Path, folder: Path) -> None:
    """Its source is still known, so that it does not come again; and that its words are no longer the source's."""
    async with stage(tmp_path, folder=folder) as s:
        await pasted(s, "Ana A  10:05 AM\nit is slow\nBo B  10:07 AM\nthe pool\n")
        await s.press("enter", *" now", "enter", "w")
        await s.until(lambda: s.live.window.unsaved == 0)
    first, second = whole(folder).entries[-2:]
    assert (first.author, first.says, first.origin["changed"]) == ("Ana A", "it is slow now", "yes")
    assert "changed" not in second.origin
