"""Notifications of alerts: what one says of the incident that it begins or joins, beside the entries that it is."""

from __future__ import annotations

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model.backfill.items import AS_IT_IS, Document, Found, Source, person
from pmtui.model.backfill.lookup import Place, first, places, wording
from pmtui.model.backfill.paging import PAGING
from pmtui.model.backfill.structured import Structured
from pmtui.model.line.readers.facts import level

_UNNAMED = "Alert"
_PEOPLE = ("user_reference", "user")


class _Says(msgspec.Struct, frozen=True):
    """Where that stands, as in a row of the formats; their items' ids are this key, `@` and what tells them apart."""

    items: tuple[str, ...]
    key: str
    title: str
    service: str
    severity: str
    state: str
    firing: tuple[str, ...]
    """The states in which it is not over."""
    agent: str = ""
    """Paths of what sort did what it tells; a person is one of `_PEOPLE`."""


_SAYS = {
    "alertmanager": _Says(
        items=(".alerts", ""),
        key="{.fingerprint|.labels.alertname}",
        title="{.annotations.summary|.labels.alertname}",
        service="{.labels.service}",
        severity="{.labels.severity}",
        state=".status.state|.status",
        firing=("firing", "active", "suppressed"),
    ),
    "pagerduty-webhook": _Says(
        items=(".event",),
        key="{.data.incident.id|.data.id}",
        title="{.data.title|.data.incident.summary}",
        service="{.data.service.summary}",
        severity="{.data.priority.summary}",
        state=".data.status",
        firing=("triggered", "acknowledged"),
        agent=".agent.type",
    ),
}


class Alert(msgspec.Struct, frozen=True):
    """One alert of a notification."""

    key: str
    """The same in all of its notifications."""
    title: str
    service: str
    """Empty when nobody says."""
    severity: int | None
    """1 to 5, where it is written as `/severity` reads it; `critical` names no level of yours."""
    firing: bool
    by_person: bool
    """Somebody did there what it tells: a monitor that sees nothing any more resolves no incident."""

    def holds(self, item: str) -> bool:
        """Whether an item of that id is of this alert."""
        return item.startswith(f"{self.key}@")


class Notification(msgspec.Struct, frozen=True):
    """What came in at once: the alerts of a group, and what they are as entries."""

    found: Found
    alerts: tuple[Alert, ...]


def read(data: bytes) -> Notification | None:
    """A notification of Alertmanager, Grafana or PagerDuty; None for one of PagerDuty that is about no incident.

    Raises:
        PmtuiError: it is none.
    """
    source = Source([Document("alert", data)])
    row = next((row for row in PAGING if row.name in _SAYS and row.fits(source)), None)
    if row is None and _is_of_no_incident(source):
        return None
    if row is None:
        raise PmtuiError(
            "this is no alert of Alertmanager, Grafana or PagerDuty (webhook v3), so nothing was recorded",
            "`pmtui import` reads other formats",
        )
    return _notification(row, source)


def _is_of_no_incident(source: Source) -> bool:
    """Whether it is PagerDuty's test of a webhook, `pagey.ping`, or about a service."""
    event = next(
        (place for value in source.values(source.documents[0]) for place in places(value, ".event")), ()
    )
    kind = first(event, ".event_type") if event else None
    return isinstance(kind, str) and not kind.startswith("incident.") and bool(first(event, ".occurred_at"))


def _notification(row: Structured, source: Source) -> Notification:
    says = _SAYS[row.name]
    place = [place for value in source.values(source.documents[0]) for place in _places(value, says)]
    return Notification(row.read(source, AS_IT_IS), tuple(_alert(each, says) for each in place))


def _places(value: object, says: _Says) -> list[Place]:
    for path in says.items:
        if found := [place for place in places(value, path) if isinstance(place[0], dict)]:
            return found
    return []


def _alert(place: Place, says: _Says) -> Alert:
    return Alert(
        key=wording(place, says.key),
        title=person(wording(place, says.title)) or _UNNAMED,
        service=person(wording(place, says.service)),
        severity=_level(wording(place, says.severity)),
        firing=str(first(place, says.state)) in says.firing,
        by_person=bool(says.agent) and first(place, says.agent) in _PEOPLE,
    )


def _level(written: str) -> int | None:
    try:
        return level(written)
    except PmtuiError:
        return None
