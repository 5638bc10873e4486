"""Reading one incident, as plain text for a pipe or a screen reader."""

from __future__ import annotations

from datetime import datetime

from pmtui.cli import context
from pmtui.cli.columns import columns
from pmtui.cli.parser import Parser, add_incident, add_json
from pmtui.cli.printing import print_document, print_notice, print_result
from pmtui.cli.recorded import Record
from pmtui.cli.timeline import timeline
from pmtui.errors import UsageError
from pmtui.model.incident.brief import brief
from pmtui.model.incident.doubled import doubled, of_label
from pmtui.model.incident.facts import Metric, TaskFact
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import heading
from pmtui.model.incident.writeup import final
from pmtui.model.time.words import duration
from pmtui.storage.disk import StorageError
from pmtui.work.copies import beside
from pmtui.work.session import Session

_SHOWN = 5
"""Lines that a sentence names."""


class Options:
    """What it takes."""

    incident: str | None
    json: bool
    follow: bool


Answer = Record


def arguments(call: Parser) -> None:
    """Adds them to its parser."""
    add_incident(call)
    either = call.add_mutually_exclusive_group()
    add_json(either, "the whole record, as JSON")
    either.add_argument(
        "--follow", action="store_true", help="goes on with what is recorded from now on, until ctrl+c"
    )


def run(options: Options) -> int:
    """One incident as plain text, or as the record in JSON; 1 when its entries are not known to be on the medium."""
    if options.incident and context.is_lone_record(options.incident):
        if options.follow:
            raise UsageError(
                f"{options.incident}: nothing is added to a record without its journal",
                "leave `--follow` out",
            )
        _print(*context.reading(options.incident), options.json)
        return 0
    here = context.looking(options.incident)
    _print(here.incident, here.slug, options.json)
    # What others wrote may stand in the system's memory only. It is shown first, for a disk that hangs.
    try:
        here.journal.cover()
        _say_changed(here)
        for sentence in (*_twice(here.incident), *beside(here.folder)):
            print_notice(f"{here.slug}: {sentence}")
    except StorageError as error:
        print_notice(f"{here.slug}: what is shown is not known to be saved: {error}")
        return 1
    else:
        if options.follow:
            from pmtui.cli.follow import follow

            follow(here)
    finally:
        here.close()
    return 0


def _twice(incident: Incident) -> list[str]:
    """What each is of those that have one label."""
    return [of_label(incident, label) for label in doubled(incident)]


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
    if incident.writeup.state == "final":
        lines.append(f"Write-up: {final(incident.writeup, incident.zone)}")
    lines += timeline(incident)
    metrics = [_metric(metric) for metric in incident.lengths if _is_known(metric)]
    if metrics:
        lines += ["", "Metrics", *metrics]
    if incident.tasks:
        lines += ["", "Follow-ups", *columns([_task(task) for task in incident.tasks])]
    for section, text in incident.sections.items():
        lines += ["", heading(section), text]
    return lines


def _is_known(metric: Metric) -> bool:
    """Whether it can be computed; that no time was lost on misleading paths is no news."""
    return metric.seconds is not None and bool(metric.seconds or metric.name != "misleading")


def _metric(metric: Metric) -> str:
    assert metric.seconds is not None
    return f"{metric.words}: {metric.near}{duration(metric.seconds)} ({metric.definition})"


def _task(task: TaskFact) -> tuple[str, ...]:
    due = f"due {task.due}" if task.due else ""
    return (task.label, "done" if task.done else "open", due, task.owner, task.text)
