"""The calls of the command line, their help and their examples."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

FORMATS = ("toml", "markdown", "svg", "json", "csv")
_TITLE = "live incident logging: type what happens, close, get the record and the postmortem draft"


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Prints what is off and where help is; exits with 2."""
        self.exit(2, f"{self.prog}: {message}; `{self.prog} --help` shows how\n")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The call that these words make; its `run` takes the namespace and returns the exit status.

    Raises:
        SystemExit: the help was asked for, or the call is off.
    """
    parser = Parser(
        prog="pmtui", description=_TITLE, epilog="example: pmtui new 'Checkout is down' --severity 2"
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a failure")
    parser.set_defaults(run=_deferred("screens", "home"))
    calls = parser.add_subparsers(metavar="CALL", title="calls", parser_class=Parser)
    wanted = next((word for word in words if not word.startswith("-")), None)
    for name, (help, example, build) in CALLS.items():
        call = calls.add_parser(name, help=help, description=help, epilog=f"example: {example}")
        # Only the call that is meant gets its options: the others cost a millisecond each.
        if name == wanted or wanted is None or wanted not in CALLS:
            build(call)
    options = parser.parse_args(list(words))
    if options.version:
        options.run = _deferred("screens", "version")
    return options


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
    call.set_defaults(run=_deferred("incidents", "new"))


def _open(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.set_defaults(run=_deferred("screens", "live"))


def _log(call: argparse.ArgumentParser) -> None:
    call.add_argument(
        "-i", "--incident", metavar="INCIDENT", help="default: $PMTUI_INCIDENT, else the only open one"
    )
    call.add_argument(
        "text", metavar="TEXT", nargs="*", help="[@TIME] [/COMMAND] TEXT; none: every line of stdin"
    )
    call.add_argument(
        "--run",
        dest="program",
        nargs=argparse.REMAINDER,
        metavar="CMD …",
        help="run it; record status, duration and output",
    )
    call.set_defaults(run=_deferred("log", "log"))


def _list(call: argparse.ArgumentParser) -> None:
    call.add_argument("--json", action="store_true", help="machine-readable")
    call.set_defaults(run=_deferred("incidents", "list_"))


def _show(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.add_argument("--json", action="store_true", help="the whole record, as JSON")
    call.set_defaults(run=_deferred("incidents", "show"))


def _brief(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.set_defaults(run=_deferred("incidents", "brief"))


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
    call.set_defaults(run=_deferred("documents", "export"))


def _verify(call: argparse.ArgumentParser) -> None:
    _incident(call, optional=True)
    call.set_defaults(run=_deferred("incidents", "verify"))


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
    "verify": ("the journal's integrity", "pmtui verify checkout", _verify),
    "tasks": ("open follow-ups of all incidents", "pmtui tasks --overdue", _tasks),
}
