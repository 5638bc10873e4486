"""One incident on several machines by the command line, with the real server: two homes stand for two machines."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import trustme

from pmtui.cli import join, share
from pmtui.model.entries import Note, Opened
from pmtui.storage import sharing
from pmtui.storage.library import Library
from pmtui.storage.sharing import Sharing
from pmtui.work.share import server
from tests.cli.calling import MORNING, Program, environment
from tests.cli.test_json import wrong
from tests.work.share.nats_server import free_port, member

LINE = re.compile(r"pmtui join '(pmtui://[^']+)'\n")


class Machines:
    """The program on several machines.

    Args:
        pmtui: in this process.
        path: where the homes are.
    """

    def __init__(self, pmtui: Program, path: Path) -> None:
        self.pmtui = pmtui
        self.path = path
        self.at("ana")

    def at(self, name: str) -> Program:
        """The program on the machine of a person, from now on."""
        self.pmtui.patch.setenv("PMTUI_HOME", str(self.path / name))
        self.pmtui.patch.setenv("USER", name)
        return self.pmtui

    def texts(self, name: str, slug: str) -> dict[str, str]:
        """Who wrote what, of an incident on a machine."""
        entries = self.at(name).incident(slug).entries
        return {entry.text: entry.by for entry in entries if isinstance(entry, Note)}


@pytest.fixture
def machines(pmtui: Program, tmp_path: Path) -> Iterator[Machines]:
    """Ana's and Bo's; what server Ana began is ended."""
    machines = Machines(pmtui, tmp_path)
    yield machines
    home = machines.at("ana").home
    for folder in (home / "servers").glob("*"):
        server.end(folder.name)


def test_a_colleague_joins_by_one_line_and_both_have_everything(machines: Machines, tmp_path: Path) -> None:
    """From the first entry and the first file on; the line works again, ends, and so does the sharing."""
    ana = machines.at("ana")
    slug = ana.new()
    (tmp_path / "errors.txt").write_bytes(b"\0" * 300_000)
    ana.done("log", "the pool is empty")
    ana.done("attach", str(tmp_path / "errors.txt"))
    called = ana("share", "--here", "--port", str(free_port()))
    line = LINE.fullmatch(called.out)
    assert line is not None, called
    assert "uvx --from 'pmtui[share]' pmtui join 'pmtui://" in called.err
    assert "for people on this machine alone" in called.err
    assert "takes new members until 16 Oct 10:30 UTC" in called.err
    assert ana.done("share", "--here") == called.out

    bo = machines.at("bo")
    assert bo.done("join", line[1]) == f"{slug}: joined; 2 entries came\n"
    bo.done("log", "bo looks")
    assert bo.done("join", typed=f"{line[1]}\n").startswith(f"{slug}: joined")
    assert machines.texts("bo", slug)["bo looks"] == "bo (via link)"
    (file,) = (bo.folder(slug) / "attachments").iterdir()
    assert file.read_bytes() == b"\0" * 300_000
    with pytest.raises(AssertionError, match="only who shares an incident makes a new line"):
        bo.done("share", "--new-link")

    ana = machines.at("ana")
    assert "is shared from here; the line is for your colleagues" in ana("join", line[1]).sentence
    renewed = LINE.fullmatch(ana.done("share", "--new-link"))
    assert renewed is not None
    assert renewed[1] != line[1]
    bo = machines.at("bo")
    assert "the line was ended; ask for the new one" in bo("join", line[1]).sentence
    bo.done("join", renewed[1])
    ana = machines.at("ana")
    stopped = ana("share", "--stop")
    assert "both sides hold the same entries; it is shared no more, and its server has ended" in stopped.out
    assert machines.texts("ana", slug) == {"the pool is empty": "ana", "bo looks": "bo (via link)"}
    bo = machines.at("bo")
    assert "could not be compared: no server answers" in bo("share", "--stop").sentence
    assert "not compared" in bo.done("share", "--stop", "--anyway")
    assert "is not shared" in bo("share", "--stop").sentence
    for name in ("ana", "bo"):
        folder = machines.at(name).folder(slug)
        assert not (folder / "share.toml").exists()
        assert "pmtui://" not in (folder / "journal.jsonl").read_text()


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A server of a team that is not told anything yet."""
    made = Team(tmp_path / "team")
    yield made
    made.stop()


class Team:
    """A server as a team runs it, with a certificate that its own authority signed.

    Args:
        path: where its files are.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir()
        self.path = path
        self.port = free_port()
        self.ca = path / "ca.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca)
        authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(path / "all.pem")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"tls://127.0.0.1:{self.port}"

    def start(self, config: str) -> None:
        """With what `pmtui share --config` printed, its places apart."""
        for told, here in (
            ("0.0.0.0:4222", f"127.0.0.1:{self.port}"),
            ("/var/lib/nats", str(self.path / "store")),
            ("/etc/nats/server.pem", str(self.path / "all.pem")),
            ("/etc/nats/server.key", str(self.path / "all.pem")),
        ):
            assert config.count(f'"{told}"') == 1
            config = config.replace(f'"{told}"', f'"{here}"')
        (self.path / "nats.conf").write_text(config)
        self._process = subprocess.Popen(
            [server.binary(), "-c", str(self.path / "nats.conf")], stderr=subprocess.DEVNULL
        )
        at = sharing.Sharing("", (self.url,), "")
        server._wait(lambda: server._answers(at))

    def stop(self) -> None:
        """Ends it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def test_the_servers_of_a_team_do_it_with_what_config_prints(machines: Machines, team: Team) -> None:
    """The line brings its authority's certificate along; what goes wrong leaves all as it was."""
    ana = machines.at("ana")
    slug = ana.new()
    ana.done("log", "the pool is empty")
    assert "no server answers" in ana("share", "--to", team.url).err
    team.start(ana.done("share", "--config"))
    refused = ana("share", "--to", team.url)
    assert refused.status == 1
    assert "shows a certificate that is not trusted" in refused.err
    assert sharing.load(ana.folder(slug)) is None
    answered = ana.done("share", "--to", team.url, "--ca", str(team.ca), "--json")
    assert wrong(ana, "share", answered) == []
    answer = json.loads(answered)
    assert (answer["incident"], answer["servers"]) == (slug, [team.url])
    bo = machines.at("bo")
    assert bo.done(*shlex.split(answer["line"])[1:]) == f"{slug}: joined; 1 entry came\n"
    assert "is shared by tls://127.0.0.1" in machines.at("ana")("share", "--here").err
    renewed = machines.at("ana")("share", "--new-link")
    assert "your server must be told: `pmtui share" in renewed.err
    assert renewed.out != answer["line"]
    assert "what was shared stays at tls://" in machines.at("ana")("share", "--stop").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("share", "one of the arguments --here --to --new-link --stop --config is required"),
        ("share --here --stop", "not allowed with argument"),
        ("share --stop --bind ::1", "--bind is for --here"),
        ("share --here --ca x", "--ca is for --to"),
        ("share --here --port 70000", "70000 is no port"),
        ("share --to http://x", "no address of a server"),
        ("share --to nats://inc.example.net", "without TLS everybody on the way"),
        ("share --to tls://x --creds /none", "/none: there is no such file"),
        ("share --config --json", "and no JSON"),
        ("share --new-link", "only who shares an incident"),
        ("join pmtui://x", "this line is cut or changed; copy the whole line again"),
        ("join", "this is no line to join by"),
        ("join --insecure incident.toml", "are for a line"),
        ("join pmtui://x checkout", "a line names its incident itself"),
        ("open pmtui://h:1/id?v=1&k=tDse9zlkW-yj", "`pmtui join` takes it"),
        ("sync pmtui://h:1/id?v=1&k=tDse9zlkW-yj", "`pmtui join` takes it"),
        ("new pmtui://h:1/id?v=1&k=tDse9zlkW-yj", "is no title, and lets in whoever reads it; `pmtui join`"),
    ],
)
def test_what_cannot_be_shared_or_joined_is_one_sentence(pmtui: Program, words: str, said: str) -> None:
    """Nothing is begun, connected to or kept."""
    slug = pmtui.new()
    called = pmtui(*words.split())
    assert called.status in (1, 2)
    assert said in called.err
    assert "Traceback" not in called.err
    assert "tDse9zlkW" not in called.err
    assert sharing.prepared(pmtui.folder(slug)) is None


def test_a_server_that_holds_another_incident_or_none_is_refused(machines: Machines) -> None:
    """What is here under the same id stays as it is; a folder is made only for an incident that is there."""
    ana = machines.at("ana")
    slug = ana.new()
    line = LINE.fullmatch(ana.done("share", "--here", "--port", str(free_port())))
    assert line is not None
    mine = ana.incident(slug).entries[0]
    assert isinstance(mine, Opened)
    bo = machines.at("bo")
    Library(bo.home).adopt([msgspec.structs.replace(mine, title="Login fails")], slug, mine.recorded.date())
    before = bo.journal(slug)
    assert (
        f"holds another incident under the id of {slug}: 'Checkout is down'" in bo("join", line[1]).sentence
    )
    assert bo.journal(slug) == before
    assert sharing.load(bo.folder(slug)) is None

    lead = sharing.load(machines.at("ana").folder(slug))
    assert lead is not None
    asyncio.run(_erase(lead))
    chi = machines.at("chi")
    assert "there is nothing of this incident at tls://" in chi("join", line[1]).sentence
    assert chi.done("list", "--json").strip() == "[]"


async def _erase(lead: Sharing) -> None:
    async with member(lead) as ana:
        for key in await ana.engine.keys():
            await ana.engine.erase(key, b"")


def test_from_where_a_server_is_reached_is_said() -> None:
    """Of one for this machine alone, and of one for others."""
    lead = Sharing("id", ("tls://10.0.0.7:4222",), "me", role="lead", here=True, port=4222, until=MORNING)
    alone = msgspec.structs.replace(lead, urls=("tls://127.0.0.1:4222",))
    assert "listens on 127.0.0.1:4222, for people on this machine alone; for others: --bind" in _about(alone)
    for bind in ("10.0.0.7", "0.0.0.0"):
        said = _about(msgspec.structs.replace(lead, bind=bind))
        assert (
            f"listens on {bind} port 4222 (10.0.0.7:4222); a colleague must reach this machine there" in said
        )
    team = _about(msgspec.structs.replace(lead, here=False, creds="/x"))
    assert "a colleague must reach 10.0.0.7:4222; each needs credentials of their own" in team


def _about(lead: Sharing) -> str:
    return "\n".join(share._about(lead, "pmtui join 'pmtui://…'"))


def test_a_relative_home_is_found_by_the_server_too(machines: Machines) -> None:
    """It is a process that stands elsewhere; one that moves to another port leaves behind who joined."""
    ana = machines.at("ana")
    ana.new()
    ana.patch.chdir(machines.path)
    ana.patch.setenv("PMTUI_HOME", "ana")
    begun = ana("share", "--here", "--port", str(free_port()))
    assert LINE.fullmatch(begun.out)
    moved = ana("share", "--here", "--port", str(free_port()))
    told = "the server has moved: whoever joined before joins once more, by this line"
    assert told in moved.err
    assert told not in begun.err
    assert "its server has ended" in ana.done("share", "--stop")


@pytest.mark.parametrize(
    "typed", [["x"], [EOFError()], ["pmtui://x", "y?v=1", ""], ["pmtui://x", "&c=01234567"]]
)
def test_a_terminal_is_asked_for_the_line(pmtui: Program, typed: list[str | Exception]) -> None:
    """It does not show it, and asks on for one that was wrapped; whoever ends that with Ctrl+D gets a sentence."""
    asked: list[str] = []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        found = typed[len(asked) - 1]
        if isinstance(found, Exception):
            raise found
        return found

    pmtui.patch.setattr("getpass.getpass", getpass)
    pmtui.patch.setattr(join, "_is_terminal", lambda: True)
    assert re.search("no line to join by|cut or changed", pmtui("join").sentence)
    assert asked == ["the line to join by (it is not shown): ", *["the rest of it: "] * (len(typed) - 1)]


def test_an_old_line_joins_nobody(machines: Machines) -> None:
    """Whatever its server would say."""
    ana = machines.at("ana")
    ana.new()
    line = LINE.fullmatch(ana.done("share", "--here", "--port", str(free_port())))
    assert line is not None
    bo = machines.at("bo")
    bo.now += timedelta(hours=25)
    assert "took new members until 16 Oct 10:30 UTC; ask for a new one" in bo("join", line[1]).sentence


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ("nats", "sharing needs the extra pmtui[share]; install it: pip install 'pmtui[share]'"),
        ("cryptography", "install it: pip install 'pmtui[share-server]', or share by a server of your team"),
    ],
)
def test_without_the_extra_what_to_install_is_said(tmp_path: Path, hidden: str, said: str) -> None:
    """And all else goes on."""
    code = (
        f"import sys; sys.modules[{hidden!r}] = None\n"
        "from pmtui.cli.main import run\n"
        "run(['new', 'Checkout', '--no-open'])\n"
        f"call = ['share', '--here'] if {hidden!r} != 'nats' else ['share', '--to', 'nats://127.0.0.1:1']\n"
        "sys.exit(run(call) + 10 * run(['log', 'it goes on']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert said in done.stderr


def test_of_an_incident_that_is_not_shared_nothing_is_imported(tmp_path: Path) -> None:
    """Neither the client nor the session."""
    code = (
        "import sys\nfrom pmtui.cli.main import run\n"
        "run(['new', 'Checkout', '--no-open']); run(['log', 'x']); run(['show']); run(['close'])\n"
        "sys.exit(any(name.startswith(('nats', 'pmtui.work.share', 'cryptography')) for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
