"""The threads that touch the disk while a screen is open, and the ordered queue of what is to be saved.

The screen folds; the writer appends, catches up, keeps the unsent lines and has the documents written. Neither ever
waits for the other. The journal has one thread, which alone keeps the order of Enter. The unsent lines have another,
so that they are safe while the journal hangs or its lock is held; the documents a third, so that drawing them delays
no entry.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Condition, Event, Thread

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.entries import Entry
from pmtui.storage.disk import DISK, Disk, StorageError
from pmtui.storage.journal.journal import Appended, Journal
from pmtui.storage.unsent import Unsent, UnsentState
from pmtui.tui.messages import (
    CopiesFound,
    DiskWorks,
    DocumentsFailed,
    DocumentsWritten,
    DraftChanged,
    EntriesArrived,
    EntriesSaved,
    EntryRefused,
    Fact,
    JournalReplaced,
    LinesChecked,
    NoReserve,
    OthersSaved,
    SaveFailed,
    WordsNamed,
)
from pmtui.tui.window.checker import NotWanted, changed_lines
from pmtui.tui.window.draft_watch import DraftWatch, digest
from pmtui.tui.window.newest import RETRY, Newest
from pmtui.work import copies
from pmtui.work.commit import commit, prepared
from pmtui.work.publish import Author, publish

LOOK = 0.1
"""Seconds between two looks at the journal: what others write is seen within a quarter of a second."""
COVER = 1.0
"""Seconds at least between two fsyncs for what others wrote."""
LONGEST = 60.0
"""Seconds that the pause between two tries grows to while fsync keeps failing, from RETRY on: each adds a line."""
CHECK = 1.0
"""Seconds after the window was opened, or others wrote, before all lines are held against their digests."""
_CLEANING = 5.0
"""Seconds that a redaction waits for the unsent lines without the words; then their file is named."""
_FINISHING = 30.0
"""Seconds that the program waits at its end for documents that are being written."""
_REST = 4.0
"""Documents take at most a fifth of the time, however fast entries come after a close."""


class Writer:
    """The disk's side of an open incident.

    Args:
        journal: from now on the writer's alone.
        unsent: likewise.
        post: hands a fact to the screen, from any thread.
    """

    def __init__(
        self, journal: Journal, unsent: Unsent, post: Callable[[Fact], object], disk: Disk = DISK
    ) -> None:
        self._journal = journal
        self._unsent = unsent
        self._to_screen = post
        self.author: Callable[[], Author | None] = lambda: None
        """Who edits the documents outside, and when; without one no such edit is recorded."""
        self.saved: Callable[[], object] = lambda: None
        """Called once entries of this window are on the medium, in the journal's thread: a screen may be busy."""
        self._disk = disk
        self._jobs: SimpleQueue[tuple[Entry, Sequence[Entry], bool] | None] = SimpleQueue()
        """Each with the entries that a move takes along, and whether what comes before it is still to be done; None
        has the journal looked at."""
        self._waiting: list[Entry] = []
        """Entries that are not on the medium yet, in the order of Enter."""
        self._troubles: dict[str, str] = {}
        """What fails now, by who tried."""
        self._pause = RETRY
        self._due = 0.0
        self._covered_at = -COVER
        """When an fsync last covered what others wrote; like `_due`, when the next try is due, by the disk's clock."""
        self._unpublished = ""
        self._draft = DraftWatch(journal.folder, disk)
        self._handed = self._done = self._failures = 0
        self._progress = Condition()
        self._ending = False
        self._wake = Event()
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._keeper = Newest(
            "unsent", self._save_unsent, lambda error: self._report("unsent", error), self._let_go
        )
        self._publisher = Newest("documents", self._publish, self._published, rest=_REST)
        self._short = False
        """That there is no room for the reserve was said."""
        self._unchecked_since: float | None = disk.monotonic()
        """When something came that nobody has checked yet, by the disk's clock; None when nothing has."""
        self._changed: tuple[int, ...] = ()
        self._copies: list[str] = []
        """What was said of copies in conflict last."""
        self._checker = Newest("digests", self._check, lambda error: None, rest=_REST)

    # --- the screen's side: those that wait have a patience, and wait no longer

    def start(self) -> None:
        """Begins; what was handed over before is done then."""
        self._thread.start()
        if self._keeper.idle:
            self._keeper.ask(self._unsent.state)  # it is safe; this sets the reserve aside
        self._keeper.start()
        self._publisher.start()
        self._checker.start()
        # However the program ends, the documents follow the last entry; the screen is gone by then.
        atexit.register(self._publisher.flush, _FINISHING)

    def append(self, entry: Entry, copies: Sequence[Entry] = (), *, written: bool = False) -> None:
        """Saves an entry after all that were handed over before it, and after what has to be there before it.

        Args:
            entry: any.
            copies: of a move, the entries that it takes along.
            written: it stands in the journal already, and may not be on the medium.
        """
        self._handed += 1
        self._jobs.put((entry, copies, not written))

    def look(self) -> None:
        """Sees at once what others wrote; from any thread."""
        self._jobs.put(None)

    def keep(self, state: UnsentState) -> None:
        """Makes the unsent lines durable."""
        self._keeper.ask(state)

    def publish(self) -> None:
        """Has the documents written."""
        self._publisher.ask(True)

    def flush(self, patience: float) -> bool:
        """Whether every entry is on the medium; waits for it up to `patience` seconds, or until a try fails."""
        with self._progress:
            failures = self._failures
            self._wake.set()
            self._progress.wait_for(lambda: self._done == self._handed or self._failures > failures, patience)
            return self._done == self._handed

    def kept(self, patience: float) -> bool:
        """Whether the unsent lines are durable; waits as `flush` does."""
        return self._keeper.flush(patience)

    @property
    def trouble(self) -> str:
        """What fails now, if anything."""
        return next(iter(self._troubles.values()), "")

    def end(self, patience: float = 0.0) -> None:
        """Ends the threads when what they are at is done.

        Waits up to `patience` seconds until the next window may have the unsent lines.
        """
        self._ending = True
        self._wake.set()
        self._keeper.end(patience)
        self._publisher.end()
        self._checker.end()

    # --- the journal's thread

    def _run(self) -> None:
        while not self._ending:
            hurried = self._collect()
            try:
                self._work(hurried or self._disk.monotonic() >= self._due)
            except Exception as error:  # whatever it is, the next entry must find a thread that saves it
                self._put_off()
                self._report("journal", error)
                self._count(failures=1)
            else:
                if not self._waiting and self._journal.covered:
                    self._works()
        with suppress(StorageError):  # nothing is lost by a file that does not close
            self._journal.close()

    def _put_off(self) -> None:
        """Sets the moment of the next try."""
        self._due = self._disk.monotonic() + self._pause
        self._pause = min(2 * self._pause, LONGEST) if self._journal.failing else RETRY

    def _works(self) -> None:
        self._due, self._pause = 0.0, RETRY
        self._report("journal", None)

    def _collect(self) -> bool:
        """Waits for jobs and takes all there are; whether somebody waits for them (`flush`)."""
        if "journal" in self._troubles:
            self._wake.wait(RETRY)
        else:
            with suppress(Empty):
                self._accept(self._jobs.get(timeout=0 if self._wake.is_set() else LOOK))
        hurried = self._wake.is_set()
        self._wake.clear()
        with suppress(Empty):
            while True:
                self._accept(self._jobs.get_nowait())
        return hurried

    def _accept(self, job: tuple[Entry, Sequence[Entry], bool] | None) -> None:
        if job is None:
            return
        entry, copies, first = job
        try:
            self._waiting.append(
                prepared(entry, copies, self._journal.folder, self._disk) if first else entry
            )
        except Exception as error:
            self._refuse(entry, error)

    def _work(self, due: bool) -> None:
        """One round: saves what waits, or sees what others wrote; a disk that failed is written to when it is due."""
        try:
            if due and self._owes:
                self._save(list(self._waiting))
            elif self._journal.changed():
                self._catch_up()
            if self._journal.lost and due:
                self._journal.restore()
        except StorageError:
            if self._owes:
                with suppress(StorageError):  # a full disk can still be read: others' entries are shown
                    self._catch_up()
            raise
        finally:
            if self._journal.replaced:
                restored = self._journal.restored
                self._post(JournalReplaced(self._journal.read(), restored))
        if due:
            self._cover()
        if self._draft.changed():
            self._post(DraftChanged())
        since = self._unchecked_since
        if since is not None and self._disk.monotonic() >= since + CHECK:
            self._unchecked_since = None
            self._checker.ask(True)

    @property
    def _owes(self) -> bool:
        """Whether something is to be written."""
        return bool(self._waiting or self._journal.exposed)

    def _cover(self) -> None:
        """Has an fsync of this process cover what others wrote, now and then; an own entry brings its own."""
        if self._journal.covered or self._disk.monotonic() < self._covered_at + COVER:
            return
        self._covered_at = self._disk.monotonic()
        self._journal.cover()
        self._post(OthersSaved())

    def _save(self, batch: list[Entry]) -> None:
        """One write and one fsync for all that wait, in order; an entry that never can be saved is refused."""
        if any(isinstance(entry, e.Redact) for entry in batch):
            self._keeper.flush(_CLEANING)  # the window's own lines have lost the words by then
        try:
            places = commit(self._journal, batch, self._saved, self._disk)
        except PmtuiError:
            raise
        except Exception as error:
            unfit = [entry for entry in batch if not _fits(entry)]
            if not unfit:
                raise
            for entry in unfit:  # what no file can hold must not keep the others from it
                self._waiting.remove(entry)
                self._refuse(entry, error)
        else:
            if places:
                self._post(WordsNamed(places))

    def _saved(self, appended: Appended) -> None:
        count = len(appended.saved)
        del self._waiting[:count]
        if self._journal.replaced:  # then all its entries follow in a message of their own
            appended = Appended((), appended.saved)
        self._works()
        self.saved()
        self._post(EntriesSaved(appended))
        self._count(done=count)

    def _refuse(self, entry: Entry, error: Exception) -> None:
        known = error if isinstance(error, PmtuiError) else _unforeseen(error)
        self._post(EntryRefused(entry, known))
        self._count(done=1)

    def _catch_up(self) -> None:
        entries = self._journal.catch_up()
        self._unchecked_since = self._disk.monotonic()
        if entries and not self._journal.replaced:
            self._post(EntriesArrived(entries))

    def _count(self, done: int = 0, failures: int = 0) -> None:
        with self._progress:
            self._done += done
            self._failures += failures
            self._progress.notify_all()

    # --- the other threads

    def _save_unsent(self, state: UnsentState) -> None:
        self._unsent.save(state)
        try:
            self._unsent.reserve()
        except StorageError as error:  # said once; what is typed is kept all the same
            if not self._short:
                self._post(NoReserve(error))
            self._short = True
        else:
            self._short = False

    def _check(self, _: bool) -> None:
        before, self._copies = self._copies, copies.beside(self._journal.folder, self._disk)
        if self._copies and before != self._copies:
            self._post(CopiesFound(len(self._copies)))
        self._check_lines()

    def _check_lines(self) -> None:
        try:
            found = changed_lines(self._journal.folder, self._disk, lambda: self._ending)
        except (StorageError, NotWanted):
            return  # whoever reads or writes the journal says what is wrong with the disk
        before, self._changed = self._changed, found
        if before != found:
            self._post(LinesChecked(found))

    def _let_go(self) -> None:
        with suppress(StorageError):
            self._unsent.close()

    def _publish(self, _: bool) -> None:
        published = publish(self._journal.folder, self._disk, self.author())
        self._draft.written = digest(published.draft)
        self._post(DocumentsWritten(published))

    def _published(self, error: Exception | None) -> None:
        """Tries that fail are said once, however often they are repeated."""
        before, self._unpublished = self._unpublished, str(error or "")
        if error is not None and before != self._unpublished:
            known = error if isinstance(error, PmtuiError) else _unforeseen(error)
            self._post(DocumentsFailed(known, self._journal.folder))

    # --- what the screen hears

    def _report(self, who: str, error: Exception | None) -> None:
        """Says that the disk fails, at every try, and once that it works again."""
        if error is not None:
            self._troubles[who] = str(error)
            self._post(SaveFailed(error if isinstance(error, PmtuiError) else _unforeseen(error)))
        elif self._troubles.pop(who, None) and not self._troubles:
            self._post(DiskWorks())

    def _post(self, fact: Fact) -> None:
        with suppress(RuntimeError):  # the screen is gone, and its event loop with it
            self._to_screen(fact)


def _fits(entry: Entry) -> bool:
    try:
        return codec.decode(codec.encode(entry)) == entry
    except Exception:
        return False


def _unforeseen(error: Exception) -> PmtuiError:
    return PmtuiError(
        f"unforeseen: {type(error).__name__}: {error}", "it is a fault in pmtui: please report it"
    )
