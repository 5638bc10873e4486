"""The README is true: its tables are the program's, its commands work, its pictures are there."""

from __future__ import annotations

import re
import runpy
import shlex
from functools import partial
from pathlib import Path
from textwrap import wrap
from typing import Any

import pytest

from pmtui.cli import calls
from pmtui.cli.calls import CALLS
from pmtui.cli.manual import page
from pmtui.cli.topics import TOPICS
from pmtui.model.entries import FORMAT
from pmtui.model.line.commands import COMMANDS
from pmtui.output.draft.template import VALUES
from pmtui.tui.keys import ACTS, PLACES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
MANUAL = ROOT / "pmtui/cli/pmtui.1"
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def commands_table() -> str:
    """The commands as the README shows them."""
    lines = ["| command | what it does | as in |", "| --- | --- | --- |"]
    lines += [f"| `{_cell(c.usage)}` | {_cell(c.help)} | `{_cell(c.example)}` |" for c in COMMANDS]
    return "\n".join(lines)


def calls_table() -> str:
    """The calls as the README shows them."""
    lines = ["| call | what it does | as in |", "| --- | --- | --- |"]
    lines += [
        f"| `pmtui {name}` | {_cell(call.help)} | `{_cell(call.example)}` |" for name, call in CALLS.items()
    ]
    return "\n".join(lines)


def keys_table() -> str:
    """The keys as the README shows them."""
    lines = ["| where | key | what it does | name in the keymap |", "| --- | --- | --- | --- |"]
    lines += [f"| {PLACES[a.where]} | `{_cell(a.keys)}` | {_cell(a.help)} | `{a.id}` |" for a in ACTS]
    return "\n".join(lines)


def template_table() -> str:
    """What a template can use, as the README shows it."""
    lines = ["| in a template | what it is |", "| --- | --- |"]
    lines += [f"| `{_cell(value)}` | {_cell(words)} |" for value, words in VALUES.items()]
    return "\n".join(lines)


def topic(name: str) -> str:
    """A topic of `pmtui help` as the README shows it."""
    shown = TOPICS[name]
    lines = [f"| {' | '.join(shown.heads)} |", "| --- | --- |"]
    lines += [f"| {_cell(what)} | {_cell(words)} |" for what, words in shown.rows]
    paragraphs = ["\n".join(wrap(text, 120)) for text in (shown.before, shown.after)]
    return "\n\n".join(filter(None, (paragraphs[0], "\n".join(lines), paragraphs[1])))


TABLES = {"commands": commands_table, "calls": calls_table, "keys": keys_table, "template": template_table}
TABLES |= {name: partial(topic, name) for name in TOPICS}


def block(name: str) -> str:
    """What stands between the README's marks of that name."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", README, re.S)
    assert found is not None, f"README.md has no marks for {name}"
    return found[1]


@pytest.mark.parametrize("name", list(TABLES))
def test_a_table_of_the_readme_is_the_programs(name: str) -> None:
    """Every command, call and key stands in the README as the program has it.

    `python -m tests.test_readme` writes the tables anew.
    """
    assert block(name) == TABLES[name]()


def test_the_manual_page_is_the_programs() -> None:
    """It is the same on every machine and at every width; `python -m tests.test_readme` writes it anew, too."""
    assert MANUAL.read_text(encoding="ascii") == page()


def test_ten_questions_are_answered_in_two_lines_each() -> None:
    """What somebody asks before they adopt it, in no more than they read; the format is the one that is written."""
    text = README.partition("## Ten questions before you adopt it\n")[2].partition("\n## ")[0].strip()
    questions = re.split(r"\n(?=- \*\*)", text)
    assert len(questions) == 10
    for each in questions:
        assert re.match(r"- \*\*[^*]+[?.]\*\* [A-Z`]", each)
        assert len(each.splitlines()) <= 2
    assert f"its format ({FORMAT}, the only one yet)" in text


def test_the_readmes_pictures_are_there() -> None:
    """Every picture that the README shows lies beside it."""
    pictures = PICTURE.findall(README)
    assert pictures
    assert [p for p in pictures if not (ROOT / p).is_file()] == []


def test_the_readmes_commands_are_one_line_each() -> None:
    """Installing and running, installing and testing: one line each, for a machine with Python alone."""
    for name in ("install-and-run", "install-and-test"):
        lines = block(name).strip("`\n").splitlines()
        assert len(lines) == 1
        assert lines[0].startswith("python3 -m venv .venv && .venv/bin/pip install")


def _called() -> list[list[str]]:
    """The words of every call of the program in the README's blocks, as a shell gives them to it."""
    found = []
    for shown in re.findall(r"^```\n(.*?)^```", README, re.S | re.M):
        for line in shown.splitlines():
            lexer = shlex.shlex(line, posix=True, punctuation_chars="|><;&")
            lexer.whitespace_split, lexer.commenters = True, "#"
            words = list(lexer) if "pmtui" in line else []
            if "pmtui" in words:
                words = words[words.index("pmtui") + 1 :]
                ends = (at for at, word in enumerate(words) if set(word) <= set("|><;&"))
                found.append(words[: next(ends, len(words))])
    return found


@pytest.mark.parametrize("words", _called(), ids=" ".join)
def test_a_call_in_the_readme_can_be_made(words: list[str]) -> None:
    """Nobody copies a line that the program refuses: each call is there, with each of its options."""
    if not words:
        return
    found = calls.parser(calls.ALIASES.get(words[0], words[0]))
    found.refuse_dashes(words[1:])
    found.parse_args(words[1:], calls.module(calls.ALIASES.get(words[0], words[0])).Options())


def _page(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, Any]:
    """What the build says of the package where these variables are set."""
    for name in ("GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_SHA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    hook = runpy.run_path(str(ROOT / ".ci" / "metadata.py"))["Metadata"]
    metadata: dict[str, Any] = {}
    hook(str(ROOT), {}).update(metadata)
    return metadata


def test_a_package_index_shows_the_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Built by the repository's workflow, every picture has the address of the file in the commit that was built."""
    built = _page(
        monkeypatch, GITHUB_REPOSITORY="x/y", GITHUB_SERVER_URL="https://github.com", GITHUB_SHA="abc"
    )
    pictures = [f"https://github.com/x/y/raw/abc/{picture}" for picture in PICTURE.findall(README)]
    assert PICTURE.findall(built["readme"]["text"]) == pictures
    assert built["urls"]["Source"] == "https://github.com/x/y"


def test_a_package_index_shows_no_broken_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Built where nobody knows the repository's address, what a picture shows is said instead."""
    built = _page(monkeypatch)
    assert PICTURE.findall(built["readme"]["text"]) == []
    assert "*The live screen*" in built["readme"]["text"]
    assert built["urls"] == {}


def main() -> None:
    """Writes the tables into the README, and the manual page."""
    text = README
    for name, table in TABLES.items():
        text = text.replace(f"<!-- {name} -->\n{block(name)}\n", f"<!-- {name} -->\n{table()}\n")
    (ROOT / "README.md").write_text(text)
    MANUAL.write_text(page(), encoding="ascii")


if __name__ == "__main__":
    main()
