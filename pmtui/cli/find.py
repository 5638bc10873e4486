"""`pmtui find`: the entries of all incidents that hold the words."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, utf8
from pmtui.cli.printing import print_notice, print_result
from pmtui.model.incident.words import search
from pmtui.model.line.receipt import receipt


class Options:
    """What it takes."""

    text: list[str]


def arguments(call: Parser) -> None:
    """Adds it to its parser."""
    call.add_argument("text", metavar="TEXT", type=utf8, nargs="+", help="words, in any incident")


def run(options: Options) -> int:
    """The entries of all incidents that hold the words; 1 when there is none."""
    wanted = " ".join(options.text)
    hits = 0
    now = context.clock()
    every = context.Incidents()
    for folder, incident in every:
        for item in search(incident, wanted):
            print_result(f"{folder.name} {receipt(item, incident, now)}")
            hits += 1
    if not hits:
        print_notice(f"nothing holds {wanted!r}")
        return 1
    return every.status
