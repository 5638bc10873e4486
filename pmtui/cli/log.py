"""`pmtui log`: one typed line, a script on stdin, or a command that is run and recorded."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from pmtui.cli import context as house
from pmtui.cli.printing import put, say
from pmtui.errors import UsageError
from pmtui.model import entries as e
from pmtui.model.line.arguments import LineError
from pmtui.model.line.receipt import receipt
from pmtui.storage.disk import StorageError
from pmtui.work.session import Session, written_back


def log(options: Namespace) -> int:
    """Records what is given; 1 when a line was refused."""
    if options.text == ["/help"]:  # no incident is needed to ask how to type
        from pmtui.cli.program import help_text

        put(help_text())
        return 0
    if options.program is not None and options.text:
        raise UsageError("--run takes the rest of the line as the command", "put no TEXT before it")
    here = house.session(options.incident)
    before = here.incident.last_number
    try:
        return _log(here, options)
    finally:
        _follow(here, before)


def _log(here: Session, options: Namespace) -> int:
    if options.program is not None:
        from pmtui.cli.run import record

        return record(here, options.program)
    if options.text:
        put(_record(here, " ".join(options.text), house.clock()))
        return 0
    return _script(here)


def _record(here: Session, line: str, at: datetime) -> str:
    """Records one line and gives its receipt; a command that records nothing gives its answer."""
    typed = here.understand(line, at)
    if typed.entry is None:
        from pmtui.cli.program import answer

        return answer(here, typed)
    secrets = _secrets(here, typed.entry) if isinstance(typed.entry, e.Redact) else []
    item = here.write(typed.entry)
    if here.journal.restored:
        say(f"{here.slug}: {written_back(here.journal.restored)}")
        here.refold(here.journal.read())
        item = here.incident.item(item.entry.id)
    if secrets:
        _name_copies(here, secrets)
    return f"{here.slug} {receipt(item, here.incident, house.clock())}"


def _secrets(here: Session, redact: e.Redact) -> list[str]:
    """The words that are about to leave the disk."""
    found = [str(getattr(here.incident.item(ref).entry, "text", "")).strip() for ref in redact.refs]
    return [text for text in found if text]


def _name_copies(here: Session, secrets: list[str]) -> None:
    """Says where else the words stand: in the brief of a handover, in a line typed twice."""
    from pmtui.model.incident.words import words

    incident = here.incident
    copies = [i.name for i in incident.timeline if any(secret in words(i, incident) for secret in secrets)]
    if copies:
        say(
            f"the same words still stand in {', '.join(copies)}; /redact {','.join(copies)} takes them away too"
        )


def _script(here: Session) -> int:
    """Every line of stdin; a refused one is reported with its number, the rest is recorded."""
    import sys

    from pmtui.cli.script import lines

    if sys.stdin.isatty():
        say("one entry a line, two spaces continue it; Ctrl-D ends")
    refused = skipped = number = 0
    for line in lines(sys.stdin.fileno(), house.clock):
        number = line.number
        if line.skipped:
            skipped += 1
            continue
        try:
            if line.late:
                say(f"line {number}: what it would continue is recorded already; it is a note of its own")
            put(_record(here, line.text(), line.arrived))
        except StorageError:
            say(f"pmtui: line {number} and what follows it are not recorded")
            raise
        except (LineError, UsageError, UnicodeDecodeError) as error:
            refused += 1
            say(_refusal(number, error, line.raw.decode(errors="replace")))
    if not number:
        say("there is no line on stdin, so nothing was recorded")
    if skipped:
        say(f"{skipped} empty or comment line{'s' if skipped > 1 else ''} skipped")
    if refused:
        say(f"{refused} line{'s' if refused > 1 else ''} refused, the rest is recorded")
    return 1 if refused else 0


def _refusal(number: int, error: Exception, line: str) -> str:
    from pmtui.model.text import one_line

    why = "it is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
    text = one_line(line)
    return f"line {number}: {why} — not recorded: {text if len(text) <= 80 else text[:79] + '…'}"


def _follow(here: Session, before: int) -> None:
    """The documents of an incident that was closed follow every later change; a new close names them."""
    here.close()
    new = [item.entry for item in here.incident.of(e.Close, e.Move) if item.entry.n > before]
    changed = [here] if here.incident.last_number > before else []
    changed += [house.session(entry.incident) for entry in new if isinstance(entry, e.Move)]
    for each in changed:
        each.close()
        if not each.incident.of(e.Close):
            continue  # never closed, as most that are logged to: they do not pay for the documents
        from pmtui.cli.documents import publish

        for path in publish(each.folder):
            if each is here and any(isinstance(entry, e.Close) for entry in new):
                say(f"wrote {path}")
