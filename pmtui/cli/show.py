"""Reading one incident, as plain text for a pipe or a screen reader."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.cli import context as house
from pmtui.cli.columns import columns
from pmtui.cli.printing import put, say
from pmtui.cli.printing import write as pour
from pmtui.model import entries as e
from pmtui.model.incident.brief import brief as brief_of
from pmtui.model.incident.facts import Item, Metric, TaskFact
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import heading, sign, words
from pmtui.model.time.words import day_name, duration, shown
from pmtui.storage.disk import StorageError
from pmtui.storage.journal.journal import Journal

if TYPE_CHECKING:
    from pmtui.work.join import Ahead

_SHOWN = 8
"""Numbers that a sentence names."""


def show(options: Namespace) -> int:
    """One incident as plain text, or as the record in JSON; 1 when its entries are not known to be on the medium."""
    if options.incident and house.is_lone_record(options.incident):
        _print(*house.reading(options.incident), options.json)
        return 0
    here = house.looking(options.incident)
    _print(here.incident, here.slug, options.json)
    # What others wrote may stand in the system's memory only. It is shown first, for a disk that hangs.
    try:
        here.journal.cover()
    except StorageError as error:
        say(f"{here.slug}: what is shown is not known to be saved: {error}")
        return 1
    finally:
        here.close()
    return 0


def _print(incident: Incident, slug: str, json: bool) -> None:
    if json:
        from pmtui.output.export import export

        pour(export(incident, slug, "json"))
        return
    put("\n".join((slug, *page(incident, house.clock()))))


def page(incident: Incident, now: datetime) -> list[str]:
    """The brief, then a heading for each of: timeline, metrics, follow-ups, sections of the write-up."""
    lines = brief_of(incident, now).splitlines()
    lines += _timeline(incident)
    metrics = [_metric(metric) for metric in incident.metrics if _is_told(metric)]
    if metrics:
        lines += ["", "Metrics", *metrics]
    if incident.tasks:
        lines += ["", "Follow-ups", *columns([_task(task) for task in incident.tasks])]
    for section, text in incident.sections.items():
        lines += ["", heading(section), text]
    return lines


def _timeline(incident: Incident) -> list[str]:
    lines: list[str] = []
    last = ""
    for item in incident.timeline:
        at = item.entry.at
        today = f"{day_name(at, incident.zone)}, {incident.zone}" if at else "Time unknown"
        if today != last:
            lines += ["", today]
            last = today
        lines.append(_entry(item, incident))
    return lines


def _entry(item: Item, incident: Incident) -> str:
    """`#12  11:14  E1 ↑  database team: overload is theirs`; a pasted text keeps its lines, set in."""
    when = shown(item.entry.when, incident.zone) if item.entry.at else ""
    marks = (("key", item.key), ("corrected", item.corrected), ("struck", item.struck))
    entry = item.entry
    # A section's text stands whole further down.
    said = entry.section if isinstance(entry, e.Write) else words(item, incident)
    text = said.replace("\n", "\n      ")
    found = [mark for mark, on in marks if on]
    marked = f"[{', '.join(found)}]" if found else ""
    return "  ".join(part for part in (item.name, when, sign(item, incident), marked, text) if part)


def _is_told(metric: Metric) -> bool:
    """Whether it can be computed; that no time was lost on misleading paths is no news."""
    return metric.seconds is not None and bool(metric.seconds or metric.name != "misleading")


def _metric(metric: Metric) -> str:
    assert metric.seconds is not None
    near = "~" if metric.about else ""
    least = "at least " if metric.at_least else ""
    return f"{metric.words}: {least}{near}{duration(metric.seconds)} ({metric.definition})"


def _task(task: TaskFact) -> tuple[str, ...]:
    due = f"due {task.due}" if task.due else ""
    return (task.label, "done" if task.done else "open", due, task.owner, task.text)


def brief(options: Namespace) -> int:
    """Where we stand."""
    incident, _ = house.reading(options.incident)
    put(brief_of(incident, house.clock()))
    return 0


def verify(options: Namespace) -> int:
    """The journal's integrity, line by line; 1 when a line is not what was written, or the record knows more."""
    from pmtui.work.join import ahead

    folder = house.folder(options.incident)
    journal = Journal(folder)
    findings = journal.verify()
    for finding in findings:
        put(f"{folder.name} line {finding.line}: {finding.what}")
    entries = journal.read()
    older = _older(ahead(folder, {entry.id for entry in entries}.__contains__))
    if older:
        put(f"{folder.name} {older}")
    if findings:
        many = "s" if len(findings) > 1 else ""
        say(f"{len(findings)} finding{many}; the other lines are as they were written")
    if findings or older:
        return 1
    count = len(entries)
    put(f"{folder.name}: {count} line{'s' if count > 1 else ''}, each as it was written")
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
