"""`pmtui brief`: where we stand."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident
from pmtui.cli.printing import print_result
from pmtui.model.incident.brief_for import READERS, brief_for


class Options:
    """What it takes."""

    incident: str | None
    reader: str


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    call.add_argument(
        "--for", dest="reader", choices=READERS, default=READERS[0], help="who reads it; default: responders"
    )


def run(options: Options) -> int:
    """Where we stand."""
    incident, _ = context.reading(options.incident)
    print_result(brief_for(options.reader, incident, context.clock(), context.settings()))
    return 0
