"""`pmtui brief`: where we stand."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident
from pmtui.cli.printing import print_result
from pmtui.model.incident.brief import brief


class Options:
    """What it takes."""

    incident: str | None


def arguments(call: Parser) -> None:
    """Adds it to its parser."""
    add_incident(call)


def run(options: Options) -> int:
    """Where we stand."""
    incident, _ = context.reading(options.incident)
    print_result(brief(incident, context.clock()))
    return 0
