"""Incidents of any length: a story of all kinds at first, the log of a long night behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library

STORY = 300
"""Entries after which a long journal holds only what logs hold."""
_SPAN = timedelta(hours=6)
_BATCH = 10_000
_SAID = (
    "checkout returns 502 for a quarter of the requests",
    "rolled back payments to 4.2, error rate falls",
    "the database pool is exhausted on two of three replicas; ana restarts them one after the other",
    "customers report | doubled `charges` <b>and</b> [red] [/] confirmations — 請求が二重です",
)


def make(home: Path, entries: int, story: int = STORY) -> Path:
    """A new incident in a home, with this many entries behind the first; its folder.

    The entries lie in the last six hours. The first `story` of them are of all kinds.
    """
    now = datetime.now(UTC)
    start = now - _SPAN
    opened = e.Opened(
        id=codec.new_id(start),
        recorded=start,
        at=start,
        opened=start,
        by="ana",
        zone="UTC",
        title="Checkout is down",
        severity=1,
    )
    folder = Library(home).create(opened, start.date())
    journal = Journal(folder)
    batch: list[e.Entry] = []
    for entry in _entries(start, entries, story):
        batch.append(entry)
        if len(batch) == _BATCH:
            journal.append(batch)
            batch = []
    journal.append(batch)
    journal.close()
    return folder


def _entries(start: datetime, count: int, story: int) -> Iterator[e.Entry]:
    log, told = _Maker(start, _SPAN / max(1, count)), 0
    while log.made < count:
        told += 1
        room = count - log.made
        yield from [*(_chapter(log, told) if log.made < story else _night(log))][:room]


class _Maker:
    """Makes entries, each a step later than the one before it."""

    def __init__(self, start: datetime, step: timedelta) -> None:
        self._start = start
        self._step = step
        self.made = 0

    def __call__(self, kind: type[e.Entry], **fields: Any) -> e.Entry:
        self.made += 1
        at = self._start + self._step * self.made
        if issubclass(kind, e.Worded):
            fields.setdefault("text", _SAID[self.made % len(_SAID)])
        elif "text" in fields:
            del fields["text"]
        return kind(id=codec.new_id(at), recorded=at, at=at, by="ana", zone="UTC", **fields)


def _chapter(log: _Maker, number: int) -> Iterator[e.Entry]:
    """Thirty entries in which every table and pane gets something."""
    if number == 1:
        yield from (log(kind) for kind in (e.Started, e.Detected, e.Declared))
        yield log(e.Role, role="commander", name="ana")
        yield log(e.Service, names=("shop", "login"))
        yield log(e.Impact, text="25 % of the orders fail")
        yield log(e.Summary, text="the database is overloaded")
        yield log(e.Write, section="root_cause", text="A migration took a lock.\n\n## It *stayed*")
    raised, asked = log(e.Hypothesis, label=f"H{number}"), log(e.Escalate, to="dba", label=f"E{number}")
    noted = log(e.Note)
    yield from (raised, asked, noted)
    yield log(e.Evidence, refs=(raised.id,), sign="+")
    yield log(e.Answered, refs=(asked.id,))
    yield log(e.Misleading, refs=(raised.id,))
    yield log(e.Task, label=f"T{number}", owner="bo", term="short")
    yield log(e.Amend, refs=(noted.id,), new={"kind": "decision", "text": "decided, not noted"})
    yield log(e.Update, audience="customers", next=1800)
    yield log(e.Action, owner="bo")
    yield log(e.Improve if number % 2 else e.Lucky)
    for _ in range(19):
        yield log(e.Note)


def _night(log: _Maker) -> Iterator[e.Entry]:
    """Twenty entries as scripts and people leave them, one of them corrected."""
    noted = log(e.Note)
    yield noted
    yield log(e.Decision)
    yield log(e.Run, command="kubectl get pods", exit=1, seconds=0.4, text="pod-1  Running\npod-2  Pending")
    yield log(e.Strike, refs=(noted.id,))
    for _ in range(16):
        yield log(e.Note)
