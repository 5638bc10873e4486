"""The one thread that touches the disk while a screen is open, and its ordered queue.

The screen folds; the writer appends, catches up, keeps the unsent lines and has the documents written. Nothing
here ever waits for the screen, nor the screen for this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread

from textual.message import Message

from pmtui.errors import PmtuiError
from pmtui.model import entries as e
from pmtui.model.entries import Entry
from pmtui.publish import publish
from pmtui.session import carry
from pmtui.storage.disk import DISK, Disk, StorageError
from pmtui.storage.journal import Journal
from pmtui.storage.unsent import Unsent, UnsentState
from pmtui.tui.messages import (
    DocumentsFailed,
    DocumentsWritten,
    EntriesArrived,
    EntriesSaved,
    EntryRefused,
    JournalReplaced,
    SaveFailed,
)

LOOK = 0.1
"""Seconds between two looks at the journal: what others write is seen within a quarter of a second."""
RETRY = 0.5
"""Seconds between two tries to save what waits."""


class _Carry:
    """Entries that are to be taken to another incident before the entry that says so is written."""

    def __init__(self, move: e.Move, copies: Sequence[Entry]) -> None:
        self.move = move
        self.copies = copies


_Job = Entry | _Carry | UnsentState | str
_PUBLISH = "publish"


class Writer:
    """The disk's side of an open incident.

    Args:
        journal: from now on this thread's alone.
        unsent: likewise.
        post: hands a message to the screen, from any thread.
    """

    def __init__(
        self, journal: Journal, unsent: Unsent, post: Callable[[Message], object], disk: Disk = DISK
    ) -> None:
        self._journal = journal
        self._unsent = unsent
        self._post = post
        self._disk = disk
        self._jobs: SimpleQueue[_Job] = SimpleQueue()
        self._waiting: list[Entry] = []
        """Entries that are not on the medium yet, in the order of Enter."""
        self._keep: UnsentState | None = None
        """The unsent lines that are not on the medium yet."""
        self._publish = False
        self._ending = Event()
        self._thread = Thread(target=self._run, name="writer", daemon=True)

    # --- the screen's side: none of these waits

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def append(self, entry: Entry) -> None:
        """Saves an entry after all that were handed over before it."""
        self._jobs.put(entry)

    def carry(self, move: e.Move, copies: Sequence[Entry]) -> None:
        """Takes entries to another incident, then saves the entry that says so."""
        self._jobs.put(_Carry(move, copies))

    def keep(self, state: UnsentState) -> None:
        """Makes the unsent lines durable."""
        self._jobs.put(state)

    def publish(self) -> None:
        """Has the documents written."""
        self._jobs.put(_PUBLISH)

    def stop(self, patience: float) -> bool:
        """Finishes what waits and ends; False when that took longer than `patience` seconds, or failed.

        The only call that waits.
        """
        self._ending.set()
        self._thread.join(patience)
        return not self._thread.is_alive() and not self._waiting

    # --- the thread's side

    def _run(self) -> None:
        while not self._ending.is_set():
            self._collect(LOOK if not (self._waiting or self._keep) else RETRY)
            self._work()
        self._collect(0)
        self._work()
        try:
            self._unsent.close()
            self._journal.close()
        except StorageError:
            pass  # nothing is lost by a file that does not close

    def _collect(self, patience: float) -> None:
        """Takes every job that waits, or waits for one."""
        try:
            job = self._jobs.get(timeout=patience) if patience else self._jobs.get_nowait()
            while True:
                self._accept(job)
                job = self._jobs.get_nowait()
        except Empty:
            return

    def _accept(self, job: _Job) -> None:
        if isinstance(job, UnsentState):
            self._keep = job
        elif isinstance(job, str):
            self._publish = True
        elif isinstance(job, _Carry):
            self._save()
            try:
                self._waiting.append(carry(job.move, job.copies, self._journal.folder, self._disk))
            except PmtuiError as error:
                self._post(EntryRefused(job.move, error))
        else:
            self._waiting.append(job)

    def _work(self) -> None:
        if self._waiting:
            self._save()
        elif self._journal.changed():
            self._catch_up()
        if self._keep is not None:
            self._keep_unsent(self._keep)
        if self._publish and not self._waiting:
            self._publish = False
            self._publish_now()

    def _save(self) -> None:
        """One write and one fsync for all that wait, in order."""
        if not self._waiting:
            return
        try:
            appended = self._journal.append(self._waiting)
        except PmtuiError as error:
            self._post(SaveFailed(error))
            return
        self._waiting.clear()
        if self._journal.replaced:
            self._post(JournalReplaced(self._journal.read()))
        self._post(EntriesSaved(appended))
        secrets = {ref for entry in appended.saved if isinstance(entry, e.Redact) for ref in entry.refs}
        if secrets:
            self._redact(secrets)

    def _redact(self, ids: set[str]) -> None:
        try:
            self._journal.redact(ids)
            self._post(JournalReplaced(self._journal.read()))
        except PmtuiError as error:
            self._post(SaveFailed(error))

    def _catch_up(self) -> None:
        try:
            entries = self._journal.catch_up()
            if self._journal.replaced:
                self._post(JournalReplaced(self._journal.read()))
            elif entries:
                self._post(EntriesArrived(entries))
        except PmtuiError as error:
            self._post(SaveFailed(error))

    def _keep_unsent(self, state: UnsentState) -> None:
        try:
            self._unsent.save(state)
            self._keep = None
        except PmtuiError:
            pass  # the screen says already that the disk fails; it is tried again

    def _publish_now(self) -> None:
        folder = self._journal.folder
        try:
            self._post(DocumentsWritten(publish(folder, self._disk)))
        except PmtuiError as error:
            self._post(DocumentsFailed(error, folder))
