"""One comparison of an incident with its meeting point, for a call that does not stay."""

from __future__ import annotations

from pathlib import Path

from pmtui.work.session import Clock
from pmtui.work.share.local import Local
from pmtui.work.share.loop import run
from pmtui.work.share.one_thread import OneThread
from pmtui.work.share.session import Meeting, Session
from pmtui.work.share.side import Side
from pmtui.work.share.status import Status


def sync(folder: Path, meeting: Meeting, clock: Clock) -> Status:
    """Makes both sides hold the same entries; what came and went, and what a person should know of.

    Another program of this machine may share the incident meanwhile: a second comparison costs little, and only one
    that was made now can say that nothing is missing.

    Raises:
        PmtuiError: they do not hold the same, and why.
    """
    return run(_sync(folder, meeting, clock))


async def _sync(folder: Path, meeting: Meeting, clock: Clock) -> Status:
    local = Local(folder)
    try:
        with OneThread("share-journal") as executor:
            session = Session(Side(local, executor), meeting, clock)
            await session.once()
            return session.status
    finally:
        local.close()
