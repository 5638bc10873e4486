"""`pmtui locate`: where data and settings lie, and which versions run: what a bug report needs, and nothing secret."""

from __future__ import annotations

import os
import platform
import sys
from importlib import metadata
from pathlib import Path

import msgspec

from pmtui import __version__
from pmtui.cli import context
from pmtui.cli.columns import columns
from pmtui.cli.parser import Parser, add_json
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.errors import PmtuiError
from pmtui.model.entries import FORMAT
from pmtui.storage import paths

_PACKAGES = ("textual", "rich", "msgspec", "pendulum", "jinja2", "markdown-it-py", "resvg-py", "nats-py")
_TERMINAL = ("TERM", "TERM_PROGRAM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "TZ")
"""Variables that say how it looks; none holds a name or a secret."""
_INSIDE = ("TMUX", "STY", "SSH_CONNECTION")
"""Variables of which only is said that they are there: they hold addresses."""


class Options:
    """What it takes."""

    json: bool


class Located(msgspec.Struct, frozen=True):
    """Where it lies and runs. Nothing of any incident, and no name of a person but the one in the paths."""

    version: str
    format: int
    """Of the journals that it writes."""
    home: str
    incidents: int | None
    """How many; null when the folder cannot be read."""
    settings: str
    settings_exist: bool
    templates: str
    program: str
    """The folder that it is installed in."""
    python: str
    system: str
    packages: dict[str, str]
    """The versions of what it uses, as far as that is installed."""
    terminal: dict[str, str]


Answer = Located


def arguments(call: Parser) -> None:
    """Adds it to its parser."""
    add_json(call)


def run(options: Options) -> int:
    """Prints where it lies and runs; paths below the user's own folder begin with `~`, but for a program."""
    found = _located()
    if options.json:
        print_json(found)
        return 0
    for line in columns(_rows(found)):
        print_result(line)
    context.settings()  # says what is wrong in them
    return 0


def _located() -> Located:
    settings = paths.settings_file()
    return Located(
        version=__version__,
        format=FORMAT,
        home=str(paths.home()),
        incidents=_count(),
        settings=str(settings),
        settings_exist=settings.exists(),
        templates=str(paths.templates_folder()),
        program=str(Path(__file__).parents[1]),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        packages=_packages(),
        terminal=_terminal(),
    )


def _count() -> int | None:
    try:
        return len(context.library().folders())
    except PmtuiError as error:
        print_notice(f"pmtui: {error}")
        return None


def _packages() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _terminal() -> dict[str, str]:
    said = {name: os.environ[name] for name in _TERMINAL if name in os.environ}
    said |= {name: "set" for name in _INSIDE if os.environ.get(name)}
    try:
        size = os.get_terminal_size(sys.__stdout__.fileno()) if sys.__stdout__ else None
    except (OSError, ValueError):
        size = None
    return said | ({"size": f"{size.columns}x{size.lines}"} if size else {})


def _rows(found: Located) -> list[tuple[str, str]]:
    incidents = "cannot be read" if found.incidents is None else f"incidents: {found.incidents}"
    return [
        ("pmtui", f"{found.version}, journals of format {found.format}"),
        ("data", f"{_short(found.home)} ({incidents})"),
        ("settings", f"{_short(found.settings)}{'' if found.settings_exist else ' (not there)'}"),
        ("templates", _short(found.templates)),
        ("program", _short(found.program)),
        ("python", found.python),
        ("system", found.system),
        ("packages", _pairs(found.packages)),
        ("terminal", _pairs(found.terminal)),
    ]


def _pairs(values: dict[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _short(path: str) -> str:
    """Below the user's own folder without its name, so that it can be pasted."""
    own = str(Path.home())
    return f"~{path.removeprefix(own)}" if path.startswith(f"{own}/") else path
