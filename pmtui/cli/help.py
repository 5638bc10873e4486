"""`pmtui help`: the calls and topics; of one of them what is to be known."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pmtui.cli.parser import Parser
from pmtui.cli.printing import print_result
from pmtui.cli.topics import TOPICS, Topic
from pmtui.errors import UsageError
from pmtui.model.text import did_you_mean, nearest
from pmtui.startup import columns

_WIDEST = 100
_NAMES = 28
"""Columns of what stands on the left; what is longer has a line of its own."""


class Options:
    """What it takes."""

    topic: str | None


def arguments(call: Parser) -> None:
    """Adds it to its parser."""
    call.add_argument("topic", metavar="TOPIC", nargs="?", help=f"{', '.join(TOPICS)}, or a call")


def run(options: Options) -> int:
    """Prints what is to be known.

    Raises:
        UsageError: there is no such topic and no such call.
    """
    from pmtui.cli.calls import ALIASES, CALLS, all_calls, parser

    wanted = ALIASES.get(options.topic or "", options.topic)
    if wanted is None:
        print_result(all_calls().format_help().rstrip("\n"))
    elif wanted in TOPICS:
        print_result("\n".join(_text(TOPICS[wanted])))
    elif wanted in CALLS:
        print_result(parser(wanted).format_help().rstrip("\n"))
    else:
        near = did_you_mean(f"`pmtui help {name}`" for name in nearest(wanted, [*TOPICS, *CALLS], 2))
        raise UsageError(
            f"there is no topic and no call {wanted!r}", near or f"the topics are {', '.join(TOPICS)}"
        )
    return 0


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _text(topic: Topic) -> Iterator[str]:
    width = min(columns(), _WIDEST)
    if topic.before:
        yield from (*_wrap(topic.before, width), "")
    left = min(_NAMES, max(len(_plain(name)) for name, _ in topic.rows))
    for name, words in topic.rows:
        yield from _row(_plain(name), words, left, width)
    if topic.after:
        yield from ("", *_wrap(topic.after, width))


def _row(name: str, words: str, left: int, width: int) -> Iterator[str]:
    indent = " " * (left + 2)
    lines = _wrap(words, max(width - len(indent), 20))
    if len(name) > left:
        yield name
    else:
        lines[0] = f"{name:<{left}}  {lines[0]}"
        yield lines.pop(0)
    yield from (f"{indent}{line}" for line in lines)


def _plain(name: str) -> str:
    """What is typed, without the marks of code."""
    return name.replace("`", "")
