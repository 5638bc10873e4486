"""Who else can read what was made."""

from __future__ import annotations

import stat
from pathlib import Path


def open_to_others(home: Path) -> dict[str, str]:
    """What does not have the modes 0700 and 0600."""
    modes = {path: path.stat().st_mode for path in [home, *home.rglob("*")]}
    right = {path: 0o700 if stat.S_ISDIR(mode) else 0o600 for path, mode in modes.items()}
    return {str(path): oct(mode) for path, mode in modes.items() if stat.S_IMODE(mode) != right[path]}
