"""What the calls share: the clock, the person, the incident that is meant."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.cli.printing import print_notice
from pmtui.cli.recorded import Receipt
from pmtui.errors import PmtuiError, UsageError
from pmtui.model.entries import Entry, kind_of
from pmtui.model.incident.incident import Incident
from pmtui.model.line.follows import FOLLOWED, follows
from pmtui.model.line.receipt import receipt
from pmtui.storage import paths
from pmtui.storage.disk import StorageError
from pmtui.storage.library import Library
from pmtui.storage.peek import is_closed
from pmtui.storage.settings import Settings, identity, load
from pmtui.storage.sharer import is_idle
from pmtui.storage.sharing import shared_by
from pmtui.work import commit
from pmtui.work.session import Session

if TYPE_CHECKING:
    from pmtui.work.overview import Listed


def clock() -> datetime:
    """The real clock: the one place that reads it for the command line."""
    return datetime.now(UTC)


def library() -> Library:
    """The incidents of this user; what is wrong in the settings is said elsewhere."""
    return Library(paths.home(), shared=bool(load(paths.settings_file())[0].shared))


def settings() -> Settings:
    """The user's settings; what is wrong in them is said and left out."""
    found, notices = load(paths.settings_file())
    for notice in notices:
        print_notice(f"pmtui: {notice}")
    return found


def quiet_settings() -> Settings:
    """The user's settings, for who may not speak."""
    return load(paths.settings_file())[0]


def person() -> str:
    """Who types; what is wrong in the settings was said before."""
    return identity(load(paths.settings_file())[0])


def folder(named: str | None) -> Path:
    """The folder of the incident that is named, else of `$PMTUI_INCIDENT`, else of the only open one.

    Raises:
        UsageError: none or several are meant.
        PmtuiError: an `incident.toml` is named that cannot be read.
    """
    if named:
        return _named(named)
    variable = os.environ.get("PMTUI_INCIDENT")
    if variable:
        try:
            return _named(variable)
        except PmtuiError as error:
            raise type(error)(f"PMTUI_INCIDENT: {error.what}", error.do) from None
    return _only_open()


def _named(named: str) -> Path:
    if is_lone_record(named):
        raise UsageError(
            f"{named}: a record without its journal can be shown and exported, not changed",
            f"`pmtui open {named}` makes it an incident of yours",
        )
    found = library().find(named)
    if named.endswith(".toml"):
        _look_at_record(named, found.name)
    return found


def _look_at_record(named: str, slug: str) -> None:
    """Looks at the record that a person names beside a journal, which is what counts.

    Raises:
        RecordError: it cannot be read.
    """
    from pmtui.output.record import record
    from pmtui.storage.deliver import collect

    text = collect(Path(named).expanduser())
    try:
        record.read(text)
    except PmtuiError as error:
        raise type(error)(f"{named}: {error.what}", f"{error.do}, or name the incident: {slug}") from None
    if not record.untouched(text):
        print_notice(f"{named} was changed by hand; what counts is the journal beside it")


def _only_open() -> Path:
    folders = library().folders()
    if not folders:
        raise UsageError("there is no incident yet", "`pmtui new TITLE` begins one")
    still_open = [each for each in folders if not is_closed(each)]
    if len(still_open) == 1:
        return still_open[0]
    if not still_open:
        raise UsageError("no incident is open", f"name the one that is meant, as in {folders[-1].name}")
    names = ", ".join(each.name for each in still_open)
    raise UsageError(f"{len(still_open)} incidents are open", f"name one of: {names}")


class Incidents:
    """All incidents, one after the other, the oldest first; one that cannot be read is named and left out."""

    def __init__(self) -> None:
        self.status = 0
        """1 when one could not be read: the exit status of a call that looks at all of them."""
        self.copies: dict[Path, Path] = {}
        """Of those that were listed: the folders that are a copy of another one, each with that one."""

    def __iter__(self) -> Iterator[tuple[Path, Incident]]:
        from pmtui.work.overview import incidents

        yield from incidents(library().folders(), self._name)

    def listed(self) -> list[Listed]:
        """Each as a list shows it."""
        from pmtui.work.overview import glances

        folders, self.copies = library().sorted_out()
        return [*glances(folders, self._name)]

    def _name(self, error: PmtuiError) -> None:
        self.status = 1
        print_notice(f"pmtui: {error}")


def session(named: str | None) -> Session:
    """The incident that is meant, open for a call that writes; what only its record held is joined, and said."""
    from pmtui.work.join import bring_back

    here = looking(named)
    joined = bring_back(here.journal, here.incident.__contains__)
    if joined:
        print_notice(f"{here.slug}: {joined}")
        here.refold(here.journal.read())
    return here


def looking(named: str | None) -> Session:
    """The incident that is meant, open for a call that only reads; what is damaged in its journal is said."""
    mine = settings()
    here = Session(folder(named), clock, identity(mine), mine)
    if here.journal.damage:
        lines = ", ".join(str(each.line) for each in here.journal.damage[:5])
        print_notice(
            f"{here.slug}: the journal is damaged in line {lines}; `pmtui verify {here.slug}` says more"
        )
    _finish(here)
    return here


def _finish(here: Session) -> None:
    """Does what a redaction that was ended halfway left undone, whichever call comes next."""
    if not here.journal.exposed:
        return
    print_notice(f"{here.slug}: a redaction had been ended halfway; it goes on")
    try:
        notices = commit.commit(here.journal, [], here.settle)
    except StorageError as error:
        notices = (f"redacted words are still on the disk: {error}",)
    for notice in notices:
        print_notice(f"{here.slug}: {notice}")
    here.refold(here.journal.read())


def reading(named: str | None) -> tuple[Incident, str]:
    """The incident that is meant and its slug, to be read only: a record without its journal will do.

    Raises:
        UsageError: none or several are meant.
        PmtuiError: it cannot be read.
    """
    if named and is_lone_record(named):
        return _from_record(Path(named).expanduser())
    here = looking(named)
    here.close()
    return here.incident, here.slug


def is_lone_record(named: str) -> bool:
    """Whether a person names a record with no journal beside it."""
    path = Path(named).expanduser()
    return named.endswith(".toml") and not (path.absolute().parent / paths.JOURNAL).exists()


def _from_record(path: Path) -> tuple[Incident, str]:
    from pmtui.work import record_file

    found = record_file.read(path)
    if found.notice:
        print_notice(f"{path}: {found.notice}")
    return Incident(found.entries), found.slug or path.stem


def record(here: Session, line: str) -> Receipt:
    """Records a line that is known to be one of those that record something; gives its receipt.

    Raises:
        LineError: it cannot be recorded as it stands.
        StorageError: it is not saved.
    """
    typed = here.understand(line)
    assert typed.entry is not None
    return write(here, typed.entry)


def write(here: Session, entry: Entry) -> Receipt:
    """Records an entry and gives its receipt; says when an older copy of the journal had been put back.

    Raises:
        LineError, UsageError: it moves entries to no incident, several, or this one.
        StorageError: it is not saved.
    """
    done = commit.record(here, entry)
    if done.notice:
        print_notice(f"{here.slug}: {done.notice}")
    for place in done.places:
        print_notice(place)
    _say_unshared(here)
    now = clock()
    said = f"{here.slug} {receipt(done.item, here.incident, now)}"
    if isinstance(entry, FOLLOWED):
        then = follows(done.item, here.incident, now, load(paths.settings_file())[0])
        said = f"{said} · {then}" if then else said
    entry = done.item.entry
    return Receipt(
        incident=here.slug,
        id=entry.id,
        number=entry.n,
        kind=kind_of(entry),
        label=entry.label,
        at=entry.at,
        until=entry.until,
        recorded=entry.recorded,
        text=said,
    )


_unshared: set[Path] = set()
"""The folders of which it was said."""


def _say_unshared(here: Session) -> None:
    """Says once that a shared incident is shared by no program of this machine now; nothing waits for a server."""
    if here.folder not in _unshared and is_idle(here.folder):
        _unshared.add(here.folder)
        other = shared_by(here.folder)
        how = f"a window of {other}'s, or their `pmtui sync`," if other else f"`pmtui sync {here.slug}`"
        print_notice(f"{here.slug}: not shared yet; {how} sends it to the others")


def text_in(source: str) -> str:
    """The text in a file that a person names, where `-` is stdin.

    Raises:
        PmtuiError: it cannot be read, or is no UTF-8.
    """
    if source != "-":
        from pmtui.storage.deliver import collect

        return collect(Path(source).expanduser())
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise PmtuiError("the text on stdin is no UTF-8", "nothing was recorded; send it as UTF-8") from None
