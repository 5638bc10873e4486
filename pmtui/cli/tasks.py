"""`pmtui tasks`: the open follow-ups of all incidents."""

from __future__ import annotations

from datetime import date

import msgspec

from pmtui.cli import context
from pmtui.cli.columns import columns
from pmtui.cli.parser import Parser, add_json, utf8
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.work.overview import TaskListed, tasks


class Options:
    """What it takes."""

    overdue: bool
    owner: str | None
    json: bool


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.add_argument("--overdue", action="store_true", help="only those whose due date is past")
    call.add_argument("--owner", metavar="NAME", type=utf8, help="only this owner's")
    add_json(call)


class TaskRow(msgspec.Struct, frozen=True):
    """One follow-up, for a program to read."""

    incident: str
    label: str
    text: str
    owner: str
    due: date | None
    priority: str
    overdue: bool


Answer = list[TaskRow]


def run(options: Options) -> int:
    """Open follow-ups of all incidents, the earliest due first."""
    every = context.Incidents()
    found = tasks(every.listed(), context.clock())
    if options.overdue:
        found = [each for each in found if each.overdue]
    if options.owner:
        found = [each for each in found if each.task.owner.casefold() == options.owner.casefold()]
    if options.json:
        print_json([_row(each) for each in found])
        return every.status
    for line in columns([_cells(each) for each in found]):
        print_result(line)
    if not found:
        print_notice("no follow-up is overdue" if options.overdue else "no follow-up is open")
    return every.status


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
    )


def _cells(each: TaskListed) -> tuple[str, ...]:
    task = each.task
    due = f"due {task.due}" if task.due else ""
    overdue = "overdue" if each.overdue else ""
    return (each.folder.name, task.label, due, overdue, task.priority, task.owner, task.text)
