"""Every test has a home of its own, and the same random data in every continuous run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

settings.register_profile("here", deadline=None)
# A continuous run tells at once that something fails; making the example small is for whoever mends it.
_WHOLE = (Phase.explicit, Phase.generate, Phase.target)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, phases=_WHOLE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "here"))


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's incidents and settings but the test's."""
    home = tmp_path / "home"
    monkeypatch.setenv("PMTUI_HOME", str(home))
    for name in ("PMTUI_INCIDENT", "NO_COLOR", "TZ", "TEXTUAL_THEME", "TEXTUAL_FPS"):
        monkeypatch.delenv(name, raising=False)
    return home
