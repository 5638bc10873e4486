"""`pmtui write`: a section of the write-up from a file or stdin."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json, utf8
from pmtui.cli.publishing import publish
from pmtui.cli.recorded import Receipt, print_receipt
from pmtui.work.publish import is_published


class Options:
    """What it takes."""

    incident: str
    section: str
    file: str
    json: bool


Answer = Receipt


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call, required=True)
    call.add_argument(
        "section",
        metavar="SECTION",
        type=utf8,
        help="root_cause, +resolution appends, a new name with spaces",
    )
    call.add_argument(
        "file", metavar="FILE|-", nargs="?", default="-", help="where the text is; default: stdin"
    )
    add_json(call)


def run(options: Options) -> int:
    """Records the section; the documents of an incident that was closed follow."""
    here = context.session(options.incident)
    text = context.text_in(options.file)
    print_receipt(context.record(here, f"/write {_quoted(options.section)} {text}"), options.json)
    if is_published(here.incident):
        publish(here.folder)
    here.close()
    return 0


def _quoted(section: str) -> str:
    """A name with a space in it, which the shell took out of its quotes, in quotes again."""
    if '"' in section or " " not in section:
        return section
    sign, name = ("+", section[1:]) if section.startswith("+") else ("", section)
    return f'{sign}"{name}"'
