"""Promises about a shared incident on the screen: how it stands, who is here and where; typing never waits for it."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.cells import cell_len

from pmtui.storage import private, sharing
from pmtui.storage.disk import Disk
from pmtui.storage.paths import SHARE
from pmtui.storage.sharer import Sharer
from tests.cli.calling import environment
from tests.slowness import Stopwatch
from tests.tui.meeting import share
from tests.tui.stage import HOSTILE, Stage, incident, stage
from tests.tui.window.windows import texts, write


def first(s: Stage) -> str:
    """The line at the top, as it is drawn."""
    return s.picture.splitlines()[0]


def read(s: Stage) -> list[str]:
    """The rows of the timeline that are in sight, without the scroll bar beside them."""
    return [line[:-1].rstrip() for line in s.picture.splitlines()[3:14]]


async def test_the_header_says_how_sharing_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is here, that the server is away and since when, and how many entries wait; nothing is lost meanwhile."""
    folder = incident(tmp_path)
    point = share(folder, monkeypatch)
    async with stage(tmp_path, folder=folder, size=(120, 30)) as s:
        await s.until(lambda: "shared (experimental) · only you are here" in first(s))
        point.arrive("bo")
        point.arrive("chi", "timeline")
        await s.until(lambda: "shared (experimental) · 3 here: ana, bo, chi" in first(s))
        point.arrive("bo", here=False)
        await s.until(lambda: "2 here: ana, chi" in first(s))
        point.cut_off()
        await s.until(lambda: "no server since 03:47, typing goes on" in first(s))
        await s.enter("one", "two")
        await s.until(lambda: "not shared yet: 2" in first(s))
        assert "saved" in first(s)
        point.heal()
        await s.until(lambda: "shared" in first(s) and "not" not in first(s))
        assert sum(b'"two"' in data for data in point.messages.values()) == 1
    assert texts(folder) == ["one", "two"]


@pytest.mark.parametrize(("width", "said"), [(60, "shared · 3 here"), (80, "3 here: ana, bo, chi")])
async def test_little_room_cuts_what_is_said_of_sharing_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, said: str
) -> None:
    """Severity, title, state and saved stay, whatever the names are."""
    folder = incident(tmp_path)
    point = share(folder, monkeypatch)
    async with stage(tmp_path, folder=folder, size=(width, 20)) as s:
        await s.until(lambda: "shared" in first(s))
        for name in ("bo", "chi"):
            point.arrive(name)
        await s.until(lambda: said in first(s))
        for part in ("SEV1", "Checkout", "investigating", "saved"):
            assert part in first(s)
        assert "connection" not in s.toasts
        for number in range(30):
            point.arrive(f"{HOSTILE} {number}")
        await s.until(lambda: "33 here" in first(s))
        assert cell_len(first(s)) == width
        assert "saved" in first(s)
        point.cut_off()
        await s.until(lambda: "no server" in first(s))
        assert re.search(r"no server (since )?\d\d:\d\d", first(s))
        assert "investigating" in first(s)
        await s.enter("one", "two")
        await s.until(lambda: "2 unshared" in first(s))
        for part in ("SEV1", "Checkout", "investigating", "saved"):
            assert part in first(s)


async def test_names_give_way_to_the_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is down is said before who is here; a count has room at 80 columns."""
    folder = incident(tmp_path, "Checkout is down for everybody")
    point = share(folder, monkeypatch)
    async with stage(tmp_path, folder=folder, size=(80, 20)) as s:
        await s.until(lambda: "shared" in first(s))
        for name in ("bo", "chi"):
            point.arrive(name)
        await s.until(lambda: "shared · 3 here  saved" in first(s))
        assert "Checkout is down for every" in first(s)


async def test_who_is_here_is_told_by_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With where each is, as data and as it changes; where nothing is shared it says how it would be."""
    folder = incident(tmp_path)
    async with stage(tmp_path, folder=folder) as s:
        await s.enter("/who")
        await s.until(lambda: f"pmtui share {folder.name} --here" in s.dialog)
    point = share(folder, monkeypatch)
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: "shared" in first(s))
        point.arrive(HOSTILE, "root_cause")
        await s.until(lambda: "2 here" in first(s))
        await s.enter("/who")
        await s.until(lambda: f"{HOSTILE}  Root cause" in s.dialog)
        assert "ana  this window" in s.dialog
        point.arrive("chi", "timeline")
        await s.until(lambda: "chi  timeline" in s.dialog)


async def test_another_member_of_a_group_who_shares_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their secrets cannot be read; that nobody shares would be wrong, and so would be to begin it once more."""
    folder = incident(tmp_path)
    sharing.keep(folder, sharing.Sharing(id="", urls=("tls://127.0.0.1:1",), me="me"))

    def unreadable(path: Path, disk: Disk) -> None:
        raise PermissionError

    monkeypatch.setattr(sharing, "_read", unreadable)
    name = private.owner(folder / SHARE)
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: f"shared by {name}" in first(s))
        await s.enter("/who")
        await s.until(lambda: f"{name} shares this incident with other machines" in s.dialog)
        (folder / SHARE).unlink()
        await s.until(lambda: f"pmtui share {folder.name} --here" in s.dialog)


async def test_two_in_one_section_see_each_other_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the list and over the text, while both write in it; the others learn where this window is."""
    folder = incident(tmp_path, lines=("/write summary the pool",))
    point = share(folder, monkeypatch)
    async with stage(tmp_path, folder=folder, size=(160, 40)) as s:
        await s.until(lambda: "shared" in first(s))
        await s.press("f6")
        await s.until(lambda: s.live.writing)
        s.writeup.sections.select("summary")
        s.live.set_focus(s.writeup.editor)
        point.arrive("bo", "summary")
        await s.until(lambda: str(s.writeup.section.border_title) == "Summary · bo here")
        assert any("bo here" in str(option.prompt) for option in s.writeup.sections.options)
        await s.until(lambda: (status := s.live.window.sharing.status) and status.here[0].where == "summary")
        point.arrive("bo", "impact")
        await s.until(lambda: str(s.writeup.section.border_title) == "Summary")
        s.live.set_focus(s.timeline)


async def test_no_key_waits_for_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes seconds to be reached, and one that answers nothing: lines are saved, and the screen goes on."""
    folder = incident(tmp_path)
    point = share(folder, monkeypatch)
    point.slow, point.stalled = 2.0, True
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            turn = Stopwatch()
            await asyncio.sleep(0.01)
            longest = max(longest, turn.seconds)

    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: s.live.window.sharing.status)
        watching = asyncio.create_task(watch())
        began = time.monotonic()
        while time.monotonic() < began + 3 or len(s.texts) < 6:
            await s.enter(f"line {len(s.texts)}")
        watching.cancel()
        typed = s.texts
        await s.until(lambda: s.live.window.all_saved)
    assert longest < 1.0
    assert len(typed) > 5
    assert texts(folder) == typed


async def test_an_incident_that_is_shared_later_is_shared_by_the_open_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`pmtui share` in another terminal is enough, and so it is to end it."""
    folder = incident(tmp_path)
    async with stage(tmp_path, folder=folder) as s:
        await s.press("a")
        assert "shared" not in first(s)
        point = share(folder, monkeypatch)
        await s.until(lambda: "shared" in first(s))
        (folder / SHARE).unlink()
        await s.until(lambda: "shared" not in first(s) and not point.engines)
        await s.enter("alone again")
        assert "shared" not in first(s)


async def test_one_window_of_a_machine_shares_and_leaves_with_the_incident(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is held as long as the incident is open; home is among nobody's others."""
    folder = incident(tmp_path)
    point = share(folder, monkeypatch)
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: "shared" in first(s))
        assert not Sharer(folder).claim()
        await s.press("f10")
        await s.until(lambda: not point.engines)
        after = Sharer(folder)
        await s.until(after.claim)
        after.release()


async def test_what_keeps_it_from_being_shared_is_said_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence and once; the line in the bar is recorded all the same."""
    folder = incident(tmp_path)
    (folder / SHARE).write_text("broken [")
    async with stage(tmp_path, folder=folder) as s:
        await s.until(lambda: "sharing is refused, typing goes on" in first(s))
        await s.until(lambda: "share.toml" in s.toasts)
        await s.enter("a line")
        share(folder, monkeypatch)
        await s.until(lambda: "shared (experimental)" in first(s))
        assert s.toasts.count("cannot be read") == 1
    assert texts(folder) == ["a line"]


async def test_what_others_wrote_moves_nothing_that_is_read(tmp_path: Path) -> None:
    """Scrolled up, the rows in sight and the selected one stay, whether entries come behind them or before."""
    folder = incident(tmp_path, lines=tuple(f"line {n}" for n in range(60)))
    async with stage(tmp_path, folder=folder, size=(80, 24)) as s:
        await s.press("alt+2", "pageup", "pageup", "up")
        rows = read(s)
        selected = s.timeline.cursor_key
        write(folder, "long before")
        write(folder, *(f"later {n}" for n in range(5)), at=s.clock())
        await s.until(lambda: len(s.texts) == 66)
        await s.pilot.pause()
        assert read(s) == rows
        assert s.timeline.cursor_key == selected


def test_what_is_not_shared_imports_nothing_of_it(tmp_path: Path) -> None:
    """Neither a client nor a session, nor what the screen says of them."""
    folder = incident(tmp_path)
    code = f"""
import asyncio, sys
from pathlib import Path
from tests.tui.stage import stage
async def main():
    async with stage(Path({str(tmp_path)!r}), folder=Path({str(folder)!r})) as s:
        await s.enter("a line")
        await s.until(lambda: s.live.window.all_saved)
        s.live.tick()
asyncio.run(main())
print([name for name in sys.modules if "share" in name.split(".") or name.startswith("nats")])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path),
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == "[]\n", done
