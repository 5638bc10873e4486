"""`pmtui brief`: where we stand."""

from __future__ import annotations

from datetime import datetime

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json
from pmtui.cli.printing import print_json, print_result
from pmtui.model.incident.brief_for import READERS, brief_for
from pmtui.model.incident.due import subject, waiting
from pmtui.model.incident.incident import Incident
from pmtui.storage.settings import Settings


class Options:
    """What it takes."""

    incident: str | None
    reader: str
    json: bool


class Waits(msgspec.Struct, frozen=True):
    """Something that waits for somebody."""

    kind: str
    """action, question, escalation, update, follow-up, undone (what nobody has done yet) or silence."""
    text: str
    label: str
    who: str
    since: datetime | None
    due: datetime | None
    overdue: bool
    line: str
    """What to type to settle it."""


class Brief(msgspec.Struct, frozen=True):
    """Where an incident stands."""

    incident: str
    """The slug."""
    reader: str
    now: datetime
    """The moment that it is said of."""
    title: str
    severity: str
    status: str
    text: str
    """The brief as that reader gets it, and nothing that they do not get."""
    waits: list[Waits]
    """The most pressing first; for responders only."""


Answer = Brief


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    call.add_argument(
        "--for", dest="reader", choices=READERS, default=READERS[0], help="who reads it; default: responders"
    )
    add_json(call)


def run(options: Options) -> int:
    """Where we stand."""
    incident, slug = context.reading(options.incident)
    now, settings = context.clock(), context.settings()
    text = brief_for(options.reader, incident, now, settings)
    if not options.json:
        print_result(text)
        return 0
    waits = _waits(incident, now, settings) if options.reader == READERS[0] else []
    print_json(
        Brief(
            incident=slug,
            reader=options.reader,
            now=now,
            title=incident.title,
            severity=incident.severity,
            status=incident.status,
            text=text,
            waits=waits,
        )
    )
    return 0


def _waits(incident: Incident, now: datetime, settings: Settings) -> list[Waits]:
    return [
        Waits(
            kind=each.kind,
            text=subject(each),
            label=each.label,
            who=each.who,
            since=each.since,
            due=each.due,
            overdue=each.overdue(now),
            line=each.line.strip(),
        )
        for each in waiting(incident, now, settings)
    ]
