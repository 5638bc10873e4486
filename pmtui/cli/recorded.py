"""What a call recorded: its receipt, as a line for a person or as an object for a program."""

from __future__ import annotations

from datetime import datetime

import msgspec

from pmtui.cli.printing import print_json_line, print_result


class Record(msgspec.Struct, frozen=True):
    """Stands for the whole record, which has a schema of its own."""


class Receipt(msgspec.Struct, frozen=True):
    """An entry that is on the medium."""

    incident: str
    """The slug."""
    id: str
    number: int
    """It is named `#12` by it; after a merge two entries may have one."""
    kind: str
    label: str
    """`E1`, of what has one; else empty."""
    at: datetime | None
    """When it happened; null when nobody knows, and of a correction."""
    until: datetime | None
    recorded: datetime
    text: str
    """The receipt as a person reads it."""


def print_receipt(receipt: Receipt, json: bool) -> None:
    """The receipt on a line of its own."""
    if json:
        print_json_line(receipt)
    else:
        print_result(receipt.text)
