"""A Slack export: a file a day in a folder a channel, with files beside them that say who the people are."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pmtui.model.backfill.channels import chosen
from pmtui.model.backfill.items import (
    NO_TIME,
    Document,
    Found,
    How,
    Item,
    Source,
    in_order,
    moment,
    person,
    said,
)
from pmtui.model.backfill.lookup import values

NOISE = frozenset(
    {
        f"{place}_{what}"
        for place in ("channel", "group")
        for what in ["join", "leave", "topic", "purpose", "name", "archive", "unarchive"]
    }
    | {"bot_add", "bot_remove", "reminder_add", "tombstone"}
)
"""Subtypes of messages that nobody wrote."""
_PINS = frozenset({"pushpin", "round_pushpin", "star"})
"""Reactions by which people mark a key moment."""
_MARKUP = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def fits(source: Source) -> bool:
    """Whether one of the files is a list of messages."""
    return any(_messages(value) for d in source.documents for value in source.values(d))


def _messages(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else None
    return isinstance(first, dict) and first.get("type") == "message" and "ts" in first


def read(source: Source, how: How) -> Found:
    """Its messages.

    Raises:
        PmtuiError: it holds several channels, and nobody said which is meant.
        UsageError: it has no such channel.
    """
    days = [d for d in source.documents if any(_messages(value) for value in source.values(d))]
    channels = chosen(map(_channel, days), how)
    people = _People(source)
    left_out: Counter[str] = Counter()
    ids = {str(c.get("name")): str(c.get("id")) for c in _list(source, ("channels.json", "groups.json"))}
    items = [
        item
        for day in days
        if _channel(day) in channels
        for value in source.values(day)
        for item in _read(value, day, ids.get(_channel(day)) or _channel(day), people, left_out)
    ]
    about = [f"#{name}" for name in channels if name]
    found = Found("slack", "Slack export", in_order(items), about, left_out, "message")
    if people.asked:
        found.about.append(f"{len(people.asked - people.unknown)} of {len(people.asked)} people known")
    return found


def _channel(day: Document) -> str:
    return day.name.split("/")[-2] if "/" in day.name else ""


def _list(source: Source, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for document in source.documents:
        if document.name.rpartition("/")[2] in names:
            for value in source.values(document):
                yield from (
                    (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()
                )


class _People:
    """Who stands behind an id."""

    def __init__(self, source: Source) -> None:
        self._names = {
            str(user.get("id")): _name(user) for user in _list(source, ("users.json", "org_users.json"))
        }
        self.asked: set[str] = set()
        """The ids that wrote."""
        self.unknown: set[str] = set()

    def author(self, message: dict[str, Any]) -> str:
        """Who wrote a message."""
        user = message.get("user")
        if not isinstance(user, str):
            return person(message.get("username")) or _name({"profile": message.get("bot_profile")})
        self.asked.add(user)
        name = self._names.get(user) or _name({"profile": message.get("user_profile")})
        if not name:
            self.unknown.add(user)
        return name or user

    def plain(self, text: str) -> str:
        """A text with names for ids, addresses as they are, and no entities."""
        return html.unescape(_MARKUP.sub(self._spelled, text))

    def _spelled(self, match: re.Match[str]) -> str:
        sign, target, label = match[1], match[2], match[3] or ""
        if sign == "@":
            return f"@{self._names.get(target) or label or target}"
        if sign == "#":
            return f"#{label or target}"
        if sign == "!":
            return label or f"@{target.partition('^')[0]}"
        return f"{label} ({target})" if label and label not in target else target


def _name(user: dict[str, Any]) -> str:
    profile = user.get("profile")
    known = profile if isinstance(profile, dict) else {}
    return next(
        filter(
            None,
            map(
                person,
                (
                    known.get("real_name"),
                    user.get("real_name"),
                    known.get("display_name"),
                    known.get("name"),
                    user.get("name"),
                ),
            ),
        ),
        "",
    )


def _read(value: Any, day: Document, channel: str, people: _People, left_out: Counter[str]) -> Iterator[Item]:
    for message in value if isinstance(value, list) else ():
        if not isinstance(message, dict) or message.get("type", "message") != "message":
            continue
        subtype = str(message.get("subtype", ""))
        if subtype in NOISE:
            left_out[subtype.replace("_", " ")] += 1
            continue
        text = _text(message, people)
        if not text:
            left_out["without words"] += 1
            continue
        at, stamp = moment(message.get("ts"))
        yield Item(
            at=at,
            stamp=stamp,
            text=text,
            note="" if at or stamp else NO_TIME,
            author=people.author(message),
            id=f"{channel}/{message.get('ts')}",
            thread=_thread(message, channel),
            file=day.name,
            key=_is_key(message),
        )


_WORDS = (".text", ".attachments.fallback", ".attachments.text", ".blocks.text.text")
"""Where a message's words stand; the first that holds any."""


def _text(message: dict[str, Any], people: _People) -> str:
    """What somebody wrote; of a bot without words, what its attachments or blocks say; the names of files."""
    found = ([each for each in values((message,), path) if isinstance(each, str)] for path in _WORDS)
    words = next((every for every in found if "".join(every).strip()), [])
    words = [people.plain(each) for each in words or _rich_text(message)]
    named = [f"[{person(name)}]" for name in values((message,), ".files.name") if person(name)]
    return said("note", "\n".join([*words, *named]))


def _rich_text(message: dict[str, Any]) -> list[str]:
    """What the blocks of a message say that are made of pieces."""
    blocks = values((message,), ".blocks")
    return [words for each in blocks if isinstance(each, dict) and (words := _pieces(each).strip())]


_DEEPEST = 6
"""How deep the pieces of a list in a quotation stand."""


def _pieces(block: dict[str, Any], depth: int = 0) -> str:
    """The words of a piece and of those in it, spelled as in a message's text."""
    inside = block.get("elements")
    if isinstance(inside, list) and depth < _DEEPEST:
        apart = "\n" if block.get("type") in ("rich_text", "rich_text_list", "context") else ""
        return apart.join(_pieces(each, depth + 1) for each in inside if isinstance(each, dict))
    if block.get("type") == "user":
        return f"<@{block.get('user_id')}>"
    words = block.get("text") or block.get("url")
    return words if isinstance(words, str) else ""


def _thread(message: dict[str, Any], channel: str) -> str:
    """The message that it answers; empty for one that begins a thread, or is of none."""
    thread = message.get("thread_ts")
    return f"{channel}/{thread}" if isinstance(thread, str) and thread != message.get("ts") else ""


def _is_key(message: dict[str, Any]) -> bool:
    reactions = values((message,), ".reactions.name")
    return (
        bool(message.get("pinned_to"))
        or bool(message.get("is_starred"))
        or not _PINS.isdisjoint(map(str, reactions))
    )
