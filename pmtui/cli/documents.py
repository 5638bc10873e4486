"""The write-up from the command line: sections, closing, documents."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from pmtui.cli import house
from pmtui.cli.talk import put, say
from pmtui.cli.talk import write as pour
from pmtui.errors import PmtuiError
from pmtui.model.missing import missing
from pmtui.model.receipt import receipt
from pmtui.publish import is_published
from pmtui.publish import publish as _publish
from pmtui.session import Session
from pmtui.storage.deliver import collect, deliver


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
    here = house.session(options.incident)
    if here.incident.closed:
        say(f"{here.slug} was closed already; its documents are written anew")
    else:
        say(_record(here, "/close"))
    here.close()
    for what in missing(here.incident):
        say(f"still missing: {what}")
    for path in publish(here.folder):
        put(str(path))
    return 0


def publish(folder: Path) -> tuple[Path, ...]:
    """Writes the documents and says what a person had changed; gives their paths."""
    published = _publish(folder)
    for notice in published.notices:
        say(notice)
    return published.paths


def export(options: Namespace) -> int:
    """Writes one format to stdout or a file."""
    from pmtui.output.export import export as text_of

    incident, slug = house.reading(options.incident)
    text = text_of(incident, slug, options.format)
    if options.output in (None, "-"):
        pour(text)
    else:
        deliver(Path(options.output), text)
        say(f"wrote {options.output}")
    return 0
