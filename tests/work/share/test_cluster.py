"""What must hold with three real servers that keep a copy each, and lose their leader, and then their majority."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pmtui.storage.sharing import Sharing
from pmtui.work.share.nats import NatsEngine
from pmtui.work.share.status import State
from tests.work.share.nats_server import OURS, Server, free_port
from tests.work.share.test_real_server import Team, until

pytestmark = pytest.mark.outside


class Cluster:
    """Three servers with one certificate.

    Args:
        path: where their files are.
    """

    def __init__(self, path: Path) -> None:
        ports = [free_port() for _ in range(3)]
        routes = ", ".join(f'"nats-route://127.0.0.1:{port}"' for port in ports)
        self.servers: list[Server] = []
        for number, port in enumerate(ports):
            swaps = {
                f'server_name: "pmtui-{OURS}"': f'server_name: "n{number}"\n'
                f'cluster {{ name: "c", listen: "127.0.0.1:{port}", routes: [{routes}] }}'
            }
            if self.servers:
                shown = str(self.servers[0].config.parent)
                own = str(path / f"n{number}")
                swaps |= {f"{own}/{name}": f"{shown}/{name}" for name in ("certificate.pem", "key.pem")}
            self.servers.append(Server(path / f"n{number}", swaps))

    def sharing(self, incident: str = OURS, role: str = "member", **other: object) -> Sharing:
        """How a member is let in, at any of them."""
        urls = tuple(f"tls://127.0.0.1:{server.port}" for server in self.servers)
        return msgspec.structs.replace(self.servers[0].sharing(incident, role), urls=urls, **other)

    def start(self) -> None:
        for server in self.servers:
            server.start()

    def send(self, number: signal.Signals) -> None:
        for server in self.servers:
            server.send(number)

    def stop(self) -> None:
        for server in self.servers:
            server.stop()

    def leader(self) -> Server:
        """The one that the others follow in what this incident stores."""
        return self.servers[int(asyncio.run(self._leader())[1:])]

    async def _leader(self) -> str:
        engine = NatsEngine(self.sharing())
        try:
            await engine.open(lambda key, data: None, lambda presence: None)
            answer = await engine._wire.ask(f"$JS.API.STREAM.INFO.PMTUI_{OURS}", b"")
            found = msgspec.json.decode(answer.data)
            assert found["config"]["num_replicas"] == 3
            return str(found["cluster"]["leader"])
        finally:
            await engine.close()


class Together(Team):
    """People whose servers are three."""

    def __init__(self, home: Path) -> None:
        self.server = Cluster(home)  # type: ignore[assignment]
        self.server.start()
        self.members, self.windows, self._home = {}, {}, home

    @property
    def cluster(self) -> Cluster:
        """Their servers."""
        assert isinstance(self.server, Cluster)
        return self.server


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Together]:
    """Nobody has come yet."""
    found = Together(tmp_path)
    yield found
    found.end()


def test_three_servers_that_lose_their_leader_and_then_their_majority_lose_nothing(team: Together) -> None:
    """Without a majority nothing is confirmed, and what is typed still reaches whoever is at the same server."""
    for name in ("ana", "bo", "chi"):
        team.comes(name)
    ids = team.type("ana", "one", "two") + team.type("bo", "three")
    team.hold(*ids)

    first = team.cluster.leader()
    first.stop()
    ids += team.type("ana", "four") + team.type("chi", "five")
    team.hold(*ids)

    second = team.cluster.leader()
    second.stop()
    ids += team.type("bo", "six")
    began = time.monotonic()
    until(lambda: all(len(member.entries) == len(ids) + 1 for member in team.members.values()))
    assert time.monotonic() - began < 20
    until(lambda: any(window.status.state is State.AWAY for window in team.windows.values()))
    ids += team.type("ana", "seven", "eight")
    assert any(window.status.unshared for window in team.windows.values())

    first.start()
    second.start()
    ids += team.type("chi", "nine")
    team.hold(*ids)
