"""Promises about copies of the incident that a sync program left beside it, on the live and the write-up screen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pmtui.storage.library import Library
from pmtui.storage.unsent import Line, Unsent, UnsentState
from tests.tui.stage import incident, stage
from tests.tui.window.windows import texts, write


def apart(tmp_path: Path, *lines: str) -> tuple[Path, Path]:
    """An incident, and a folder elsewhere that was logged to on another machine."""
    folder = incident(tmp_path, lines=("before",))
    other = tmp_path / "other" / "incidents" / folder.name
    shutil.copytree(folder, other)
    write(folder, "ours")
    write(other, "theirs", *lines)
    return folder, other


@pytest.mark.parametrize("keys", [("ctrl+t",), ("f6", "ctrl+t")])
async def test_one_key_joins_what_lies_beside_the_incident(tmp_path: Path, keys: tuple[str, ...]) -> None:
    """Files and folders, also from the write-up; each is kept whole, and nothing is named any more."""
    folder, other = apart(tmp_path)
    file = folder / "journal.sync-conflict-20260314-021500-ABCDEFG.jsonl"
    shutil.copy(other / "journal.jsonl", file)
    second = folder.with_name(f"{folder.name} (conflicted copy)")
    write(other, "later")
    shutil.copytree(other, second)
    (folder / "postmortem (conflicted copy).md").write_text("mine")
    before = file.read_bytes(), (second / "journal.jsonl").read_bytes()
    async with stage(tmp_path, folder=folder) as s:
        found = "3 copies in conflict were found: ctrl+t joins them; `pmtui show"
        await s.until(lambda: found in s.toasts)
        await s.press(*keys)
        await s.until(lambda: {"theirs", "later"} <= {*s.texts})
        await s.until(lambda: "look into it" in s.toasts)
        assert "added 1 entry" in s.toasts
    assert sorted(texts(folder)) == ["before", "later", "ours", "theirs"]
    assert Library(tmp_path).every() == [folder]
    aside = folder / "aside"
    kept = [path.read_bytes() for path in aside.iterdir() if path.is_file()]
    assert sorted(kept) == sorted([before[0], b"mine"])
    assert (aside / second.name / "journal.jsonl").read_bytes() == before[1]
    assert not [path for path in folder.iterdir() if "conflict" in path.name]


async def test_join_in_the_bar_says_when_there_is_nothing_to_join(tmp_path: Path) -> None:
    """The slash command of the key."""
    folder = incident(tmp_path)
    async with stage(tmp_path, folder=folder) as s:
        await s.enter("/join")
        await s.until(lambda: "no copy of this incident lies beside it" in s.said)


async def test_what_cannot_be_joined_stays_where_it_is(tmp_path: Path) -> None:
    """Another incident's journal, one that lost its beginning, and a folder with lines that nobody recorded."""
    folder, other = apart(tmp_path)
    foreign = folder / "journal.sync-conflict-1.jsonl"
    incident(other.parents[1])
    shutil.copy(incident(other.parents[1], "Mail is late") / "journal.jsonl", foreign)
    torn = folder / "journal.sync-conflict-2.jsonl"
    torn.write_bytes((other / "journal.jsonl").read_bytes().partition(b"\n")[2])
    used = folder.with_name(f"{folder.name} copy")
    shutil.copytree(other, used)
    window = Unsent(used)
    window.save(UnsentState(half=Line("half typed")))
    window.close()
    async with stage(tmp_path, folder=folder) as s:
        await s.press("ctrl+t")
        await s.until(lambda: s.toasts.count("is where it was") == 3)
        assert "is another incident than" in s.toasts
        assert "the entry that opens the incident is missing" in s.toasts
        assert "a window is open there, or has left lines that are not recorded" in s.toasts
        assert "theirs" not in s.texts
    assert foreign.exists()
    assert torn.exists()
    assert (used / "journal.jsonl").exists()
    assert not (folder / "aside").exists()
