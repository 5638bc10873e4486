"""`pmtui show --follow`: what an onlooker sees."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from pmtui.cli import follow
from tests.cli.calling import Program, environment, process


def test_each_entry_is_shown_as_it_comes(pmtui: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever records it; what is corrected is shown anew, and what is there already is not."""
    slug = pmtui.new()
    pmtui.done("log", "the first")
    lines = (
        "@2023-10-15T10:31 db is [red]slow[/]",
        "@2023-10-15T10:32 /escalate database team: is it theirs?",
        "/amend #2 db is down",
        "/strike #4",
        "/retime E1 2023-10-15T10:33",
        "@2023-10-14T22:00 the night before",
        "/redact #2 a name",
    )
    before = pmtui.done("show", slug)
    look = looks(pmtui, lines)
    monkeypatch.setattr(follow, "sleep", lambda _: next(look))
    called = pmtui("show", slug, "--follow")
    assert (called.status, called.err) == (130, "")
    assert called.out.removeprefix(before).splitlines() == [
        "#2  10:31  note  db is [red]slow[/]",
        "#3  10:32  E1 ↑  database team: is it theirs?",
        "#2  10:31  note  [corrected]  db is down",
        "#2  10:31  note  db is [red]slow[/]",
        "#3  10:33  E1 ↑  [corrected]  database team: is it theirs?",
        "",
        "Saturday 14 October 2023, UTC",
        "#7  22:00  note  the night before",
        "",
        "Sunday 15 October 2023, UTC",
        "#2  10:31  note  redacted: a name",
    ]


def looks(pmtui: Program, lines: tuple[str, ...]) -> Iterator[None]:
    """One line is recorded by another process between two looks, until the reader has seen enough."""
    for line in lines:
        done = process(pmtui.home, "log", line)
        assert done.status == 0, done
        yield
    raise KeyboardInterrupt


def test_it_ends_when_nobody_reads_any_more(pmtui: Program) -> None:
    """`| head` leaves no process behind."""
    pmtui.new()
    command = [sys.executable, "-m", "pmtui", "show", "--follow"]
    with subprocess.Popen(command, env=environment(pmtui.home), stdout=subprocess.PIPE) as onlooker:
        assert onlooker.stdout is not None
        assert onlooker.stdout.readline() == b"2023-10-15-checkout-is-down\n"
        onlooker.stdout.close()
        pmtui.done("log", "nobody sees this")
        assert onlooker.wait(30) == 0
