"""A thread for work of which only the newest matters: the unsent lines, the documents."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread
from time import monotonic
from typing import Generic, TypeVar

RETRY = 0.5
"""Seconds between two tries of what failed."""

Job = TypeVar("Job")


class Newest(Generic[Job]):
    """Does the newest of what it is asked to do; what fails is tried again until it works or something newer comes.

    Args:
        name: the thread's.
        do: the work; whatever it raises counts as a failure.
        tried: called after each try, with the error or None.
        ends: the last thing that the thread does.
        rest: after a try, how many times its length the thread rests, so that it leaves the processor to others.
    """

    def __init__(
        self,
        name: str,
        do: Callable[[Job], None],
        tried: Callable[[Exception | None], None],
        ends: Callable[[], None] = lambda: None,
        rest: float = 0.0,
    ) -> None:
        self._do = do
        self._tried = tried
        self._ends = ends
        self._rest = rest
        self._job: Job | None = None
        self._busy = False
        self._hurried = False
        self._ended = self._over = False
        self._failures = 0
        self._changed = Condition()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begins; what was asked before is done then."""
        self._thread.start()

    def ask(self, job: Job) -> None:
        """Has it done soon, in place of what was asked before; never waits."""
        with self._changed:
            self._job = job
            self._changed.notify_all()

    def flush(self, patience: float) -> bool:
        """Whether all that was asked is done; waits for that up to `patience` seconds, or until a try fails."""
        with self._changed:
            self._hurried = True
            failures = self._failures
            self._changed.notify_all()
            self._changed.wait_for(lambda: self.idle or self._over or self._failures > failures, patience)
            self._hurried = False
            return self.idle

    def end(self, patience: float = 0.0) -> None:
        """Ends when what was asked is done, or has failed once more; waits for that up to `patience` seconds."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if patience and self._thread.is_alive():
            self._thread.join(patience)

    @property
    def idle(self) -> bool:
        """Whether all that was asked is done."""
        return self._job is None and not self._busy

    def _run(self) -> None:
        while (job := self._next()) is not None:
            began = monotonic()
            error = self._try(job)
            if error is not None and self._ended:
                break
            with self._changed:
                self._busy = False
                if error is not None:
                    self._failures += 1
                    self._job = job if self._job is None else self._job
                self._changed.notify_all()
                pause = RETRY if error else self._rest * (monotonic() - began)
                if pause:
                    self._changed.wait_for(lambda: self._ended or self._hurried, pause)
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._ends()

    def _next(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._job is not None)
            job, self._job = self._job, None
            self._busy = job is not None
            return job

    def _try(self, job: Job) -> Exception | None:
        found: Exception | None = None
        try:
            self._do(job)
        except Exception as error:
            found = error
        self._tried(found)
        return found
