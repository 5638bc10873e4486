"""Incidents that come from a colleague."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from pmtui.cli import context as house
from pmtui.cli.printing import put, say


def join(options: Namespace) -> int:
    """Adds what a record or another folder holds and this machine's copy lacks; says what that was."""
    into = house.library().find(options.incident) if options.incident else None
    put(taken_in(Path(options.source), into)[1])
    return 0


def opened(named: str) -> Path:
    """The folder of the incident in a record that stands alone: joined to the one that is here, else a new one."""
    folder, told = taken_in(Path(named))
    say(told)
    return folder


def taken_in(path: Path, into: Path | None = None) -> tuple[Path, str]:
    """The folder that an incident from elsewhere is in now, and one sentence about it; its documents follow."""
    from pmtui.work.join import join, source
    from pmtui.work.publish import is_published

    done = join(source(path), house.library(), into)
    here = house.session(str(done.folder))
    here.close()
    if is_published(here.incident):
        from pmtui.cli.documents import publish

        publish(done.folder)
    return done.folder, done.told
