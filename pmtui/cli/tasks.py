"""Making an incident, and looking through all of them."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pmtui.cli import context as house
from pmtui.cli.columns import columns
from pmtui.cli.printing import put, say
from pmtui.errors import PmtuiError, UsageError
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.tasks import overdue
from pmtui.model.incident.words import search
from pmtui.model.line.receipt import receipt
from pmtui.model.time.words import duration
from pmtui.storage import peek


def new(options: Namespace) -> int:
    """Creates an incident; prints its slug, or opens the live screen."""
    from pmtui.work import create as beginning

    title, severity = " ".join(options.title), _severity(options.severity)
    opened = beginning.opening(title, house.clock(), house.settings(), options.timezone or "", severity)
    if (options.day or options.yes) and not options.source:
        raise UsageError("--day and --yes are for --from FILE", "leave them out, or name a file")
    if options.source:
        from pmtui.cli.importing import begin

        begun = begin(opened, options.source, options.day, options.yes)
        if begun is None:
            return 1
        folder = begun
    else:
        folder = beginning.begin(house.library(), opened)
    if options.no_open or not (sys.stdin.isatty() and sys.stdout.isatty()):
        put(folder.name)
        return 0
    from pmtui.cli.screens import show as show_screen

    return show_screen(folder)


def _severity(typed: str | None) -> int | None:
    from pmtui.model.line.readers import level

    if typed is None:
        return None
    try:
        return level(typed)
    except PmtuiError as error:
        raise UsageError(f"--severity: {error.what}", error.do) from None


class _Each:
    """All incidents, one after the other; one that cannot be read is said and left out."""

    def __init__(self) -> None:
        self.failed = 0

    def __iter__(self) -> Iterator[tuple[Path, Incident]]:
        for folder in house.library().folders():
            try:
                yield folder, peek.read(folder)
            except PmtuiError as error:
                self.failed = 1
                say(f"pmtui: {error}")


def list_(options: Namespace) -> int:
    """All incidents, open ones first, the newest first."""
    every = _Each()
    rows = [_row(folder, incident) for folder, incident in every]
    rows.sort(key=lambda row: str(row["slug"]), reverse=True)
    rows.sort(key=lambda row: row["status"] == "closed")
    if options.json:
        put(_json(rows))
        return every.failed
    for line in columns([_listed(row) for row in rows]):
        put(line)
    if not rows:
        say("there is no incident yet; `pmtui new TITLE` begins one")
    return every.failed


def _listed(row: dict[str, Any]) -> tuple[str, ...]:
    length = "" if row["duration_seconds"] is None else duration(row["duration_seconds"])
    return (row["slug"], row["severity"], row["status"], length, row["title"])


def _row(folder: Path, incident: Incident) -> dict[str, Any]:
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


def _json(value: object) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def find(options: Namespace) -> int:
    """The entries of all incidents that hold the words; 1 when there is none."""
    wanted = " ".join(options.text)
    hits = 0
    now = house.clock()
    every = _Each()
    for folder, incident in every:
        for item in search(incident, wanted):
            put(f"{folder.name} {receipt(item, incident, now)}")
            hits += 1
    if not hits:
        say(f"nothing holds {wanted!r}")
    return every.failed if hits else 1


def tasks(options: Namespace) -> int:
    """Open follow-ups of all incidents, the earliest due first."""
    now = house.clock()
    every = _Each()
    rows = [row for folder, incident in every for row in _tasks(folder, incident, now)]
    if options.overdue:
        rows = [row for row in rows if row["overdue"]]
    if options.owner:
        rows = [row for row in rows if row["owner"].casefold() == options.owner.casefold()]
    rows.sort(key=lambda row: (row["due"] is None, str(row["due"]), row["incident"]))
    if options.json:
        put(_json(rows))
        return every.failed
    cells = [
        (
            row["incident"],
            row["label"],
            f"due {row['due']}" if row["due"] else "",
            "overdue" if row["overdue"] else "",
            row["priority"],
            row["owner"],
            row["text"],
        )
        for row in rows
    ]
    for line in columns(cells):
        put(line)
    if not rows:
        say("no follow-up is overdue" if options.overdue else "no follow-up is open")
    return every.failed


def _tasks(folder: Path, incident: Incident, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "incident": folder.name,
            "label": task.label,
            "text": task.text,
            "owner": task.owner,
            "due": task.due,
            "priority": task.priority,
            "overdue": overdue(task, incident.zone, now),
        }
        for task in incident.tasks
        if not task.done
    ]
