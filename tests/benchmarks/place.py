"""Where the benchmarks run: folders of incidents, and programs with their compiled code at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from pmtui.storage.paths import INCIDENTS
from tests.benchmarks.journals import STORY, make

PMTUI = (sys.executable, "-c", "import sys; from pmtui.__main__ import main; sys.exit(main())")
"""What the installed command `pmtui` does."""
PASS = (sys.executable, "-c", "pass")
_ROOT = Path(__file__).parents[2]


class Place:
    """A folder for one run, and how long the run may take.

    Args:
        root: an empty folder, on the disk that is to be measured.
        quick: fewer samples; the table is then only a hint.
    """

    def __init__(self, root: Path, quick: bool) -> None:
        self.root = root
        self.quick = quick
        self._made: dict[tuple[int, int], Path] = {}
        self._copies = 0
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PMTUI"))}
        self._env = {
            **kept,
            "USER": "ana",
            "TERM": "xterm-256color",
            "TZ": "UTC",
            "PYTHONPYCACHEPREFIX": str(root / "pyc"),
            "XDG_CONFIG_HOME": str(root / "config"),
            "XDG_DATA_HOME": str(root / "data"),
        }

    def count(self, full: int) -> int:
        """How many samples are taken."""
        return max(3, full // 4) if self.quick else full

    def home(self, entries: int, story: int = STORY) -> Path:
        """A folder of its own for PMTUI_HOME, that holds one incident with this many entries."""
        if (entries, story) not in self._made:
            made = self.root / f"made-{entries}-{story}"
            make(made, entries, story)
            self._made[entries, story] = made
        self._copies += 1
        return shutil.copytree(self._made[entries, story], self.root / f"home-{self._copies}")

    def env(self, home: Path | None = None) -> Mapping[str, str]:
        """The variables of a program that is measured."""
        return {**self._env, "PMTUI_HOME": str(home)} if home else self._env

    def run(self, command: Sequence[str], home: Path | None = None) -> float:
        """Seconds that a whole process takes.

        Raises:
            CalledProcessError: it failed, so its time says nothing.
        """
        start = time.perf_counter()
        subprocess.run(
            command,
            env=self.env(home),
            cwd=_ROOT,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return time.perf_counter() - start


def folder(home: Path) -> Path:
    """The only incident of a home."""
    (found,) = (home / INCIDENTS).iterdir()
    return found
