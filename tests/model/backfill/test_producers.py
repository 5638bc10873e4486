"""What real programs write is read as they meant it: git, systemd's journal, asciinema, IRC clients."""

from __future__ import annotations

import os
import shutil
import socketserver
import struct
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from pmtui.model.backfill.items import Document, Found
from pmtui.model.backfill.recognise import read
from tests.model.backfill.samples import recorded, told
from tests.tui.live.terminal import Terminal

pytestmark = pytest.mark.outside

WHERE = f"{os.environ['PATH']}:/usr/sbin:/usr/lib/systemd:/lib/systemd"


def program(name: str) -> str:
    """The path of a program."""
    found = shutil.which(name, path=WHERE)
    assert found, f"no {name}; .ci/outside installs it"
    return found


def output(*call: object, cwd: Path, **env: str) -> bytes:
    """What a program prints."""
    own = {"HOME": str(cwd), "PATH": WHERE, "TZ": "UTC", "LC_ALL": "C.UTF-8", **env}
    return subprocess.run(
        [str(word) for word in call], cwd=cwd, env=own, check=True, capture_output=True
    ).stdout


def found(data: bytes) -> Found:
    """What is read of it; a second time it adds nothing."""
    it = read([Document("x", data)])
    first = recorded(it)
    assert recorded(it, *first) == first
    return it


# --- git


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three commits, one of them a merge, written down hours after they were made."""
    path = tmp_path_factory.mktemp("git")

    def git(at: str, *words: str) -> None:
        who = {"GIT_AUTHOR_NAME": "Ana [/] A", "GIT_AUTHOR_EMAIL": "ana@example.org", "GIT_AUTHOR_DATE": at}
        other = {"GIT_COMMITTER_NAME": "Bo", "GIT_COMMITTER_EMAIL": "bo@example.org"}
        late = {"GIT_COMMITTER_DATE": "2026-11-20T18:00:00Z", "GIT_CONFIG_NOSYSTEM": "1"}
        output(program("git"), *words, cwd=path, **who, **other, **late)

    git("2026-11-20T15:01:00+0100", "init", "-q", "-b", "main")
    body = "pool of 4.2\n\nwhy\n\ncommit abc\n    Date: never"
    git("2026-11-20T15:01:00+0100", "commit", "-q", "--allow-empty", "-m", body)
    git("2026-11-20T14:02:00Z", "checkout", "-q", "-b", "fix")
    (path / "pool").write_text("40\n")
    git("2026-11-20T14:02:00Z", "add", "pool")
    git("2026-11-20T14:02:00Z", "commit", "-q", "-m", "larger pool")
    git("2026-11-20T14:03:00Z", "checkout", "-q", "main")
    git("2026-11-20T14:03:00Z", "merge", "-q", "--no-ff", "fix", "-m", "merge fix")
    return path


COMMITS = [
    "20 14:01:00 note Ana [/] A: pool of 4.2\n\nwhy\n\ncommit abc\n    Date: never",
    "20 14:02:00 note Ana [/] A: larger pool",
    "20 14:03:00 note Ana [/] A: merge fix",
]


@pytest.mark.parametrize(
    "options",
    [
        *([], ["--date=iso"], ["--date=iso-strict"], ["--date=rfc"], ["--date=unix"], ["--date=iso-local"]),
        *(["--stat", "-p"], ["--decorate"], ["--format=fuller"], ["--abbrev-commit"], ["--reverse"]),
    ],
)
def test_a_log_of_git(repository: Path, options: list[str]) -> None:
    """When each commit was made, by whom, and its message; neither when it was committed nor its patch."""
    log = found(output(program("git"), "log", *options, cwd=repository))
    assert log.format == "git"
    assert sorted(told(log)) == COMMITS
    assert all(item.id for item in log.items)


# --- systemd's journal


def entry(at: datetime, who: str, pid: int, message: bytes) -> bytes:
    """One, in the journal's export format."""
    fields = {
        "__REALTIME_TIMESTAMP": str(int(at.timestamp() * 1_000_000)).encode(),
        "__MONOTONIC_TIMESTAMP": str(pid).encode(),
        "_BOOT_ID": b"7f3c0f3a2b6d4c4e9a5b6c7d8e9f0a1b",
        "SYSLOG_IDENTIFIER": who.encode(),
        "_HOSTNAME": b"db1",
        "_PID": str(pid).encode(),
    }
    text = b"".join(name.encode() + b"=" + value + b"\n" for name, value in fields.items())
    return text + b"MESSAGE\n" + struct.pack("<Q", len(message)) + message + b"\n\n"


@pytest.mark.parametrize(
    ("form", "format"),
    [
        *(("json", "journal"), ("short-iso", "journal-iso"), ("short-iso-precise", "journal-iso")),
        *(("short-full", "journal-iso"), ("short-unix", "journal-iso"), ("short", "journal-short")),
        *(("short-precise", "journal-short"), ("json-pretty", "journal")),
    ],
)
def test_a_journal_of_systemd(tmp_path: Path, form: str, format: str) -> None:
    """Each message at its time under its unit; what is no text is still one message."""
    at = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
    sent = entry(at, "postgres", 7, b"no slots are left: [/]") + entry(
        at + timedelta(minutes=2, microseconds=5), "systemd", 1, b"Restart\x01ed\nshop"
    )
    (tmp_path / "x.export").write_bytes(sent)
    journal = tmp_path / "x.journal"
    output(program("systemd-journal-remote"), f"--output={journal}", "x.export", cwd=tmp_path)
    log = found(output(program("journalctl"), "-q", "--file", journal, "-o", form, cwd=tmp_path))
    assert log.format == format
    first, second = told(log)
    assert first == "20 14:02:00 note postgres@db1: no slots are left: [/]"
    assert second.startswith("20 14:04:00 note systemd@db1: ")
    assert second.endswith("Restarted\nshop" if format == "journal" else "blob data]")


# --- asciinema


SHOWN = ["echo on''call", "read -s -p wo''rd? x; echo $((${#x}+70))", "exit"]


def test_a_recording_of_asciinema(tmp_path: Path) -> None:
    """A line that was typed is there at its time, a password that was typed unseen is not."""
    cast = tmp_path / "x.cast"
    env = {"ASCIINEMA_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path), "PS1": "> "}
    call = [program("asciinema"), "rec", "--stdin", "-q", "-c", "bash --norc --noprofile -i", str(cast)]
    began = datetime.now(UTC).replace(microsecond=0)
    with Terminal(call, env=env) as terminal:
        assert terminal.wait_for(lambda: any(line.startswith(">") for line in terminal.lines))
        for typed, answer in ((SHOWN[0], "oncall"), (SHOWN[1], "word?"), ("hunter2", "77")):
            terminal.type([key.encode() for key in typed], pause=0.01)
            assert typed not in SHOWN or terminal.wait_for_text(typed)
            terminal.type([b"\r"])
            assert terminal.wait_for_text(answer)
        terminal.type([b"exit"])
        assert terminal.wait_for_text("exit")
        terminal.type([b"\r"])
        terminal.wait_for_end()
    log = found(cast.read_bytes())
    assert [item.text for item in log.items] == [f"$ {typed}" for typed in SHOWN]
    assert log.left_out == {"unseen line": 1}
    assert all(item.at and began <= item.at <= datetime.now(UTC) for item in log.items)


# --- IRC

SAID = [
    "PRIVMSG #ops :checkout answers 503 [/] é",
    "PRIVMSG #ops :\x01ACTION rolls back\x01",
    "NOTICE #ops :be careful",
    "TOPIC #ops :incident",
    "MODE #ops +v bo",
    "PRIVMSG #ops :14:02 <ana> no",
    "QUIT :bye",
]
HEARD = [
    ("bo", "checkout answers 503 [/] é"),
    ("bo", "rolls back"),
    ("bo", "be careful"),
    ("bo", "14:02 <ana> no"),
]


class Channel(socketserver.StreamRequestHandler):
    """A server with one channel, in which bo says the same to whoever joins."""

    def handle(self) -> None:
        """Answers a client."""
        nick = "ana"
        for line in self.rfile:
            word, _, rest = line.decode().strip().partition(" ")
            if line.startswith(b"CAP LS"):
                self._send(":irc CAP * LS :")
            elif word == "USER":
                self._send(f":irc 001 {nick} :hello", f":irc 376 {nick} :end of MOTD")
            elif word == "PING":
                self._send(f":irc PONG irc {rest}")
            elif word == "JOIN":
                self._send(f":{nick}!u@h JOIN #ops", f":irc 353 {nick} = #ops :{nick} @bo")
                self._send(f":irc 366 {nick} #ops :end", *(f":bo!u@h {said}" for said in SAID))

    def _send(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@pytest.fixture
def port() -> Iterator[int]:
    """Where it listens, on loopback."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Channel) as server:
        server.daemon_threads, server.block_on_close = True, False
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def heard(path: Path) -> list[tuple[str, str]]:
    """Who said what, as a client logged it; the time that it was."""
    log = found(path.read_bytes())
    assert log.left_out["other line"] == 0
    assert log.left_out["notice"] > 2
    spelled = [item.stamp for item in log.items if item.text]
    assert all(stamp and stamp.clock for stamp in spelled)
    return [(item.author, item.text) for item in log.items if item.text]


def test_a_log_of_weechat(tmp_path: Path, port: int) -> None:
    """Messages, actions and notices are somebody's; joins, topics and modes are nobody's."""
    server = f"/server add t 127.0.0.1/{port} -notls -nicks=ana -autojoin=#ops"
    runs = f"/set logger.file.flush_delay 0;{server};/connect t"
    call = [program("weechat-headless"), "-d", str(tmp_path / "w"), "--stdout", "-r", runs]
    log = tmp_path / "w" / "logs" / "irc.t.#ops.weechatlog"
    with subprocess.Popen(call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as client:
        try:
            _wait_for(log, "bye")
        finally:
            client.terminate()
    assert heard(log) == HEARD


def test_a_log_of_irssi(tmp_path: Path, port: int) -> None:
    """Messages, actions and notices are somebody's; joins, topics and modes are nobody's; its head says the day."""
    folder = tmp_path / "i"
    folder.mkdir()
    settings = f'"fe-common/core" = {{ autolog = "yes"; autolog_path = "{folder}/$0.log"; }};'
    (folder / "config").write_text(f"settings = {{ {settings} }};\n")
    call = [program("irssi"), "--home", str(folder), "-c", "127.0.0.1", "-p", str(port), "-n", "ana"]
    with Terminal(call) as terminal:
        assert terminal.wait_for_text("end of MOTD")
        terminal.type([b"/join #ops\r"])
        assert terminal.wait_for_text("bye")
        terminal.type([b"/quit\r"])
        terminal.wait_for_end()
    log = folder / "#ops.log"
    assert heard(log) == HEARD
    assert found(log.read_bytes()).items[0].stamp


def _wait_for(log: Path, text: str) -> None:
    end = time.monotonic() + 20
    while not (log.exists() and text in log.read_text()):
        assert time.monotonic() < end, "nothing was logged"
        time.sleep(0.05)
