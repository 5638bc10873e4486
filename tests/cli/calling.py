"""Calls of the program, in this process or in one of their own, and what came of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pmtui.cli import context
from pmtui.cli.main import run
from pmtui.model.incident.incident import Incident
from pmtui.storage import paths
from pmtui.storage.journal.journal import Journal

MORNING = datetime(2023, 10, 15, 10, 30, tzinfo=UTC)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Called(NamedTuple):
    """What one call gave."""

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line on stderr with which a call was refused; nothing on stdout, no traceback."""
        assert self.status in (1, 2), self
        assert self.out == "", self
        assert "Traceback" not in self.err
        assert "a mistake in pmtui" not in self.err
        assert len(self.err.splitlines()) == 1, self.err
        return self.err.strip()

    @property
    def plain(self) -> bool:
        """Whether nothing of it can steer a terminal."""
        return not CONTROL.search(self.out) and not CONTROL.search(self.err)


class Program:
    """The command line, called in this process, at a clock of the test's own."""

    def __init__(self, tmp_path: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.now = MORNING
        self.patch = patch
        self._typed = tmp_path / "stdin"
        self._capsys = capsys
        patch.setattr(context, "clock", lambda: self.now)
        patch.setenv("USER", "ana")

    @property
    def home(self) -> Path:
        """The folder of all data."""
        return paths.home()

    def __call__(self, *words: str, typed: str | bytes = b"") -> Called:
        """One call, with `typed` on stdin."""
        self._typed.write_bytes(typed.encode() if isinstance(typed, str) else typed)
        self._capsys.readouterr()
        with self._typed.open() as stdin, self.patch.context() as patch:
            patch.setattr(sys, "stdin", stdin)
            status = run(list(words))
        out, err = self._capsys.readouterr()
        return Called(status, out, err)

    def done(self, *words: str, typed: str | bytes = b"") -> str:
        """What a call that succeeds prints."""
        called = self(*words, typed=typed)
        assert called.status == 0, called
        return called.out

    def new(self, title: str = "Checkout is down", zone: str = "UTC", *more: str) -> str:
        """The slug of a new incident."""
        return self.done("new", title, "--timezone", zone, "--no-open", *more).strip()

    def later(self, minutes: float) -> None:
        """Lets time pass."""
        self.now += timedelta(minutes=minutes)

    def folder(self, slug: str) -> Path:
        """An incident's folder."""
        return self.home / "incidents" / slug

    def journal(self, slug: str) -> bytes:
        """The bytes of an incident's journal."""
        return (self.folder(slug) / "journal.jsonl").read_bytes()

    def incident(self, slug: str) -> Incident:
        """The incident as its journal has it."""
        journal = Journal(self.folder(slug))
        try:
            return Incident(journal.read())
        finally:
            journal.close()

    def record(self, slug: str) -> dict[str, Any]:
        """The incident.toml of an incident."""
        return tomllib.loads((self.folder(slug) / "incident.toml").read_text())


def environment(home: Path, **more: str) -> dict[str, str]:
    """The surroundings of a process of its own."""
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV") if name in os.environ
    }
    root = str(Path(__file__).parents[2])
    return {**kept, "PMTUI_HOME": str(home), "PYTHONPATH": root, "USER": "ana", "COLUMNS": "100", **more}


def process(
    home: Path,
    *words: str,
    typed: str | bytes = b"",
    variables: Mapping[str, str] | None = None,
    seconds: float = 60,
    **more: Any,
) -> Called:
    """One call as a process of its own, which hangs when it takes longer than so many seconds."""
    done = subprocess.run(
        [sys.executable, "-m", "pmtui", *words],
        env=environment(home, **(variables or {})),
        input=typed.encode() if isinstance(typed, str) else typed,
        capture_output=True,
        timeout=seconds,
        check=False,
        **more,
    )
    return Called(done.returncode, done.stdout.decode(), done.stderr.decode())
