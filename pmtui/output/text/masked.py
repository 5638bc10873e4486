"""An incident without what should not leave the team: every typed text goes through a mask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.model import codec
from pmtui.model.entries import ENVELOPE, Entry
from pmtui.model.incident.incident import Incident

Mask = Callable[[str], str]
_KEPT = (ENVELOPE - {"by", "said"}) | {"salt", "redacted", "opened", "due", "base", "sha256"}
"""What is not typed, and what other entries refer to."""


def masked(incident: Incident, mask: Mask) -> Incident:
    """The same incident, each text of its entries masked; times, numbers, labels and references stay."""
    return Incident(_entry(entry, mask) for entry in incident.entries)


def _entry(entry: Entry, mask: Mask) -> Entry:
    whole = codec.plain(entry)
    changed = {name: value if name in _KEPT else _value(value, mask) for name, value in whole.items()}
    return entry if changed == whole else codec.from_plain(changed)


def _value(value: Any, mask: Mask) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {mask(name): _value(each, mask) for name, each in value.items()}
    return [_value(each, mask) for each in value] if isinstance(value, list | tuple) else value
