"""Promises about the campaign itself: it finds what is broken, and ends whatever hangs."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from pmtui.storage.disk import DISK
from tests.cli.calling import environment
from tests.storage.medium import Medium
from tests.torture import power, trace
from tests.torture.campaign import Case, Found, Step, run_all


def _case(name: str) -> Case:
    return next(case for case in power.CASES if case.name == name)


def test_a_disk_without_fsync_loses_what_was_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that does not wait for the medium is found out by the power cuts."""

    def forgets(self: Medium, fd: int) -> None:
        DISK.sync(fd)

    monkeypatch.setattr(Medium, "sync", forgets)
    found = Found()
    _case("logging-calm").run(tmp_path, random.Random(1), found)
    assert found.lost > 0


def test_a_power_cut_leaves_nothing_broken(tmp_path: Path) -> None:
    """Lines of a script survive in every state that the disk may be left in."""
    found = Found()
    _case("logging-calm").run(tmp_path, random.Random(1), found)
    assert found.acknowledged > 100
    assert found.broken == []


def _hangs(place: Path, chance: random.Random, found: Found) -> None:
    found.faults += 1
    time.sleep(60)


def _cannot_be_ended(place: Path, chance: random.Random, found: Found) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    time.sleep(60)


def _loses(place: Path, chance: random.Random, found: Found) -> None:
    found.compare(["one", "two", "three"], ["one", "three", "three"])
    found.kept("half a l", ["half a"])


def _steps(*cases: Case) -> list[Step]:
    return [Step("test", case, 0) for case in cases]


def test_a_step_that_hangs_is_ended_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """At its limit, with what it had found by then; one that takes no notice of that is killed."""
    monkeypatch.setattr("tests.torture.campaign._LONGER", 1.0)
    steps = _steps(Case("hangs", _hangs, limit=1), Case("deaf", _cannot_be_ended, limit=1))
    results = {step.case.name: found for step, found in run_all(steps, 1, 60, 2)}
    assert results["hangs"].faults == 1
    assert results["hangs"].broken[0].startswith("hung: not done in 1 s, at test_torture.py:")
    assert results["deaf"].broken[0].startswith("hung, and had to be killed")


def test_what_is_lost_and_doubled_is_counted() -> None:
    """A step's numbers come out of its process."""
    ((step, found),) = run_all(_steps(Case("loses", _loses)), 1, 60, 2)
    assert step.name == "test/loses/0"
    assert (found.acknowledged, found.lost, found.doubled, found.half) == (3, 1, 1, 1)
    assert len(found.broken) == 3


@pytest.mark.outside
def test_nothing_is_called_saved_before_its_own_fsync(tmp_path: Path) -> None:
    """Neither a receipt of a script nor a row of a screen, in the order of the system calls."""
    assert trace.too_early(tmp_path) == []


@pytest.mark.outside
def test_the_trace_finds_what_is_called_saved_too_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a `sitecustomize` that makes a sync do nothing, every receipt is too early."""
    (tmp_path / "sitecustomize.py").write_text("import os\nos.fsync = lambda fd: None\n")
    path = f"{tmp_path}:{environment(tmp_path)['PYTHONPATH']}"
    monkeypatch.setattr(trace, "environment", lambda home: environment(home, PYTHONPATH=path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    early = trace.too_early(tmp_path)
    assert sum("log: the receipt" in sentence for sentence in early) >= 20
    assert any("screen: line" in sentence for sentence in early)
