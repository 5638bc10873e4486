"""The manual page, `man pmtui`: drawn from the parsers, the table of commands and the topics.

A wheel cannot make it (the build has none of what the parsers import), so it lies beside this file as `pmtui.1`, and a
test holds the two together.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import groupby

from pmtui import __version__
from pmtui.cli import calls
from pmtui.cli.parser import Parser
from pmtui.cli.topics import TOPICS, Topic
from pmtui.model.line.commands import COMMANDS

_DATE = "2026-11-26"
"""Of its last change by hand; without one readers show no date, and linters complain."""
_SECTIONS = {
    "times": "TIMES",
    "files": "FILES",
    "exit-codes": "EXIT STATUS",
    "environment": "ENVIRONMENT",
    "json": "JSON",
}
_WHAT = "live incident logging: type what happens, close, get the record and the postmortem draft"
_ABOUT = (
    "A full-screen terminal program for the person who runs an incident. Every Enter is a timestamped entry that is on "
    "disk before the screen calls it saved. Closing the incident writes a record (TOML), a postmortem draft (Markdown) "
    "and a picture of the timeline (SVG); reopening it lets one finish the write-up. Without a call it lists the "
    "incidents."
)
_INCIDENT = (
    "INCIDENT is a slug, a unique part of it, an id, a folder or an incident.toml; without one it is PMTUI_INCIDENT, "
    "else the only open incident. Results are on stdout, talk is on stderr."
)
_LINE = (
    "A typed line is [@TIME] [/COMMAND] TEXT, on the screen and behind `pmtui log`; no command means a note. Any "
    "unique beginning of a command's name will do."
)


def page() -> str:
    """The page in the macros of man(7), in ASCII."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield r".\" Written by `python -m tests.test_readme` from the program itself."
    yield f'.TH PMTUI 1 {_DATE} "pmtui {__version__}"'
    yield from (".nh", ".ad l")  # what is typed is not divided
    yield from (".SH NAME", rf"pmtui \- {_text(_WHAT)}")
    yield from (".SH SYNOPSIS", r"\fBpmtui\fR [\fB\-\-debug\fR] [\fICALL\fR ...]", ".br")
    yield r"\fBpmtui\fR \fB\-\-version\fR"
    yield from (".SH DESCRIPTION", _text(_ABOUT), ".PP", _text(_INCIDENT))
    yield ".SH CALLS"
    for name, call in calls.CALLS.items():
        yield from _call(calls.parser(name), name, call)
    yield from (".SH COMMANDS", _text(_LINE))
    for group, commands in groupby(COMMANDS, lambda command: command.group):
        yield from (f".SS {_text(group)}",)
        for command in commands:
            yield from _item(rf"\fB{_text(command.usage)}\fR", command.help)
    for name, heading in _SECTIONS.items():
        yield from _topic(heading, TOPICS[name])


def _call(parser: Parser, name: str, call: calls.Call) -> Iterator[str]:
    yield f".SS {name}"
    yield from (f"{_text(call.help[0].upper())}{_text(call.help[1:])}.", ".PP")
    own = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    shown = [action for action in own if action.help != argparse.SUPPRESS]
    yield " ".join([rf"\fBpmtui {name}\fR", *map(_usage, shown)])
    for action in shown:
        if action.help:
            yield from _item(_named(action), action.help)
    yield from (".PP", rf"Example: \fB{_text(call.example)}\fR")


def _usage(action: argparse.Action) -> str:
    """`[--owner NAME]`, `TITLE ...`."""
    if action.option_strings:
        return f"[{_named(action, only_last=True)}]"
    more = " ..." if action.nargs in ("*", "+", argparse.REMAINDER) else ""
    word = f"{_value(action)}{more}"
    return f"[{word}]" if action.nargs in ("?", "*") else word


def _named(action: argparse.Action, *, only_last: bool = False) -> str:
    if not action.option_strings:
        return _value(action)
    names = action.option_strings[-1:] if only_last else action.option_strings
    value = "" if action.nargs == 0 else f" {_value(action)}"
    return ", ".join(rf"\fB{_text(name)}\fR" for name in names) + value


def _value(action: argparse.Action) -> str:
    if action.metavar is None and action.choices is not None:
        return _text("|".join(map(str, action.choices)))
    return rf"\fI{_text(str(action.metavar or action.dest.upper()))}\fR"


def _item(term: str, words: str) -> Iterable[str]:
    return (".TP", term, _text(words))


def _topic(heading: str, topic: Topic) -> Iterator[str]:
    yield f".SH {heading}"
    if topic.before:
        yield _text(topic.before)
    for name, words in topic.rows:
        yield from _item(rf"\fB{_text(name.replace('`', ''))}\fR", words)
    if topic.after:
        yield from (".PP", _text(topic.after))


def _text(text: str) -> str:
    """A text as roff reads it as itself: on one line, which no macro begins."""
    signs = {"\\": r"\e", "-": r"\-", "`": r"\(ga", "'": r"\(aq", '"': r"\(dq", "~": r"\(ti", "^": r"\(ha"}
    found = "".join(signs.get(sign) or (sign if sign.isascii() else rf"\[u{ord(sign):04X}]") for sign in text)
    return rf"\&{found}" if found.startswith(".") else found
