"""The formats that are JSON, or JSON lines: one row each. A new one is a row, and a sample in the tests."""

from __future__ import annotations

from pmtui.model.backfill.messengers import MESSENGERS
from pmtui.model.backfill.paging import PAGING
from pmtui.model.backfill.services import SERVICES
from pmtui.model.backfill.structured import Each, Structured

_UPDATES = (
    ".incidents.incident_updates",
    ".scheduled_maintenances.incident_updates",
    ".incident.incident_updates",
    ".incident_updates",
)
_STATUSPAGE = Structured(
    "statuspage",
    "Statuspage incidents",
    (
        Each(
            items=_UPDATES,
            needs=(".status", ".body", ".display_at"),
            time=".display_at",
            text="{.body}",
            id="{.id}",
            link="{^.shortlink}",
            channel="[{^.name}][ ({^.id})]",
            kind="update",
            fields={"audience": "customers"},
        ),
        Each(
            items=_UPDATES,
            time=".display_at",
            text="",
            id="{.id}/status",
            link="{^.shortlink}",
            channel="[{^.name}][ ({^.id})]",
            kind=".status",
            kinds={"identified": "identified", "monitoring": "mitigated", "resolved": "resolved"},
            otherwise="-",
            changes=True,
        ),
        Each(
            items=(".incidents", ".incident", ""),
            only=".started_at",
            time=".started_at",
            text="{.name}",
            id="{.id}/started",
            link="{.shortlink}",
            channel="[{.name}][ ({.id})]",
            kind="started",
        ),
    ),
    noun="update",
    sign="",
    group="incident",
)
_KUBERNETES = Structured(
    "kubernetes",
    "Kubernetes events",
    (
        Each(
            items=(".items", ""),
            needs=(".reason", ".involvedObject.kind|.regarding.kind"),
            time=".eventTime|.lastTimestamp|.firstTimestamp|.deprecatedLastTimestamp",
            who="{.source.component|.reportingComponent|.reportingController|.deprecatedSource.component}",
            text="{.reason} {.involvedObject.kind|.regarding.kind}/{.involvedObject.name|.regarding.name}:"
            " {.message|.note}[ (×{.series.count|.count|.deprecatedCount})]",
            id="{.metadata.uid|.metadata.name}",
        ),
    ),
    noun="event",
)


def _closed(words: str) -> str:
    """`closed (completed)`, `closed (merged)`."""
    return words.lower().removesuffix(" (closed)")


_GITHUB = Structured(
    "github",
    "GitHub issue",
    (
        Each(
            items=("",),
            only=".createdAt",
            needs=(".title", ".createdAt", ".author.login|.closedAt|.stateReason|.comments.createdAt"),
            time=".createdAt",
            who="{.author.login}",
            text="{.title}[\n\n{.body}]",
            id="{.url|.number|.title}",
            link="{.url}",
        ),
        Each(
            items=("",),
            needs=(".closedAt", ".title|.state|.stateReason"),
            only=".closedAt",
            time=".mergedAt|.closedAt",
            who="{.mergedBy.login}",
            text="closed[ ({.stateReason|.state})]",
            id="{.url|.number|.title}/closed",
            link="{.url}",
            words=_closed,
        ),
        Each(
            items=(".comments",),
            needs=(".createdAt", ".author.login", ".body"),
            only=".createdAt",
            time=".createdAt",
            who="{.author.login}",
            text="{.body}",
            id="{.id}",
            link="{.url}",
        ),
        Each(
            items=(".reviews",),
            needs=(".submittedAt", ".author.login", ".state"),
            only=".submittedAt",
            time=".submittedAt",
            who="{.author.login}",
            text="{.state}[: {.body}]",
            id="{.id}",
        ),
        Each(
            items=(".commits",),
            needs=(".committedDate", ".oid", ".messageHeadline"),
            only=".committedDate",
            time=".committedDate",
            who="{.authors.login|.authors.name}",
            text="{.messageHeadline}[\n\n{.messageBody}]",
            id="{.oid}",
        ),
    ),
)
_JOURNAL = Structured(
    "journal",
    "systemd journal",
    (
        Each(
            items=("",),
            needs=(".__REALTIME_TIMESTAMP", ".MESSAGE"),
            time=".__REALTIME_TIMESTAMP",
            who="{.SYSLOG_IDENTIFIER|._COMM}[@{._HOSTNAME}]",
            text="{.MESSAGE}",
            id="{.__CURSOR}",
        ),
    ),
    noun="line",
)

STRUCTURED = (*PAGING, _STATUSPAGE, *SERVICES, _KUBERNETES, _GITHUB, _JOURNAL, *MESSENGERS)
