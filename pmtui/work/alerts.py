"""An alert begins an incident, or joins the one that it belongs to.

Nobody is there to be asked: what is certain decides, and what is not begins an incident of its own, where nothing is
lost and nothing stands in a wrong place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.backfill.alerts import Alert, Notification
from pmtui.model.backfill.items import Item
from pmtui.model.backfill.propose import Clocks, proposals
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import Context
from pmtui.storage.library import Library
from pmtui.storage.settings import Settings
from pmtui.work import create
from pmtui.work.importing import apart, made
from pmtui.work.overview import Listed, alert_ids
from pmtui.work.session import Clock, Session


class Place(msgspec.Struct, frozen=True):
    """Where a notification goes."""

    new: tuple[Item, ...]
    """What no incident holds yet; nothing is to be recorded without any."""
    incident: Path | None
    """None: one of its own is begun, if an alert is firing."""
    alerts: tuple[Alert, ...]
    """Those that are firing, of what is new."""


def place(notification: Notification, every: Sequence[Listed]) -> Place:
    """The incident that it joins.

    One that is not closed and holds an alert of it; else the only one that goes on, or of several the only one that
    names a service of it. One that is resolved takes no alert that it does not hold.

    Args:
        notification: what came in.
        every: all incidents.
    """
    held = {item for each in every for item in each.alerts}
    items = notification.found.items
    new = tuple({item.id: item for item in items if _named(notification, item) not in held}.values())
    alerts = tuple(alert for alert in notification.alerts if alert.firing and _is_new(alert, new))
    still_open = [each for each in every if each.status != "closed"]
    joined = [each for each in still_open if _holds(each, notification)]
    if not joined and alerts:
        joined = _going_on(still_open, alerts)
    return Place(new, joined[-1].folder if joined else None, alerts)


def _going_on(still_open: list[Listed], alerts: Sequence[Alert]) -> list[Listed]:
    live = [each for each in still_open if each.status != "resolved"]
    if len(live) > 1:
        services = {alert.service.casefold() for alert in alerts}
        live = [each for each in live if services.intersection(name.casefold() for name in each.services)]
    return live if len(live) == 1 else []


def _holds(each: Listed, notification: Notification) -> bool:
    return any(_is_of(notification, item) for item in each.alerts)


def _named(notification: Notification, item: Item) -> str:
    return f"{notification.found.format} {item.id}"


def _is_new(alert: Alert, new: Sequence[Item]) -> bool:
    return any(alert.holds(item.id) for item in new)


def begin(library: Library, alerts: Sequence[Alert], settings: Settings, clock: Clock) -> Path:
    """The folder of a new incident: title and severity as the alerts say them, the worst where several do.

    Raises:
        StorageError: it cannot be made.
    """
    severities = [alert.severity for alert in alerts if alert.severity is not None]
    worst = min(severities, default=None)
    opened = create.opening(alerts[0].title, clock(), settings, severity=worst)
    return create.begin(library, opened)


def entries(
    notification: Notification, new: Sequence[Item], session: Session, services: Sequence[str] = ()
) -> Iterator[e.Entry]:
    """What is recorded in the incident, in order.

    Args:
        notification: what came in.
        new: the items of it that are wanted.
        session: the incident.
        services: of an incident that it begins.
    """
    now = session.clock()
    context = Context(apart(session.incident), now, session.by, session.settings.audiences)
    if services:
        names = tuple(dict.fromkeys(services))
        yield e.Service(id=codec.new_id(now), recorded=now, at=now, by=session.by, names=names)
    found = msgspec.structs.replace(notification.found, items=list(new))
    proposed = proposals(found, Clocks(session.incident.zone, now))
    for _, entry in made(proposed, context):
        if isinstance(entry, _OF_ALL) and not _is_of_all(entry, notification, session.incident):
            yield _as_note(entry)
        else:
            yield entry


_OF_ALL = e.Detected | e.Resolved | e.Relapse
"""What an alert says of itself, which is not always true of the whole incident."""


def _is_of_all(
    entry: e.Detected | e.Resolved | e.Relapse, notification: Notification, incident: Incident
) -> bool:
    """Whether a milestone of an alert is one of the incident; else it is one more thing that happened.

    An incident is detected once. Nobody looks at what comes in before it is recorded, so it is resolved only where a
    person said so of the only alert that it holds, and back only where it was resolved.
    """
    if isinstance(entry, e.Detected):
        return "detected" not in incident.milestones
    resolved = incident.status == "resolved"
    if isinstance(entry, e.Relapse):
        return resolved
    said = all(alert.by_person for alert in notification.alerts)
    held = [_is_of(notification, item) for item in alert_ids(incident)]
    return said and not resolved and bool(held) and all(held)


def _is_of(notification: Notification, item: str) -> bool:
    """Whether an item that an incident holds is of an alert of the notification."""
    format, _, id = item.partition(" ")
    return format == notification.found.format and any(alert.holds(id) for alert in notification.alerts)


def _as_note(entry: e.Detected | e.Resolved | e.Relapse) -> e.Note:
    kept = {name: getattr(entry, name) for name in e.Note.__struct_fields__ if name != "text"}
    return e.Note(text=f"{_BEFORE.get(e.kind_of(entry), '')}{entry.text}", **kept)


_BEFORE = {"resolved": "resolved: ", "relapse": "reopened: "}
"""What the words of a note of such a milestone begin with."""
