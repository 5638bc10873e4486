"""What pages and alerts say, as JSON: one row a format."""

from __future__ import annotations

import re

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
            channel="{.incident.summary}",
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
    sign="",
    group="incident",
)
_EVENT = re.compile(r"[a-z]+\.(?P<what>[a-z_.]+): ")


def _event(words: str) -> str:
    """`priority updated: …` for `incident.priority_updated: …`; a note is its own words."""
    match = _EVENT.match(words)
    if match is None:
        return words
    what = "" if match["what"] == "annotated" else f"{re.sub('[._]', ' ', match['what'])}: "
    return f"{what}{words[match.end() :]}"


_PAGERDUTY_TITLE = "{.data.title|.data.incident.summary}"
_PAGERDUTY_WEBHOOK = Structured(
    "pagerduty-webhook",
    "PagerDuty webhook",
    (
        Each(
            items=(".event",),
            needs=(".event_type", ".occurred_at", ".data.number|.data.incident.id"),
            time=".occurred_at",
            who="{.agent.summary}",
            text="[{.event_type}: ]{.data.content|.data.message|.data.title|.data.incident.summary}"
            "[ ({.data.priority.summary})]",
            texts=dict.fromkeys(
                ("detected", "acknowledged", "escalate", "resolved", "relapse"), _PAGERDUTY_TITLE
            ),
            words=_event,
            id="{.data.incident.id|.data.id}@{.id}",
            link="{.data.html_url|.data.incident.html_url}",
            kind=".event_type",
            kinds={
                "incident.triggered": "detected",
                "incident.acknowledged": "acknowledged",
                "incident.escalated": "escalate",
                "incident.resolved": "resolved",
                "incident.reopened": "relapse",
            },
            fields={"to": "{.data.assignees.summary}"},
        ),
    ),
    noun="event",
)
_ALERT_TEXT = (
    "{.labels.alertname}[: {.annotations.summary|.annotations.description|.annotations.message}]"
    "[ ({.labels=alertname})]"
)


def _named(words: str) -> str:
    """Without the sign behind the name of an alert that has none."""
    return re.sub(r"^(resolved: )?: ", lambda match: match[1] or "", words)


_ALERT = Each(
    items=(".alerts", ""),
    needs=(".startsAt", ".labels.alertname|.fingerprint"),
    time=".startsAt",
    text=_ALERT_TEXT,
    id="{.fingerprint|.labels.alertname}@{.startsAt}",
    link="{.generatorURL}",
    kind="detected",
    fields={"source": "monitoring"},
    once="detected",
    words=_named,
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
            words=_named,
        ),
    ),
    noun="alert",
)
_GRAFANA = Structured(
    "grafana",
    "Grafana annotations",
    (
        Each(
            items=("",),
            needs=(".time", ".timeEnd", ".panelId", ".dashboardId|.dashboardUID"),
            time=".time",
            who="{.login|.userName}",
            text="{.text|.alertName}[ ({.newState})]",
            id="{.id}",
        ),
    ),
    noun="annotation",
)

PAGING = (_PAGERDUTY, _PAGERDUTY_WEBHOOK, _ALERTMANAGER, _GRAFANA)
