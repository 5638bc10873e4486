"""`pmtui brief`: where we stand."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import IncidentOptions, add_incident
from pmtui.cli.printing import print_result
from pmtui.model.incident.brief import brief

Options = IncidentOptions
arguments = add_incident


def run(options: Options) -> int:
    """Where we stand."""
    incident, _ = context.reading(options.incident)
    print_result(brief(incident, context.clock(), context.settings()))
    return 0
