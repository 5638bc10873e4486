"""`pmtui reopen`: takes the close of an incident back."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json, utf8
from pmtui.cli.recorded import Receipt, print_receipt
from pmtui.errors import UsageError


class Options:
    """What it takes."""

    incident: str
    why: list[str]
    json: bool


Answer = Receipt


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call, required=True)
    call.add_argument(
        "why", metavar="WHY", type=utf8, nargs="+", help="why; to finish the write-up nothing needs it"
    )
    add_json(call)


def run(options: Options) -> int:
    """Records it.

    Raises:
        UsageError: it is not closed.
    """
    here = context.session(options.incident)
    try:
        if not here.incident.closed:
            raise UsageError(f"{here.slug} is not closed", "nothing was recorded")
        print_receipt(context.record(here, f"/reopen {' '.join(options.why)}"), options.json)
    finally:
        here.close()
    return 0
