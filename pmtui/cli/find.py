"""`pmtui find`: the entries of all incidents that hold the words."""

from __future__ import annotations

from datetime import datetime

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_json, utf8
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.model.entries import kind_of
from pmtui.model.incident.facts import Item
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import search, words
from pmtui.model.line.receipt import receipt


class Options:
    """What it takes."""

    text: list[str]
    json: bool


class Found(msgspec.Struct, frozen=True):
    """An entry that holds the words."""

    incident: str
    """The slug."""
    id: str
    name: str
    """`#12`, or `#12b` where two have one number."""
    kind: str
    label: str
    at: datetime | None
    by: str
    text: str


Answer = list[Found]


def arguments(call: Parser) -> None:
    """Adds it to its parser."""
    call.add_argument("text", metavar="TEXT", type=utf8, nargs="+", help="words, in any incident")
    add_json(call)


def run(options: Options) -> int:
    """The entries of all incidents that hold the words; 1 when there is none."""
    wanted = " ".join(options.text)
    found: list[Found] = []
    now = context.clock()
    every = context.Incidents()
    for folder, incident in every:
        for item in search(incident, wanted):
            found.append(_found(folder.name, item, incident))
            if not options.json:
                print_result(f"{folder.name} {receipt(item, incident, now)}")
    if options.json:
        print_json(found)
    if not found:
        print_notice(f"nothing holds {wanted!r}")
        return 1
    return every.status


def _found(slug: str, item: Item, incident: Incident) -> Found:
    entry = item.entry
    return Found(
        incident=slug,
        id=entry.id,
        name=item.name,
        kind=kind_of(entry),
        label=entry.label,
        at=entry.at,
        by=entry.by,
        text=words(item, incident),
    )
