"""The write-up from the command line: sections, closing, documents."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from pmtui.cli import house
from pmtui.cli.main import say
from pmtui.errors import PmtuiError
from pmtui.model.missing import missing
from pmtui.model.receipt import receipt
from pmtui.publish import is_published
from pmtui.publish import publish as _publish


def write(options: Namespace) -> int:
    """Records a section of the write-up from a file or stdin."""
    here = house.session(options.incident)
    text = _text(options.file)
    section = options.section
    if " " in section.strip("+") and '"' not in section:
        section = f'+"{section[1:]}"' if section.startswith("+") else f'"{section}"'
    typed = here.understand(f"/write {section} {text}")
    assert typed.entry is not None
    item = here.write(typed.entry)
    print(f"{here.slug} {receipt(item, here.incident, house.clock())}")
    if is_published(here.incident):
        publish(here.folder)
    return 0


def _text(named: str) -> str:
    """What a file holds, or stdin for `-`.

    Raises:
        PmtuiError: it cannot be read, or is no UTF-8.
    """
    try:
        raw = sys.stdin.buffer.read() if named == "-" else Path(named).read_bytes()
        return raw.decode()
    except OSError as error:
        raise PmtuiError(
            f"{named}: {(error.strerror or str(error)).lower()}", "nothing was written"
        ) from None
    except UnicodeDecodeError:
        raise PmtuiError(f"{named}: it is no UTF-8 text", "save it as UTF-8") from None


def close(options: Namespace) -> int:
    """Closes an incident and writes its documents; closing again writes them anew."""
    here = house.session(options.incident)
    if here.incident.closed:
        say(f"{here.slug} was closed already; its documents are written anew")
    else:
        typed = here.understand("/close")
        assert typed.entry is not None
        item = here.write(typed.entry)
        say(f"{here.slug} {receipt(item, here.incident, house.clock())}")
    for what in missing(here.incident):
        say(f"still missing: {what}")
    publish(here.folder, show=True)
    return 0


def publish(folder: Path, show: bool = False) -> None:
    """Writes the documents; says what a person had changed, and prints the paths when asked."""
    published = _publish(folder)
    for notice in published.notices:
        say(notice)
    if show:
        for path in published.paths:
            print(path)


def export(options: Namespace) -> int:
    """Writes one format to stdout or a file."""
    from pmtui.output.export import export as text_of

    here = house.session(options.incident)
    text = text_of(here.incident, here.slug, options.format)
    if options.output is None:
        sys.stdout.write(text)
        return 0
    from pmtui.storage.deliver import deliver

    deliver(Path(options.output), text)
    say(f"wrote {options.output}")
    return 0
