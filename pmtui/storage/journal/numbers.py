"""What the journal alone gives an entry: its number, its label, its salt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import msgspec

from pmtui.model import codec
from pmtui.model.entries import Entry

_LABEL = re.compile(r"([A-Z]+)([0-9]+)")


def numbered(entries: Iterable[Entry], greatest: int, taken: Collection[str]) -> list[Entry]:
    """The entries as they are written: numbered on, each with a free label, and a salt that nobody else has.

    Args:
        entries: new to the journal, in order. One that has a salt, or was redacted elsewhere, gets no other.
        greatest: the greatest number in the journal; -1 for one that begins.
        taken: the labels in it.
    """
    found: list[Entry] = []
    labels = set(taken)
    for n, entry in enumerate(entries, greatest + 1):
        label = _free(entry.label, labels)
        found.append(msgspec.structs.replace(entry, n=n, label=label, salt=_salt(entry)))
        labels.add(label)
    return found


def _salt(entry: Entry) -> str:
    has_one = entry.salt or entry.redacted or not {"salt", "redacted"}.isdisjoint(entry.extra or ())
    return entry.salt if has_one else codec.new_salt()


def _free(label: str, taken: Collection[str]) -> str:
    """The label, or the next of its letter when it is taken."""
    match = _LABEL.fullmatch(label)
    if label not in taken or match is None:
        return label
    same = (_LABEL.fullmatch(other) for other in taken)
    greatest = max(int(other[2]) for other in same if other is not None and other[1] == match[1])
    return f"{match[1]}{greatest + 1}"
