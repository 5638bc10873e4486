"""`pmtui finish`: the write-up is final."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident, add_json, utf8
from pmtui.cli.printing import print_notice
from pmtui.cli.publishing import publish
from pmtui.cli.recorded import Receipt, print_receipt
from pmtui.model.line.commands import BY_NAME
from pmtui.work.final import unfinished
from pmtui.work.session import Session


class Options:
    """What it takes."""

    incident: str | None
    reviewer: str
    url: str
    anyway: bool
    json: bool


Answer = Receipt


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    call.add_argument(
        "--reviewer", metavar="NAME", type=utf8, default="", help="who reviewed it; several with commas"
    )
    call.add_argument("--url", metavar="URL", type=utf8, default="", help="where it was published")
    call.add_argument("--anyway", action="store_true", help="also while something is wrong or missing")
    add_json(call)


def run(options: Options) -> int:
    """Records that it is final, and writes the documents; 1, and nothing recorded, while something is missing."""
    here = context.session(options.incident)
    if say_unfinished(here) and not options.anyway:
        print_notice(
            f"{here.slug}: not final yet; `pmtui finish {here.slug} --anyway` makes it so all the same"
        )
        here.close()
        return 1
    given = {"reviewer": options.reviewer, "url": options.url}
    keys = [key.written(given[key.name]) for key in BY_NAME["finish"].keys if given[key.name]]
    print_receipt(context.record(here, " ".join(["/finish", *keys])), options.json)
    here.close()
    publish(here.folder)
    return 0


def say_unfinished(here: Session) -> bool:
    """Names what is wrong or missing, each with the line that mends it; whether anything is."""
    found = unfinished(here.folder, here.incident, context.clock())
    for each in found:
        print_notice(f"missing or wrong: {each}")
    return bool(found)
