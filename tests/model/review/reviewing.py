"""Incidents typed line by line, and what the review says about them."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.line import grammar
from pmtui.model.line.arguments import Context
from pmtui.model.review.rules import Finding, review

NOW = datetime(2023, 10, 20, 12, tzinfo=UTC)
CASES = Path(__file__).parents[2] / "cases"
WHOLE = (
    "@2023-10-15T10:30 /started",
    "@2023-10-15T10:40 /detected alert: 5xx",
    "@2023-10-15T10:45 /impact 25 % of logins fail in the shop",
    "@2023-10-15T12:30 /identified the pool is too small",
    "@2023-10-15T12:40 /resolved",
    "/write root_cause The pool was too small, and nothing watched it.",
    "/write resolution We doubled the pool.",
    "/well the page came within a minute",
)
"""An incident of 2 h 10 min with nothing to find, not even with everything asked for."""
SAID = ("/severity 2", "/role commander Ana", "/summary the pool is doubled")
"""What a reader asks first; typed last, so that the numbers of the lines before it stay."""


def typed(*lines: str, title: str = "Checkout is down", zone: str = "UTC", now: datetime = NOW) -> Incident:
    """The incident that these lines make."""
    opened = e.Opened(
        id=codec.new_id(now), recorded=now, at=now, opened=now, title=title, zone=zone, by="ana"
    )
    incident = Incident([opened])
    for line in lines:
        entry = grammar.read(line, Context(incident, now, "ana")).entry
        assert entry is not None
        incident.hold(entry)
    return incident


def whole(*lines: str, title: str = "Checkout is down", zone: str = "UTC") -> Incident:
    """The incident with nothing to find, and these lines after it."""
    return typed(*WHOLE, *lines, *SAID, title=title, zone=zone)


def case(folder: Path) -> Incident:
    """One of the cases, closed."""
    about = tomllib.loads((folder / "case.toml").read_text())
    lines: list[str] = []
    for line in (folder / "script.txt").read_text().splitlines():
        if line.startswith("  "):
            lines[-1] += f"\n{line[2:]}"
        elif line and not line.startswith("# "):
            lines.append(line)
    return typed(*lines, "/close", title=about["title"], zone=about["timezone"])


def found(incident: Incident, rule: int, *, now: datetime = NOW, everything: bool = True) -> list[Finding]:
    """What one rule finds."""
    return [finding for finding in review(incident, now, everything=everything) if finding.rule == rule]


def told(incident: Incident, rule: int, *, now: datetime = NOW) -> list[tuple[str, str]]:
    """Level and place of what one rule finds."""
    return [(finding.level, finding.where) for finding in found(incident, rule, now=now)]


def later(**by: int) -> datetime:
    """Some time after now."""
    return NOW + timedelta(**by)
