"""Builds incidents for tests: entries with numbers, ids and times filled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident

DAY = datetime(2023, 10, 15, tzinfo=UTC)
E = TypeVar("E", bound=e.Entry)


def at(clock: str, days: int = 0) -> datetime:
    """The moment of a clock time on 15 October 2023, UTC, or some days later."""
    hour, minute = clock.split(":")
    return DAY + timedelta(days=days, hours=int(hour), minutes=int(minute))


def make(kind: type[E], n: int, **fields: Any) -> E:
    """An entry of this kind: id `id-00n`, recorded n seconds after the day began."""
    if isinstance(fields.get("at"), str):
        fields["at"] = at(fields["at"])
    if isinstance(fields.get("until"), str):
        fields["until"] = at(fields["until"])
    return kind(id=f"id-{n:03}", n=n, recorded=DAY + timedelta(seconds=n), **fields)


def ref(n: int) -> tuple[str, ...]:
    """The `refs` of an entry that is about entry n."""
    return (f"id-{n:03}",)


def incident(*rows: tuple[type[e.Entry], dict[str, Any]], **opened: Any) -> Incident:
    """An incident of an opening entry (its fields by keyword) and these (kind, fields), numbered from 1."""
    first = {"title": "Checkout is down", "severity": 1, "zone": "UTC", "opened": DAY, "by": "ana", **opened}
    entries: list[e.Entry] = [make(e.Opened, 0, **first)]
    entries += [make(kind, n, **fields) for n, (kind, fields) in enumerate(rows, 1)]
    return Incident(entries)
