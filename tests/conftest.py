"""Every test has a home of its own, and the same random data in every continuous run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "here"))


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's incidents and settings but the test's."""
    home = tmp_path / "home"
    monkeypatch.setenv("PMTUI_HOME", str(home))
    for name in ("PMTUI_INCIDENT", "NO_COLOR", "TZ", "TEXTUAL_THEME", "TEXTUAL_FPS"):
        monkeypatch.delenv(name, raising=False)
    return home
