"""The layers hold: each package imports what lies below it, and nothing else of ours or of the screens.

import-linter reads the source; here a process imports every module of a layer and looks at what came along.
"""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import pmtui

ROOT = Path(__file__).parents[1]
OURS = ("startup", "model", "storage", "output", "work", "cli", "tui")
LAYERS = {
    "startup": {"startup"},
    "model": {"model"},
    "storage": {"model", "storage"},
    "output": {"model", "output"},
    "work.session": {"model", "storage", "work"},
    "work": {"model", "storage", "output", "work"},
    "cli": {"startup", "model", "storage", "output", "work", "cli"},
}
"""What each layer may bring along."""


def modules(layer: str) -> list[str]:
    """Every module of a layer, by its full name."""
    top = Path(pmtui.__file__).parent / layer.replace(".", "/")
    if not top.is_dir():
        return [f"pmtui.{layer}"]
    return [info.name for info in pkgutil.walk_packages([str(top)], f"pmtui.{layer}.")]


def imported(names: list[str]) -> set[str]:
    """All modules that are there after these were imported, in a process of its own."""
    code = f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_brings_only_those_below_it(layer: str) -> None:
    """Importing all of a layer loads no layer above it, and no Textual."""
    found = imported(modules(layer))
    ours = {name.split(".")[1] for name in found if name.startswith("pmtui.")} & set(OURS)
    assert ours <= LAYERS[layer]
    assert "textual" not in found


@pytest.mark.parametrize("layer", ["model", "storage", "work.session", "work.publish", "cli"])
def test_what_is_slow_to_import_is_imported_when_it_is_needed(layer: str) -> None:
    """pendulum, jinja2, platformdirs, tomllib and asyncio are nobody's first import."""
    found = imported([name for name in modules(layer) if name != "pmtui.cli.run"])
    assert found.isdisjoint({"pendulum", "jinja2", "platformdirs", "tomllib", "asyncio", "subprocess"})


def test_the_first_frame_does_not_wait_for_the_write_up() -> None:
    """Its widgets, the review and the templates are imported when somebody asks for them."""
    found = imported(["pmtui.tui.app"])
    late = {"pmtui.tui.writeup.writeup", "pmtui.model.review.rules", "pmtui.tui.terminal.editor", "jinja2"}
    assert found.isdisjoint(late)
    assert not any(name.startswith("pmtui.output") for name in found)
