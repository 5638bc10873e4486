"""The write-up from the command line: sections, closing, documents."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from pmtui.cli import context as house
from pmtui.cli.printing import put, say
from pmtui.cli.printing import write as pour
from pmtui.errors import PmtuiError, UsageError
from pmtui.model.incident.missing import missing
from pmtui.model.line.receipt import receipt
from pmtui.storage.deliver import collect, deliver
from pmtui.work.publish import is_published
from pmtui.work.publish import publish as _publish
from pmtui.work.session import Session

_TOLD = ("markdown", "html")
"""Formats that tell the incident in prose, and hold what a person wrote into the draft."""
_MOST_SIGNS = 20
"""Named on one line: a chart in a script without a font lacks hundreds."""


def write(options: Namespace) -> int:
    """Records a section of the write-up from a file or stdin."""
    here = house.session(options.incident)
    text = _stdin() if options.file == "-" else collect(Path(options.file))
    put(_record(here, f"/write {_quoted(options.section)} {text}"))
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


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise PmtuiError("the text on stdin is no UTF-8", "nothing was recorded; send it as UTF-8") from None


def _record(here: Session, line: str) -> str:
    """Records a line that is known to be one of those that record something; gives its receipt."""
    typed = here.understand(line)
    assert typed.entry is not None
    item = here.write(typed.entry)
    return f"{here.slug} {receipt(item, here.incident, house.clock())}"


def close(options: Namespace) -> int:
    """Closes an incident and writes its documents; closing again writes them anew."""
    from pmtui.work import templates

    here = house.session(options.incident)
    if here.incident.closed:
        say(f"{here.slug} was closed already; its documents are written anew")
    else:
        say(_record(here, "/close"))
    here.close()
    for what in missing(here.incident, templates.layout()):
        say(f"still missing: {what}")
    for path in publish(here.folder):
        put(str(path))
    return 0


def publish(folder: Path) -> tuple[Path, ...]:
    """Writes the documents and says what a person had changed, and what became of it; gives their paths."""
    from pmtui.work.hand_edits import Hand

    published = _publish(folder, hand=Hand(house.person(), house.clock()))
    for notice in published.notices:
        say(notice)
    return published.paths


def export(options: Namespace) -> int:
    """Writes one format to stdout or a file."""
    from pmtui.model.review.secrets import mask
    from pmtui.output.export import export as made
    from pmtui.work import templates

    if options.template and options.format != "markdown":
        raise UsageError("--template is for --format markdown", "leave it out")
    to_stdout = options.output in (None, "-")
    if to_stdout and options.format == "png" and sys.stdout.isatty():
        raise UsageError("a PNG is nothing for a terminal", "name a file: -o timeline.png")
    existing = template = None
    if options.format in _TOLD:
        template = templates.named(options.template) if options.template else templates.chosen()
        existing = None if options.template else _draft(options.incident)
    incident, slug = house.reading(options.incident)
    hide = mask if options.mask else None
    content = made(incident, slug, options.format, template, hide, existing, templates.find)
    if to_stdout:
        pour(content)
    else:
        deliver(Path(options.output), content)
        say(f"wrote {options.output}")
    if options.format == "png":
        _say_boxes(made(incident, slug, "svg", mask=hide))
    return 0


def _say_boxes(svg: str | bytes) -> None:
    """Says which signs of the chart are boxes in its PNG."""
    from pmtui.output.chart.png import boxes

    assert isinstance(svg, str)
    if signs := boxes(svg):
        some = f"{signs[:_MOST_SIGNS]}…" if len(signs) > _MOST_SIGNS else signs
        say(f"no font of this machine has {some}; a box stands for each in the PNG")


def _draft(named: str | None) -> str | None:
    """The draft in the incident's folder, if there is one; what a person edited in it is taken in first."""
    from pmtui.storage import peek
    from pmtui.work.hand_edits import edited

    if named and house.is_lone_record(named):
        return None
    folder = house.folder(named)
    if edited(folder):
        try:
            publish(folder)
        except PmtuiError as error:
            say(f"{error}; sections that were edited in the draft are exported as they were before")
    return peek.draft(folder)


def schema(options: Namespace) -> int:
    """Prints the JSON Schema of the record."""
    from pmtui.output.record.schema import schema as text

    pour(text())
    return 0
