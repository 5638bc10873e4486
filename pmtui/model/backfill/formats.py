"""The formats that are JSON: one row each. A new one is a row here, and a sample in the tests."""

from __future__ import annotations

from pmtui.model.backfill.structured import Each, Structured

_PAGERDUTY = Structured(
    "pagerduty",
    "PagerDuty log entries",
    (
        Each(
            items=(".log_entries", ".log_entry", ""),
            needs=(".type", ".created_at", ".summary", ".incident|.agent|.channel"),
            time=".created_at",
            who="{.agent.summary|.user.summary}",
            text="{.channel.summary|.summary}",
            texts={"detected": "[{.incident.summary}: ]{.channel.summary|.summary}"},
            id="{.id}",
            link="{.html_url}",
            kind=".type",
            kinds={
                "trigger_log_entry": "detected",
                "acknowledge_log_entry": "acknowledged",
                "escalate_log_entry": "escalate",
                "resolve_log_entry": "resolved",
            },
            fields={"to": "{.assignees.summary}"},
        ),
    ),
)
_PAGERDUTY_WEBHOOK = Structured(
    "pagerduty-webhook",
    "PagerDuty webhook",
    (
        Each(
            items=(".event",),
            needs=(".event_type", ".occurred_at", ".data.number|.data.incident.id"),
            time=".occurred_at",
            who="{.agent.summary}",
            text="[{.event_type}: ]{.data.content|.data.message|.data.title|.data.incident.summary}",
            id="{.data.incident.id|.data.id}@{.id}",
            link="{.data.html_url|.data.incident.html_url}",
            kind=".event_type",
            kinds={
                "incident.triggered": "detected",
                "incident.acknowledged": "acknowledged",
                "incident.escalated": "escalate",
            },
            fields={"to": "{.data.assignees.summary}"},
        ),
    ),
    noun="event",
)
_ALERT_TEXT = "{.labels.alertname}[: {.annotations.summary|.annotations.description|.annotations.message}]"
_ALERT = Each(
    items=(".alerts", ""),
    needs=(".startsAt", ".labels.alertname"),
    time=".startsAt",
    text=_ALERT_TEXT,
    id="{.fingerprint|.labels.alertname}@{.startsAt}",
    link="{.generatorURL}",
    kind="detected",
    fields={"source": "monitoring"},
    once="detected",
)
_ALERTMANAGER = Structured(
    "alertmanager",
    "Alertmanager alerts",
    (
        _ALERT,
        Each(
            items=_ALERT.items,
            time=".endsAt",
            text=f"resolved: {_ALERT_TEXT}",
            id="{.fingerprint|.labels.alertname}@{.startsAt}/end",
            link=_ALERT.link,
            kind=".status",
            kinds={"resolved": "note"},
            otherwise="-",
        ),
    ),
    noun="alert",
)
_UPDATES = (".incidents.incident_updates", ".incident.incident_updates", ".incident_updates")
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
            kind="update",
            fields={"audience": "customers"},
        ),
        Each(
            items=_UPDATES,
            time=".display_at",
            text="",
            id="{.id}/status",
            link="{^.shortlink}",
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
            kind="started",
        ),
    ),
    noun="update",
)

STRUCTURED = (_PAGERDUTY, _PAGERDUTY_WEBHOOK, _ALERTMANAGER, _STATUSPAGE)
