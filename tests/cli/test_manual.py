"""The manual page is the program's, and every reader of such pages can read it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from pmtui.cli.calls import CALLS
from pmtui.cli.topics import TOPICS
from pmtui.model.line.commands import COMMANDS

_REMARK = re.compile(r"[A-Z]+: [^:]+")
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "pmtui/cli/pmtui.1"


def test_the_manual_page_is_put_where_man_looks() -> None:
    """The wheel holds it as one of the files that are installed beside the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {str(PAGE.relative_to(ROOT)): "share/man/man1/pmtui.1"}


def read(*command: str) -> str:
    """The page as a program shows it on 100 columns, or what it finds wrong."""
    assert shutil.which(command[0]), f"no {command[0]}; .ci/outside installs it"
    done = subprocess.run(
        [*command, str(PAGE)],
        env={**os.environ, "MANWIDTH": "100", "MANPAGER": "cat", "PAGER": "cat", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.outside
@pytest.mark.parametrize("command", [("man", "--warnings", "-l"), ("mandoc", "-Tutf8", "-Owidth=100")])
def test_the_manual_page_is_read(command: tuple[str, ...]) -> None:
    """By man-db and by mandoc: each call, command and topic stands there as it is typed."""
    shown = read(*command)
    plain = " ".join(_without_overstrikes(shown).split())
    for name, call in CALLS.items():
        assert f"pmtui {name}" in plain
        assert " ".join(call.example.split()) in plain
    for command_ in COMMANDS:
        assert command_.usage in plain
        assert command_.help in plain
    for topic in TOPICS.values():
        for typed, words in topic.rows:
            assert f"{typed.replace('`', '')} {words}" in plain


def _without_overstrikes(shown: str) -> str:
    """Bold and underlined letters are typed twice for a printer."""
    found: list[str] = []
    for sign in shown:
        if sign == "\b":
            found.pop()
        else:
            found.append(sign)
    return "".join(found)


@pytest.mark.outside
def test_nothing_is_wrong_with_the_manual_page() -> None:
    """But for the length of its own lines, which nobody types."""
    assert read("mandoc", "-Tlint", "-Wwarning") == ""
    remarks = _REMARK.findall(read("mandoc", "-Tlint", "-Wall"))
    assert set(remarks) <= {"STYLE: input text line longer than 80 bytes"}
