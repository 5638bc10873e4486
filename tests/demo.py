"""The incident that pictures show: one night, one clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.storage.library import Library
from pmtui.work.commit import record
from pmtui.work.session import Session

NIGHT = datetime(2026, 3, 14, 2, 12, tzinfo=UTC)
SCRIPT = (
    (0, "@-10m /started"),
    (0, "@-8m /detected Monitoring: database server overloaded"),
    (1, "/acknowledged Ana has it"),
    (1, "/role commander Ana"),
    (2, "/impact 25 % of checkouts fail"),
    (2, "/service shop, login"),
    (4, "/hypothesis Recent code changes caused it"),
    (5, "/action diff the last three releases owner:bo"),
    (9, "/hypothesis A DDoS attack"),
    (12, "/evidence H2 - the traffic is real customers"),
    (14, "/misleading H2 No malicious traffic in the flow logs"),
    (15, "/escalate database team: the overload is theirs to judge via:page"),
    (19, "/answered E1 Looking at it"),
    (20, "/update customers: Checkout is slow, we are on it next:30m"),
    (22, "/misleading H1 No release correlates with the overload"),
    (23, "/hypothesis The connection pool is too small for the sale"),
    (26, "/evidence H3 + pool waits rise with the load"),
    (27, "/escalate network team: rule out packet loss"),
    (29, "/decision Double the pool, watch the database"),
    (30, "/action Double the pool owner:bo check:10m"),
    (31, "/summary The pool is exhausted by the spring sale"),
    (32, "/key #18"),
    (
        33,
        "/write root_cause The connection pool holds 40 connections. The spring sale needs three times as many.",
    ),
    (33, "/task Alert on pool use owner:ana due:+14d term:short type:prevent"),
)


class Night:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NIGHT

    def __call__(self) -> datetime:
        return self.now

    def at(self, minutes: float) -> None:
        """So many minutes after recording was opened."""
        self.now = NIGHT + timedelta(minutes=minutes)


def folder(home: Path, clock: Night, title: str = "Checkout is down") -> Path:
    """A new incident in a home; the first one's id is the same each time."""
    library = Library(home)
    opened = e.Opened(
        id=codec.new_id(clock(), len(library.every()).to_bytes(10, "big")),
        recorded=clock(),
        opened=clock(),
        at=clock(),
        by="ana",
        zone="Europe/Paris",
        title=title,
        severity=1,
    )
    return library.create(opened, clock().date())


def session(home: Path, clock: Night) -> Session:
    """The night as it stood 35 minutes in, every line of the script recorded."""
    here = Session(folder(home, clock), clock, "ana")
    for minutes, line in SCRIPT:
        clock.at(minutes)
        typed = here.understand(line)
        assert typed.entry is not None
        record(here, typed.entry)
    clock.at(35)
    return here
