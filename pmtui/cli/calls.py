"""The calls of the command line: what each is for, and which module does it. A call imports its own module alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn, Protocol

import msgspec

from pmtui.cli.parser import Parser


class Module(Protocol):
    """What the module of a call holds; where it has `--json`, also its `Answer`."""

    @property
    def Options(self) -> Callable[[], object]:
        """What it takes, typed; the parser sets each name."""
        ...

    @property
    def run(self) -> Callable[[Any], int]:
        """Does what its options ask; gives the exit status."""
        ...

    def arguments(self, call: Parser) -> None:
        """Adds what it takes to its parser."""
        ...


class Call(msgspec.Struct, frozen=True):
    """One call."""

    help: str
    example: str


def run(words: Sequence[str]) -> int:
    """Does what these words ask; gives the exit status.

    Raises:
        SystemExit: the help was asked for, or the call is off.
        PmtuiError: it failed.
    """
    name = ALIASES.get(words[0], words[0]) if words else ""
    if name not in CALLS:
        return _without_call(words)
    found, parsed = module(name), parser(name)
    parsed.refuse_dashes(words[1:])
    return found.run(parsed.parse_args(words[1:], found.Options()))


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
    topics = f"`pmtui CALL --help` says more; topics of `pmtui help`: {', '.join(TOPICS)}."
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


CALLS = {
    "new": Call("create an incident and open it", "pmtui new 'Checkout is down' --severity SEV2"),
    "open": Call("the live screen", "pmtui open checkout"),
    "log": Call(
        "record one line, or every line of stdin", "pmtui log @-5m /escalate database team: overload"
    ),
    "list": Call(
        "all incidents, or those of a state, severity, service, tag or time",
        "pmtui list --state open --tag database",
    ),
    "show": Call("one incident as plain text; --follow goes on with what comes", "pmtui show checkout"),
    "brief": Call("where we stand, in fifteen lines", "pmtui brief checkout"),
    "find": Call("entries of all incidents", "pmtui find connection pool"),
    "write": Call("a section of the write-up from a file", "pmtui write checkout root_cause cause.md"),
    "attach": Call(
        "copy a file into an incident, which pictures are shown from", "pmtui attach errors.png per second"
    ),
    "close": Call("close, write the documents, print their paths", "pmtui close checkout"),
    "finish": Call(
        "the write-up is final; lists what is missing first",
        "pmtui finish checkout --reviewer bo --url https://wiki.example.org/pm/12",
    ),
    "reopen": Call("take the close back", "pmtui reopen checkout it fails again"),
    "handover": Call("the commander changes; prints the brief", "pmtui handover Bo"),
    "export": Call("a document to stdout or a file", "pmtui export checkout -o timeline.csv"),
    "review": Call("what is wrong or missing in record and write-up", "pmtui review checkout --strict"),
    "import": Call(
        "entries from what others recorded: chats, pages, alerts, shell histories, timelines",
        "pmtui import -i checkout slack-export.zip --channel inc-checkout",
    ),
    "join": Call(
        "a shared incident, by its line; or what a colleague's copy holds and yours lacks",
        "pmtui join ~/incident.toml",
    ),
    "share": Call("a running incident for several machines (experimental)", "pmtui share checkout --here"),
    "sync": Call(
        "a shared incident is made the same here and with the others; --watch stays",
        "pmtui sync checkout --watch",
    ),
    "schema": Call(
        "the JSON Schema of the record, or of a call's --json", "pmtui schema --of list > list.schema.json"
    ),
    "template": Call("a template of the draft, to begin your own from", "pmtui template show default"),
    "verify": Call("what of an incident's files is changed or missing", "pmtui verify --repair checkout"),
    "tasks": Call("open follow-ups of all incidents", "pmtui tasks --overdue"),
    "stats": Call(
        "what the incidents of a time say together, each number with those it is made of",
        "pmtui stats --since 12mo --service shop",
    ),
    "replay": Call(
        "play a record again on the live screen, for a talk: nothing of it is kept",
        "pmtui replay ~/incident.toml --demo --speed 60",
    ),
    "locate": Call("where data and settings lie, and which versions run", "pmtui locate"),
    "completion": Call(
        "what your shell runs for Tab: bash, zsh or fish",
        "pmtui completion fish > ~/.config/fish/completions/pmtui.fish",
    ),
    "help": Call("what is to be known of a topic, a call or a command", "pmtui help times"),
}

ALIASES = {"check": "review"}


def module(name: str) -> Module:
    """The module of a call; by its name, for some calls tell of all calls, and each is to import its own alone."""
    return import_module(f"pmtui.cli.{name}")


def parser(name: str) -> Parser:
    """The parser of a call, as its help shows it."""
    call = CALLS[name]
    made = Parser(f"pmtui {name}", call.help, call.example)
    module(name).arguments(made)
    return made
