"""`pmtui verify`: whether an incident's files are as they were written; `--repair` mends them from what is whole."""

from __future__ import annotations

from pathlib import Path

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident
from pmtui.cli.printing import print_notice, print_result
from pmtui.work.examine import Examined, examine
from pmtui.work.publish import Author
from pmtui.work.repair import repair


class Options:
    """What it takes."""

    incident: str | None
    repair: bool


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    call.add_argument(
        "--repair", action="store_true", help="mend it from what is whole; nothing is deleted: see aside/"
    )


def run(options: Options) -> int:
    """What is changed or missing, line by line, with 1; remarks about what loses nothing leave it at 0."""
    folder = context.folder(options.incident)
    if options.repair:
        for sentence in repair(folder, author=Author(context.person(), context.clock())):
            print_notice(f"{folder.name}: {sentence}")
    found = examine(folder)
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


def _print(folder: Path, found: Examined) -> None:
    for finding in found.findings:
        print_result(f"{folder.name} line {finding.line}: {finding.what}")
    for sentence in (*found.faults, *found.files, *found.remarks):
        print_result(f"{folder.name} {sentence}")
    if found.findings:
        many = "s" if len(found.findings) > 1 else ""
        print_notice(f"{len(found.findings)} finding{many}; the other lines are as they were written")
