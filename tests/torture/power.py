"""Power cuts: after any system call, in every state that the disk may be left in, each acknowledged entry is there.

The calls of storage are recorded while an incident is begun, logged to, typed into, documented and redacted; also
when an fsync fails, or the process is killed and another one goes on. After each call that changes the disk, the
states that a power cut could leave are made and opened.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

from pmtui.model import entries as e
from pmtui.output.record import record
from pmtui.storage.disk import StorageError
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library
from pmtui.storage.paths import RECORD
from pmtui.storage.unsent import Line, Unsent, UnsentState
from pmtui.work import commit
from pmtui.work.publish import publish
from pmtui.work.session import Session
from tests.storage.faults import NOW, Dead, note, opened
from tests.storage.medium import Medium
from tests.torture.campaign import Case, Found

_TEARS = 3
_DAY = date(2023, 10, 15)


class _Tale(Medium):
    """A disk that cuts the power again and again, and looks whether what was acknowledged by then survived."""

    def __init__(self, place: Path, chance: random.Random, found: Found, share: float) -> None:
        self._place = place / "real"
        self._place.mkdir()
        super().__init__(self._place)
        self._chance, self._found, self.share = chance, found, share
        self._copies = count()
        self._calls = 0
        self.acknowledged: dict[str, str] = {}
        """The texts that were called saved, by id."""
        self.half = ""
        """The half-typed line that was called safe."""
        self.failed = False
        """An fsync has failed: what it covered may come back as zeros, and `verify` rightly says so."""
        self.home = self._place / "home"

    def saved(self, entry: e.Entry) -> None:
        """The caller was told that this entry is saved."""
        self.acknowledged[entry.id] = getattr(entry, "text", "")
        self._look()

    def changed(self) -> None:
        self._calls += 1
        self._look()

    def _look(self) -> None:
        """Cuts the power now, in each way."""
        if self._chance.random() > self.share:
            return
        for names, data in self.states(self._chance, _TEARS):
            self._found.faults += 1
            target = self._place.parent / f"left-{next(self._copies)}"
            self.leave(target, names, data, self._chance)
            self._reopen(target / "home", f"call {self._calls}, names {names}, data {data}")
            shutil.rmtree(target)

    def _reopen(self, home: Path, cut: str) -> None:
        if not self.acknowledged:
            return
        folders = Library(home).folders() if home.exists() else []
        if not folders:
            self._found.lost += len(self.acknowledged)
            self._found.broken.append(f"{cut}: the incident is gone")
            return
        before = len(self._found.broken)
        self._read(folders[0])
        self._found.broken[before:] = [f"{cut}: {sentence}" for sentence in self._found.broken[before:]]

    def _read(self, folder: Path) -> None:
        journal = Journal(folder)
        unsent, _ = Unsent.claim(folder, {entry.id: entry for entry in journal.read()}.get)
        journal.append([*unsent.state.pending, note("after the cut")])
        there = Journal(folder).read()
        self._found.compare(self.acknowledged, [entry.id for entry in there])
        self._found.compare([], [entry.text for entry in there if isinstance(entry, e.Worded) and entry.text])
        held = [unsent.state.half.text, *(line.text for line in unsent.state.parked)]
        self._found.kept(self.half, held)
        if not self.failed:
            bad = [finding for finding in journal.verify() if finding.level != "torn"]
            self._found.must(not bad, f"verify: {bad[:2]}")
        if (folder / RECORD).exists():
            self._found.must(
                bool(record.read((folder / RECORD).read_text()).entries), "the record is not whole"
            )
        unsent.close()
        journal.close()


# --- what happens until the power is cut


def _incident(disk: _Tale) -> Path:
    folder = Library(disk.home, disk).create(opened(), _DAY)
    first = Journal(folder)
    disk.saved(first.read()[0])
    first.close()
    return folder


def _logging(disk: _Tale) -> None:
    """Lines of a script, one of them longer than a page of the disk, and one that ends a page."""
    session = Session(_incident(disk), lambda: NOW, "ana", disk=disk)
    for text in ("one", "two " + "日" * 2000, "/hypothesis three", "/evidence H1 + four", "five"):
        _write(disk, session, text)
    session.close()


def _typing(disk: _Tale) -> None:
    """A window: half-typed lines are safe once they are saved, until the entry is."""
    folder = _incident(disk)
    journal = Journal(folder, disk)
    unsent, _ = Unsent.claim(folder, lambda known: None, disk)
    for number in range(3):
        entry = note(f"line {number}")
        for half in ("li", entry.text):
            _keep(disk, unsent, UnsentState(half=Line(half)))
        _keep(disk, unsent, UnsentState(pending=(entry,)), "")
        journal.append([entry])
        disk.saved(entry)
        _keep(disk, unsent, UnsentState(), "")
    _keep(disk, unsent, UnsentState(half=Line("the last")))
    journal.close()


def _documents(disk: _Tale) -> None:
    """Closing, writing the documents twice, and redacting."""
    session = Session(_incident(disk), lambda: NOW, "ana", disk=disk)
    for text in ("one", "/write summary It was the pool.", "/close"):
        _write(disk, session, text)
    publish(session.folder, disk)
    _write(disk, session, "/redact #1 a password")
    publish(session.folder, disk)
    session.close()


def _write(disk: _Tale, session: Session, line: str) -> None:
    typed = session.understand(line)
    assert typed.entry is not None
    disk.saved(commit.record(session, typed.entry).item.entry)


def _keep(disk: _Tale, unsent: Unsent, state: UnsentState, half: str | None = None) -> None:
    if half is not None:
        disk.half = half  # it gives way to what replaces it as soon as that begins
    unsent.save(state)
    disk.half = state.half.text


# --- faults on the way there


def _calm(tale: Callable[[_Tale], None], place: Path, chance: random.Random, found: Found) -> None:
    """No fault but the power cuts."""
    tale(_Tale(place, chance, found, share=1.0))


def _killed(tale: Callable[[_Tale], None], place: Path, chance: random.Random, found: Found) -> None:
    """The process is killed at a random call; another one records a line, and the power is cut then."""
    disk = _Tale(place, chance, found, share=0.0)
    disk.arm(chance.randint(1, chance.choice([20, 80])), "die")
    with suppress(Dead):
        tale(disk)
    _goes_on(disk, found)


def _failing(tale: Callable[[_Tale], None], place: Path, chance: random.Random, found: Found) -> None:
    """An fsync fails at some point; the process tells so and is gone, another one records a line."""
    disk = _Tale(place, chance, found, share=0.3)
    disk.arm(chance.randint(1, 12), "fail", "sync")
    disk.failed = True
    with suppress(StorageError):
        tale(disk)
    _goes_on(disk, found)


def _goes_on(disk: _Tale, found: Found) -> None:
    found.faults += 1
    disk.bury()
    disk.arm(0)
    disk.share = 1.0
    for folder in Library(disk.home).folders() or [_incident(disk)]:
        session = Session(folder, lambda: NOW, "bo", disk=disk)
        _write(disk, session, "after the fault")
        if not disk.failed:  # what it read, it shows as saved, because it was synced with its own
            for entry in session.incident.entries:
                disk.saved(entry)
        session.close()


_TALES = {"logging": _logging, "typing": _typing, "documents": _documents}
CASES = tuple(
    Case(f"{name}-{how.__name__.strip('_')}", partial(how, tale), once=how is _calm)
    for name, tale in _TALES.items()
    for how in (_calm, _killed, _failing)
)
