"""Promises of `work/demo.py`: a record is played as it was, at its rhythm, and cannot be taken for a real incident."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from math import inf
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import LineError
from pmtui.output.record import record
from pmtui.storage import peek
from pmtui.storage.apart import apart
from pmtui.storage.disk import StorageError
from pmtui.storage.library import Library
from pmtui.storage.settings import Commands, Settings
from pmtui.work.demo import MARK, Demo, DemoSession, Player, marked, moments, settings, speed
from tests.model.review.reviewing import CASES, case
from tests.model.scene import Scene

DATA = CASES.parent / "data"
RECORDS: dict[str, Callable[[], Incident]] = {
    **{path.parent.name: partial(case, path.parent) for path in CASES.glob("*/case.toml")},
    **{path.parent.name: partial(case, path.parent) for path in DATA.glob("published/*/case.toml")},
}
JOURNALS = {path.parent.name: path for path in DATA.glob("0.1.0/*/journal.jsonl")}
JOURNALS |= {path.stem: path for path in DATA.glob("journals/*.jsonl")}


class Ticks:
    """Seconds that the test counts."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def without_mark(found: Any) -> Any:
    """A record without the mark, and without what is computed over its bytes."""
    if isinstance(found, dict):
        computed = ("digest", "views", "chain")
        return {name: without_mark(each) for name, each in found.items() if name not in computed}
    if isinstance(found, list):
        return [without_mark(each) for each in found]
    return found.removeprefix(MARK) if isinstance(found, str) else found


def read(incident: Incident) -> Any:
    """The record of an incident, as a program reads it."""
    return tomllib.loads(record.write(incident, "a-slug"))


def played(incident: Incident, home: Path) -> Incident:
    """The incident that a demo of it makes, played at once."""
    demo = Demo(incident.entries, "a-slug", Library(home), inf)
    demo.play()
    assert demo.left == 0
    return peek.read(demo.folder)


@pytest.mark.parametrize("name", [*RECORDS, *JOURNALS])
def test_what_was_played_equals_its_record_but_for_the_mark(name: str, tmp_path: Path) -> None:
    """Every entry, time, label and metric; every title says DEMO."""
    if name in JOURNALS:
        (tmp_path / "copy").mkdir()
        shutil.copy(JOURNALS[name], tmp_path / "copy/journal.jsonl")
    before = RECORDS[name]() if name in RECORDS else peek.read(tmp_path / "copy")
    after = played(before, tmp_path / "home")
    assert after.title == f"{MARK}{before.title}"
    assert read(after) != read(before)
    assert without_mark(read(after)) == without_mark(read(before))


def test_every_title_is_marked(tmp_path: Path) -> None:
    """Also one that was changed, and one that was amended; a title of nothing says DEMO alone."""
    scene = Scene()
    for line in ("/title Login fails", "/amend #1 Login is slow", "a note", "/amend #3 /title Logins"):
        scene.type(line)
        after = played(scene.incident, tmp_path / f"{len(scene.incident)}")
        assert after.title == f"{MARK}{scene.incident.title}"
    opened = e.Opened(id="x", recorded=scene.now)
    assert [entry.title for entry in marked([opened]) if isinstance(entry, e.Opened)] == [MARK]


def night() -> Incident:
    """Typed while it happened: one entry at 10:00, 10:10 and 10:40."""
    scene = Scene(now=Scene().incident.opened or Scene().now)
    for minutes, line in ((0, "/started"), (10, "a"), (40, "/resolved")):
        scene.now = (scene.incident.opened or scene.now) + timedelta(minutes=minutes)
        scene.type(line)
    return scene.incident


def test_entries_come_at_their_rhythm(tmp_path: Path) -> None:
    """Sixty times as fast: what came after ten minutes comes after ten seconds; a pause takes no time of it."""
    incident, ticks = night(), Ticks()
    demo = Demo(incident.entries, "night", Library(tmp_path), 60, ticks)
    start = demo.clock()
    assert (demo.play(), demo.left) == (1, 2)  # at once: what was typed at the first moment
    ticks.seconds = 9.9
    assert demo.play() == 0
    ticks.seconds = 10
    assert (demo.clock() - start, demo.play(), demo.left) == (timedelta(minutes=10), 1, 1)
    demo.hold()
    ticks.seconds = 1000
    assert (demo.clock() - start, demo.play()) == (timedelta(minutes=10), 0)
    demo.hold()
    ticks.seconds = 1029.9
    assert demo.play() == 0
    ticks.seconds = 1031
    assert (demo.play(), demo.left) == (1, 0)
    assert demo.clock() - start == timedelta(minutes=40, seconds=1)  # behind the end it goes on as any clock


def test_what_was_typed_afterwards_comes_as_it_happened(tmp_path: Path) -> None:
    """A case that was typed in at once is played by its times; one of unknown time follows the one before it."""
    lines = ("@10:00 /started", "@10:20 a", "@? b", "@10:10 c", "@11:00 /resolved", "/strike #2")
    entries = Scene(*lines).incident.entries
    start = moments(entries)[0]
    minutes = [(moment - start).total_seconds() / 60 for moment in moments(entries)]
    assert minutes == [0, 0, 20, 20, 20, 60, 60]


def test_nothing_rings_and_nothing_is_run() -> None:
    """Whatever the user's settings say; what is theirs to see stays."""
    mine = Settings(name="ana", theme="nord", run=Commands(update=("post",), escalate=("page",)))
    made = settings(mine)
    assert (made.bell, made.notify, made.run) == (False, False, Commands())
    assert (made.name, made.theme) == ("ana", "nord")


def test_what_is_typed_there_is_refused(tmp_path: Path) -> None:
    """One sentence; a command that records nothing works."""
    demo = Demo(night().entries, "night", Library(tmp_path), inf)
    demo.play()
    session = DemoSession(demo.folder, demo.clock, "ana")
    before = (demo.folder / "journal.jsonl").read_bytes()
    for line in ("a note", "/resolved", "/strike 1", "/write summary x", "/close"):
        with pytest.raises(LineError, match="this is a demo: nothing is recorded; /quit leaves it"):
            session.understand(line)
    assert session.understand("/brief").entry is None
    assert (demo.folder / "journal.jsonl").read_bytes() == before
    session.close()


def test_a_replay_that_cannot_go_on_says_so(tmp_path: Path) -> None:
    """Its folder is gone: one sentence, and the thread ends."""
    demo = Demo(night().entries, "night", Library(tmp_path), inf)
    failures: Queue[PmtuiError] = Queue()
    player = Player(demo, failures.put)
    shutil.rmtree(demo.folder)
    player.start()
    assert "journal" in str(failures.get(timeout=20))
    player.stop()
    assert failures.empty()
    assert demo.left == 3


def test_a_replay_that_never_began_can_be_ended(tmp_path: Path) -> None:
    """Whoever leaves before the first frame gets no traceback."""
    Player(Demo(night().entries, "night", Library(tmp_path), inf), print).stop()


def test_a_home_apart_ends_with_what_it_was_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens in it; the user's own is as it was."""
    for mine in ("/home/ana", None):
        if mine is None:
            monkeypatch.delenv("PMTUI_HOME")
        else:
            monkeypatch.setenv("PMTUI_HOME", mine)
        with suppress(KeyError), apart() as home:
            (home / "incidents").mkdir()
            assert os.environ["PMTUI_HOME"] == str(home)
            raise KeyError
        assert not home.exists()
        assert os.environ.get("PMTUI_HOME") == mine


def test_a_home_apart_that_cannot_be_made_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One sentence; the user's own home stays the process's."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    before = os.environ["PMTUI_HOME"]
    with pytest.raises(StorageError, match="a folder for the demo"), apart():
        pass
    assert os.environ["PMTUI_HOME"] == before


@pytest.mark.parametrize(("typed", "found"), [("60", 60), ("0.5", 0.5), ("inf", inf), ("1e3", 1000)])
def test_a_speed_is_a_number_above_nothing(typed: str, found: float) -> None:
    """Or all at once."""
    assert speed(typed) == found


@pytest.mark.parametrize("typed", ["0", "-1", "nan", "fast", "", "-inf"])
def test_any_other_speed_is_refused(typed: str) -> None:
    """With what may be written."""
    with pytest.raises(PmtuiError, match="or inf for all at once"):
        speed(typed)
