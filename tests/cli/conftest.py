"""The program, ready to be called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import Program


@pytest.fixture
def pmtui(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The command line, in this process, on 15 October 2023 at 10:30 UTC."""
    return Program(tmp_path, capsys, monkeypatch)
