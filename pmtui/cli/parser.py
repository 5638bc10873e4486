"""The calls of the command line, their help and their examples."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

FORMATS = ("toml", "markdown", "html", "svg", "png", "json", "csv")
_TITLE = "Live incident logging: type what happens, close, get the record and the postmortem draft."
_FILES = "Data is kept under $PMTUI_HOME, else in the platform's folder for user data."


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

    def error(self, message: str) -> NoReturn:
        """Prints what is off and where help is; exits with 2."""
        from pmtui.cli.printing import say

        do = "" if message.endswith("?") else f"; `{self.prog} --help` shows how"
        if message.startswith("unrecognized") and "text" in self.takes:
            do = "; put a text that begins with a dash in quotes, behind --"
        say(f"{self.prog}: {message}{do}")
        sys.exit(2)


class _Help(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal, asked without shutil: argparse makes a formatter for every option it adds."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=min(_columns(), 100) - 2)

    def _set_color(self, color: bool) -> None:
        # Python 3.14 asks for this at each option, and imports dataclasses for it (16 ms): only a help pays for that.
        self._in_color = color

    def __getattr__(self, name: str) -> Any:
        if name not in ("_theme", "_decolor"):
            raise AttributeError(name)
        vars(argparse.HelpFormatter)["_set_color"](self, self._in_color)
        return vars(self)[name]


def _columns() -> int:
    try:
        return int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 80
    except (OSError, ValueError):
        return 80


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The call that these words make; its `run` takes the namespace and returns the exit status.

    Raises:
        SystemExit: the help was asked for, or the call is off.
    """
    if words and words[0] in CALLS:
        name = words[0]
        help, example, build = CALLS[name]
        call = Parser(f"pmtui {name}", help, example)
        build(call)
        call.refuse_dashes(words[1:])
        return call.parse_args(list(words[1:]))
    parser = Parser("pmtui", _TITLE, "pmtui new 'Checkout is down' --severity 2")
    parser.usage = "pmtui [--debug] [CALL …]"
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument(
        "--debug", action="store_true", help="in front of a call: show the traceback of a failure"
    )
    shown = "\n".join(f"  {name:<9} {help}" for name, (help, _, _) in CALLS.items())
    parser.description = (
        f"{_TITLE}\n\ncalls (none: the home screen):\n{shown}\n\n{_FILES}\n`pmtui CALL --help` says more."
    )
    if words and not words[0].startswith("-"):
        parser.error(_no_call(words[0]))
    options = parser.parse_args(list(words))
    options.run = _deferred("screens", "version" if options.version else "home")
    return options


def _no_call(word: str) -> str:
    from difflib import get_close_matches

    near = [f"`pmtui {call}`" for call in get_close_matches(word, CALLS, n=2)]
    return f"there is no call {word!r}" + (f"; did you mean {' or '.join(near)}?" if near else "")


def _deferred(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """A call imports what it needs when it runs, and nothing else does."""

    def run(options: argparse.Namespace) -> int:
        status: int = getattr(import_module(f"pmtui.cli.{module}"), function)(options)
        return status

    return run


def _incident(call: argparse.ArgumentParser, optional: bool = False) -> None:
    call.add_argument(
        "incident",
        metavar="INCIDENT",
        nargs="?" if optional else None,
        help="a slug, a unique part of it, an id, a folder or an incident.toml",
    )


def _new(call: argparse.ArgumentParser) -> None:
    call.add_argument("title", metavar="TITLE", nargs="+", help="what is wrong, in a few words")
    call.add_argument("--severity", metavar="SEV1", help="SEV1 (worst) to SEV5")
    call.add_argument("--timezone", metavar="ZONE", help="the zone in which times are typed and shown")
    call.add_argument("--no-open", action="store_true", help="print the slug instead of opening the screen")
    call.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="a chat, log or timeline whose lines become entries; they are shown before any is recorded",
    )
    call.add_argument("--day", metavar="DATE", help="with --from: the day of clocks before one is named")
    call.add_argument("--yes", action="store_true", help="with --from: record them without asking")
    call.set_defaults(run=_deferred("incidents", "new"))


def _open(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.set_defaults(run=_deferred("screens", "live"))


def _log(call: argparse.ArgumentParser) -> None:
    call.usage = "pmtui log [-i INCIDENT] [TEXT …]\n       pmtui log [-i INCIDENT] --run CMD …"
    call.add_argument(
        "-i", "--incident", metavar="INCIDENT", help="default: $PMTUI_INCIDENT, else the only open one"
    )
    call.add_argument(
        "text",
        metavar="TEXT",
        nargs="*",
        help="[@TIME] [/COMMAND] TEXT, where /help lists the commands; none: every line of stdin",
    )
    call.add_argument(
        "--run",
        dest="program",
        nargs=argparse.REMAINDER,
        metavar="CMD",
        help="run the command; record its status, duration and output",
    )
    call.set_defaults(run=_deferred("log", "log"))


def _list(call: argparse.ArgumentParser) -> None:
    call.add_argument("--json", action="store_true", help="machine-readable")
    call.set_defaults(run=_deferred("incidents", "list_"))


def _show(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.add_argument("--json", action="store_true", help="the whole record, as JSON")
    call.set_defaults(run=_deferred("reading", "show"))


def _brief(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.set_defaults(run=_deferred("reading", "brief"))


def _find(call: argparse.ArgumentParser) -> None:
    call.add_argument("text", metavar="TEXT", nargs="+", help="words, in any incident")
    call.set_defaults(run=_deferred("incidents", "find"))


def _write(call: argparse.ArgumentParser) -> None:
    _incident(call)
    call.add_argument(
        "section", metavar="SECTION", help="root_cause, +resolution appends, a new name with spaces"
    )
    call.add_argument(
        "file", metavar="FILE|-", nargs="?", default="-", help="where the text is; default: stdin"
    )
    call.set_defaults(run=_deferred("documents", "write"))


def _close(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.set_defaults(run=_deferred("documents", "close"))


def _export(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.add_argument("--format", required=True, choices=FORMATS, help="what to write")
    call.add_argument("-o", "--output", metavar="FILE", help="default: stdout")
    call.add_argument(
        "--template",
        metavar="NAME",
        help="of the Markdown: default, google, atlassian, pagerduty or your own",
    )
    call.add_argument(
        "--mask", action="store_true", help="hide what looks like a secret, a mail or IP address"
    )
    call.set_defaults(run=_deferred("documents", "export"))


def _schema(call: argparse.ArgumentParser) -> None:
    call.set_defaults(run=_deferred("documents", "schema"))


def _join(call: argparse.ArgumentParser) -> None:
    call.add_argument("source", metavar="FOLDER|FILE", help="a colleague's folder or incident.toml")
    _incident(call, optional=True)
    call.set_defaults(run=_deferred("sharing", "join"))


def _verify(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.set_defaults(run=_deferred("reading", "verify"))


def _check(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.add_argument("--strict", action="store_true", help="what is missing makes it fail, too")
    call.add_argument("--all", action="store_true", help="the hints that misfire often, too")
    call.add_argument("--json", action="store_true", help="machine-readable")
    call.set_defaults(run=_deferred("check", "check"))


def _tasks(call: argparse.ArgumentParser) -> None:
    call.add_argument("--overdue", action="store_true", help="only those whose due date is past")
    call.add_argument("--owner", metavar="NAME", help="only this owner's")
    call.add_argument("--json", action="store_true", help="machine-readable")
    call.set_defaults(run=_deferred("incidents", "tasks"))


CALLS: dict[str, tuple[str, str, Callable[[argparse.ArgumentParser], None]]] = {
    "new": ("create an incident and open it", "pmtui new 'Checkout is down' --severity SEV2", _new),
    "open": ("the live screen", "pmtui open checkout", _open),
    "log": (
        "record one line, or every line of stdin",
        "pmtui log @-5m /escalate database team: overload",
        _log,
    ),
    "list": ("all incidents", "pmtui list --json", _list),
    "show": ("one incident as plain text", "pmtui show checkout", _show),
    "brief": ("where we stand, in fifteen lines", "pmtui brief checkout", _brief),
    "find": ("entries of all incidents", "pmtui find connection pool", _find),
    "write": ("a section of the write-up from a file", "pmtui write checkout root_cause cause.md", _write),
    "close": ("close, write the documents, print their paths", "pmtui close checkout", _close),
    "export": (
        "a document to stdout or a file",
        "pmtui export checkout --format csv -o timeline.csv",
        _export,
    ),
    "check": ("what is wrong or missing in record and write-up", "pmtui check checkout --strict", _check),
    "join": ("what a colleague's copy holds and yours lacks", "pmtui join ~/incident.toml", _join),
    "schema": ("the JSON Schema of the record", "pmtui schema > incident.schema.json", _schema),
    "verify": (
        "the journal's integrity, and whether the record knows more",
        "pmtui verify checkout",
        _verify,
    ),
    "tasks": ("open follow-ups of all incidents", "pmtui tasks --overdue", _tasks),
}
