"""What the calls share: the clock, the person, the incident that is meant."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from pmtui.errors import UsageError
from pmtui.session import Session
from pmtui.storage import paths
from pmtui.storage.library import Library
from pmtui.storage.peek import is_closed
from pmtui.storage.settings import Settings, identity, load


def clock() -> datetime:
    """The real clock: the one place that reads it for the command line."""
    return datetime.now(UTC)


def library() -> Library:
    """The incidents of this user."""
    return Library(paths.home())


def settings() -> Settings:
    """The user's settings; what is wrong in them is said and left out."""
    from pmtui.cli.main import say

    found, notices = load(paths.settings_file())
    for notice in notices:
        say(f"pmtui: {notice}")
    return found


def folder(named: str | None) -> Path:
    """The folder of the incident that is named, else of `$PMTUI_INCIDENT`, else of the only open one.

    Raises:
        UsageError: none or several are meant.
    """
    shelf = library()
    named = named or os.environ.get("PMTUI_INCIDENT")
    if named:
        return shelf.find(named)
    folders = shelf.folders()
    if not folders:
        raise UsageError("there is no incident yet", "pmtui new TITLE begins one")
    still_open = [each for each in folders if not is_closed(each)]
    if len(still_open) == 1:
        return still_open[0]
    if not still_open:
        raise UsageError("no incident is open", f"name one with INCIDENT, as in {folders[-1].name}")
    names = ", ".join(each.name for each in still_open)
    raise UsageError("several incidents are open", f"name one: {names}")


def session(named: str | None) -> Session:
    """The incident that is meant, open."""
    mine = settings()
    return Session(folder(named), clock, identity(mine), mine.audiences)
