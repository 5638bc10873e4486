"""Reading one incident, as plain text for a pipe or a screen reader."""

from __future__ import annotations

from datetime import datetime

from pmtui.cli import context
from pmtui.cli.columns import columns
from pmtui.cli.parser import Parser, add_incident, add_json
from pmtui.cli.printing import print_document, print_notice, print_result
from pmtui.model import entries as e
from pmtui.model.incident.brief import brief
from pmtui.model.incident.facts import Item, Metric, TaskFact
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import heading, sign, words
from pmtui.model.time.words import day_name, duration, shown
from pmtui.storage.disk import StorageError
from pmtui.work.copies import beside
from pmtui.work.session import Session

_SHOWN = 5
"""Lines that a sentence names."""


class Options:
    """What it takes."""

    incident: str | None
    json: bool


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    add_json(call, "the whole record, as JSON")


def run(options: Options) -> int:
    """One incident as plain text, or as the record in JSON; 1 when its entries are not known to be on the medium."""
    if options.incident and context.is_lone_record(options.incident):
        _print(*context.reading(options.incident), options.json)
        return 0
    here = context.looking(options.incident)
    _print(here.incident, here.slug, options.json)
    # What others wrote may stand in the system's memory only. It is shown first, for a disk that hangs.
    try:
        here.journal.cover()
        _say_changed(here)
        for sentence in beside(here.folder):
            print_notice(f"{here.slug}: {sentence}")
    except StorageError as error:
        print_notice(f"{here.slug}: what is shown is not known to be saved: {error}")
        return 1
    finally:
        here.close()
    return 0


def _say_changed(here: Session) -> None:
    """Holds each line against its digest, which costs more than showing it: so that comes after."""
    changed = [str(finding.line) for finding in here.journal.verify() if finding.level == "changed"]
    if not changed:
        return
    shown = ", ".join(changed[:_SHOWN]) + (" …" if len(changed) > _SHOWN else "")
    print_notice(
        f"{here.slug}: what is shown is not all as it was written, in line {shown} of the journal; "
        f"`pmtui verify {here.slug}` says more"
    )


def _print(incident: Incident, slug: str, json: bool) -> None:
    if json:
        from pmtui.output.export import export

        print_document(export(incident, slug, "json"))
        return
    print_result("\n".join((slug, *_page(incident, context.clock()))))


def _page(incident: Incident, now: datetime) -> list[str]:
    """The brief, then a heading for each of: timeline, metrics, follow-ups, sections of the write-up."""
    lines = brief(incident, now, context.settings()).splitlines()
    lines += _timeline(incident)
    metrics = [_metric(metric) for metric in incident.metrics if _is_known(metric)]
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


def _is_known(metric: Metric) -> bool:
    """Whether it can be computed; that no time was lost on misleading paths is no news."""
    return metric.seconds is not None and bool(metric.seconds or metric.name != "misleading")


def _metric(metric: Metric) -> str:
    assert metric.seconds is not None
    return f"{metric.words}: {metric.near}{duration(metric.seconds)} ({metric.definition})"


def _task(task: TaskFact) -> tuple[str, ...]:
    due = f"due {task.due}" if task.due else ""
    return (task.label, "done" if task.done else "open", due, task.owner, task.text)
