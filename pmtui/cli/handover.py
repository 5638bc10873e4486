"""`pmtui handover`: the commander changes, with the brief of that moment."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, utf8
from pmtui.cli.printing import print_notice, print_result
from pmtui.model.incident.brief import brief


class Options:
    """What it takes."""

    incident: str | None
    name: list[str]


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.add_argument(
        "-i", "--incident", metavar="INCIDENT", help="default: $PMTUI_INCIDENT, else the only open one"
    )
    call.add_argument("name", metavar="NAME", type=utf8, nargs="+", help="who takes over")


def run(options: Options) -> int:
    """Records it; the brief is printed, the receipt is a notice."""
    here = context.session(options.incident)
    try:
        print_notice(context.record(here, f"/handover {' '.join(options.name)}"))
        print_result(brief(here.incident, context.clock(), context.settings()))
    finally:
        here.close()
    return 0
