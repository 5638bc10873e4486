"""Making, listing and reading incidents, as plain text for a pipe or a screen reader."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import Any

from pmtui.cli import house
from pmtui.cli.main import say
from pmtui.errors import PmtuiError, UsageError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident import Incident
from pmtui.model.moments import check_zone
from pmtui.model.receipt import receipt
from pmtui.model.text import one_line
from pmtui.model.wording import day, duration, shown
from pmtui.model.words import sign, words
from pmtui.model.zones import tz
from pmtui.session import Session
from pmtui.storage.journal import Journal


def new(options: Namespace) -> int:
    """Creates an incident; prints its slug, or opens the live screen."""
    from pmtui.storage.settings import identity

    mine = house.settings()
    zone = _zone(options.timezone or mine.timezone)
    now = house.clock()
    opened = e.Opened(
        id=codec.new_id(now),
        recorded=now,
        at=now,
        opened=now,
        by=identity(mine),
        zone=zone,
        title=one_line(" ".join(options.title)),
        severity=_severity(options.severity),
    )
    folder = house.library().create(opened, now.astimezone(tz(zone)).date())
    if options.no_open or not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(folder.name)
        return 0
    from pmtui.cli.screens import show as show_screen

    return show_screen(folder)


def _severity(typed: str | None) -> int | None:
    from pmtui.model.readers import level

    if typed is None:
        return None
    try:
        return level(typed)
    except PmtuiError as error:
        raise UsageError(f"--severity: {error.what}", error.do) from None


def _zone(named: str) -> str:
    """The zone asked for, else the machine's."""
    try:
        if named:
            return check_zone(named)
        if os.environ.get("TZ"):
            return check_zone(os.environ["TZ"].removeprefix(":"))
    except PmtuiError as error:
        source = "--timezone" if named else "TZ"
        raise UsageError(f"{source}: {error.what}", error.do) from None
    import pendulum

    local = pendulum.tz.local_timezone()
    return check_zone(local.name) if isinstance(local, pendulum.Timezone) else "UTC"


def list_(options: Namespace) -> int:
    """All incidents, open ones first, the newest first."""
    rows = [_row(folder) for folder in house.library().folders()]
    rows.sort(key=lambda row: (row["status"] == "closed", [-ord(c) for c in row["slug"]]))
    if options.json:
        print(_json(rows))
        return 0
    for row in rows:
        length = duration(row["duration_seconds"]) if row.get("duration_seconds") is not None else ""
        print("  ".join(filter(None, (row["slug"], row["severity"], row["status"], length, row["title"]))))
    if not rows:
        say("there is no incident yet; pmtui new TITLE begins one")
    return 0


def _row(folder: Path) -> dict[str, Any]:
    incident = _read(folder)
    lengths = {metric.name: metric.seconds for metric in incident.metrics}
    return {
        "slug": folder.name,
        "id": incident.id,
        "title": incident.title,
        "severity": incident.severity,
        "status": incident.status,
        "opened": incident.opened,
        "duration_seconds": lengths["duration"],
        "entries": len(incident) - 1,
        "open_tasks": sum(not task.done for task in incident.tasks),
    }


def _read(folder: Path) -> Incident:
    journal = Journal(folder)
    try:
        return Incident(journal.read())
    finally:
        journal.close()


def _json(value: object) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def show(options: Namespace) -> int:
    """One incident as plain text, or as the record in JSON."""
    here = house.session(options.incident)
    if options.json:
        from pmtui.output.export import export

        sys.stdout.write(export(here.incident, here.slug, "json"))
        return 0
    print("\n".join(_page(here, house.clock())))
    return 0


def _page(here: Session, now: datetime) -> list[str]:
    from pmtui.model.brief import brief

    incident = here.incident
    lines = [here.slug, *brief(incident, now).splitlines(), ""]
    last = ""
    for item in incident.timeline:
        entry = item.entry
        today = day(entry.at, incident.zone) if entry.at else "time unknown"
        if today != last:
            lines.append(f"{today} ({incident.zone})")
            last = today
        marks = [
            m for m, on in (("key", item.key), ("corrected", item.corrected), ("struck", item.struck)) if on
        ]
        text = words(item, incident).replace("\n", "\n      ")
        mark = f" [{', '.join(marks)}]" if marks else ""
        lines.append(
            f"{item.name} {shown(entry.when, incident.zone)} {sign(item, incident)} {text}".rstrip() + mark
        )
    for task in incident.tasks:
        state = "done" if task.done else "open"
        lines.append(f"{task.label} {state}: {task.text}" + (f" ({task.owner})" if task.owner else ""))
    return lines


def brief(options: Namespace) -> int:
    """Where we stand."""
    from pmtui.model.brief import brief as text_of

    here = house.session(options.incident)
    print(text_of(here.incident, house.clock()))
    return 0


def find(options: Namespace) -> int:
    """The entries of all incidents that hold the words; 1 when there is none."""
    wanted = " ".join(options.text)
    hits = 0
    now = house.clock()
    for folder in house.library().folders():
        incident = _read(folder)
        for item in incident.find(wanted):
            print(f"{folder.name} {receipt(item, incident, now)}")
            hits += 1
    if not hits:
        say(f"nothing holds {wanted!r}")
    return 0 if hits else 1


def verify(options: Namespace) -> int:
    """The journal's integrity, line by line; 1 when a line is not what was written."""
    folder = house.folder(options.incident)
    journal = Journal(folder)
    findings = journal.verify()
    for finding in findings:
        print(f"{folder.name} line {finding.line}: {finding.what}")
    if findings:
        say(
            f"{len(findings)} finding{'s' if len(findings) > 1 else ''}; the other lines are as they were written"
        )
        return 1
    count = len(journal.read())
    print(f"{folder.name}: {count} entries, every line is as it was written")
    return 0


def tasks(options: Namespace) -> int:
    """Open follow-ups of all incidents, the earliest due first."""
    today = house.clock().date()
    rows: list[dict[str, Any]] = []
    for folder in house.library().folders():
        for task in _read(folder).tasks:
            overdue = task.due is not None and task.due < today
            if task.done or (options.overdue and not overdue):
                continue
            if options.owner and task.owner.casefold() != options.owner.casefold():
                continue
            rows.append(
                {
                    "incident": folder.name,
                    "label": task.label,
                    "text": task.text,
                    "owner": task.owner,
                    "due": task.due,
                    "priority": task.priority,
                    "overdue": overdue,
                }
            )
    rows.sort(key=lambda row: (row["due"] is None, str(row["due"]), row["incident"]))
    if options.json:
        print(_json(rows))
        return 0
    for row in rows:
        late = "overdue" if row["overdue"] else ""
        parts = (row["incident"], row["label"], str(row["due"] or ""), late, row["owner"], row["priority"])
        print("  ".join([*(part for part in parts if part), row["text"]]))
    return 0
