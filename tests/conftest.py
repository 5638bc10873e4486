"""Every test has a home of its own, and the same random data in every run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

# Whoever runs the tests sees what everybody sees; `.ci/run` also looks with other seeds, at what nobody saw yet.
settings.register_profile("same", deadline=None, derandomize=True, database=None, max_examples=50)
# A run that only asks whether anything fails does not make the example small.
_WHOLE = (Phase.explicit, Phase.generate, Phase.target)
settings.register_profile("seeds", deadline=None, database=None, phases=_WHOLE, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's incidents and settings but the test's."""
    home = tmp_path / "home"
    monkeypatch.setenv("PMTUI_HOME", str(home))
    for name in ("PMTUI_INCIDENT", "SUDO_USER", "NO_COLOR", "TZ", "TEXTUAL_THEME", "TEXTUAL_FPS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    return home
