"""`pmtui export`: one format of the incident, to stdout or a file."""

from __future__ import annotations

import sys
from pathlib import Path

from pmtui.cli import context
from pmtui.cli.parser import Parser, add_incident
from pmtui.cli.printing import print_document, print_notice
from pmtui.cli.publishing import publish
from pmtui.errors import PmtuiError, UsageError
from pmtui.model.line.commands import FORMATS
from pmtui.model.review.secrets import mask
from pmtui.output.export import export
from pmtui.storage import peek
from pmtui.storage.attachments import Pictures
from pmtui.storage.deliver import deliver
from pmtui.work import templates
from pmtui.work.edits import edited

_PROSE = ("markdown", "html", "rich")
_RECORDS = ("toml", "json")
"""With the prose the formats that hold what a person wrote into the draft."""
_ENDINGS = {f".{each}": each for each in FORMATS if each not in ("markdown", "rich")}
_ENDINGS |= {".md": "markdown", ".markdown": "markdown", ".htm": "html"}
"""How the name of a file ends that is of a format."""

_MOST_SIGNS = 20
"""Named on one line: a chart in a script without a font lacks hundreds."""


class Options:
    """What it takes."""

    incident: str | None
    format: str | None
    output: str | None
    template: str | None
    mask: bool
    events: bool
    clean: bool


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    call.add_argument(
        "--format",
        choices=FORMATS,
        help="what to write; rich: the draft, for a word processor; default: as the FILE's name ends",
    )
    call.add_argument("-o", "--output", metavar="FILE", help="default: stdout; of rich the clipboard")
    call.add_argument(
        "--template",
        metavar="NAME",
        help="of the Markdown: default, google, atlassian, pagerduty or your own",
    )
    call.add_argument(
        "--mask", action="store_true", help="hide what looks like a secret, a mail or IP address"
    )
    call.add_argument("--clean", action="store_true", help="of the Markdown: without the marks of its blocks")
    call.add_argument("--events", action="store_true", help="of the CSV: only what happened and the facts")


def run(options: Options) -> int:
    """Writes one format to stdout or a file."""
    format = options.format or _by_name(options.output)
    _check(options, format)
    file = None if options.output in (None, "-") else options.output
    is_prose = format in _PROSE
    # First what somebody edited in the draft is taken in: the incident that is read then holds it.
    follows = format in (*_PROSE, *_RECORDS) and not options.template
    existing = _draft(options.incident) if follows else None
    incident, slug = context.reading(options.incident)
    template = None
    if is_prose or follows:
        template = templates.named(options.template) if options.template else templates.chosen(incident)
    if follows and options.incident and context.is_lone_record(options.incident):
        from pmtui.work.record_file import draft

        existing = draft(Path(options.incident).expanduser(), incident, template)
    hide = mask if options.mask else None
    pictures = Pictures(_folder(options.incident)) if format in ("html", "rich", *_RECORDS) else None
    content = export(
        incident, slug, format, template, hide, existing, templates.find, options.events, pictures
    )
    if options.clean:
        from pmtui.output.draft.blocks import clean

        assert isinstance(content, str)
        content = clean(content)
    if format == "rich" and options.output is None:
        assert isinstance(content, str)
        from pmtui.work.rich import hand_out  # it runs programs, which no other format does

        print_notice(hand_out(content, _folder(options.incident)))
    elif file is None:
        print_document(content)
    else:
        deliver(Path(file), content)
        print_notice(f"wrote {file}")
    if format == "png":
        _name_boxes(export(incident, slug, "svg", mask=hide))
    return 0


def _by_name(output: str | None) -> str:
    """The format that a file is of by its name.

    Raises:
        UsageError: there is no file, or its name says nothing.
    """
    found = _ENDINGS.get(Path(output).suffix.lower()) if output else None
    if found:
        return found
    known = f"--format {'|'.join(FORMATS)}"
    if output in (None, "-"):
        raise UsageError("no format is named", f"write {known}, or a file: -o x.html")
    raise UsageError(f"{output}: its name does not say the format", f"write {known}")


def _check(options: Options, format: str) -> None:
    """Refuses an option that the format has no use for, and what a terminal cannot show.

    Raises:
        UsageError: there is such an option.
    """
    only_of = {"--template": "markdown", "--events": "csv", "--clean": "markdown"}
    for option, only in only_of.items():
        if getattr(options, option.removeprefix("--")) and format != only:
            raise UsageError(f"{option} is for --format {only}", "leave it out")
    if format == "png" and options.output in (None, "-") and sys.stdout.isatty():
        raise UsageError("a PNG is nothing for a terminal", "name a file: -o timeline.png")


def _name_boxes(svg: str | bytes) -> None:
    """Says which signs of the chart are boxes in its PNG."""
    from pmtui.output.chart.png import boxes

    assert isinstance(svg, str)
    if signs := boxes(svg):
        some = f"{signs[:_MOST_SIGNS]}…" if len(signs) > _MOST_SIGNS else signs
        print_notice(f"no font of this machine has {some}; a box stands for each in the PNG")


def _folder(named: str | None) -> Path:
    """Where the draft lies, or a record that is alone."""
    if named and context.is_lone_record(named):
        return Path(named).expanduser().absolute().parent
    return context.folder(named)


def _draft(named: str | None) -> str | None:
    """The draft in the incident's folder, if there is one; what a person edited in it is taken in first."""
    if named and context.is_lone_record(named):
        return None
    folder = context.folder(named)
    if edited(folder):
        try:
            publish(folder)
        except PmtuiError as error:
            print_notice(f"{error}; sections that were edited in the draft are exported as they were before")
    return peek.draft(folder)
