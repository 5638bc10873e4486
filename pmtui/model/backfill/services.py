"""The formats of services that incidents are run in, as their interfaces give them: JSON, one row each."""

from __future__ import annotations

from pmtui.model.backfill.markup import plain
from pmtui.model.backfill.structured import Each, Structured

_UPDATES = (".incident_updates", ".incident_update", "")
_INCIDENT_IO = Structured(
    "incident.io",
    "incident.io updates",
    (
        Each(
            items=_UPDATES,
            needs=(".incident_id", ".created_at", ".new_incident_status.name"),
            time=".created_at",
            who="{.updater.user.name|.updater.api_key.name}",
            text="{.new_incident_status.name}[: {.message}]",
            id="{.id}",
            channel="{.incident_id}",
        ),
        Each(
            items=_UPDATES,
            time=".created_at",
            who="{.updater.user.name|.updater.api_key.name}",
            text="",
            id="{.id}/status",
            channel="{.incident_id}",
            kind=".new_incident_status.name",
            kinds={
                "Identified": "identified",
                "Mitigated": "mitigated",
                "Monitoring": "mitigated",
                "Resolved": "resolved",
            },
            otherwise="-",
            changes=True,
        ),
    ),
    noun="update",
    sign="",
    group="incident",
)
_FIREHYDRANT = Structured(
    "firehydrant",
    "FireHydrant events",
    (
        Each(
            items=(".data", ""),
            needs=(".incident_id", ".occurred_at", ".type", ".data"),
            time=".occurred_at",
            who="{.author.name}",
            text="{.data.body}",
            id="{.id}",
        ),
    ),
    noun="event",
)
_ROOTLY = Structured(
    "rootly",
    "Rootly events",
    (
        Each(
            items=(".data", ""),
            needs=(".attributes.event", ".attributes.occurred_at"),
            time=".attributes.occurred_at",
            who="{.attributes.user.name|.attributes.user.full_name}",
            text="{.attributes.event}",
            id="{.id}",
            words=plain,
        ),
    ),
    noun="event",
)
_DATADOG = Structured(
    "datadog",
    "Datadog incident timeline",
    (
        Each(
            items=(".data", ""),
            needs=(".attributes.cell_type", ".attributes.display_time", ".attributes.content"),
            time=".attributes.display_time",
            text="{.attributes.content.content|.attributes.content.message}",
            id="{.id}",
            key=".attributes.important",
        ),
    ),
    noun="cell",
)

SERVICES = (_INCIDENT_IO, _FIREHYDRANT, _ROOTLY, _DATADOG)
