"""`pmtui new --from`: what nobody logged live."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import Program

CHAT = "## 2023-10-14\n\n22:10 ana: logins fail\n22:15 /hypothesis the pool\nsome day it began\n\n2X:30 rolled back\n"
SLUG = "2023-10-14-checkout-is-down"
NEW = ("new", "Checkout is down", "--timezone", "UTC", "--from")


@pytest.fixture
def chat(tmp_path: Path) -> str:
    """A file with a few lines."""
    path = tmp_path / "chat.txt"
    path.write_text(CHAT)
    return str(path)


def test_the_lines_are_shown_and_nothing_is_recorded(pmtui: Program, chat: str) -> None:
    """Without a terminal, and without --yes: number, time, kind and words of each; no incident is made."""
    called = pmtui(*NEW, chat)
    assert called.status == 1
    assert "#1  2023-10-14 22:10  note        ana: logins fail" in called.out
    assert "#2  2023-10-14 22:15  hypothesis" in called.out
    assert "#3  time unknown" in called.out
    assert "[no time that can be read]" in called.out
    assert "3 entries, 1 of unknown time" in called.err
    assert "nothing is recorded; --yes records them" in called.err
    assert not (pmtui.home / "incidents").exists()


def test_yes_records_them(pmtui: Program, chat: str) -> None:
    """The incident is named by the day it happened, and holds each line at its time."""
    assert pmtui.done(*NEW, chat, "--yes", "--no-open").splitlines()[-1] == SLUG
    incident = pmtui.incident(SLUG)
    assert [item.entry.at and f"{item.entry.at:%H:%M}" for item in incident.timeline] == [
        "22:10",
        "22:15",
        "10:30",
        None,
    ]
    assert incident.hypotheses[0].text == "the pool\nsome day it began"
    assert pmtui.done("verify", SLUG).startswith(f"{SLUG}: 4 lines")
    pmtui.done("log", "-i", SLUG, "/misleading H1")


@pytest.mark.parametrize(("answer", "made"), [("y\n", True), ("n\n", False), ("\n", False), ("", False)])
def test_on_a_terminal_it_asks(pmtui: Program, chat: str, answer: str, made: bool) -> None:
    """Only a yes records."""
    with pmtui.patch.context() as patch:
        patch.setattr("pmtui.cli.importing.at_a_terminal", lambda: True)
        called = pmtui(*NEW, chat, "--no-open", typed=answer)
    assert called.status == (0 if made else 1)
    assert (pmtui.home / "incidents").exists() is made
    assert ("nothing is recorded" in called.err) is not made


def test_lines_may_come_through_a_pipe(pmtui: Program) -> None:
    """`--from -` reads stdin; who wants them recorded says --yes."""
    assert pmtui(*NEW, "-", typed=CHAT).status == 1
    assert pmtui.done(*NEW, "-", "--yes", typed=CHAT).splitlines()[-1] == SLUG


def test_a_day_can_be_given(pmtui: Program) -> None:
    """Clocks without a day are on that one."""
    assert "2023-10-01 22:10" in pmtui.done(*NEW, "-", "--day", "2023-10-01", "--yes", typed="22:10 it fails")


@pytest.mark.parametrize(
    ("words", "typed", "why"),
    [
        ([*NEW, "-", "--day", "monday"], "x", "is not a day"),
        ([*NEW, "-", "--day", "2023-02-30"], "x", "does not exist"),
        ([*NEW, "nowhere.txt"], "", "there is no such file"),
        ([*NEW, "-"], "\n\n", "there is nothing in it to import"),
        (["new", "x", "--yes"], "", "--from FILE"),
    ],
)
def test_a_call_that_is_off_is_explained(pmtui: Program, words: list[str], typed: str, why: str) -> None:
    """One sentence; nothing is made."""
    assert why in pmtui(*words, typed=typed).sentence
    assert not (pmtui.home / "incidents").exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("WEBVTT\n\n1\n00:02:10.000 --> 00:02:14.500\nAna A: 503\n", "the meeting's start"),
        ('{\n "title": "Checkout down",\n "comments": []\n}\n', "one JSON document"),
    ],
)
def test_a_format_that_is_not_understood_is_refused(
    pmtui: Program, tmp_path: Path, text: str, why: str
) -> None:
    """One sentence names the file and what to do; nothing is made of it."""
    path = tmp_path / "export"
    path.write_text(text)
    sentence = pmtui(*NEW, str(path), "--yes").sentence
    assert str(path) in sentence
    assert why in sentence
    assert not (pmtui.home / "incidents").exists()


def test_text_that_is_no_utf8_is_refused(pmtui: Program) -> None:
    """Nothing is guessed."""
    assert "no UTF-8" in pmtui(*NEW, "-", "--yes", typed=b"22:10 \xff\xfe").sentence
