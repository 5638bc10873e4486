"""The calls of the command line: what each is for, and which module does it. A call imports its own module alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

import msgspec

from pmtui.cli.parser import Parser

if TYPE_CHECKING:
    _Options = TypeVar("_Options")

    class _Module(Protocol[_Options]):
        """What the module of a call holds."""

        @property
        def Options(self) -> Callable[[], _Options]:
            """What it takes, typed; the parser sets each name."""
            ...

        @property
        def run(self) -> Callable[[_Options], int]:
            """Does it; gives the exit status."""
            ...

        def arguments(self, call: Parser) -> None:
            """Adds what it takes to its parser."""
            ...


class Call(msgspec.Struct, frozen=True):
    """One call."""

    help: str
    example: str
    run: Callable[[Parser, Sequence[str]], int]
    """Reads the words behind its name and does what they ask; gives the exit status."""


def run(words: Sequence[str]) -> int:
    """Does what these words ask; gives the exit status.

    Raises:
        SystemExit: the help was asked for, or the call is off.
        PmtuiError: it failed.
    """
    name = ALIASES.get(words[0], words[0]) if words else ""
    if name in CALLS:
        call = CALLS[name]
        return call.run(Parser(f"pmtui {name}", call.help, call.example), words[1:])
    return _without_call(words)


_TITLE = "Live incident logging: type what happens, close, get the record and the postmortem draft."
_FILES = "Data is kept under $PMTUI_HOME, else in the platform's folder for user data."


class _NoCall:
    """What stands without a call."""

    version: bool
    debug: bool


def all_calls() -> Parser:
    """The parser of what stands without a call, whose help names every call."""
    made = Parser("pmtui", _TITLE, "pmtui new 'Checkout is down' --severity 2")
    made.usage = "pmtui [--debug] [CALL …]"
    made.add_argument("--version", action="store_true", help="print the version")
    made.add_argument(
        "--debug", action="store_true", help="in front of a call: show the traceback of a failure"
    )
    from pmtui.cli.topics import TOPICS

    widest = max(map(len, CALLS))
    listed = "\n".join(f"  {name:<{widest}}  {call.help}" for name, call in CALLS.items())
    topics = f"`pmtui CALL --help` says more, and `pmtui help TOPIC` of: {', '.join(TOPICS)}."
    made.description = f"{_TITLE}\n\ncalls (none: the home screen):\n{listed}\n\n{_FILES}\n{topics}"
    return made


def _without_call(words: Sequence[str]) -> int:
    parser = all_calls()
    if words and not words[0].startswith("-"):
        _no_such_call(parser, words[0])
    if parser.parse_args(words, _NoCall()).version:
        from pmtui import __version__
        from pmtui.cli.printing import print_result

        print_result(f"pmtui {__version__}")
        return 0
    from pmtui.cli import screens

    return screens.show(None)


def _no_such_call(parser: Parser, word: str) -> NoReturn:
    from pmtui.model.text import did_you_mean, nearest

    near = did_you_mean(f"`pmtui {call}`" for call in nearest(word, CALLS, 2))
    parser.error("; ".join(filter(None, (f"there is no call {word!r}", near))))


def _run(module: _Module[_Options], call: Parser, words: Sequence[str]) -> int:
    module.arguments(call)
    call.refuse_dashes(words)
    return module.run(call.parse_args(words, module.Options()))


def _new(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import new

    return _run(new, call, words)


def _open(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import open

    return _run(open, call, words)


def _log(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import log

    return _run(log, call, words)


def _list(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import list

    return _run(list, call, words)


def _show(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import show

    return _run(show, call, words)


def _brief(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import brief

    return _run(brief, call, words)


def _find(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import find

    return _run(find, call, words)


def _write(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import write

    return _run(write, call, words)


def _attach(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import attach

    return _run(attach, call, words)


def _close(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import close

    return _run(close, call, words)


def _finish(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import finish

    return _run(finish, call, words)


def _reopen(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import reopen

    return _run(reopen, call, words)


def _handover(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import handover

    return _run(handover, call, words)


def _export(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import export

    return _run(export, call, words)


def _review(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import review

    return _run(review, call, words)


def _join(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import join

    return _run(join, call, words)


def _schema(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import schema

    return _run(schema, call, words)


def _template(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import template

    return _run(template, call, words)


def _verify(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import verify

    return _run(verify, call, words)


def _tasks(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import tasks

    return _run(tasks, call, words)


def _stats(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import stats

    return _run(stats, call, words)


def _locate(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import locate

    return _run(locate, call, words)


def _help(call: Parser, words: Sequence[str]) -> int:
    from pmtui.cli import help

    return _run(help, call, words)


CALLS = {
    "new": Call("create an incident and open it", "pmtui new 'Checkout is down' --severity SEV2", _new),
    "open": Call("the live screen", "pmtui open checkout", _open),
    "log": Call(
        "record one line, or every line of stdin",
        "pmtui log @-5m /escalate database team: overload",
        _log,
    ),
    "list": Call(
        "all incidents, or those of a state, severity, service, tag or time",
        "pmtui list --state open --tag database",
        _list,
    ),
    "show": Call(
        "one incident as plain text; --follow goes on with what comes", "pmtui show checkout", _show
    ),
    "brief": Call("where we stand, in fifteen lines", "pmtui brief checkout", _brief),
    "find": Call("entries of all incidents", "pmtui find connection pool", _find),
    "write": Call(
        "a section of the write-up from a file", "pmtui write checkout root_cause cause.md", _write
    ),
    "attach": Call(
        "copy a file into an incident, which pictures are shown from",
        "pmtui attach errors.png per second",
        _attach,
    ),
    "close": Call("close, write the documents, print their paths", "pmtui close checkout", _close),
    "finish": Call(
        "the write-up is final; lists what is missing first",
        "pmtui finish checkout --reviewer bo --url https://wiki.example.org/pm/12",
        _finish,
    ),
    "reopen": Call("take the close back", "pmtui reopen checkout it fails again", _reopen),
    "handover": Call("the commander changes; prints the brief", "pmtui handover Bo", _handover),
    "export": Call(
        "a document to stdout or a file",
        "pmtui export checkout -o timeline.csv",
        _export,
    ),
    "review": Call(
        "what is wrong or missing in record and write-up", "pmtui review checkout --strict", _review
    ),
    "join": Call("what a colleague's copy holds and yours lacks", "pmtui join ~/incident.toml", _join),
    "schema": Call(
        "the JSON Schema of the record, or of a call's --json",
        "pmtui schema --of list > list.schema.json",
        _schema,
    ),
    "template": Call(
        "a template of the draft, to begin your own from", "pmtui template show default", _template
    ),
    "verify": Call(
        "what of an incident's files is changed or missing", "pmtui verify --repair checkout", _verify
    ),
    "tasks": Call("open follow-ups of all incidents", "pmtui tasks --overdue", _tasks),
    "stats": Call(
        "what the incidents of a time say together, each number with those it is made of",
        "pmtui stats --since 12mo --service shop",
        _stats,
    ),
    "locate": Call("where data and settings lie, and which versions run", "pmtui locate", _locate),
    "help": Call("what is to be known of a topic or a call", "pmtui help times", _help),
}

ALIASES = {"check": "review"}


def module(name: str) -> Any:
    """The module of a call, which holds its `Options`, its `arguments` and, where it has `--json`, its `Answer`."""
    from importlib import import_module

    return import_module(f"pmtui.cli.{name}")


def parser(name: str) -> Parser:
    """The parser of a call, as its help shows it."""
    call = CALLS[name]
    made = Parser(f"pmtui {name}", call.help, call.example)
    module(name).arguments(made)
    return made
