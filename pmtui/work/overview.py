"""Every incident at a glance, for home, `list`, `find`, `tasks`, `stats` and what earlier incidents teach.

Read from the journals, in whatever thread asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec

from pmtui.errors import PmtuiError
from pmtui.model.incident.due import Limits, waiting, worded
from pmtui.model.incident.figures import Figures, figures
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.tasks import left, past
from pmtui.model.incident.words import search, sign, words
from pmtui.model.text import one_line
from pmtui.model.time.words import day, duration, shown
from pmtui.storage import checkpoint, peek
from pmtui.storage.library import Library

_MOST_HITS = 500


def incidents(
    folders: Iterable[Path], unreadable: Callable[[PmtuiError], None]
) -> Iterator[tuple[Path, Incident]]:
    """Each incident with its folder; what cannot be read is left out.

    Args:
        folders: where they are, in the order that is wanted.
        unreadable: is called with the reason why one cannot be read.
    """
    for folder in folders:
        try:
            incident = peek.read(folder)
        except PmtuiError as error:
            unreadable(error)
        else:
            yield folder, incident


def glances(
    folders: Iterable[Path], unreadable: Callable[[PmtuiError], None], keep: bool = True
) -> Iterator[Listed]:
    """Each incident as a list shows it, from its checkpoint where that fits; what cannot be read is left out.

    A journal of a hundred entries takes 2.5 ms to read and to fold, a checkpoint a fortieth of that.

    Args:
        folders: where they are, in the order that is wanted.
        unreadable: is called with the reason why one cannot be read.
        keep: writes the checkpoint of one that has none.
    """
    for folder in folders:
        try:
            yield _kept(folder) or _found(folder, keep)
        except PmtuiError as error:
            unreadable(error)


def _kept(folder: Path) -> Listed | None:
    content = checkpoint.read(folder)
    if content is None:
        return None
    try:
        return msgspec.json.decode(content, type=Listed, dec_hook=lambda wanted, empty: folder)
    except msgspec.DecodeError:
        return None


def _found(folder: Path, keep: bool) -> Listed:
    mark = checkpoint.mark(folder)
    found = listed(folder, peek.read(folder))
    if keep:
        checkpoint.keep(folder, mark, msgspec.json.encode(found, enc_hook=lambda folder: ""))
    return found


def newest_first(library: Library) -> list[Path]:
    """The folders of all incidents; none when the folder that holds them cannot be read."""
    try:
        return library.folders()[::-1]
    except PmtuiError:
        return []


def ignore(error: PmtuiError) -> None:
    """For a reader beside the list of all incidents, which names what cannot be read."""


class OpenTask(msgspec.Struct, frozen=True):
    """A follow-up that is not done."""

    label: str
    text: str
    owner: str
    due: date | None
    priority: str
    created: datetime
    ref: str
    """Where a tracker has it; empty while none does."""


class Listed(msgspec.Struct, frozen=True):
    """One incident."""

    folder: Path
    id: str
    title: str
    severity: str
    status: str
    zone: str
    """In which the days of its follow-ups are meant."""
    began: datetime | None
    """When it happened, however long after that it was written down."""
    opened: datetime | None
    milestones: dict[str, datetime]
    """The moment that counts for each that has one."""
    seconds: float | None
    """From start to end; None when that cannot be known."""
    entries: int
    """The opening one does not count."""
    commander: str
    services: tuple[str, ...]
    writeup: str
    """How far the write-up of a closed incident is: `draft`, `final`, `final, changed since`."""
    open_tasks: tuple[OpenTask, ...]
    figures: Figures
    alerts: tuple[str, ...]
    """The alerts that it holds, each as its format and its id there: one that comes again is among them."""

    @property
    def day(self) -> str:
        """The local day on which it began."""
        return day(self.began, self.zone) if self.began else ""

    @property
    def length(self) -> str:
        return duration(self.seconds) if self.seconds is not None else ""

    @property
    def tasks(self) -> int:
        return len(self.open_tasks)

    @property
    def newest_first(self) -> tuple[float, list[int]]:
        """Sorts by when it began, backwards, then by the folder's name."""
        began = self.began.timestamp() if self.began else 0.0
        return (-began, [-ord(c) for c in self.folder.name])

    @property
    def left(self) -> str:
        return f"{self.severity:<5} {self.status:<13}"

    @property
    def text(self) -> str:
        return self.title or "untitled"

    @property
    def searched(self) -> str:
        return f"{self.folder.name} {self.title} {self.severity} {self.status}".casefold()

    @property
    def quiet(self) -> bool:
        return self.status == "closed"


class TaskListed(msgspec.Struct, frozen=True):
    """One open follow-up."""

    folder: Path
    task: OpenTask
    overdue: bool
    days: int | None
    """Until its day, where the incident is: 0 is today; None when nobody named one."""

    @property
    def left(self) -> str:
        return f"{self.task.due or 'no date'!s:<10} {'overdue' if self.overdue else '':<7}"

    @property
    def text(self) -> str:
        return one_line(self.task.text)

    @property
    def right(self) -> str:
        return "  ".join(
            part for part in (self.task.owner, self.task.priority, self.folder.name[:30]) if part
        )

    @property
    def searched(self) -> str:
        return f"{self.task.text} {self.task.owner} {self.folder.name}".casefold()

    @property
    def quiet(self) -> bool:
        return not self.overdue


class Hit(msgspec.Struct, frozen=True):
    """One entry that holds the words wanted."""

    folder: Path
    left: str
    text: str

    @property
    def right(self) -> str:
        return self.folder.name[:40]

    @property
    def searched(self) -> str:
        return self.text.casefold()

    @property
    def quiet(self) -> bool:
        return False


def listed(folder: Path, incident: Incident) -> Listed:
    """An incident as a list shows it."""
    return Listed(
        folder=folder,
        id=incident.id,
        title=incident.title,
        severity=incident.severity,
        status=incident.status,
        zone=incident.zone,
        began=incident.began,
        opened=incident.opened,
        milestones={name: moment.at for name, moment in incident.milestones.items()},
        seconds=incident.metric("duration").seconds,
        entries=len(incident) - 1,
        commander=incident.commander,
        services=incident.services,
        writeup=incident.writeup.words if incident.closed else "",
        open_tasks=tuple(
            OpenTask(task.label, task.text, task.owner, task.due, task.priority, task.created, task.ref)
            for task in incident.tasks
            if not task.done
        ),
        figures=figures(incident),
        alerts=tuple(alert_ids(incident)),
    )


def alert_ids(incident: Incident) -> Iterator[str]:
    """The alerts that an incident holds, each as its format and its id there.

    Their ids are a key, `@` and what tells one notification from the next.
    """
    for entry in incident.entries:
        if "@" in entry.origin.get("item", ""):
            yield f"{entry.origin.get('format', '')} {entry.origin['item']}"


def overdue(folder: Path, now: datetime, limits: Limits) -> str:
    """What presses most in an incident, in words, and how much more is overdue; empty when nothing is.

    Raises:
        PmtuiError: it cannot be read.
    """
    late = [waits for waits in waiting(peek.read(folder), now, limits) if waits.overdue(now)]
    if not late:
        return ""
    others = f" · {len(late) - 1} more" if len(late) > 1 else ""
    return f"{worded(late[0], now)}{others}"


def of_same_services(entries: Iterable[Listed], title: str) -> list[Listed]:
    """The incidents of the services that a title names, the newest first."""
    words = set(title.casefold().split())
    found = [each for each in entries if words.intersection(name.casefold() for name in each.services)]
    return sorted(found, key=lambda each: each.newest_first)


def named_same(entries: Iterable[Listed], title: str) -> str:
    """Those in one line: `earlier ones of the same service: Login errors (SEV3, 2026-03-14)`; empty without any."""
    found = of_same_services(entries, title)
    named = ", ".join(f"{one_line(each.text)} ({each.severity}, {each.day})" for each in found)
    return f"earlier ones of the same service: {named}" if named else ""


def tasks(entries: list[Listed], now: datetime) -> list[TaskListed]:
    """The open follow-ups of these incidents, the earliest due first."""
    found = [
        TaskListed(entry.folder, task, past(task.due, entry.zone, now), left(task.due, entry.zone, now))
        for entry in entries
        for task in entry.open_tasks
    ]
    return sorted(found, key=lambda row: (row.task.due is None, row.task.due or date.max, row.folder.name))


def find(library: Library, wanted: str, stop: Callable[[], bool] = lambda: False) -> list[Hit]:
    """The entries of all incidents that hold the words, those of the newest first; `stop` ends the search early."""
    hits: list[Hit] = []
    for folder, incident in incidents(newest_first(library), ignore):
        if stop():
            break
        for item in search(incident, wanted):
            at = f"{day(item.entry.at, incident.zone)} " if item.entry.at else ""
            left = f"{item.name} {at}{shown(item.entry.when, incident.zone)} {sign(item, incident)}"
            hits.append(Hit(folder, left, one_line(words(item, incident))))
        if len(hits) >= _MOST_HITS:
            break
    return hits[:_MOST_HITS]
