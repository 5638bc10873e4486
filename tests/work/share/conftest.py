"""A scene for every test of a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.work.share.scene import Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """Nobody is here yet."""
    found = Scene(tmp_path)
    yield found
    found.close()
