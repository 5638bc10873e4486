"""`pmtui verify`: whether an incident's files are as they were written; `--repair` mends them from what is whole."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json
from pmtui.cli.printing import print_json, print_notice, print_result
from pmtui.work.examine import Examined, examine
from pmtui.work.publish import Author
from pmtui.work.repair import repair


class Options:
    """What it takes."""

    incident: str | None
    repair: bool
    json: bool


class Line(msgspec.Struct, frozen=True):
    """A line of the journal that is changed, or that changed or missing ones stand before."""

    line: int
    what: str


class Verified(msgspec.Struct, frozen=True):
    """What was found of an incident's files."""

    incident: str
    """The slug."""
    sound: bool
    """Nothing is changed or missing."""
    entries: int
    lines: list[Line]
    faults: list[str]
    """What else is changed or missing, attached files among it, a sentence each."""
    remarks: list[str]
    """What loses nothing, a sentence each."""


Answer = Verified


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    call.add_argument(
        "--repair", action="store_true", help="mend it from what is whole; nothing is deleted: see aside/"
    )
    add_json(call)


def run(options: Options) -> int:
    """What is changed or missing, line by line, with 1; remarks about what loses nothing leave it at 0."""
    folder = context.folder(options.incident)
    if options.repair:
        for sentence in repair(folder, author=Author(context.person(), context.clock())):
            print_notice(f"{folder.name}: {sentence}")
    found = examine(folder)
    if options.json:
        print_json(_verified(folder, found))
        return 0 if found.sound else 1
    _print(folder, found)
    if found.sound:
        count = found.entries
        print_result(f"{folder.name}: {count} line{'s' if count > 1 else ''}, each as it was written")
        return 0
    if found.mendable and not options.repair:
        print_notice(
            f"`pmtui verify --repair {folder.name}` mends it from what is whole, and deletes nothing"
        )
    return 1


def _verified(folder: Path, found: Examined) -> Verified:
    return Verified(
        incident=folder.name,
        sound=found.sound,
        entries=found.entries,
        lines=[Line(finding.line, finding.what) for finding in found.findings],
        faults=[*found.faults, *found.files],
        remarks=[*found.remarks],
    )


def _print(folder: Path, found: Examined) -> None:
    for finding in found.findings:
        print_result(f"{folder.name} line {finding.line}: {finding.what}")
    for sentence in (*found.faults, *found.files, *found.remarks):
        print_result(f"{folder.name} {sentence}")
    if found.findings:
        many = "s" if len(found.findings) > 1 else ""
        print_notice(f"{len(found.findings)} finding{many}; the other lines are as they were written")
