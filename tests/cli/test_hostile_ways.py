"""Hostile text by every way in, and out again by every call and every document.

Nothing of it steers the terminal, runs, leaves the data folder, hangs, ends in a mistake, or is recorded as anything
but what was sent.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pmtui.model.text import clean
from tests.cli.calling import CONTROL, Called, Program
from tests.fuzz.corpus import EVERY

Way = Callable[[Program, str, Path], Called]
"""Puts a text in, in a folder of its own; gives what the call said."""


def by_argument(pmtui: Program, text: str, folder: Path) -> Called:
    """`log TEXT`."""
    return pmtui("log", "--", f" {text}")


def by_stdin(pmtui: Program, text: str, folder: Path) -> Called:
    """A script."""
    return pmtui("log", typed=f" {text}\n".encode())


def by_command(pmtui: Program, text: str, folder: Path) -> Called:
    """Behind a command."""
    return pmtui("log", f"/hypothesis {text}")


def by_a_commands_output(pmtui: Program, text: str, folder: Path) -> Called:
    """What a command that is run prints."""
    file = folder / "output"
    file.write_bytes(text.encode())
    return pmtui("log", "--run", "cat", str(file))


def by_title(pmtui: Program, text: str, folder: Path) -> Called:
    """A title, and so a folder's name."""
    return pmtui("new", "--timezone", "UTC", "--no-open", "--", text)


def by_import(pmtui: Program, text: str, folder: Path) -> Called:
    """A chat that is imported."""
    file = folder / "chat.txt"
    file.write_bytes(f"10:05 ana: {text}\n10:06 bo: yes\n".encode())
    return pmtui("new", "Imported", "--timezone", "UTC", "--no-open", "--from", str(file), "--yes")


def by_section(pmtui: Program, text: str, folder: Path) -> Called:
    """A section of the write-up."""
    return pmtui("write", "checkout", "root_cause", "-", typed=text.encode())


def by_draft(pmtui: Program, text: str, folder: Path) -> Called:
    """A draft that is edited by hand."""
    (draft,) = pmtui.home.glob("incidents/*checkout*/postmortem.md")
    whole = draft.read_text()
    draft.write_bytes((whole[: len(whole) // 2] + text + whole[len(whole) // 2 :] + text).encode())
    return pmtui("log", "-i", "checkout", "another")


def by_record(pmtui: Program, text: str, folder: Path) -> Called:
    """A colleague's record."""
    (record,) = pmtui.home.glob("incidents/*checkout*/incident.toml")
    copy = folder / "incident.toml"
    copy.write_bytes(record.read_bytes().replace(b'"Checkout is down"', json.dumps(text).encode()))
    return pmtui("show", str(copy))


def by_journal(pmtui: Program, text: str, folder: Path) -> Called:
    """A journal of another program."""
    (journal,) = pmtui.home.glob("incidents/*checkout*/journal.jsonl")
    escaped = json.dumps(text)[1:-1].encode()
    journal.write_bytes(journal.read_bytes().replace(b"the pool is empty", escaped))
    return pmtui("show", "checkout")


def by_settings(pmtui: Program, text: str, folder: Path) -> Called:
    """settings.toml."""
    settings = pmtui.home / "settings.toml"
    settings.write_bytes(f"name = {json.dumps(text)}\n{text}".encode())
    return pmtui("log", "-i", "checkout", "by whom")


def by_template(pmtui: Program, text: str, folder: Path) -> Called:
    """A template of the user's own."""
    templates = pmtui.home / "templates"
    templates.mkdir(exist_ok=True)
    (templates / "mine.md.j2").write_bytes(text.encode())
    return pmtui("export", "checkout", "--format", "markdown", "--template", "mine")


def by_name_of_a_file(pmtui: Program, text: str, folder: Path) -> Called:
    """A file that is named."""
    return pmtui("write", "checkout", "trigger", text.replace("\0", "") or "x")


def by_name_of_a_folder(pmtui: Program, text: str, folder: Path) -> Called:
    """A folder among the incidents."""
    (home,) = pmtui.home.glob("incidents/*checkout*")
    name = (
        text.encode().replace(b"/", b"-").replace(b"\0", b"")[:200].decode(errors="ignore").strip(".") or "x"
    )
    os.symlink(home, pmtui.home / "incidents" / f"{name}-link")
    return pmtui("list")


def by_unsent(pmtui: Program, text: str, folder: Path) -> Called:
    """Lines that a dead window left."""
    (home,) = pmtui.home.glob("incidents/*checkout*")
    (home / "unsent").mkdir(exist_ok=True)
    held = {"format": 1, "parked": [{"text": text, "why": text}], "half": {"text": text}}
    (home / "unsent" / "00.json").write_text(json.dumps(held))
    return pmtui("log", "-i", "checkout", "/redact #1 a password")


WAYS: tuple[Way, ...] = (
    *(
        by_argument,
        by_stdin,
        by_command,
        by_a_commands_output,
        by_title,
        by_import,
        by_section,
        by_draft,
        by_record,
    ),
    *(by_journal, by_settings, by_template, by_name_of_a_file, by_name_of_a_folder, by_unsent),
)


ADDING = {
    by_argument,
    by_stdin,
    by_command,
    by_a_commands_output,
    by_title,
    by_import,
    by_section,
    by_name_of_a_file,
}
"""The ways that leave what came in before: texts go in together, and come out of one home at once."""
_TOGETHER = 8


@pytest.mark.parametrize("way", WAYS)
def test_hostile_text_is_only_text(
    pmtui: Program, way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each text of the corpus, made up ones among them, by one way in; then out by all."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    together = _TOGETHER if way in ADDING else 1
    for number in range(0, len(EVERY), together):
        monkeypatch.setenv("PMTUI_HOME", str(tmp_path / f"home{number}"))
        _prepare(pmtui)
        for text in EVERY[number : number + together]:
            folder = Path(tempfile.mkdtemp(dir=tmp_path))
            made = sorted(tmp_path.iterdir())
            said = way(pmtui, text, folder)
            _harmless(said, way in (by_template, by_a_commands_output))
            assert sorted(tmp_path.iterdir()) == made
        made = sorted(tmp_path.iterdir())
        _out(pmtui)
        assert sorted(tmp_path.iterdir()) == made
        assert list(work.iterdir()) == []


def _prepare(pmtui: Program) -> None:
    slug = pmtui.new()
    pmtui.done("log", "-i", slug, "the pool is empty")
    pmtui.done("close", slug)
    pmtui.patch.setenv("PMTUI_INCIDENT", slug)


def _harmless(called: Called, document: bool = False) -> None:
    assert called.status in (0, 1, 2), called
    assert "mistake in pmtui" not in called.err, called
    assert "Traceback" not in called.err, called
    assert document or called.plain, [
        called.out[max(0, match.start() - 40) : match.end() + 40] for match in CONTROL.finditer(called.out)
    ]


def _out(pmtui: Program) -> None:
    """Every call that shows something, for each incident, and every document of it."""
    for words in (["list"], ["list", "--json"], ["tasks"], ["find", "e"], ["find", "a", "--json"]):
        _harmless(pmtui(*words))
    for folder in (pmtui.home / "incidents").iterdir():
        if folder.is_symlink():
            continue
        slug = folder.name
        for call in ("show", "brief", "review", "verify", "close"):
            _harmless(pmtui(call, slug))
        for kind, check in CHECKS.items():
            called = pmtui("export", slug, "--format", kind)
            _harmless(called, document=True)
            if called.status == 0:
                check(called.out)


def _csv(text: str) -> None:
    for row in csv.DictReader(io.StringIO(text)):
        assert not any(str(cell).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values()), row


class _Page(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "iframe", "object", "embed", "base", "form", "use", "foreignobject"), tag
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            if name in ("href", "src", "xlink:href", "action"):
                assert (value or "").startswith(("http://", "https://", "mailto:", "#", "data:image/")), value


_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
"""The chart puts its texts in isolates of its own."""


def _html(text: str) -> None:
    assert not _STEERING.search(text)
    _Page().feed(text)


def _svg(text: str) -> None:
    ElementTree.fromstring(text)
    _html(text)


CHECKS: dict[str, Callable[[str], object]] = {
    "toml": tomllib.loads,
    "json": json.loads,
    "csv": _csv,
    "markdown": clean,
    "html": _html,
    "svg": _svg,
}
