"""An object is a room too: nobody finds their way in one of a hundred methods, however many files they stand in."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pmtui

MOST = 40
"""Methods of a class, those of its own bases counted, properties and what others wrote apart."""
_OURS = str(Path(pmtui.__file__).parent)


def classes() -> Iterator[type]:
    """Every class of the program."""
    for module in pkgutil.walk_packages(pmtui.__path__, "pmtui."):
        if module.name != "pmtui.__main__":
            for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if found.__module__ == module.name:
                    yield found


def methods(cls: type) -> set[str]:
    """The names of a class's methods that stand in the program's own files."""
    return {
        name
        for base in cls.__mro__
        for name, member in vars(base).items()
        if inspect.isfunction(function := inspect.unwrap(getattr(member, "__func__", member)))
        and function.__code__.co_filename.startswith(_OURS)
    }


def test_no_class_has_more_than_forty_methods() -> None:
    """Its own bases are counted: one object inherited from four files is still one object."""
    counts = {cls.__qualname__: len(methods(cls)) for cls in classes()}
    assert counts["LiveScreen"] > 20, "the screen is counted, with its decorated methods"
    assert {name: count for name, count in counts.items() if count > MOST} == {}


def test_what_a_base_of_ours_brings_is_counted() -> None:
    """A pane has the actions of the entries on its lines; what Textual's widgets have is not counted."""
    from pmtui.tui.widgets.hypotheses import Hypotheses

    assert {"action_amend", "show_rows", "action_confirm"} <= methods(Hypotheses)
    assert "action_cursor_down" not in methods(Hypotheses)
