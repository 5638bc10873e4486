"""What of an incident's timeline the documents show, and times in its zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pmtui.model import entries as e

if TYPE_CHECKING:
    from pmtui.model.incident.facts import Item
    from pmtui.model.incident.incident import Incident


def selected(incident: Incident) -> list[Item]:
    """What happened and the facts, unstruck, in the order of the timeline; results of actions too."""
    return [item for item in incident.timeline if not item.struck and _is_shown(item, incident)]


def _is_shown(item: Item, incident: Incident) -> bool:
    """What happened, and facts; `/done A1` is something that happened, `/done T1` and a new owner of A1 are not."""
    entry = item.entry
    if isinstance(entry, e.Action) and entry.refs:
        return False
    if not isinstance(entry, e.Done):
        return entry.happened or entry.fact
    return any(ref in incident and isinstance(incident.item(ref).entry, e.Action) for ref in entry.refs)


def zone(incident: Incident) -> tzinfo:
    """The zone in which the incident's times are shown; UTC when this machine does not know it."""
    try:
        return ZoneInfo(incident.zone)
    except (KeyError, ValueError, OSError):
        return UTC


def local(at: datetime, tz: tzinfo) -> datetime:
    """The instant in a zone, or in UTC where the zone's offset has seconds, which TOML cannot write."""
    try:
        there = at.astimezone(tz)
    except OverflowError:
        return at
    offset = there.utcoffset() or timedelta(0)
    return at if offset % timedelta(minutes=1) else there


def zone_name(incident: Incident) -> str:
    """The name of that zone."""
    return str(zone(incident))
