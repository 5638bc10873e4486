"""`pmtui log`: one typed line, a script on stdin, or a command that is run and recorded."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import datetime

from pmtui.cli.house import clock, session
from pmtui.cli.main import say
from pmtui.errors import UsageError
from pmtui.model.arguments import LineError
from pmtui.model.receipt import receipt
from pmtui.session import Session
from pmtui.storage.disk import StorageError


def log(options: Namespace) -> int:
    """Records what is given; 1 when a line was refused."""
    if options.program is not None:
        from pmtui.cli.running import record

        if options.text:
            raise UsageError("--run takes the rest of the line as the command", "put no TEXT before it")
        return record(session(options.incident), options.program)
    here = session(options.incident)
    if options.text:
        told = _record(here, " ".join(options.text), clock())
        print(told)
        status = 0
    else:
        status = _script(here)
    _follow(here)
    return status


def _record(here: Session, line: str, at: datetime) -> str:
    """Records one line and gives its receipt; a command that records nothing gives its answer."""
    typed = here.understand(line, at)
    if typed.entry is None:
        from pmtui.cli.program import answer

        return answer(here, typed)
    item = here.write(typed.entry)
    return f"{here.slug} {receipt(item, here.incident, clock())}"


def _script(here: Session) -> int:
    """Every line of stdin; a refused one is reported with its number, the rest is recorded."""
    refused = skipped = 0
    for number, raw, at in _lines():
        try:
            line = raw.decode()
        except UnicodeDecodeError:
            refused += _refuse(number, "it is no UTF-8 text", repr(raw[:60])[2:-1])
            continue
        if not line.strip() or line.startswith("# "):
            skipped += 1
            continue
        try:
            print(_record(here, line, at), flush=True)
        except StorageError:
            say(f"pmtui: line {number} and what follows it are not recorded")
            raise
        except (LineError, UsageError) as error:
            refused += _refuse(number, str(error), line)
    if skipped:
        say(f"{skipped} empty or comment line{'s' if skipped > 1 else ''} skipped")
    if refused:
        say(f"{refused} line{'s' if refused > 1 else ''} refused, the rest is recorded")
    return 1 if refused else 0


def _refuse(number: int, why: str, line: str) -> int:
    from pmtui.model.text import one_line

    text = one_line(line)
    say(f"line {number}: {why} — not recorded: {text if len(text) <= 80 else text[:79] + '…'}")
    return 1


def _lines() -> Iterator[tuple[int, bytes, datetime]]:
    """Each line with its continuations, the number of its first line, and when it arrived.

    A following line that begins with two spaces continues it; so a line is known to be whole when the next one
    arrives, or the end.
    """
    held: list[bytes] = []
    first, arrived = 0, clock()
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        line = raw.removesuffix(b"\n")
        if held and line.startswith(b"  "):
            held.append(line[2:])
            continue
        if held:
            yield first, b"\n".join(held), arrived
        if not line.strip() or line.startswith(b"# "):
            held = []
            yield number, line, clock()
            continue
        held, first, arrived = [line], number, clock()
    if held:
        yield first, b"\n".join(held), arrived


def _follow(here: Session) -> None:
    """The documents of an incident that was closed follow every later change."""
    from pmtui.publish import is_published

    if is_published(here.incident):
        from pmtui.cli.documents import publish

        publish(here.folder)
    here.close()
