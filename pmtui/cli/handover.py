"""`pmtui handover`: the commander changes, with the brief of that moment."""

from __future__ import annotations

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_json, utf8
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.cli.recorded import Receipt
from pmtui.model.incident.brief import brief


class Options:
    """What it takes."""

    incident: str | None
    name: list[str]
    json: bool


class HandedOver(msgspec.Struct, frozen=True):
    """The entry, and what whoever takes over reads."""

    receipt: Receipt
    brief: str


Answer = HandedOver


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.add_argument(
        "-i", "--incident", metavar="INCIDENT", help="default: $PMTUI_INCIDENT, else the only open one"
    )
    call.add_argument("name", metavar="NAME", type=utf8, nargs="+", help="who takes over")
    add_json(call)


def run(options: Options) -> int:
    """Records it; the brief is printed, the receipt is a notice."""
    here = context.session(options.incident)
    try:
        receipt = context.record(here, f"/handover {' '.join(options.name)}")
        where = brief(here.incident, context.clock(), context.settings())
        if options.json:
            print_json(HandedOver(receipt, where))
        else:
            print_notice(receipt.text)
            print_result(where)
    finally:
        here.close()
    return 0
