"""Formats that are JSON, or JSON lines: a row says where the items stand and which of their fields say what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec

from pmtui.model import entries as e
from pmtui.model.backfill.channels import chosen
from pmtui.model.backfill.items import (
    EPOCH,
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
from pmtui.model.backfill.lookup import Place, first, places, wording
from pmtui.model.backfill.stamps import Stamp


class Each(msgspec.Struct, frozen=True):
    """What an item becomes. Paths and wordings are those of `lookup`."""

    items: tuple[str, ...]
    """Where they stand: the first path that leads anywhere."""
    time: str
    """Paths of the field that says when, the best first, `|` between them."""
    text: str
    """Its words."""
    instead: str = ""
    """Its words where `text` makes none."""
    texts: dict[str, str] = {}
    """By the name of a command, the words of what becomes that."""
    who: str = ""
    id: str = ""
    link: str = ""
    thread: str = ""
    """The item or the topic that it answers."""
    kind: str = "note"
    """The name of a command, or the path of a value that says which."""
    kinds: dict[str, str] = {}
    """By the value at `kind`, the name of a command; `-` leaves the item out, any other value is a note."""
    otherwise: str = "note"
    """The command for a value that is not among `kinds`."""
    fields: dict[str, str] = {}
    """By the name of a field of its kinds, its wording; those that a kind lacks are not taken."""
    needs: tuple[str, ...] = ()
    """Paths that lead to something in an item of this format, and in no other's; none: it tells nothing of it."""
    lacks: tuple[str, ...] = ()
    """Paths that do not."""
    only: str = ""
    """Paths of a field without which an item does not become this."""
    noise: dict[str, tuple[str, ...]] = {}
    """By a path, the values that make an item noise."""
    key: str = ""
    """Paths of what is set when somebody pinned it."""
    channel: str = ""
    """The wording of the name of the channel, or the incident, that an item is of."""
    changes: bool = False
    """Of items of one object above them that say the same kind one after the other, only the first."""
    once: str = ""
    """A kind that only the earliest of all is; the others are notes."""
    words: Callable[[str], str] | None = None
    """What makes plain text of the source's own markup."""


class Structured(msgspec.Struct, frozen=True):
    """A row of the table."""

    name: str
    title: str
    each: tuple[Each, ...]
    noun: str = "entry"
    sign: str = "#"
    """What stands before the names of its channels."""
    group: str = "channel"
    """A word for what its items are of: only those of the same one belong together."""

    @property
    def channels(self) -> bool:
        """Whether its items are of channels."""
        return any(each.channel for each in self.each)

    def fits(self, source: Source) -> bool:
        """Whether a document's items have the fields of this format."""
        telling = [each for each in self.each if each.needs]
        return any(
            _fits(value, each) for d in source.documents for value in source.some(d) for each in telling
        )

    def read(self, source: Source, how: How) -> Found:
        """Its items, each as everything that it becomes.

        Raises:
            PmtuiError: they are of several channels, and nobody said which is meant.
            UsageError: there is no such channel.
        """
        left_out: Counter[str] = Counter()
        channels = self._channels(source, how)
        found = [item for each in self.each for item in _read(source, each, channels, left_out)]
        about = [f"{self.sign}{name}" for name in channels]
        return Found(self.name, self.title, in_order(found), about, left_out, self.noun)

    def _channels(self, source: Source, how: How) -> list[str]:
        if not self.channels:
            return []
        there = (_channel(place, each) for each in self.each for _, place in _all_items(source, each))
        return chosen(filter(None, there), how, self.group)


_LOOKED_AT = 20
"""Items of a document by which its format is recognised."""


def _fits(value: Any, each: Each) -> bool:
    return any(
        all(first(place, path) is not None for path in each.needs)
        and all(first(place, path) is None for path in each.lacks)
        for place in islice(_items(value, each), _LOOKED_AT)
    )


def _items(value: Any, each: Each) -> Iterator[Place]:
    for path in each.items:
        found = (place for place in places(value, path) if isinstance(place[0], dict))
        earliest = next(found, None)
        if earliest is not None:
            yield earliest
            yield from found
            return


def _all_items(source: Source, each: Each) -> Iterator[tuple[Document, Place]]:
    for document in source.documents:
        for value in source.values(document):
            for place in _items(value, each):
                yield document, place


def _channel(place: Place, each: Each) -> str:
    """The name of the channel that an item is of; empty for none."""
    return person(wording(place, each.channel)) if each.channel else ""


class _Raw(msgspec.Struct):
    """An item whose kind is known, and whose words are not made yet."""

    place: Place
    document: Document
    kind: str
    at: datetime | None
    stamp: Stamp | None


def _read(source: Source, each: Each, channels: list[str], left_out: Counter[str]) -> Iterator[Item]:
    found = [
        raw
        for document, place in _all_items(source, each)
        if (not channels or _channel(place, each) in (*channels, ""))
        and (raw := _raw(place, each, document, left_out))
    ]
    if each.changes:
        found = _changes(found, each)
    if each.once:
        _only_first(found, each.once)
    for raw in found:
        if raw.kind == "-":
            continue
        if item := _item(raw, each):
            yield item
        else:
            left_out["without words"] += 1


def _raw(place: Place, each: Each, document: Document, left_out: Counter[str]) -> _Raw | None:
    """None for noise, which is counted."""
    for path, noise in each.noise.items():
        if (value := str(first(place, path))) in noise:
            left_out[value.replace("_", " ")] += 1
            return None
    if each.only and first(place, each.only) is None:
        return None
    kind = each.kind
    if kind.startswith((".", "^")):
        kind = each.kinds.get(str(first(place, each.kind)), each.otherwise)
    return _Raw(place, document, kind, *moment(first(place, each.time)))


def _changes(found: list[_Raw], each: Each) -> list[_Raw]:
    """Those whose value of the kind is another than that of the one before them, of the same object above them."""
    last: dict[int, object] = {}
    changed = []
    for raw in sorted(found, key=lambda raw: raw.at or EPOCH):
        above, value = id(raw.place[1]) if len(raw.place) > 1 else 0, first(raw.place, each.kind)
        if last.get(above) != value:
            changed.append(raw)
        last[above] = value
    return changed


def _only_first(found: list[_Raw], kind: str) -> None:
    timed = [raw for raw in found if raw.kind == kind and raw.at is not None]
    earliest = min(timed, key=lambda raw: raw.at or EPOCH, default=None)
    for raw in found:
        if raw.kind == kind and raw is not earliest:
            raw.kind = "note"


def _item(raw: _Raw, each: Each) -> Item | None:
    """What it becomes; None for one without words."""
    place, kind = raw.place, raw.kind
    words = wording(place, each.texts.get(kind, each.text)) or wording(place, each.instead)
    fields = {name: person(wording(place, form)) for name, form in each.fields.items()}
    if kind == "escalate" and not fields.get("to"):
        kind = "note"
    taken = {
        name: value for name, value in fields.items() if value and name in e.KINDS[kind].__struct_fields__
    }
    text = said(kind, each.words(words) if each.words else words, **taken)
    if not text:
        return None
    return Item(
        stamp=raw.stamp,
        at=raw.at,
        kind=kind,
        text=text,
        note="" if raw.at or raw.stamp else NO_TIME,
        author=person(wording(place, each.who)),
        id=wording(place, each.id),
        link=wording(place, each.link),
        thread=wording(place, each.thread),
        file=raw.document.name,
        key=bool(each.key and first(place, each.key)),
    )
