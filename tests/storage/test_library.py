"""The library makes, names and finds incidents; their documents are replaced whole."""

from __future__ import annotations

import os
import random
import stat
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.errors import UsageError
from pmtui.storage import paths
from pmtui.storage.disk import StorageError
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Documents, Library, slug
from tests.storage.faults import DAY, Dead, Faulty, note, opened
from tests.storage.medium import Medium


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library whose home does not exist yet."""
    return Library(tmp_path / "deep" / "home")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Great Downtime Debacle", "2023-10-15-the-great-downtime-debacle"),
        ("", "2023-10-15-incident"),
        ("!!! 🔥🔥 ???", "2023-10-15-incident"),
        ("../../etc/passwd", "2023-10-15-etc-passwd"),
        ("..", "2023-10-15-incident"),
        ("-rf /", "2023-10-15-rf"),
        ("a\0b\x1b[31m\nc", "2023-10-15-a-b-31m-c"),
        ("数据库 宕机", "2023-10-15-数据库-宕机"),
        ("डेटाबेस बंद है", "2023-10-15-डेटाबेस-बंद-है"),
        ("قاعدة البيانات", "2023-10-15-قاعدة-البيانات"),
        ("Größe ＦＵＬＬ", "2023-10-15-grösse-full"),
        ("I ❤️ prod", "2023-10-15-i-prod"),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_any_script(title: str, expected: str) -> None:
    """A folder's name is readable in its own script and safe in any."""
    assert slug(title, DAY) == expected


@given(st.text(max_size=400))
def test_any_title_gives_a_safe_name(title: str) -> None:
    """No title makes a path, a hidden file or a name too long for a disk."""
    name = slug(title, DAY)
    assert name.startswith("2023-10-15-")
    assert len(name) <= 71
    assert len(name.encode()) <= 200
    assert not {"/", "\0", " ", ".", "\\", ":"} & set(name)
    assert name.isprintable()
    assert not name.endswith("-")


def test_equal_titles_get_folders_of_their_own(library: Library) -> None:
    """The second of a day gets -2, the third -3, also at the greatest length."""
    names = [library.create(opened("x" * 300), DAY).name for _ in range(3)]
    assert names[1:] == [names[0] + "-2", names[0] + "-3"]
    assert library.slugs() == sorted(names)


def test_incidents_of_one_title_are_told_from_copies_by_one_look_at_each(tmp_path: Path) -> None:
    """A thousand of one title, each named as a copy may be, take a thousand looks, not two for every pair."""
    disk = Faulty()
    library = Library(tmp_path, disk)
    made = [library.create(opened(), DAY) for _ in range(5)]
    disk.arm(0, only="open")
    assert library.sorted_out() == (made, {})
    assert disk.calls == len(made)


def test_a_new_incident_holds_its_opening_entry(library: Library) -> None:
    """Creating writes the first line, and the head is read from it."""
    first = opened("Checkout is down")
    folder = library.create(first, DAY)
    assert library.head(folder).id == first.id
    assert library.head(folder).title == "Checkout is down"
    assert [entry.n for entry in Journal(folder).read()] == [0]


@pytest.mark.parametrize("umask", [0, 0o777])
def test_folders_and_files_are_private_whatever_the_umask(library: Library, umask: int) -> None:
    """Nobody else reads an incident."""
    before = os.umask(umask)
    try:
        folder = library.create(opened(), DAY)
        journal = Journal(folder)
        journal.append([note()])
        documents = Documents(journal)
        documents.replace(paths.RECORD, "text")
        documents.set_aside(paths.RECORD, "text")
    finally:
        os.umask(before)
    found = [library.home.parent, library.home, *library.home.rglob("*")]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in found}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_an_incident_is_found_by_every_name_it_has(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slug, a part of it, words, an id, a folder and the record in it name the same incident."""
    first = opened("The Great Downtime Debacle")
    folder = library.create(first, DAY)
    library.create(opened("Login is slow"), DAY)
    monkeypatch.chdir(folder)
    for named in (
        folder.name,
        "debacle",
        "Great downtime",
        first.id,
        first.id.upper(),
        str(folder),
        f"{folder}/",
        str(folder / paths.RECORD),
        paths.RECORD,
        ".",
        f"../{folder.name}",
    ):
        assert library.find(named) == folder, named


def test_a_whole_slug_is_never_ambiguous(library: Library) -> None:
    """The first of two like-named incidents can be named."""
    first, second = library.create(opened("db"), DAY), library.create(opened("db"), DAY)
    assert library.find(first.name) == first
    assert library.find(second.name) == second


def test_what_is_ambiguous_is_refused_with_the_choices(library: Library) -> None:
    """A part of several slugs names none of them."""
    library.create(opened("db one"), DAY)
    library.create(opened("db two"), DAY)
    with pytest.raises(
        UsageError, match=r"several incidents; name one of: 2023-10-15-db-one, 2023-10-15-db-two"
    ):
        library.find("db")


@pytest.mark.parametrize(
    "named", ["nothing", "", "!!!", "a\0b", "~nobody/x", "x" * 5000, "[/red]", "incident.toml"]
)
def test_an_unknown_incident_is_refused_in_one_sentence(
    library: Library, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means nothing is a usage error, never a traceback or a wrong guess."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        library.find(named)
    library.create(opened("login"), DAY)
    with pytest.raises(UsageError):
        library.find(named)


def test_a_record_elsewhere_is_refused(library: Library, tmp_path: Path) -> None:
    """A stranger's incident.toml is not in a folder of ours."""
    record = tmp_path / paths.RECORD
    record.write_text("format = 1\n")
    with pytest.raises(UsageError, match="not in the folder of an incident"):
        library.find(str(record))


def test_a_folder_without_a_journal_is_no_incident(library: Library) -> None:
    """What a crash left before the first entry is not listed."""
    library.create(opened(), DAY)
    (library.incidents / "empty").mkdir()
    (library.incidents / "file").write_text("")
    assert len(library.slugs()) == 1


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    """A file in the way of the home is named."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file where a folder should be"):
        Library(tmp_path / "file" / "home").create(opened(), DAY)


@pytest.mark.parametrize("what", ["fail", "die"])
def test_creating_fails_whole(tmp_path: Path, what: str) -> None:
    """Whichever call fails or is the last, there is the whole incident or none, and the next try works."""
    counted = Faulty()
    Library(tmp_path / "counted", counted).create(opened(), DAY)
    for at in range(1, counted.calls + 1):
        home = tmp_path / str(at)
        disk = Faulty(at, what)
        made = False
        with suppress(StorageError, Dead):
            Library(home, disk).create(opened(), DAY)
            made = True  # what fails may be the letting go of the turn, which its descriptor does as well
        disk.bury()
        left = Library(home).folders()
        assert what == "die" or len(left) == made
        for folder in (*left, Library(home).create(opened("Another"), DAY)):
            assert len(Journal(folder).read()) == 1


def test_a_damaged_head_is_said(library: Library) -> None:
    """An incident whose first line was damaged is no traceback."""
    folder = library.create(opened(), DAY)
    (folder / paths.JOURNAL).write_bytes(b"{torn\n")
    with pytest.raises(StorageError, match="first line is damaged"):
        library.head(folder)


@pytest.fixture
def documents(library: Library) -> Documents:
    """The documents of a new incident."""
    return Documents(Journal(library.create(opened(), DAY)))


def test_a_document_comes_back_byte_for_byte(documents: Documents) -> None:
    """Line ends and every script survive; one that was never written is None."""
    text = "a\r\nb\n\nc\r 数据库 🔥\n"
    assert documents.read_text(paths.DRAFT) is None
    documents.replace(paths.DRAFT, text)
    assert documents.read_text(paths.DRAFT) == text
    assert documents.read(paths.DRAFT) == text.encode()


def test_a_document_that_is_no_text_is_said(documents: Documents) -> None:
    """A person's file in another encoding is named, and its bytes can be had."""
    (documents.folder / paths.DRAFT).write_bytes(b"caf\xe9")
    with pytest.raises(StorageError, match="no UTF-8"):
        documents.read_text(paths.DRAFT)
    assert documents.read(paths.DRAFT) == b"caf\xe9"


def test_replacing_fails_whole(library: Library) -> None:
    """Whichever call fails, the document holds the old text or the new one, and no other file stays."""
    folder = library.create(opened(), DAY)
    record = folder / paths.RECORD
    for what in ("fail", "short"):
        for at in range(1, 40):
            Documents(Journal(folder)).replace(paths.RECORD, "old text")
            disk = Faulty()
            documents = Documents(Journal(folder, disk), disk)
            disk.arm(at, what)
            try:
                documents.replace(paths.RECORD, "new text")
            except StorageError:
                assert record.read_text() in ("old text", "new text")
            else:
                assert record.read_text() == "new text"
            assert sorted(path.name for path in folder.iterdir()) == [
                "incident.toml",
                "journal.jsonl",
                "lock",
                "lock.turn",
            ]


def test_setting_aside_never_overwrites(documents: Documents) -> None:
    """Each content gets a file of its own, the same one once, also when eight letters of its hash are taken."""
    first = documents.set_aside(paths.DRAFT, "one")
    assert documents.set_aside(paths.DRAFT, b"one") == first
    assert documents.set_aside(paths.DRAFT, "two") != first
    assert first.name.startswith("postmortem.md.")
    first.write_text("something else")
    again = documents.set_aside(paths.DRAFT, "one")
    assert again != first
    assert (first.read_text(), again.read_text()) == ("something else", "one")


def test_folders_that_a_dead_process_made_are_durable_for_whoever_uses_them(tmp_path: Path) -> None:
    """Killed at any call of making the first incident: the next one survives a power cut that loses every name
    in a folder that was not synced."""
    for at in count(1):
        root = tmp_path / str(at)
        root.mkdir()
        disk = Medium(root)
        disk.arm(at, "die")
        with suppress(Dead):
            Library(root / "home", disk).create(opened(), DAY)
        ended = disk.calls < at
        disk.bury()
        disk.arm(0)
        Library(root / "home", disk).create(opened("The next one"), DAY)
        disk.leave(tmp_path / f"left-{at}", "none", "none", random.Random(1))
        left = Library(tmp_path / f"left-{at}" / "home")
        assert "The next one" in [left.head(folder).title for folder in left.folders()], f"call {at}"
        if ended:
            break
