"""What is to be known beside the calls: `pmtui help` and `pmtui locate`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import pmtui as package
from pmtui.cli.topics import TOPICS
from tests.cli.calling import Program

_READ = re.compile(r"environ(?:\.get\(|\[|\.setdefault\()\"([A-Z_]+)\"")


@pytest.mark.parametrize("columns", ["30", "80", "200"])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_told_as_wide_as_the_terminal(pmtui: Program, topic: str, columns: str) -> None:
    """Every row of it, without the marks of code before what is typed; only a name that is longer stands out."""
    pmtui.patch.setenv("COLUMNS", columns)
    text = pmtui.done("help", topic)
    names = [name.replace("`", "") for name, _ in TOPICS[topic].rows]
    flat = " ".join(text.split())
    for (name, words), plain in zip(TOPICS[topic].rows, names, strict=True):
        assert plain in text
        assert words in flat, name
    most = max(int(columns), *map(len, names), 52)
    assert max(map(len, text.splitlines())) <= min(most, 100)


def test_help_of_a_call_is_its_help(pmtui: Program) -> None:
    """As of other programs; without a word it lists calls and topics."""
    assert pmtui.done("help", "export") == pmtui.done("export", "--help")
    assert pmtui.done("help", "check") == pmtui.done("review", "--help")
    assert pmtui.done("help") == pmtui.done("--help")
    assert all(topic in pmtui.done("help") for topic in TOPICS)
    assert "`pmtui help times`" in pmtui("help", "tims").sentence
    assert "the topics are times, files" in pmtui("help", "zzz").sentence


@pytest.mark.parametrize("name", ["retime", "/retime", "/ret"])
def test_help_of_a_command_is_its_row(pmtui: Program, name: str) -> None:
    """How it is typed, what it does, an example; with the slash also where a call has the same name."""
    assert pmtui.done("help", name) == (
        "/retime #12 TIME\n\nwhen it really happened; by -5m shifts\n\nexample: /retime #12 10:40\n"
    )
    assert pmtui.done("help", "/close").startswith("/close [as:")
    assert pmtui.done("help", "close").startswith("usage: pmtui close")
    assert "`pmtui help /retime`" in pmtui("help", "/retimee").sentence


def test_the_environment_topic_names_every_variable_that_is_read() -> None:
    """What the source reads by name; Textual's is one that we set."""
    files = Path(package.__file__).parent.rglob("*.py")
    read = {name for file in files for name in _READ.findall(file.read_text())} - {"TEXTUAL_FPS"}
    assert {"PMTUI_HOME", "EDITOR", "COLUMNS"} < read
    topic = TOPICS["environment"]
    told = " ".join(name for name, _ in topic.rows)
    assert {name for name in read if name not in told} == set()


def test_where_everything_lies_is_told_without_a_secret(
    pmtui: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug report shows where and which, and nothing of an incident, of a person or of an address."""
    pmtui.patch.setenv("USER", "zoe-q")
    slug = pmtui.new("A secret outage")
    pmtui.done("log", "password is hunter2")
    monkeypatch.setenv("SSH_CONNECTION", "198.51.100.7 50022 203.0.113.1 22")
    monkeypatch.setenv("TERM", "xterm-kitty")
    monkeypatch.setattr(Path, "home", lambda: pmtui.home.parent)
    (pmtui.home / "settings.toml").write_text('name = "Eve Example"\ncolour = "red"\n')
    called = pmtui("locate")
    answer = pmtui.done("locate", "--json")
    assert f"pmtui      {package.__version__}, journals of format 1" in called.out
    assert "~/home (incidents: 1)" in called.out
    assert "settings   ~/home/settings.toml\n" in called.out
    assert "SSH_CONNECTION set" in called.out
    assert "TERM xterm-kitty" in called.out
    assert "colour" in called.err  # what is wrong in the settings is said, too
    found = json.loads(answer)
    assert (found["home"], found["incidents"], found["settings_exist"]) == (str(pmtui.home), 1, True)
    for text in (called.out, answer):
        for secret in (slug, "secret outage", "hunter2", "Eve Example", "198.51.100.7", "zoe-q"):
            assert secret not in text


def test_where_everything_lies_is_told_when_nothing_does(pmtui: Program) -> None:
    """Neither a home nor settings, nor a home that can be read."""
    assert "(incidents: 0)" in pmtui.done("locate")
    assert "settings.toml (not there)" in pmtui.done("locate")
    pmtui.home.write_text("no folder")
    called = pmtui("locate")
    assert called.status == 0
    assert "(cannot be read)" in called.out
    assert "incidents" in called.err
