"""`pmtui help`: the calls and topics; of one of them what is to be known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pmtui.cli.columns import wrapped
from pmtui.cli.parser import Parser
from pmtui.cli.printing import print_result
from pmtui.cli.topics import TOPICS, Topic
from pmtui.errors import PmtuiError, UsageError
from pmtui.model.text import did_you_mean, nearest
from pmtui.startup import columns

if TYPE_CHECKING:
    from pmtui.model.line.arguments import Command

_WIDEST = 100
_NAMES = 28
"""Columns of what stands on the left; what is longer has a line of its own."""


class Options:
    """What it takes."""

    topic: str | None


def arguments(call: Parser) -> None:
    """Adds it to its parser."""
    call.add_argument("topic", metavar="TOPIC", nargs="?", help=f"{', '.join(TOPICS)}, a call, or a /command")


def run(options: Options) -> int:
    """Prints what is to be known.

    Raises:
        UsageError: there is no such topic, no such call and no such command.
    """
    from pmtui.cli.calls import ALIASES, CALLS, all_calls, parser

    wanted = ALIASES.get(options.topic or "", options.topic)
    if wanted is None:
        print_result(all_calls().format_help().rstrip("\n"))
    elif wanted in TOPICS:
        print_result("\n".join(_text(TOPICS[wanted])))
    elif wanted in CALLS:
        print_result(parser(wanted).format_help().rstrip("\n"))
    elif command := _command(wanted):
        print_result("\n".join(_of_command(command)))
    else:
        known = [*TOPICS, *CALLS, *(f"/{name}" for name in _commands())]
        near = did_you_mean(f"`pmtui help {name}`" for name in nearest(wanted, known, 2))
        raise UsageError(
            f"there is no topic, no call and no command {wanted!r}",
            near or f"the topics are {', '.join(TOPICS)}",
        )
    return 0


def _commands() -> Iterable[str]:
    from pmtui.model.line.commands import BY_NAME

    return BY_NAME


def _command(wanted: str) -> Command | None:
    """The command of a typed line that is meant; a call of the same name is asked for without the slash."""
    from pmtui.model.line.commands import meant

    try:
        return meant(wanted.removeprefix("/"), "")[0]
    except PmtuiError:
        return None


def _of_command(command: Command) -> Iterator[str]:
    """How it is typed, what it does, and an example."""
    width = min(columns(), _WIDEST)
    yield from (*wrapped(command.usage, width), "", *wrapped(command.help, width))
    yield from ("", f"example: {command.example}")


def _text(topic: Topic) -> Iterator[str]:
    width = min(columns(), _WIDEST)
    if topic.before:
        yield from (*wrapped(topic.before, width), "")
    left = min(_NAMES, max(len(_plain(name)) for name, _ in topic.rows))
    for name, words in topic.rows:
        yield from _row(_plain(name), words, left, width)
    if topic.after:
        yield from ("", *wrapped(topic.after, width))


def _row(name: str, words: str, left: int, width: int) -> Iterator[str]:
    indent = " " * (left + 2)
    lines = wrapped(words, max(width - len(indent), 20))
    if len(name) > left:
        yield name
    else:
        lines[0] = f"{name:<{left}}  {lines[0]}"
        yield lines.pop(0)
    yield from (f"{indent}{line}" for line in lines)


def _plain(name: str) -> str:
    """What is typed, without the marks of code."""
    return name.replace("`", "")
