"""What comes into a journal from another copy of its incident: a union of two sets of entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from pmtui.model import codec
from pmtui.model.entries import Entry, Redact
from pmtui.model.incident.fold import prefer


class Joined(NamedTuple):
    """What a join did."""

    added: tuple[Entry, ...]
    """The entries that were not here, in order."""
    known: int
    """How many of the others were here already."""
    redacted: int
    """How many entries lost their words here, because the other copy had redacted them."""


def wordless(entries: Iterable[Entry]) -> set[str]:
    """The ids of the entries whose words are to be on no disk, as any of `entries` says."""
    gone: set[str] = set()
    for entry in entries:
        if entry.redacted:
            gone.add(entry.id)
        if isinstance(entry, Redact):
            gone.update(entry.refs)
    return gone


def to_write(entries: Iterable[Entry], gone: Collection[str]) -> list[Entry]:
    """The entries as they may be written: each id once, in order, those in `gone` without their words."""
    found: dict[str, Entry] = {}
    for entry in entries:
        mine = codec.redact(entry) if entry.id in gone else entry
        found[entry.id] = prefer(found[entry.id], mine) if entry.id in found else mine
    return sorted(found.values(), key=lambda entry: entry.key)
