"""What is looked at before an entry of the meeting point gets into the journal: it may come from anybody's program."""

from __future__ import annotations

import re

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model.entries import ENTRY_MIB, Entry, kind_of

FARTHEST = 1_000_000
"""How far above the greatest known number one may lie: an incident has thousands, and the next entry counts on."""
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""What an id may be made of to be part of a subject."""
_SHOWN = 64


class Unfit(PmtuiError):
    """A message that is no entry of this incident; it is set aside."""


def key_of(entry: Entry) -> str:
    """Where the meeting point keeps an entry."""
    return f"e.{entry.id}"


def is_sendable(entry: Entry) -> bool:
    """Whether the entry can be kept there at all: every entry that pmtui made can."""
    return _ID.fullmatch(entry.id) is not None


def entry_in(key: str, data: bytes, incident: str, greatest: int) -> Entry:
    """The entry in a message; a kind of a newer version, or a value out of range, is kept as it came.

    Args:
        key: where it was kept, `e.<id>`.
        data: the message.
        incident: the id of the entry that opens the incident here.
        greatest: the greatest number known here.

    Raises:
        Unfit: it is none of this incident's.
    """
    named = key.removeprefix("e.")
    if len(data) > ENTRY_MIB << 20:
        raise Unfit(f"entry {named[:_SHOWN]} is larger than {ENTRY_MIB} MiB")
    try:
        entry = codec.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise Unfit(f"entry {named[:_SHOWN]} cannot be read") from None
    if entry.id != named or not is_sendable(entry):
        raise Unfit(f"entry {named[:_SHOWN]} claims to be {entry.id[:_SHOWN]!r}")
    if kind_of(entry) == "incident" and entry.id != incident:
        raise Unfit(f"entry {named} opens another incident")
    if entry.n > greatest + FARTHEST:
        raise Unfit(f"entry {named} has number {entry.n}, far above all others")
    return entry
