"""Promises about the README's receiver of alerts: the lines there, run as they are by the programs that they name."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.calling import Program, environment

README = Path(__file__).parents[2] / "README.md"
PORT = "9099"
SETTINGS = """
route: {receiver: pmtui, group_wait: 0s, group_interval: 1s}
receivers: [{name: pmtui, webhook_configs: [{url: "http://127.0.0.1:PORT/"}]}]
"""


def free_port() -> str:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


@contextmanager
def running(folder: Path, variables: dict[str, str], *words: str) -> Iterator[None]:
    """A program in the background, until the end."""
    with (folder / "output").open("ab") as output:
        process = subprocess.Popen(words, cwd=folder, env=variables, stdout=output, stderr=output)
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)


def shown(what: Callable[[], bool], folder: Path) -> None:
    """Waits until it is so."""
    for _ in range(600):
        if what():
            return
        time.sleep(0.1)
    raise AssertionError((folder / "output").read_text())


def answers(port: str) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", int(port))) == 0


@pytest.mark.outside
def test_the_readmes_receiver_takes_what_alertmanager_sends(pmtui: Program, tmp_path: Path) -> None:
    """A real one: its alert begins an incident, what it repeats adds nothing, and its end is noted."""
    found = re.search(
        r"<!-- receiver -->\n```\n(.*?)\n(socat [^\n]*)\n```\n<!-- /receiver -->", README.read_text(), re.S
    )
    assert found is not None
    (tmp_path / "pmtui-alert").write_text(re.sub(r"^# [^\n]*\n", "", found[1]))
    ours, theirs = free_port(), free_port()
    (tmp_path / "alertmanager.yml").write_text(SETTINGS.replace("PORT", ours))
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    variables = {**environment(pmtui.home), "PATH": path}
    listen = found[2].replace(PORT, ours)
    alertmanager = (
        "prometheus-alertmanager",
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        f"--web.listen-address=127.0.0.1:{theirs}",
        "--cluster.listen-address=",
    )
    with ExitStack() as programs:
        programs.enter_context(running(tmp_path, variables, "sh", "-c", f"exec {listen}"))
        programs.enter_context(running(tmp_path, variables, *alertmanager))
        shown(lambda: answers(ours) and answers(theirs), tmp_path)
        start = datetime.now(UTC)
        send(theirs, start)
        shown(lambda: written(pmtui, "disk of db is full", 2), tmp_path)
        send(theirs, start)
        send(theirs, start, datetime.now(UTC) - timedelta(milliseconds=1))
        shown(lambda: written(pmtui, "resolved: DiskFull: disk of db is full", 1), tmp_path)
    (folder,) = (pmtui.home / "incidents").iterdir()
    texts = [entry.says for entry in pmtui.incident(folder.name).entries[1:]]
    assert texts == [
        "db",
        "by monitoring: DiskFull: disk of db is full (service=db)",
        "resolved: DiskFull: disk of db is full (service=db)",
    ]


def send(port: str, start: datetime, end: datetime | None = None) -> None:
    """Tells Alertmanager of an alert, as Prometheus does."""
    alert = {
        "labels": {"alertname": "DiskFull", "service": "db"},
        "annotations": {"summary": "disk of db is full"},
        "startsAt": start.isoformat(),
        **({"endsAt": end.isoformat()} if end else {}),
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v2/alerts",
        json.dumps([alert]).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        assert response.status == 200


def written(pmtui: Program, words: str, times: int) -> bool:
    """Whether the only journal holds these words so often."""
    journals = [path.read_text() for path in pmtui.home.glob("incidents/*/journal.jsonl")]
    return len(journals) == 1 and journals[0].count(words) >= times
