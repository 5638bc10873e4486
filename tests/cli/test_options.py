"""What a call takes: its arguments, and the typed options that they become."""

from __future__ import annotations

import pkgutil
import shlex
from importlib import import_module
from types import ModuleType
from typing import get_type_hints

import msgspec
import pytest

from pmtui import cli
from pmtui.cli.calls import CALLS
from pmtui.cli.parser import Parser

MODULES = {info.name: import_module(f"pmtui.cli.{info.name}") for info in pkgutil.iter_modules(cli.__path__)}
OF_CALLS = {name: module for name, module in MODULES.items() if hasattr(module, "Options")}


def parser(module: ModuleType) -> Parser:
    """The parser of a call."""
    made = Parser("pmtui", "help", "example")
    module.arguments(made)
    return made


def test_every_call_has_a_module_of_its_own() -> None:
    """Where a call is done is found by its name."""
    assert set(CALLS) == set(OF_CALLS)


@pytest.mark.parametrize("name", OF_CALLS)
def test_options_are_what_the_call_takes(name: str) -> None:
    """Each argument has a typed name, and no name is without its argument."""
    module = OF_CALLS[name]
    assert set(get_type_hints(module.Options)) == parser(module).takes - {"help"}


@pytest.mark.parametrize("call", CALLS)
def test_options_have_the_types_that_they_promise(call: str) -> None:
    """What the parser makes of the call's example, and of what may be left out, is of the type that stands there."""
    module = OF_CALLS[call]
    words = shlex.split(CALLS[call].example.partition(" > ")[0])[2:]
    options = parser(module).parse_args(words, module.Options())
    for name, type in get_type_hints(module.Options).items():
        msgspec.convert(getattr(options, name), type)
