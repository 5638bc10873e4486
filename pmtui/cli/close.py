"""`pmtui close`: the incident is over, its documents are written."""

from __future__ import annotations

from itertools import chain

from pmtui.cli import context
from pmtui.cli.parser import IncidentOptions, add_incident
from pmtui.cli.printing import print_notice, print_result
from pmtui.cli.publishing import publish
from pmtui.model.incident.missing import missing, unsettled
from pmtui.work import templates

Options = IncidentOptions
arguments = add_incident


def run(options: Options) -> int:
    """Closes an incident and writes its documents; closing again writes them anew."""
    here = context.session(options.incident)
    if here.incident.closed:
        print_notice(f"{here.slug} was closed already; its documents are written anew")
    else:
        print_notice(context.record(here, "/close"))
    here.close()
    wrong = chain.from_iterable(unsettled(here.incident).values())
    for what in (*wrong, *missing(here.incident, templates.layout(here.incident))):
        print_notice(f"still missing: {what}")
    for path in publish(here.folder):
        print_result(str(path))
    return 0
