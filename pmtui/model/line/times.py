"""The TIME of a typed line, read in its incident."""

from __future__ import annotations

import re
from datetime import datetime

from pmtui.model import entries as e
from pmtui.model.line import references
from pmtui.model.line.arguments import Context, LineError
from pmtui.model.text import short
from pmtui.model.time import read as moments

_AFTER = re.compile("after:", re.IGNORECASE)


def moment(said: str, context: Context, near: datetime | None = None) -> e.When:
    """What a TIME names in the incident's zone; `after:#4` is unknown, but behind that entry.

    Args:
        said: the TIME as typed, without its `@`.
        context: the incident, and the clock's reading.
        near: a bare clock time is the moment nearest to this one.

    Raises:
        TimeError: it cannot be read, does not exist, exists twice, or has not happened yet.
        PmtuiError: what it is behind does not exist, or means two entries after a merge.
        LineError: it names something else than one entry.
    """
    incident = context.incident
    after = _AFTER.match(said)
    if after is None:
        return moments.read(said, zone=incident.zone, now=context.now, span=incident.span, near=near)
    refs, rest = references.take(references.with_signs(said[after.end() :]))
    found = references.resolve(incident, refs, references.ANY, "retime")
    if rest or len(found) != 1:
        raise LineError(f"@{short(said)} names no one entry", "write @after:#4")
    return e.When(zone=incident.zone, said=said, behind=found[0])
