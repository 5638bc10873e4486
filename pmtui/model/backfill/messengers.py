"""What chats export, or give by their interfaces, as JSON: one row a format."""

from __future__ import annotations

import msgspec

from pmtui.model.backfill.markup import plain
from pmtui.model.backfill.structured import Each, Structured

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
            channel="{^.channel.name}",
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
            channel="{^.name}",
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
            channel="{.channel}",
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
            channel="{^.channel}",
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
            channel="{.display_recipient}",
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

MESSENGERS = (_DISCORD, _TELEGRAM, _MATTERMOST, _ZULIP, _TEAMS)
