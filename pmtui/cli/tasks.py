"""`pmtui tasks`: the open follow-ups of all incidents."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import msgspec

from pmtui.cli import context
from pmtui.cli.columns import columns
from pmtui.cli.parser import Parser, add_json, utf8
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.cli.spans import ahead
from pmtui.errors import UsageError
from pmtui.model.text import one_line
from pmtui.work.overview import TaskListed, tasks


class Options:
    """What it takes."""

    incident: str | None
    overdue: bool
    due: str | None
    owner: str | None
    json: bool
    file: str | None
    dry_run: bool
    labels: list[str]


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.usage = (
        "pmtui tasks [-i INCIDENT] [--overdue] [--due 7d] [--owner NAME] [--json]\n"
        "       pmtui tasks [-i INCIDENT] --file github:ORG/REPO|csv [--dry-run] [T1 …]"
    )
    call.add_argument("-i", "--incident", metavar="INCIDENT", help="only this incident's; default: all")
    call.add_argument("--overdue", action="store_true", help="only those whose due date is past; 1 if any is")
    call.add_argument(
        "--due", metavar="7d", type=utf8, help="only those due within that time, or overdue; 1 if any is"
    )
    call.add_argument("--owner", metavar="NAME", type=utf8, help="only this owner's")
    add_json(call)
    call.add_argument(
        "--file",
        metavar="TRACKER",
        type=utf8,
        help="those that no tracker has go there: github:ORG/REPO by `gh`, whose address is recorded, or csv",
    )
    call.add_argument("--dry-run", action="store_true", help="print the calls of `gh`; file nothing")
    call.add_argument(
        "labels",
        metavar="T1",
        type=utf8,
        nargs="*",
        help="which to file, of the incident; none: all that would be listed",
    )


class TaskRow(msgspec.Struct, frozen=True):
    """One follow-up, for a program to read."""

    incident: str
    label: str
    text: str
    owner: str
    due: date | None
    priority: str
    overdue: bool
    ref: str
    """Where a tracker has it; empty while none does."""


Answer = list[TaskRow]


def run(options: Options) -> int:
    """Open follow-ups, the earliest due first; 1 when it was asked which are due, and any is. Or files them."""
    _check(options)
    if options.file is not None and options.labels:
        from pmtui.cli import filing

        folder = context.folder(options.incident)
        incident, slug = context.reading(str(folder))
        chosen = filing.labels(incident, slug, options.labels)
        return filing.file(options.file, [(folder, chosen)], options.dry_run)
    every = context.Incidents()
    found = _wanted(every, options)
    if options.file is not None:
        from pmtui.cli import filing

        by_folder: defaultdict[Path, list[str]] = defaultdict(list)
        for each in found:
            by_folder[each.folder].append(each.task.label)
        return filing.file(options.file, list(by_folder.items()), options.dry_run) or every.status
    return _print(found, options) or every.status


def _check(options: Options) -> None:
    """Refuses what does not go together.

    Raises:
        UsageError: it does not.
    """
    if options.file is None and (options.labels or options.dry_run):
        what = options.labels[0] if options.labels else "--dry-run"
        raise UsageError(f"{what} is for --file", "name a tracker: --file github:ORG/REPO, or csv")
    if options.file is not None and options.json:
        raise UsageError("--json is for the list", "leave it out, or --file")
    if options.labels and (options.overdue or options.due is not None or options.owner is not None):
        raise UsageError("follow-ups are named, or chosen by --overdue, --due and --owner", "not both")


def _wanted(every: context.Incidents, options: Options) -> list[TaskListed]:
    now = context.clock()
    days = None if options.due is None else (ahead(options.due, now.date()) - now.date()).days
    found = tasks(every.listed(), now)
    if options.incident is not None:
        folder = context.folder(options.incident)
        found = [each for each in found if each.folder == folder]
    if options.overdue:
        found = [each for each in found if each.overdue]
    if days is not None:
        found = [each for each in found if each.days is not None and each.days <= days]
    if options.owner is not None:
        found = [each for each in found if each.task.owner.casefold() == options.owner.casefold()]
    return found


def _print(found: list[TaskListed], options: Options) -> int:
    state = _state(options)
    if options.json:
        print_json([_row(each) for each in found])
    else:
        for line in columns([_cells(each) for each in found]):
            print_result(line)
        if not found:
            whose = "" if options.owner is None else f" of {one_line(options.owner)}"
            print_notice(f"no follow-up{whose} is {state}")
    if not found or state == "open":
        return 0
    many = "1 follow-up is" if len(found) == 1 else f"{len(found)} follow-ups are"
    print_notice(f"{many} {state}")
    return 1


def _state(options: Options) -> str:
    """What is said of those that are listed."""
    if options.overdue:
        return "overdue"
    return "open" if options.due is None else f"due within {options.due}, or overdue"


def _row(each: TaskListed) -> TaskRow:
    task = each.task
    return TaskRow(
        incident=each.folder.name,
        label=task.label,
        text=task.text,
        owner=task.owner,
        due=task.due,
        priority=task.priority,
        overdue=each.overdue,
        ref=task.ref,
    )


def _cells(each: TaskListed) -> tuple[str, ...]:
    task = each.task
    due = f"due {task.due}" if task.due else ""
    overdue = "overdue" if each.overdue else ""
    known = (each.folder.name, task.label, due, overdue, task.priority, task.owner, task.ref)
    return (*map(one_line, known), task.text)
