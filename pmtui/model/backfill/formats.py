"""The formats that are JSON: one row each. A new one is a row here, and a sample in the tests."""

from __future__ import annotations

import re

import msgspec

from pmtui.model.backfill.markup import plain
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
_DISCORD_NOISE = (
    *("GuildMemberJoin", "ChannelPinnedMessage", "RecipientAdd", "RecipientRemove", "ThreadCreated"),
    *("ChannelNameChange", "ChannelIconChange", "Call"),
)
_DISCORD = Structured(
    "discord",
    "Discord channel",
    (
        Each(
            items=(".messages",),
            needs=(".timestamp", ".author.name", ".type"),
            lacks=(".sender_full_name",),
            time=".timestamp",
            who="{.author.nickname|.author.name}",
            text="{.content}",
            instead="{.embeds.title}\n{.embeds.description}\n{.attachments.fileName}",
            id="{.id}",
            thread="{.reference.messageId}",
            key=".isPinned",
            channel="^.channel.name",
            noise={".type": _DISCORD_NOISE},
        ),
    ),
    noun="message",
)
_TELEGRAM = Structured(
    "telegram",
    "Telegram chat",
    (
        Each(
            items=(".messages", ".chats.list.messages"),
            needs=(".id", ".date_unixtime", ".from|.actor"),
            time=".date_unixtime",
            who="{.from}",
            text="{.text_entities.text+|.text}",
            id="{^.id}/{.id}",
            channel="^.name",
            noise={".type": ("service",)},
        ),
    ),
    noun="message",
    sign="",
)
_MATTERMOST_NOISE = tuple(
    f"system_{what}"
    for what in (
        *("join_channel", "leave_channel", "add_to_channel", "remove_from_channel", "guest_join_channel"),
        *("join_team", "leave_team", "add_to_team", "remove_from_team", "join_leave", "add_remove"),
        *("header_change", "displayname_change", "purpose_change", "channel_deleted", "channel_restored"),
    )
)
"""Types of posts that nobody wrote."""
_MATTERMOST = Structured(
    "mattermost",
    "Mattermost export",
    (
        Each(
            items=(".post",),
            needs=(".channel", ".user", ".message", ".create_at"),
            time=".create_at",
            who="{.user}",
            text="{.message}",
            id="{.channel}/{.create_at}/{.user}",
            channel=".channel",
            key=".is_pinned",
            noise={".type": _MATTERMOST_NOISE},
        ),
        Each(
            items=(".post.replies",),
            only=".create_at",
            time=".create_at",
            who="{.user}",
            text="{.message}",
            id="{^.channel}/{.create_at}/{.user}",
            thread="{^.channel}/{^.create_at}/{^.user}",
            channel="^.channel",
            key=".is_pinned",
            noise={".type": _MATTERMOST_NOISE},
        ),
    ),
    noun="message",
)
_ZULIP = Structured(
    "zulip",
    "Zulip messages",
    (
        Each(
            items=(".messages", ".message", ""),
            needs=(".sender_full_name", ".content", ".timestamp"),
            time=".timestamp",
            who="{.sender_full_name}",
            text="{.content}",
            id="{.id}",
            thread="{.subject}",
            channel=".display_recipient",
            words=plain,
        ),
    ),
    noun="message",
)
_TEAMS_MESSAGE = Each(
    items=(".value", ""),
    needs=(".createdDateTime", ".body.contentType", ".messageType"),
    time=".createdDateTime",
    who="{.from.user.displayName|.from.application.displayName}",
    text="{.body.content}",
    id="{.id}",
    link="{.webUrl}",
    noise={".messageType": ("systemEventMessage", "unknownFutureValue")},
    words=plain,
)
_TEAMS = Structured(
    "teams",
    "Teams channel (Graph)",
    (_TEAMS_MESSAGE, msgspec.structs.replace(_TEAMS_MESSAGE, items=(".value.replies", ".replies"))),
    noun="message",
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

STRUCTURED = (
    *(
        _PAGERDUTY,
        _PAGERDUTY_WEBHOOK,
        _ALERTMANAGER,
        _STATUSPAGE,
        _KUBERNETES,
        _GITHUB,
        _JOURNAL,
        _DISCORD,
        _TELEGRAM,
    ),
    *(_MATTERMOST, _ZULIP, _TEAMS, _GRAFANA),
)
