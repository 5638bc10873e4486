"""How a call reads its words: errors of one sentence, help with an example, arguments that several calls take."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from pmtui.cli.printing import print_notice, print_result
from pmtui.errors import PmtuiError
from pmtui.startup import columns

_ALMOST_A_NUMBER = re.compile(r"-(?!\d+\Z|\d*\.\d+\Z)\.?\d")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def __init__(self, prog: str, help: str, example: str) -> None:
        super().__init__(
            prog=prog,
            description=f"{help[0].upper()}{help[1:]}",
            epilog=f"example: {example}",
            formatter_class=_Help,
            allow_abbrev=False,
        )
        # Since Python 3.14 whatever begins with a dash and a digit is no option, so that `-5m foo` would be a text.
        self._negative_number_matcher = re.compile(r"-(\d+|\d*\.\d+)$")

    def add_argument(self, *names: str, **given: Any) -> argparse.Action:
        """As argparse does it, but for what may be left out: it calls `[WORD …]` required where another is missing."""
        action: argparse.Action = super().add_argument(*names, **given)
        if action.nargs == argparse.ZERO_OR_MORE:
            action.required = False
        return action

    @property
    def takes(self) -> set[str]:
        """The names of what it reads."""
        return {action.dest for action in self._actions}

    def refuse_dashes(self, words: Sequence[str]) -> None:
        """Refuses a word such as `-5m`, which is no option: argparse takes it for a text from Python 3.14 on.

        A plain number, `-5`, is a text on every version; so is a word behind `--`, or of a command that is run.

        Raises:
            SystemExit: there is such a word.
        """
        for word in words:
            if word in ("--", "--run"):
                return
            if _ALMOST_A_NUMBER.match(word) and " " not in word:
                self.error(f"unrecognized arguments: {word}")

    def print_help(self, file: object = None) -> None:
        """Prints the help as any other result: argparse would say nothing of a disk that is full."""
        print_result(self.format_help().removesuffix("\n"))

    def error(self, message: str) -> NoReturn:
        """Prints what is off and where help is; exits with 2."""
        do = "" if message.endswith("?") else f"; `{self.prog} --help` shows how"
        if message.startswith("unrecognized") and "text" in self.takes:
            do = "; put a text that begins with a dash in quotes, behind --"
        print_notice(f"{self.prog}: {message}{do}")
        sys.exit(2)


class _Help(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal; argparse makes one for every option it adds."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=min(columns(), 100) - 2)

    def _set_color(self, color: bool) -> None:
        # Python 3.14 asks for this at each option, and imports dataclasses for it (16 ms): only a help pays for that.
        self._in_color = color

    def __getattr__(self, name: str) -> Any:
        if name not in ("_theme", "_decolor"):
            raise AttributeError(name)
        vars(argparse.HelpFormatter)["_set_color"](self, self._in_color)
        return vars(self)[name]


def utf8(word: str) -> str:
    """What a person typed as an argument, read from its bytes as UTF-8 whatever the locale says.

    Raises:
        PmtuiError: it is no UTF-8.
    """
    try:
        return os.fsencode(word).decode()
    except UnicodeDecodeError:
        raise PmtuiError(
            f"the text {word.encode(errors='replace').decode()!r} is no UTF-8",
            "nothing was recorded; send it as UTF-8",
        ) from None


def add_incident(call: Parser, required: bool = False) -> None:
    """The incident that is meant; when it may be left out, `context.folder` says which that is."""
    call.add_argument(
        "incident",
        metavar="INCIDENT",
        nargs=None if required else "?",
        help="a slug, a unique part of it, an id, a folder or an incident.toml",
    )


class IncidentOptions:
    """What a call takes that needs to know the incident and nothing else."""

    incident: str | None


def add_json(call: argparse._ActionsContainer, help: str = "machine-readable") -> None:
    """The result as JSON."""
    call.add_argument("--json", action="store_true", help=help)
