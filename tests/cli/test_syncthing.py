"""Two homes that a real Syncthing keeps in step over loopback: what both logged apart is one incident again."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.calling import Called, process

pytestmark = pytest.mark.outside
_LEFT_OUT = "lock*\nshare.*\nunsent\nscratch\ncheckpoint\n"
"""As the README says."""
_CONFIG = """<configuration version="36">
  <folder id="pmtui" path="{folder}" type="sendreceive" rescanIntervalS="2" fsWatcherEnabled="true" fsWatcherDelayS="1">
    <device id="{mine}"/><device id="{other}"/>
    <maxConflicts>10</maxConflicts>
  </folder>
  <device id="{mine}" name="mine"><address>dynamic</address></device>
  <device id="{other}" name="other"><address>tcp://127.0.0.1:{there}</address></device>
  <gui enabled="false"/>
  <options>
    <listenAddress>tcp://127.0.0.1:{here}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <reconnectionIntervalS>5</reconnectionIntervalS>
    <startBrowser>false</startBrowser>
    <urAccepted>-1</urAccepted>
    <crashReportingEnabled>false</crashReportingEnabled>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <stunKeepaliveStartS>0</stunKeepaliveStartS>
  </options>
</configuration>
"""
"""As the program sets a folder up, but that it goes no further than loopback, and looks more often."""


def syncthing(*words: str) -> list[str]:
    """A call of the real program."""
    program = shutil.which("syncthing")
    assert program, "syncthing is not there; `.ci/outside` installs it"
    return [program, *words]


class Machine:
    """A home with a Syncthing beside it, which runs while the machine is `connected`."""

    def __init__(self, path: Path) -> None:
        self.home = path / "home"
        self.config = path / "config"
        (self.home / ".stfolder").mkdir(parents=True)
        (self.home / ".stignore").write_text(_LEFT_OUT)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        home = f"--home={self.config}"
        subprocess.run(
            syncthing("generate", home, "--no-default-folder", "--skip-port-probing"),
            check=True,
            capture_output=True,
        )
        found = subprocess.run(
            syncthing("serve", home, "--device-id"), check=True, capture_output=True, text=True
        )
        self.id = found.stdout.strip()

    def __call__(self, *words: str) -> Called:
        """A call of pmtui there."""
        return process(self.home, *words)

    def done(self, *words: str) -> str:
        """What a call prints that succeeds."""
        called = self(*words)
        assert called.status == 0, called
        return called.out

    def knows(self, other: Machine) -> None:
        """Shares its home with another machine."""
        ports = {"here": self.port, "there": other.port}
        said = _CONFIG.format(folder=self.home, mine=self.id, other=other.id, **ports)
        (self.config / "config.xml").write_text(said)

    def connect(self) -> subprocess.Popen[bytes]:
        """Lets Syncthing run."""
        quiet = ("--no-browser", "--no-restart", "--no-upgrade", "--logfile=-")
        log = (self.config / "log").open("ab")
        with log:
            return subprocess.Popen(
                syncthing("serve", f"--home={self.config}", *quiet), stdout=log, stderr=log
            )


@contextmanager
def connected(*machines: Machine) -> Iterator[None]:
    """They meet, until the end."""
    running = [machine.connect() for machine in machines]
    try:
        yield
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait(20)


def until(promise: Callable[[], object]) -> None:
    """Waits until it holds."""
    end = time.monotonic() + 40
    while not promise():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)


def test_what_both_logged_apart_is_one_incident_again(tmp_path: Path) -> None:
    """The copy that Syncthing sets aside is named, and joined by the call that is named; then both have the same."""
    ana, bo = Machine(tmp_path / "ana"), Machine(tmp_path / "bo")
    ana.knows(bo)
    bo.knows(ana)
    slug = ana.done("new", "Checkout is down", "--no-open").strip()
    ana.done("log", "-i", slug, "/hypothesis the pool")
    folders = [machine.home / "incidents" / slug for machine in (ana, bo)]

    def same() -> bool:
        journals = [folder / "journal.jsonl" for folder in folders]
        return all(path.exists() for path in journals) and len({path.read_bytes() for path in journals}) == 1

    with connected(ana, bo):
        until(same)
    for machine, who in ((ana, "ana"), (bo, "bo")):
        for line in (f"{who} looks", f"/hypothesis of {who}", f"/evidence H1 + {who}"):
            machine.done("log", "-i", slug, line)
    assert not same()
    with connected(ana, bo):
        until(lambda: same() and all([*folder.glob("*.sync-conflict-*.jsonl")] for folder in folders))
        named = ana("list").err
        (call,) = re.findall(r"`pmtui ([^`]+)`", named)
        assert "added 3 entries" in ana.done(*shlex.split(call))
        until(lambda: same() and not any([*folder.glob("*.sync-conflict-*")] for folder in folders))
    shown = [machine("show", slug) for machine in (ana, bo)]
    assert shown[0] == shown[1]
    assert re.fullmatch(r"\S+: H2 was given twice, on two machines: H2a is .*, H2b is .*\n", shown[0].err)
    for who in ("ana", "bo"):
        assert f"{who} looks" in shown[0].out
        assert f"of {who}" in shown[0].out
    records = [machine.done("export", slug, "--format", "toml") for machine in (ana, bo)]
    assert records[0] == records[1]
    for machine in (ana, bo):
        assert machine("verify", slug).status == 0
