"""Copies of an incident that were changed apart: counted once, named, and joined by the line that names them."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from pmtui.model import entries as e
from pmtui.work.join_copies import join_copies
from pmtui.work.publish import Author
from tests.cli.calling import Program

FILES = (
    "journal.sync-conflict-20231015-103000-ABCDEFG.jsonl",
    "journal (conflicted copy 2023-10-15 103000).jsonl",
    "journal (Ana's conflicted copy).jsonl",
    "journal_conflict-20231015-103000.jsonl",
    "journal.jsonl.orig",
    "journal.LOCAL.1234.jsonl",
    "journal_REMOTE_1234.jsonl",
)
FOLDERS = (
    "{} (conflicted copy 2023-10-15 103000)",
    "{} (Ana's conflicted copy)",
    "{}.sync-conflict-20231015-103000-ABCDEFG",
    "{} copy",
    "{}-2",
    "Copy of {} (1)",
)


def texts(pmtui: Program, slug: str) -> list[str]:
    """The texts of an incident's notes."""
    return [entry.text for entry in pmtui.incident(slug).entries if isinstance(entry, e.Note)]


def apart(pmtui: Program, folder: Path) -> None:
    """A copy of an incident's folder whose last note is another one."""
    (slug,) = pmtui.done("list").split()[:1]
    shutil.copytree(pmtui.folder(slug), folder)
    pmtui.done("log", "-i", str(folder), "theirs")
    pmtui.done("log", "-i", slug, "ours")


def line(said: str) -> list[str]:
    """The words of the call that a sentence names, as a shell reads them."""
    (named,) = re.findall(r"`pmtui ([^`]+)`", said)
    return shlex.split(named)


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_conflict_is_named_and_joined(pmtui: Program, tmp_path: Path, name: str) -> None:
    """By list and show, in one sentence, whose call joins it and keeps it in aside/; then there is nothing to name."""
    slug = pmtui.new()
    apart(pmtui, tmp_path / "theirs")
    copy = pmtui.folder(slug) / name
    shutil.copy(tmp_path / "theirs" / "journal.jsonl", copy)
    said = [pmtui(*call).err for call in (("list",), ("show", slug))]
    assert said[0] == said[1]
    assert f"{slug}: {name} is a copy in conflict" in said[0]
    joined = pmtui.done(*line(said[0]))
    assert joined.startswith(f"{slug}: added 1 entry, 0 were here; the copy is kept as ")
    assert sorted(texts(pmtui, slug)) == ["ours", "theirs"]
    assert not copy.exists()
    assert len(list((pmtui.folder(slug) / "aside").iterdir())) == 1
    assert pmtui("list").err == pmtui("show", slug).err == ""
    assert pmtui("verify", slug).status == 0


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_in_conflict_is_counted_once_named_and_joined(pmtui: Program, name: str) -> None:
    """It is no second incident: not in the list, nor among those that are open; the call that is named joins it."""
    slug = pmtui.new()
    apart(pmtui, pmtui.folder(name.format(slug)))
    listed = pmtui("list")
    assert len(listed.out.splitlines()) == 1
    assert listed.err == pmtui("show", slug).err.replace(f"{slug}: ", "", 1)
    assert pmtui.done("log", "mine").startswith(slug)
    assert "added 1 entry" in pmtui.done(*line(listed.err))
    assert sorted(texts(pmtui, slug)) == ["mine", "ours", "theirs"]


def test_another_folder_of_an_incident_is_named_however_it_is_called(pmtui: Program) -> None:
    """By list, show and verify, of whichever of the two; the call that is named joins it."""
    slug = pmtui.new()
    apart(pmtui, pmtui.folder("zz from the stick"))
    named = pmtui("list").err
    assert "zz from the stick is another copy of this incident" in named
    assert pmtui("show", slug).err == f"{slug}: {named}"
    assert f"{slug} is another copy of this incident" in pmtui("show", "zz from the stick").err
    assert "is another copy of this incident" in pmtui.done("verify", slug)
    assert "added 1 entry" in pmtui.done(*line(named))
    assert sorted(texts(pmtui, slug)) == ["ours", "theirs"]


def test_the_documents_of_a_closed_incident_follow_a_joined_copy(pmtui: Program) -> None:
    """Record and draft hold what came, and what was written by hand between the blocks there."""
    slug = pmtui.new()
    pmtui.done("log", "before")
    pmtui.done("close", slug)
    folder = pmtui.folder(slug)
    copy = folder.with_name(f"{slug} copy")
    shutil.copytree(folder, copy)
    pmtui.done("log", "-i", str(copy), "@10:20 theirs")
    draft = copy / "postmortem.md"
    draft.write_text(draft.read_text() + "\nA paragraph of bo's own.\n")
    pmtui.done("close", str(copy))
    (said,) = join_copies(folder, Author("ana", pmtui.now))
    assert said.endswith(f"the folder is kept as aside/{copy.name}")
    assert "theirs" in [row["text"] for row in pmtui.record(slug)["timeline"]]
    written = (folder / "postmortem.md").read_text()
    assert "theirs" in written
    assert "A paragraph of bo's own." in written
    assert pmtui("verify", slug).err == ""


def test_a_label_that_both_gave_is_explained_by_show(pmtui: Program, tmp_path: Path) -> None:
    """Each with what to type for it; then a bare one is refused with the same names."""
    slug = pmtui.new()
    shutil.copytree(pmtui.folder(slug), tmp_path / "theirs")
    pmtui.done("log", "-i", str(tmp_path / "theirs"), "/hypothesis DNS")
    pmtui.done("log", "-i", slug, "/hypothesis the pool")
    pmtui.done("join", str(tmp_path / "theirs"))
    said = pmtui("show", slug).err
    assert said.startswith(f"{slug}: H1 was given twice, on two machines: H1a is ")
    for what in ("the pool", "DNS"):
        assert f"is {what} (ana)" in said
    assert "H1a and H1b" in pmtui("log", "/evidence H1 + x").err


def test_another_incident_of_the_same_title_is_no_copy(pmtui: Program) -> None:
    """Its name ends as that of a copy may; what stands inside tells."""
    slug = pmtui.new()
    assert pmtui.new() == f"{slug}-2"
    assert len(pmtui.done("list").splitlines()) == 2
    assert pmtui("list").err == ""


def test_a_document_in_conflict_is_for_a_person_to_look_into(pmtui: Program) -> None:
    """Nobody can join a text; a record is joined as a colleague's is."""
    slug = pmtui.new()
    pmtui.done("log", "one")
    pmtui.done("close")
    folder = pmtui.folder(slug)
    shutil.copy(folder / "postmortem.md", folder / "postmortem (conflicted copy).md")
    assert "postmortem (conflicted copy).md is a copy in conflict: look into it" in pmtui("list").err
    (folder / "postmortem (conflicted copy).md").unlink()
    shutil.copy(folder / "incident.toml", folder / "incident.sync-conflict-1.toml")
    assert "added 0 entries" in pmtui.done(*line(pmtui("list").err))
    assert pmtui("list").err == ""


def test_of_a_copy_only_what_is_as_it_was_written_is_joined(pmtui: Program, tmp_path: Path) -> None:
    """The line that was changed is named and stays out; the copy is kept, so that nobody loses it."""
    slug = pmtui.new()
    apart(pmtui, tmp_path / "theirs")
    pmtui.done("log", "-i", str(tmp_path / "theirs"), "whole")
    copy = pmtui.folder(slug) / FILES[0]
    copy.write_bytes((tmp_path / "theirs" / "journal.jsonl").read_bytes().replace(b'"theirs"', b'"others"'))
    joined = pmtui.done("join", str(copy))
    assert joined.endswith("; left out, because it is not as it was written: line 2\n")
    assert sorted(texts(pmtui, slug)) == ["ours", "whole"]
    assert b"others" in next((pmtui.folder(slug) / "aside").iterdir()).read_bytes()


def test_a_journal_alone_is_joined_under_any_name(pmtui: Program, tmp_path: Path) -> None:
    """As a colleague sends it, with the marks of a merge in it; where the incident is new, its title names it."""
    slug = pmtui.new()
    apart(pmtui, tmp_path / "theirs")
    first, second = (tmp_path / "theirs" / "journal.jsonl").read_bytes().splitlines(keepends=True)
    sent = tmp_path / "downloads" / "from bo.txt"
    sent.parent.mkdir()
    sent.write_bytes(first + b"<<<<<<< HEAD\n" + second + b"=======\n>>>>>>> theirs\n")
    assert pmtui.done("join", str(sent)).startswith(f"{slug}: added 1 entry, 0 were here; left out")
    assert sorted(texts(pmtui, slug)) == ["ours", "theirs"]
    assert sent.exists()
    pmtui.patch.setenv("PMTUI_HOME", str(tmp_path / "elsewhere"))
    assert pmtui.done("join", str(sent)).startswith(
        f"{slug}: a new incident, made from its 1 entry; left out"
    )


def test_words_leave_a_copy_of_the_folder_as_well(pmtui: Program) -> None:
    """A copy that no list shows is still searched when words are redacted."""
    slug = pmtui.new()
    pmtui.done("log", "the password is hunter2hunter2")
    copy = pmtui.folder(f"{slug} (conflicted copy)")
    shutil.copytree(pmtui.folder(slug), copy)
    assert pmtui("log", "-i", slug, "/redact #1 a password").status == 0
    assert b"hunter2" not in (copy / "journal.jsonl").read_bytes()
