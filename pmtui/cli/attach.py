"""`pmtui attach`: a file that belongs to an incident."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_json, utf8
from pmtui.cli.publishing import publish
from pmtui.cli.recorded import Receipt, print_receipt
from pmtui.model.line.paths import written
from pmtui.work.publish import is_published


class Options:
    """What it takes."""

    incident: str | None
    file: str
    caption: list[str]
    json: bool


Answer = Receipt


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    call.add_argument(
        "-i", "--incident", metavar="INCIDENT", help="default: $PMTUI_INCIDENT, else the only open one"
    )
    call.add_argument("file", metavar="FILE", type=utf8, help="of at most 50 MiB; it stays where it is")
    call.add_argument("caption", metavar="CAPTION", type=utf8, nargs="*", help="what it shows")
    add_json(call)


def run(options: Options) -> int:
    """Copies the file and records it; the documents of an incident that was closed follow."""
    here = context.session(options.incident)
    print_receipt(
        context.record(here, f"/attach {written(options.file)} {' '.join(options.caption)}"), options.json
    )
    if is_published(here.incident):
        publish(here.folder)
    here.close()
    return 0
