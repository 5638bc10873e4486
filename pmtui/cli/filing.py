"""`pmtui tasks --file`: follow-ups go to the team's tracker, and the tracker's address comes back."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pmtui.cli import context
from pmtui.cli.printing import print_document, print_notice, print_result
from pmtui.cli.publishing import publish
from pmtui.errors import PmtuiError, UsageError
from pmtui.model.incident.facts import TaskFact
from pmtui.model.incident.incident import Incident
from pmtui.model.line.commands import BY_NAME
from pmtui.output.record.spreadsheet import table
from pmtui.storage.disk import StorageError
from pmtui.work.publish import is_published
from pmtui.work.session import Session

CSV = "csv"
_BY_SIGNAL = 128
"""Shells give 128 and the signal's number as the status of a program that a signal ended."""
_COLUMNS = ("incident", "label", "text", "owner", "due", "priority", "term", "type", "created_utc")
Chosen = Sequence[tuple[Path, Sequence[str]]]
"""Incidents' folders, each with the labels of its follow-ups that are meant."""


def labels(incident: Incident, slug: str, named: Iterable[str]) -> list[str]:
    """The open follow-ups that a person names, each once.

    Raises:
        UsageError: there is none of that name, or it is done.
    """
    known = {task.label.casefold(): task for task in incident.tasks}
    found: dict[str, None] = {}
    for name in named:
        task = known.get(name.casefold())
        if task is None:
            there = ", ".join(task.label for task in known.values())
            raise UsageError(f"{slug} has no follow-up {name}", f"it has {there}" if there else "")
        if task.done:
            raise UsageError(f"{slug} {task.label} is done", "nothing was filed")
        found[task.label] = None
    return list(found)


def file(target: str, chosen: Chosen, dry_run: bool) -> int:
    """Files what is chosen, one after the other; those that have a reference already are named and left out.

    The address of each is recorded before the next one is filed. The first failure ends it.

    Args:
        target: `github:ORG/REPO`, or `csv`, which is printed.
        chosen: what is to be filed.
        dry_run: prints the calls, and does nothing.

    Raises:
        UsageError: there is no such tracker.
        PmtuiError: the client is missing or failed, or its answer could not be recorded; says what was filed.
    """
    if target == CSV:
        print_document(table(_COLUMNS, _rows(chosen)))
        return 0
    from pmtui.work import trackers  # it runs programs, which no list does

    repository = trackers.repository(target)
    if dry_run:
        for incident, task in _unfiled(chosen):
            print_result(trackers.github(repository, incident, task).typed)
        return 0
    work = _Work(repository, left=sum(_count(folder, names) for folder, names in chosen))
    for folder, names in chosen:
        work.file_all(folder, names)
    if not work.done:
        print_notice("there is nothing to file")
    return 0


def _count(folder: Path, names: Sequence[str]) -> int:
    """How many of an incident's follow-ups no tracker has."""
    incident, _ = context.reading(str(folder))
    return sum(task.label in names and not task.ref for task in incident.tasks)


def _rows(chosen: Chosen) -> Iterator[tuple[str, ...]]:
    for folder, names in chosen:
        incident, slug = context.reading(str(folder))
        for task in _those(incident, slug, names):
            due = task.due.isoformat() if task.due else ""
            created = task.created.replace(tzinfo=None).isoformat(" ", "seconds")
            kept = (task.owner, due, task.priority, task.term, task.type, created)
            yield (slug, task.label, task.text, *kept)


def _unfiled(chosen: Chosen) -> Iterator[tuple[Incident, TaskFact]]:
    for folder, names in chosen:
        incident, slug = context.reading(str(folder))
        yield from ((incident, task) for task in _those(incident, slug, names))


def _those(incident: Incident, slug: str, names: Sequence[str]) -> Iterator[TaskFact]:
    for task in incident.tasks:
        if task.label in names and not _is_filed(task, slug):
            yield task


def _is_filed(task: TaskFact, slug: str) -> bool:
    if task.ref:
        print_notice(f"{slug} {task.label} is filed already: {task.ref}")
    return bool(task.ref)


class _Work:
    """What is filed with one repository, and how far it is."""

    def __init__(self, repository: str, left: int) -> None:
        self.repository = repository
        self.done = 0
        self.left = left

    def file_all(self, folder: Path, names: Sequence[str]) -> None:
        """Files those of one incident; the documents of one that was closed follow, also when filing ended halfway."""
        before = self.done
        here = context.session(str(folder))
        try:
            if here.journal.read_only:
                raise PmtuiError(f"{here.slug}: its journal can only be read, so nothing of it was filed")
            for label in names:
                self._file(here, label)
        finally:
            here.close()
            if self.done > before and is_published(here.incident):
                publish(here.folder)

    def _file(self, here: Session, label: str) -> None:
        """Files one and records its address, unless it has one: somebody else may have filed it meanwhile."""
        from pmtui.work import trackers

        here.catch_up()
        task = next(task for task in here.incident.tasks if task.label == label)
        if _is_filed(task, here.slug):
            return
        with _Patient() as patient:
            try:
                address = trackers.file(trackers.github(self.repository, here.incident, task))
            except PmtuiError as error:
                raise self._failed(f"{here.slug} {label}", error) from None
            self.done += 1
            self.left -= 1
            _record(here, label, address)
        if patient.signal:
            sys.exit(_BY_SIGNAL + patient.signal)

    def _failed(self, what: str, error: PmtuiError) -> PmtuiError:
        behind = f", nor {self.left - 1} behind it" if self.left > 1 else ""
        before = f"{self.done} before it {'is' if self.done == 1 else 'are'} filed" if self.done else ""
        do = "; ".join(filter(None, (before, error.do)))
        return PmtuiError(f"{what} is not filed{behind}: {error.what}", do)


def _record(here: Session, label: str, address: str) -> None:
    """Records where the tracker has it; says the line that does, if it cannot be saved.

    Raises:
        StorageError: it is not saved.
    """
    key = next(key for key in BY_NAME["task"].keys if key.name == "ref")
    line = f"/task {label} {key.written(address)}"
    try:
        print_result(context.record(here, line).text)
    except StorageError:
        call = f"pmtui log -i {here.slug} '{line}'"
        print_notice(f"pmtui: {here.slug} {label} is filed as {address}; `{call}` records that")
        raise


class _Patient:
    """Keeps what asks to end (ctrl+c, a closed terminal) until the block is left.

    An issue that is being filed, and whose address is not recorded, would be filed once more.
    """

    def __init__(self) -> None:
        self.signal = 0
        """The one that came last; 0 for none."""
        self._before: dict[int, Any] = {}

    def __enter__(self) -> _Patient:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._keep)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _keep(self, number: int, _: object) -> None:
        self.signal = number
