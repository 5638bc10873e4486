"""What the tests of the writer, the window and the live screen share: an incident in a folder, and what is in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from pmtui.model.entries import Entry, Worded
from pmtui.model.incident.incident import Incident
from pmtui.storage.disk import DISK, Disk
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import UNSENT
from pmtui.tui.messages import Fact
from pmtui.tui.window.window import News, Window
from pmtui.work.commit import record
from pmtui.work.session import Session
from tests import slowness
from tests.storage.faults import NOW, opened

PATIENCE = 5.0


def create(home: Path, slug: str = "2023-10-15-checkout", title: str = "Checkout is down") -> Path:
    """The folder of a new incident in a data folder."""
    folder = home / "incidents" / slug
    folder.mkdir(parents=True)
    Journal.create(folder, opened(title)).close()
    return folder


def entries(folder: Path) -> list[Entry]:
    """What another process finds in the journal, in the order of the file."""
    journal = Journal(folder)
    try:
        return journal.read()
    finally:
        journal.close()


def texts(folder: Path) -> list[str]:
    """The words of the entries, in the order of the file."""
    return [entry.text for entry in entries(folder) if isinstance(entry, Worded)]


def whole(folder: Path) -> Incident:
    """The incident as another process reads it."""
    return Incident(entries(folder))


def unsent_files(folder: Path) -> list[Path]:
    """The files of windows, living and dead; the reserves beside them hold nothing."""
    found = sorted((folder / UNSENT).iterdir()) if (folder / UNSENT).exists() else []
    return [path for path in found if path.suffix != ".reserve"]


def unsent_text(folder: Path) -> str:
    """What the windows of an incident hold, whichever of their files stand at this moment."""
    held = []
    for path in unsent_files(folder):
        with suppress(FileNotFoundError):
            held.append(path.read_text())
    return "".join(held)


def write(folder: Path, *lines: str, at: datetime = NOW) -> None:
    """What another window records."""
    session = Session(folder, lambda: at, "bo")
    for line in lines:
        typed = session.understand(line)
        assert typed.entry is not None
        record(session, typed.entry)
    session.close()


class Screenless:
    """A window without a screen, which hears what the writer says when it listens.

    The messages wait until `listen`; in between the window is a screen that is busy.
    """

    def __init__(self, folder: Path, disk: Disk = DISK, clock: Callable[[], datetime] = lambda: NOW) -> None:
        self.messages: list[Fact] = []
        self.heard: list[Fact] = []
        self.news: list[News] = []
        """What there was to show of each."""
        self.state = Window(Session(folder, clock, "ana", disk=disk), self.messages.append)

    @property
    def incident(self) -> Incident:
        return self.state.incident

    def start(self) -> Screenless:
        """Begins to save."""
        self.state.writer.start()
        return self

    def enter(self, line: str) -> Entry:
        """Types a line and records what it is understood as."""
        self.state.typing(line, (0, len(line)))
        typed = self.state.submit(line)
        assert not isinstance(typed, Exception), typed
        assert typed.entry is not None
        self.state.record(typed.entry)
        return typed.entry

    def listen(self) -> None:
        """Takes in what the writer said."""
        while self.messages:
            message = self.messages.pop(0)
            self.heard.append(message)
            self.news.append(self.state.hear(message))

    def until(self, promise: Callable[[], bool], seconds: float = slowness.PATIENCE) -> bool:
        """Listens until the promise holds; whether it did in time."""
        end = time.monotonic() + seconds
        while not promise():
            if time.monotonic() > end:
                return promise()  # the test itself may have been held up
            self.listen()
            time.sleep(0.002)
        return True

    def hears(self, kind: type[Fact]) -> bool:
        """Listens until the writer has said such a thing."""
        return self.until(lambda: any(isinstance(message, kind) for message in self.heard))

    def leave(self) -> bool:
        """Quits as the screen does, and takes in what came meanwhile."""
        left = self.state.leave(PATIENCE)
        self.listen()
        return left

    def close(self) -> None:
        """Quits a window whose disk works."""
        for _ in range(20):
            if self.leave():
                return
        raise AssertionError("it could not be left")


def same(window: Screenless, folder: Path) -> bool:
    """Whether the window holds exactly what the journal holds."""
    mine = {entry.id: msgspec.structs.asdict(entry) for entry in window.incident.entries}
    return mine == {entry.id: msgspec.structs.asdict(entry) for entry in entries(folder)}
