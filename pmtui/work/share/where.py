"""Where the incident in a folder is shared, as `share.toml` there says."""

from __future__ import annotations

import os
from pathlib import Path

from pmtui.errors import PmtuiError
from pmtui.storage.sharer import stamp
from pmtui.storage.sharing import load, own, signed
from pmtui.work.share.engine import Engine
from pmtui.work.share.session import Meeting


def meeting(folder: Path, name: str) -> Meeting:
    """Where it is shared, and as whom.

    Args:
        folder: the incident's.
        name: of the person.

    Raises:
        PmtuiError: it is not shared, or not by this user, or what says where cannot be read.
    """
    sharing = own(folder)
    if sharing is None:
        raise PmtuiError(f"{folder.name} is not shared", f"`pmtui share {folder.name} --here` begins that")
    window = os.urandom(4).hex()
    return Meeting(lambda: _engine(folder), sharing.me, window, signed(folder, name), lambda: stamp(folder))


def _engine(folder: Path) -> Engine:
    from pmtui.work.share.nats import NatsEngine

    sharing = load(folder)
    if sharing is None:
        raise PmtuiError(f"{folder.name} is not shared any more")
    return NatsEngine(sharing)
