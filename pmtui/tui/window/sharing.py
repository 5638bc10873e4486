"""A shared incident in an open window: shares in the background, and knows what there is to show of it.

Of an incident that is not shared nothing is imported; whether it is by now is looked at in a thread.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING

from pmtui.errors import PmtuiError
from pmtui.storage.disk import StorageError
from pmtui.storage.paths import SHARE
from pmtui.tui.messages import Fact, SharingChanged

if TYPE_CHECKING:
    from pmtui.work.session import Session
    from pmtui.work.share.background import Background
    from pmtui.work.share.session import Meeting
    from pmtui.work.share.status import Status

LOOK = 1.0
"""Seconds between two looks whether somebody shares the incident by now."""
_FAREWELL = 1.0
"""Seconds that the program waits at its end for the good-bye to the others."""


def where(session: Session) -> Meeting:
    """Where the incident's machines meet.

    Raises:
        PmtuiError: what says so cannot be read, or what it takes is not installed.
    """
    from pmtui.work.share.where import meeting

    return meeting(session.folder, session.by)


class Sharing:
    """What a window says to the others, and hears of them; no call of the screen's waits for a disk or a network.

    Args:
        session: the incident.
        post: hands a fact to the screen from any thread.
        came: called when entries of others are in the journal, from any thread.
    """

    def __init__(self, session: Session, post: Callable[[Fact], object], came: Callable[[], object]) -> None:
        self._session = session
        self._post = post
        self._came = came
        self._background: Background | None = None
        self._failed: Status | None = None
        """Why it is not under way."""
        self._other = ""
        """Who else shares it: another member of a group, from the same folder."""
        self._ended = Event()
        self._where = ""
        self._warned: set[str] = set()

    def begin(self) -> None:
        """Shares whenever the folder says where, until `end`."""
        Thread(target=self._begin, name="sharing", daemon=True).start()

    def _begin(self) -> None:
        while not self._ended.is_set():
            shared = self._is_shared()
            if shared and self._background is None:
                self._share()
            elif not shared and self.status is not None:
                self._stop()
            self._look_at_others()
            self._ended.wait(LOOK)

    def _share(self) -> None:
        """Has it under way; what keeps it from that is said, and tried again."""
        from pmtui.work.share.background import Background, Ears

        session = self._session
        try:
            meeting = where(session)
        except PmtuiError as error:
            self._fail(str(error))
            return
        ears = Ears(self._came, partial(self._post, SharingChanged()))
        background = Background(session.folder, meeting, session.clock, ears)
        background.looks_at(self._where)
        atexit.register(background.stop, _FAREWELL)
        self._background = background.start()
        if self._ended.is_set():  # the window was left meanwhile
            background.stop(0)

    def _stop(self) -> None:
        """Somebody has ended it."""
        ended, self._background, self._failed = self._background, None, None
        self._post(SharingChanged())
        if ended is not None:
            ended.stop()
            atexit.unregister(ended.stop)

    def _fail(self, why: str) -> None:
        from pmtui.work.share.status import State, Status

        if self._failed is None or self._failed.why != why:
            self._failed = Status(State.REFUSED, self._session.clock(), why)
            self._post(SharingChanged())

    def _is_there(self) -> bool:
        """Whether the folder may say where it is shared; of most incidents this one call is all that is asked."""
        try:
            self._session.disk.stat(self._session.folder / SHARE)
        except OSError:
            return False
        return True

    def _is_shared(self) -> bool:
        folder, disk = self._session.folder, self._session.disk
        if not self._is_there():
            return False
        from pmtui.storage.sharing import load

        try:
            return load(folder, disk) is not None
        except StorageError:  # what is wrong with it is said
            return True

    def _look_at_others(self) -> None:
        other = ""
        if self.status is None and self._is_there():
            from pmtui.storage.sharing import shared_by

            other = shared_by(self._session.folder, self._session.disk)
        if other != self._other:
            self._other = other
            self._post(SharingChanged())

    def end(self) -> None:
        """Leaves the others; their good-bye is waited for when the program ends."""
        self._ended.set()
        if self._background is not None:
            self._background.stop(0)

    # --- what the screen says and asks

    def submitted(self) -> None:
        """Entries of this window are on the medium."""
        if self._background is not None:
            self._background.submitted()

    def looks_at(self, place: str) -> None:
        """What this window looks at: a pane, or a section of the write-up."""
        if place != self._where:
            self._where = place
            if self._background is not None:
                self._background.looks_at(place)

    @property
    def status(self) -> Status | None:
        """How it stands; None where the incident is not shared."""
        return self._background.status if self._background is not None else self._failed

    def news(self) -> list[str]:
        """What a person should know of, each sentence once."""
        status = self.status
        if status is None:
            return []
        from pmtui.work.share.said import to_know

        new = [each for each in to_know(status) if each not in self._warned]
        self._warned.update(new)
        return new

    @property
    def wordings(self) -> tuple[str, ...]:
        """How it stands, in several wordings, the longest first; empty where the incident is not shared."""
        if (status := self.status) is None:
            return (f"shared by {self._other}", "shared") if self._other else ()
        from pmtui.work.share.said import in_header

        return in_header(status, self._session.incident.zone)

    @property
    def troubled(self) -> bool:
        """Whether entries stay here for now."""
        if (status := self.status) is None:
            return False
        from pmtui.work.share.said import is_calm

        return not is_calm(status)

    def in_section(self, section: str) -> str:
        """Who else is in a section of the write-up; empty when nobody is."""
        if (status := self.status) is None:
            return ""
        from pmtui.work.share.said import in_section

        return in_section(status, section)

    def everyone(self) -> str:
        """Who is here and where, and how it stands, in lines."""
        if (status := self.status) is None:
            slug = self._session.slug
            if self._other:
                return (
                    f"{self._other} shares this incident with other machines, by their window or `pmtui sync`: "
                    "what is typed here goes there with theirs"
                )
            return f"this incident is not shared: `pmtui share {slug} --here` lets other machines in"
        from pmtui.work.share.said import everyone

        return everyone(status, self._session.incident.zone)
