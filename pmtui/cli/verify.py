"""`pmtui verify`: the journal's integrity."""

from __future__ import annotations

from pmtui.cli import context
from pmtui.cli.parser import IncidentOptions, add_incident
from pmtui.cli.printing import print_notice, print_result
from pmtui.storage.journal.journal import Journal
from pmtui.work.join import Ahead, ahead

_SHOWN = 8
"""Numbers that a sentence names."""

Options = IncidentOptions
arguments = add_incident


def run(options: Options) -> int:
    """The journal's integrity, line by line; 1 when a line is not what was written, or the record knows more."""
    folder = context.folder(options.incident)
    journal = Journal(folder)
    findings = journal.verify()
    for finding in findings:
        print_result(f"{folder.name} line {finding.line}: {finding.what}")
    entries = journal.read()
    older = _older(ahead(folder, {entry.id for entry in entries}.__contains__))
    if older:
        print_result(f"{folder.name} {older}")
    if findings:
        many = "s" if len(findings) > 1 else ""
        print_notice(f"{len(findings)} finding{many}; the other lines are as they were written")
    if findings or older:
        return 1
    count = len(entries)
    print_result(f"{folder.name}: {count} line{'s' if count > 1 else ''}, each as it was written")
    return 0


def _older(more: Ahead) -> str:
    """What to say of a journal that its record is ahead of; empty when it is not."""
    if more.unread:
        return f"incident.toml names entries that the journal lacks, and cannot be read: {more.unread}"
    if not more.lacking:
        return ""
    numbers = [f"#{entry.n}" for entry in more.lacking]
    shown = ", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")
    if more.joins:
        then = "the next call that writes, as `pmtui log`, joins them"
    else:
        then = "it was changed by hand or is of another incident, so nothing joins them"
    return f"incident.toml holds what the journal lacks, {shown}, as after an older copy was put back: {then}"
