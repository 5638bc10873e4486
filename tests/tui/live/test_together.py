"""Three people on three machines type one outage together, and the real server dies on them and comes back empty."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pmtui.model import entries as e
from pmtui.output.record import record
from pmtui.storage import sharing
from pmtui.storage.library import Library
from tests.tui.live.live_terminal import Live
from tests.tui.live.test_cases import _script as script
from tests.tui.window.windows import entries, whole
from tests.work.share.nats_server import OURS, Server

pytestmark = pytest.mark.outside
NOW = datetime(2023, 10, 15, 13, 0, tzinfo=UTC)
NAMES = ("ana", "bo", "chi")
_ALONE = re.compile(r"(@\S+ )?/(task|hypothesis|escalate|action|question)\b|\b[HEAQT]\d")
"""A line that gives a label or names one: where two type such lines apart, labels are doubled."""
_AWAY = 5
"""Lines of each that are typed while there is no server."""


class Team:
    """Three screens, each on a home of its own.

    Args:
        path: where the homes are.
        server: where they meet.
    """

    def __init__(self, path: Path, server: Server) -> None:
        opened = e.Opened(
            id=OURS, recorded=NOW, opened=NOW, at=NOW, by="ana", zone="UTC", title="As it was typed"
        )
        self.folders = [Library(path / name).adopt([opened], "outage", NOW.date()) for name in NAMES]
        for number, folder in enumerate(self.folders):
            role = "member" if number else "lead"
            sharing.keep(folder, server.sharing(role=role, me=f"me{number}"))
        then = (NOW + timedelta(minutes=1)).isoformat()
        self.screens = [
            Live(folder, "--now", then, "--name", name, columns=120)
            for name, folder in zip(NAMES, self.folders, strict=True)
        ]

    def header(self, text: str) -> None:
        """All come to say this in their first line."""
        for screen in self.screens:
            assert screen.header(text, seconds=30), screen.lines[0]

    def enter(self, line: str, who: int) -> None:
        """One of them types a line once they know all that was typed."""
        self.same()
        count = len(self.ids(who)) + 1
        self.screens[who].enter(line)
        assert self.screens[who].wait_for(lambda: len(self.ids(who)) >= count)

    def ids(self, who: int) -> set[str]:
        """Of the entries that one of them has."""
        return {entry.id for entry in entries(self.folders[who])}

    def same(self) -> None:
        """All have the same entries."""
        rest = self.screens[0]
        assert rest.wait_for(lambda: self.ids(0) == self.ids(1) == self.ids(2), seconds=30)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A real one."""
    server = Server(tmp_path / "server")
    server.start()
    yield server
    server.stop()


def test_three_screens_type_one_outage_while_the_server_dies_and_comes_back_empty(
    tmp_path: Path, server: Server
) -> None:
    """Nobody's line is lost or doubled, all screens say what is the case, and the three records are equal."""
    team = Team(tmp_path, server)
    typed = script("great-downtime-debacle")
    together = [line for line in typed if _ALONE.search(line)]
    apart = [line for line in typed if not _ALONE.search(line)]
    team.header("3 here: ")
    for number, line in enumerate(together):
        team.enter(line, number % 3)
    team.same()
    server.stop(signal.SIGKILL)
    team.header("no server since 13:0")
    for number, line in enumerate(apart[: 3 * _AWAY]):
        team.screens[number % 3].enter(line)
    team.header(f"not shared yet: {_AWAY}")
    shutil.rmtree(server.store)
    server.start()
    team.header("3 here: ")
    for number, line in enumerate(apart[3 * _AWAY :]):
        team.enter(line, number % 3)
    team.same()
    for screen in team.screens:
        assert screen.quit() == 0
    tables = [record.tables(whole(folder), "outage") for folder in team.folders]
    assert tables[0] == tables[1] == tables[2]
    said = [entry for entry in entries(team.folders[0]) if entry.n]
    assert len(said) == len(typed)
    assert {entry.by for entry in said} == {*NAMES}
