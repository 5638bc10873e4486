"""What the program makes belongs to its owner alone, and nothing of it reaches for a network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pmtui.cli.calls import CALLS
from tests.cli.audited import AUDITED, REACHED
from tests.cli.calling import environment
from tests.cli.modes import open_to_others

IMPORTED = Path(__file__).parents[1] / "data" / "imports" / "statuspage-incidents.json"
SCRIPT = b"the pool is empty\n/redact #1 https://example.com holds a password\n/handover Bo\n/write summary It broke.\n"


def walk(home: Path, mask: int) -> dict[str, int]:
    """Every call once, as a process of its own under that umask; the exit status of each."""
    copy = home.parent / "incident.toml"
    calls: list[tuple[str, ...]] = [
        ("new", "Checkout", "--timezone", "UTC", "--no-open", "--severity", "2"),
        ("log", "-i", "checkout", "see https://status.example.com and 203.0.113.9"),
        ("log", "-i", "checkout"),
        ("log", "-i", "checkout", "--run", "true"),
        ("attach", "-i", "checkout", __file__),
        ("list",),
        ("show", "checkout"),
        ("brief", "checkout"),
        ("find", "pool"),
        ("write", "checkout", "root_cause", "-"),
        ("review", "checkout"),
        ("close", "checkout"),
        ("write", "checkout", "trigger", "-"),
        ("reopen", "checkout", "again"),
        ("handover", "-i", "checkout", "Eve"),
        ("close", "checkout"),
        ("finish", "checkout", "--anyway"),
        *(("export", "checkout", "--format", kind, "-o", str(home / f"out.{kind}")) for kind in FORMATS),
        ("schema",),
        ("import", "-i", "checkout", str(IMPORTED), "--yes"),
        ("verify", "checkout"),
        ("tasks",),
        ("stats",),
        ("help", "files"),
        ("locate",),
        ("completion", "bash"),
        ("template", "show", "google"),
        ("help", "times"),
        ("locate",),
        ("completion", "bash"),
        ("open", "checkout"),
        ("replay", "checkout", "--demo"),
        ("new", "Second", "--timezone", "UTC", "--no-open"),
        ("log", "-i", "checkout", "/move #2 second"),
        ("sync", "checkout"),
        ("share", "checkout", "--config"),
        ("join", str(copy)),
    ]
    assert {call[0] for call in calls} == set(CALLS)
    found = {}
    for call in calls:
        if call == calls[-1]:
            (record,) = home.glob("incidents/*checkout/incident.toml")
            copy.write_bytes(record.read_bytes())
        done = subprocess.run(
            [sys.executable, *AUDITED, *call],
            env=environment(home),
            input=SCRIPT,
            capture_output=True,
            timeout=60,
            check=False,
            umask=mask,
        )
        found[" ".join(call)] = done.returncode
        assert done.returncode != REACHED, (call, done.stderr)
        assert b"mistake in pmtui" not in done.stderr, (call, done.stderr)
    return found


FORMATS = ("toml", "markdown", "svg", "json", "csv", "html", "png")


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o277], ids=oct)
def test_calls_are_private_and_reach_for_no_network(tmp_path: Path, mask: int) -> None:
    """Every call: each folder is 0700, each file 0600, whatever the umask; no address is asked for or connected to.

    `open` and `replay` are refused without a terminal, and `sync` when the incident is not shared.
    """
    home = tmp_path / "data"
    statuses = walk(home, mask)
    refused = {
        call
        for call, status in statuses.items()
        if status and not call.startswith(("open", "replay", "sync"))
    }
    assert refused == set(), statuses
    assert len(list(home.rglob("*"))) > 15
    assert open_to_others(home) == {}


def test_the_ear_hears(tmp_path: Path) -> None:
    """The test above can fail: a program that looks a name up or connects is ended."""
    for reach in ("getaddrinfo('localhost', 80)", "socket().connect(('127.0.0.1', 9))"):
        code = f"import tests.cli.audited as a, sys, socket; sys.addaudithook(a._heard); socket.{reach}"
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment(tmp_path), check=False, timeout=60
        )
        assert done.returncode == REACHED
