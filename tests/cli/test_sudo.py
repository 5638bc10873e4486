"""What root does in somebody's folder stays that person's (`sudo pmtui close`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmtui.storage import reports
from pmtui.storage.scratch import Scratch
from pmtui.storage.unsent import Line, Unsent, UnsentState
from tests.cli.calling import process
from tests.storage.faults import NOW

SOMEBODY = 65534
"""A user and a group that are not root's."""
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files in the folders of others")


def owners(home: Path) -> set[tuple[int, int]]:
    """Who owns what lies in a home."""
    return {(path.lstat().st_uid, path.lstat().st_gid) for path in home.rglob("*")}


def give(home: Path) -> None:
    """A home of somebody's, with all that is in it."""
    for path in (home, *home.rglob("*")):
        os.chown(path, SOMEBODY, SOMEBODY)


def test_whatever_root_makes_belongs_to_the_owner_of_the_folder(tmp_path: Path) -> None:
    """Incidents, documents, what is set aside, checkpoints, locks, unsent lines, texts in an editor and reports."""
    home = tmp_path / "home"
    home.mkdir()
    give(home)
    sudo = {"SUDO_USER": "bo", "USER": "root"}
    (slug,) = process(home, "new", "Checkout", "--no-open", variables=sudo).out.split()
    folder = home / "incidents" / slug
    assert process(home, "log", "the pool is empty", variables=sudo).status == 0
    assert process(home, "close", variables=sudo).status == 0
    draft = folder / "postmortem.md"
    draft.write_text(draft.read_text().replace("# ", "# mine ", 1))
    assert process(home, "log", "-i", slug, "again", variables=sudo).status == 0
    assert process(home, "list", variables=sudo).status == 0
    window = Unsent(folder)
    window.save(UnsentState(half=Line("half typed")))
    window.reserve()
    Scratch(folder, "summary", "text").close(keep=True)
    assert reports.report(home, ValueError(), NOW)
    made = {path.name for path in home.rglob("*")}
    assert {
        "aside",
        "reports",
        "unsent",
        "scratch",
        "checkpoint",
        "lock",
        "lock.turn",
        "timeline.svg",
    } <= made
    assert owners(home) == {(SOMEBODY, SOMEBODY)}
    window.close()


def test_what_was_replaced_belongs_to_the_owner_still(tmp_path: Path) -> None:
    """A journal whose words were taken off the disk, and documents that follow a later entry."""
    home = tmp_path / "home"
    (slug,) = process(home, "new", "Checkout", "--no-open").out.split()
    process(home, "log", "the password is hunter2hunter2")
    process(home, "close")
    give(home)
    redacted = process(home, "log", "-i", slug, "/redact #1 a password", variables={"SUDO_USER": "bo"})
    assert redacted.status == 0
    assert owners(home) == {(SOMEBODY, SOMEBODY)}


def test_an_entry_behind_sudo_names_who_called_it(tmp_path: Path) -> None:
    """Not root, who is nobody; a name in the settings stands all the same."""
    sudo = {"SUDO_USER": "bo", "USER": "root"}
    process(tmp_path, "new", "Checkout", "--no-open", variables=sudo)
    process(tmp_path, "log", "one", variables=sudo)
    (tmp_path / "settings.toml").write_text('name = "Ana"\n')
    process(tmp_path, "log", "two", variables=sudo)
    journal = next(tmp_path.glob("incidents/*/journal.jsonl")).read_text().splitlines()
    assert ['"by":"bo"' in line for line in journal] == [True, True, False]
    assert '"by":"Ana"' in journal[2]
