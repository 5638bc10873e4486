"""What the program makes belongs to its owner alone, and nothing of it reaches for a network."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pmtui.cli.calls import CALLS
from tests.cli.audited import REACHED
from tests.cli.calling import environment, process
from tests.tui.live.terminal import Terminal

IMPORTED = Path(__file__).parents[1] / "data" / "imports" / "statuspage-incidents.json"
AUDITED = ("-m", "tests.cli.audited")
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
        ("open", "checkout"),
        ("new", "Second", "--timezone", "UTC", "--no-open"),
        ("log", "-i", "checkout", "/move #2 second"),
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


def open_to_others(home: Path) -> dict[str, str]:
    """What does not have the modes 0700 and 0600."""
    modes = {path: path.stat().st_mode for path in [home, *home.rglob("*")]}
    right = {path: 0o700 if stat.S_ISDIR(mode) else 0o600 for path, mode in modes.items()}
    return {str(path): oct(mode) for path, mode in modes.items() if stat.S_IMODE(mode) != right[path]}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o277], ids=oct)
def test_calls_are_private_and_reach_for_no_network(tmp_path: Path, mask: int) -> None:
    """Every call: each folder is 0700, each file 0600, whatever the umask; no address is asked for or connected to."""
    home = tmp_path / "data"
    statuses = walk(home, mask)
    refused = {call for call, status in statuses.items() if status and not call.startswith("open")}
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


@pytest.mark.parametrize("mask", ["000", "277"])
def test_a_screen_is_private_and_reaches_for_no_network(tmp_path: Path, mask: str) -> None:
    """Entries, a parked and a half-typed line, a section, and the documents that follow them."""
    home = tmp_path / "data"
    slug = process(home, "new", "Checkout", "--timezone", "UTC", "--no-open").out.strip()
    process(home, "close", slug)
    picture = home / "incidents" / slug / "timeline.svg"
    picture.unlink()
    command = f"umask {mask}; exec {sys.executable} {' '.join(AUDITED)} open checkout"
    with Terminal(["sh", "-c", command], columns=110, env=environment(home)) as terminal:
        assert terminal.wait_for_text("Checkout")
        for line in ("see https://status.example.com", "/bogus a parked line", "/write summary It broke."):
            terminal.type([*(letter.encode() for letter in line)], pause=0.01)
            assert terminal.wait_for_text(line)
            terminal.type([b"\r"], pause=0.3)
        assert terminal.wait_for(picture.exists)
        terminal.type([*(letter.encode() for letter in "half typed")])
        assert terminal.wait_for(
            lambda: any(b"half typed" in p.read_bytes() for p in home.rglob("unsent/*.json"))
        )
        assert open_to_others(home) == {}
        terminal.type([b"\x11"])
        assert terminal.wait_for_end() in (0, 1)
    assert open_to_others(home) == {}
