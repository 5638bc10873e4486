"""Where things are: the only module that knows folders, and the names inside them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

INCIDENTS = "incidents"
JOURNAL = "journal.jsonl"
CHECKPOINT = "checkpoint"
LOCK = "lock"
TURN = "lock.turn"
UNSENT = "unsent"
ASIDE = "aside"
SCRATCH = "scratch"
RECORD = "incident.toml"
DRAFT = "postmortem.md"
CHART = "timeline.svg"
SETTINGS = "settings.toml"
SHARE_LOCK = "share.lock"
SHARE_TURN = "share.turn"
SHARE = "share.toml"
SERVERS = "servers"
TEMPLATES = "templates"


def home() -> Path:
    """The folder of all data: `$PMTUI_HOME`, else the platform's user data folder."""
    return _own_home() or _platform().user_data_path


def settings_file() -> Path:
    """`$PMTUI_HOME/settings.toml`, else the one in the platform's configuration folder. It need not exist."""
    return (_own_home() or _platform().user_config_path) / SETTINGS


def templates_folder() -> Path:
    """The folder of the user's own templates of the draft, beside the settings. It need not exist."""
    return settings_file().with_name(TEMPLATES)


def _own_home() -> Path | None:
    named = os.environ.get("PMTUI_HOME")
    return Path(named).expanduser().absolute() if named else None


def _platform() -> PlatformDirs:
    from platformdirs import PlatformDirs

    return PlatformDirs("pmtui", appauthor=False)
