"""`pmtui verify`: what is changed or missing is 1, what loses nothing is a remark; `--repair` deletes nothing."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.storage.journal.journal import Journal
from tests.cli.calling import Program

JOURNAL = "journal.jsonl"
WHOLE = "each as it was written\n"


@pytest.fixture
def slug(pmtui: Program) -> str:
    """A closed incident with three notes."""
    made = pmtui.new()
    pmtui.done("log", typed="one\ntwo\nthree\n")
    pmtui.done("close", made)
    return made


def texts(pmtui: Program, slug: str) -> list[str]:
    """The words of the notes, in order."""
    return [entry.text for entry in pmtui.incident(slug).entries if hasattr(entry, "text") and entry.text]


def kept(pmtui: Program, slug: str, name: str = JOURNAL) -> list[bytes]:
    """What is in `aside/` under a name."""
    return [path.read_bytes() for path in (pmtui.folder(slug) / "aside").glob(f"{name}.*")]


def lines(data: bytes) -> list[bytes]:
    """The lines of a journal, with their ends."""
    return data.splitlines(keepends=True)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda data: codecs.BOM_UTF8 + data,
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "line 1: changed, or what stood before": lambda data: b"".join(lines(data)[1:]),
    "the line that opens": lambda data: b"",
    "line 3: changed after it was written": lambda data: data.replace(b"two", b"2.0"),
    "line 3: changed, or what stood before": lambda data: b"".join([*lines(data)[:2], *lines(data)[3:]]),
    "line 1: it holds no entry": lambda data: b"garbage\n" + data,
}


@pytest.mark.parametrize("said", DAMAGES)
def test_a_damaged_journal_is_named_and_mended_from_the_record(pmtui: Program, slug: str, said: str) -> None:
    """Exit 1 and what it is; repaired, every entry is back, and the file as it was is in aside/."""
    path = pmtui.folder(slug) / JOURNAL
    before = path.read_bytes()
    damaged = DAMAGES[said](before)
    path.write_bytes(damaged)
    called = pmtui("verify", slug)
    assert called.status == 1
    assert said in called.out
    assert "`pmtui verify --repair" in called.err
    assert path.read_bytes() == damaged
    repaired = pmtui("verify", "--repair", slug)
    assert repaired.status == 0, repaired
    assert repaired.out.endswith(WHOLE)
    assert texts(pmtui, slug) == ["one", "two", "three"]
    assert "wrote the journal anew from 5 entries" in repaired.err
    assert kept(pmtui, slug) == ([damaged] if damaged else [])
    assert pmtui.done("verify", slug).endswith(WHOLE)
    assert "#5" in pmtui.done("log", "-i", slug, "five")


def test_what_no_copy_holds_is_named(pmtui: Program) -> None:
    """An altered line without a record leaves the journal, is named, and lies in aside/; the others stay."""
    slug = pmtui.new()
    pmtui.done("log", typed="one\ntwo\nthree\n")
    path = pmtui.folder(slug) / JOURNAL
    damaged = path.read_bytes().replace(b"two", b"2.0")
    path.write_bytes(damaged)
    repaired = pmtui("verify", "--repair", slug)
    assert repaired.status == 0
    assert "no whole copy holds #2" in repaired.err
    assert texts(pmtui, slug) == ["one", "three"]
    assert kept(pmtui, slug) == [damaged]


def test_without_the_entry_that_opens_it_nothing_is_touched(pmtui: Program) -> None:
    """One sentence that says what would help; neither the journal nor aside/ changes."""
    slug = pmtui.new()
    pmtui.done("log", typed="one\ntwo\n")
    path = pmtui.folder(slug) / JOURNAL
    path.write_bytes(b"".join(lines(path.read_bytes())[1:]))
    before = path.read_bytes()
    called = pmtui("verify", "--repair", slug)
    assert "holds the whole entry that opens the incident; nothing was touched" in called.sentence
    assert path.read_bytes() == before
    assert kept(pmtui, slug) == []


def test_the_record_of_another_incident_mends_nothing(pmtui: Program, slug: str) -> None:
    """Entries come only from a record that shares some with the journal."""
    other = pmtui.new("Another")
    pmtui.done("log", "-i", other, "elsewhere")
    path = pmtui.folder(other) / JOURNAL
    path.write_bytes(b"".join(lines(path.read_bytes())[1:]))
    record = (pmtui.folder(slug) / "incident.toml").read_bytes()
    (pmtui.folder(other) / "incident.toml").write_bytes(record)
    assert "nothing was touched" in pmtui("verify", "--repair", other).sentence


def test_an_older_journal_is_joined_with_its_record(pmtui: Program, slug: str) -> None:
    """What only the record holds comes back without a rewriting of the journal."""
    path = pmtui.folder(slug) / JOURNAL
    older = b"".join(lines(path.read_bytes())[:3])
    path.write_bytes(older)
    repaired = pmtui("verify", "--repair", slug)
    assert repaired.status == 0
    assert "joined #3, #4 from incident.toml" in repaired.err
    assert path.read_bytes().startswith(older)
    assert kept(pmtui, slug) == []


def test_a_torn_write_is_a_remark(pmtui: Program, slug: str) -> None:
    """An interrupted write lost nothing that was called saved: exit 0, before and after the next line."""
    path = pmtui.folder(slug) / JOURNAL
    with path.open("ab") as file:
        file.write(b'{"at":"2023')
    assert "the last write was interrupted" in pmtui.done("verify", slug)
    pmtui.done("log", "-i", slug, "after")
    assert "line 6: a write was interrupted here" in pmtui.done("verify", slug)
    assert pmtui("verify", "--repair", slug).err == ""


def test_two_writers_are_a_remark(pmtui: Program, slug: str, tmp_path: Path) -> None:
    """Copies written apart and put together by git are whole: how many places is said, with exit 0."""
    path = pmtui.folder(slug) / JOURNAL
    shared = path.read_bytes()
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / JOURNAL).write_bytes(shared)
    pmtui.done("log", "-i", slug, "ours")
    pmtui.done("log", "-i", str(tmp_path / "theirs"), "theirs")
    with path.open("ab") as file:
        file.write((tmp_path / "theirs" / JOURNAL).read_bytes()[len(shared) :])
    out = pmtui.done("verify", slug)
    assert "two writers, 1 place (line 7)" in out
    assert out.endswith(WHOLE)


@pytest.mark.parametrize(
    "name", ["journal.sync-conflict-20231015-103000-ABCDEFG.jsonl", "journal (conflicted copy).jsonl"]
)
def test_a_copy_in_conflict_is_named_and_joined(pmtui: Program, slug: str, name: str, tmp_path: Path) -> None:
    """What only the copy holds is named, joined by a repair, and the copy is kept in aside/."""
    (tmp_path / "theirs").mkdir()
    theirs = tmp_path / "theirs" / JOURNAL
    theirs.write_bytes(pmtui.journal(slug))
    pmtui.done("log", "-i", str(tmp_path / "theirs"), "theirs")
    copy = pmtui.folder(slug) / name
    copy.write_bytes(theirs.read_bytes())
    assert f"{name} is a copy in conflict; it holds what the journal lacks, #5" in pmtui.done("verify", slug)
    repaired = pmtui("verify", "--repair", slug)
    assert repaired.status == 0
    assert texts(pmtui, slug) == ["one", "two", "three", "theirs"]
    assert not copy.exists()
    assert kept(pmtui, slug, name) == [theirs.read_bytes()]
    assert pmtui.done("verify", slug) == f"{slug}: 6 lines, {WHOLE}"


def test_a_second_folder_of_the_same_incident_is_named(pmtui: Program, slug: str) -> None:
    """A copy that would be counted twice is named with the line that joins it."""
    copy = pmtui.folder(f"{slug} (conflicted copy)")
    copy.mkdir()
    (copy / JOURNAL).write_bytes(pmtui.journal(slug))
    assert f"{copy} is another copy of this incident" in pmtui.done("verify", slug)


def test_documents_that_are_not_in_step_are_written(pmtui: Program, slug: str) -> None:
    """A record that lacks an entry, or a document that is gone, is a remark, and a repair writes it."""
    folder = pmtui.folder(slug)
    journal = Journal(folder)
    before = (folder / "incident.toml").read_bytes()
    journal.close()
    pmtui.done("log", "-i", slug, "late")
    (folder / "incident.toml").write_bytes(before)
    assert "not in step" in pmtui.done("verify", slug)
    pmtui.done("verify", "--repair", slug)
    assert pmtui.done("verify", slug) == f"{slug}: 6 lines, {WHOLE}"
    (folder / "timeline.svg").unlink()
    assert "not in step" in pmtui.done("verify", slug)
    assert "wrote the documents anew" in pmtui("verify", "--repair", slug).err
    assert (folder / "timeline.svg").exists()


def test_a_record_that_was_changed_by_hand_is_a_remark(pmtui: Program, slug: str) -> None:
    """What will happen to it is said."""
    record = pmtui.folder(slug) / "incident.toml"
    record.write_text(re.sub('^title = ".*"', 'title = "Mine"', record.read_text(), flags=re.MULTILINE))
    assert "incident.toml was changed by hand" in pmtui.done("verify", slug)


def test_a_redaction_that_is_not_finished_is_named_and_finished(pmtui: Program, slug: str) -> None:
    """A process that died between the two steps: exit 1 names the entry, a repair takes its words off the disk."""
    whole = pmtui.journal(slug)
    pmtui.done("log", "-i", slug, "/redact #2 a secret")
    last = lines(pmtui.journal(slug))[-1]
    path = pmtui.folder(slug) / JOURNAL
    path.write_bytes(whole + last)
    called = pmtui("verify", slug)
    assert called.status == 1
    assert "a redaction is not finished: the words of #2 are still on the disk" in called.out
    assert pmtui("verify", "--repair", slug).status == 0
    assert b"two" not in pmtui.journal(slug)


def test_files_that_others_can_read_are_made_private(pmtui: Program, slug: str) -> None:
    """Whatever a sync program or a restore made of the rights: named, and taken back."""
    folder = pmtui.folder(slug)
    folder.chmod(0o755)
    (folder / JOURNAL).chmod(0o644)
    assert "other users of this machine can read" in pmtui.done("verify", slug)
    assert "made private" in pmtui("verify", "--repair", slug).err
    assert (folder.stat().st_mode & 0o777, (folder / JOURNAL).stat().st_mode & 0o777) == (0o700, 0o600)
    assert pmtui.done("verify", slug) == f"{slug}: 5 lines, {WHOLE}"


def test_show_says_that_what_it_shows_was_changed(pmtui: Program, slug: str) -> None:
    """One byte of a text, or another incident's lines: shown, then named; the exit status is `verify`'s."""
    path = pmtui.folder(slug) / JOURNAL
    whole = path.read_bytes()
    assert pmtui("show", slug).err == ""
    path.write_bytes(whole.replace(b"two", b"2wo"))
    called = pmtui("show", slug)
    assert (called.status, "2wo" in called.out) == (0, True)
    assert called.err.endswith(f"in line 3 of the journal; `pmtui verify {slug}` says more\n")
    path.write_bytes(whole + pmtui.journal(pmtui.new("Another")))
    assert "in line 6 of the journal" in pmtui("show", slug).err
