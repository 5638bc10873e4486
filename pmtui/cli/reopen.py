"""`pmtui reopen`: takes the close of an incident back."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, utf8
from pmtui.cli.printing import print_result
from pmtui.errors import UsageError


class Options:
    """What it takes."""

    incident: str
    why: list[str]


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call, required=True)
    call.add_argument(
        "why", metavar="WHY", type=utf8, nargs="+", help="why; to finish the write-up nothing needs it"
    )


def run(options: Options) -> int:
    """Records it.

    Raises:
        UsageError: it is not closed.
    """
    here = context.session(options.incident)
    try:
        if not here.incident.closed:
            raise UsageError(f"{here.slug} is not closed", "nothing was recorded")
        print_result(context.record(here, f"/reopen {' '.join(options.why)}"))
    finally:
        here.close()
    return 0
