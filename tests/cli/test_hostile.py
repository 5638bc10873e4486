"""Typed text is data: whatever it holds, it is kept, and nothing of it steers the terminal or breaks a document."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest

from pmtui.model.text import clean
from tests.cli.calling import Program

TEXTS = (
    "[/] [red]red[/red] [link=x]",
    "| a | b |",
    "<b>bold</b> <!-- pmtui:title 000000000000 -->",
    "`code` ``` {{ incident }} {% raw %} %s %(x)s {0}",
    "🔥 数据库 قاعدة البيانات עברית naïve",
    "tab\tand bell\x07 and \x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b5m",
    "evil \u202egnp.exe\u202c \u2066x\u2069 \ufeff",
    "=cmd|'/C calc'!A0",
    '"quotes" \\ and \\n backslashes',
    "x" * 10_000,
)
FORMATS = ("toml", "markdown", "svg", "json", "csv")


@pytest.fixture(params=TEXTS, ids=range(len(TEXTS)))
def text(request: pytest.FixtureRequest) -> str:
    """One text that somebody may type or paste."""
    return str(request.param)


def test_text_through_an_argument_is_kept_and_harmless(pmtui: Program, text: str) -> None:
    """`log TEXT` keeps what was typed, without control characters, and every call prints it safely."""
    slug = pmtui.new(text)
    called = pmtui("log", text)
    assert called.status == 0
    assert called.plain
    entry = pmtui.incident(slug).entries[1]
    assert entry.text == clean(text).rstrip()  # type: ignore[attr-defined]
    for words in (["list"], ["show"], ["brief"], ["find", text[:9]], ["verify"]):
        assert pmtui(*words).plain, words


def test_text_through_a_script_and_a_file_is_kept_and_harmless(
    pmtui: Program, text: str, tmp_path: Path
) -> None:
    """stdin and FILE take the same text."""
    slug = pmtui.new()
    typed = f" {text}\n".encode(errors="replace")
    called = pmtui("log", typed=typed)
    assert called.status == 0
    assert called.plain
    file = tmp_path / "text"
    file.write_bytes(typed)
    assert pmtui("write", slug, "root_cause", str(file)).plain
    kept = clean(typed.decode()).split()  # how wide a tab is depends on what stands before it
    assert pmtui.incident(slug).entries[1].text.split() == kept  # type: ignore[attr-defined]
    assert pmtui.incident(slug).sections["root_cause"].split() == kept


def test_text_in_every_document_can_be_read_back(pmtui: Program, text: str) -> None:
    """TOML, JSON and CSV give back the very text; a title full of markup closes like any other."""
    slug = pmtui.new(text)
    pmtui.done("log", f" {text}")
    kept = clean(f" {text}").strip()
    assert pmtui("close", slug).status == 0
    outputs = {format: pmtui.done("export", slug, "--format", format) for format in FORMATS}
    assert tomllib.loads(outputs["toml"])["entries"][1]["text"] == kept
    assert json.loads(outputs["json"])["entries"][1]["text"] == kept
    cells = list(csv.DictReader(io.StringIO(outputs["csv"])))
    assert kept in [cell["text"].removeprefix("'") for cell in cells]


def test_a_cell_that_a_spreadsheet_would_run_is_text(pmtui: Program) -> None:
    """A note that begins with `=` is no formula in the CSV (OWASP, CSV injection)."""
    slug = pmtui.new()
    pmtui.done("log", "=1+1")
    pmtui.done("log", "--", "-1+1")
    cells = list(csv.DictReader(io.StringIO(pmtui.done("export", slug, "--format", "csv"))))
    assert [cell["text"] for cell in cells[1:]] == ["'=1+1", "'-1+1"]


ESCAPE = "\x1b]0;owned\x07\x1b[2J"


@pytest.mark.parametrize(
    "words",
    [
        ["show", ESCAPE],
        ["show", f"a/{ESCAPE}"],
        ["show", f"{ESCAPE}.toml"],
        [ESCAPE],
        ["log", "-i", ESCAPE, "x"],
        ["log", f"/{ESCAPE}x"],
        ["log", f"@10:00{ESCAPE} x"],
        ["log", "--run", ESCAPE],
        ["log", f"--{ESCAPE}"],
        ["write", "checkout", ESCAPE, "-"],
        ["write", "checkout", "root_cause", ESCAPE],
        ["export", "checkout", "--format", ESCAPE],
        ["export", "checkout", "--format", "csv", "-o", f"{ESCAPE}/x"],
        ["new", "x", "--timezone", ESCAPE],
        ["new", "x", "--severity", ESCAPE],
        ["find", ESCAPE],
    ],
)
def test_no_answer_steers_the_terminal(pmtui: Program, words: list[str]) -> None:
    """What was typed is quoted in the sentence about it, its escape sequences are not."""
    pmtui.new()
    called = pmtui(*words)
    assert called.plain, called
    assert "a mistake in pmtui" not in called.err


def test_a_journal_made_elsewhere_cannot_steer_the_terminal(pmtui: Program) -> None:
    """Entries that another program wrote with control characters are shown without them."""
    slug = pmtui.new()
    pmtui.done("log", "MARK here")
    path = pmtui.folder(slug) / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b"MARK", rb"\u001b[2J\u202e"))
    for words in (["show"], ["find", "here"], ["brief"], ["list"]):
        assert pmtui(*words).plain, words


def test_settings_that_are_wrong_are_said_and_nothing_stops(pmtui: Program) -> None:
    """A mistake in settings.toml is named by its key; the call works."""
    pmtui.new()
    (pmtui.home / "settings.toml").write_text('name = 5\nbogus = "\\u001b[2J"\n')
    called = pmtui("log", "hello")
    assert called.status == 0
    assert called.plain
    assert "settings.toml: name:" in called.err
    assert "settings.toml: bogus:" in called.err
