"""The journal keeps what it is given, in one order, for every process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model import codec, entries
from pmtui.storage.disk import StorageError
from pmtui.storage.journal import lines
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL
from tests.storage.faults import HOSTILE, NOW, note, opened


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A new journal, opened."""
    return Journal.create(tmp_path, opened())


def test_what_was_appended_is_read_back_in_order(tmp_path: Path, journal: Journal) -> None:
    """Every entry comes back as it was saved, hostile text included, numbered from 1."""
    saved = journal.append([note(text) for text in HOSTILE]).saved
    again = Journal(tmp_path).read()
    assert tuple(again[1:]) == saved
    assert [entry.n for entry in again] == list(range(len(HOSTILE) + 1))
    assert [entry.text for entry in saved if isinstance(entry, entries.Note)] == list(HOSTILE)


def test_every_entry_gets_a_salt(journal: Journal) -> None:
    """Nobody guesses a redacted text from its digest."""
    first, second = journal.append([note("same"), note("same")]).saved
    assert len(first.salt) == 32
    assert first.salt != second.salt


def test_a_journal_numbers_what_it_begins_with(tmp_path: Path) -> None:
    """Whatever number they came with: the opening one has 0, labels are free, every one has a salt."""
    more = [entries.Task(id=codec.new_id(NOW), recorded=NOW, text=text, label="T1", n=7) for text in "ab"]
    found = Journal.create(tmp_path, opened(), more=more).read()
    assert [(entry.n, entry.label) for entry in found] == [(0, ""), (1, "T1"), (2, "T2")]
    assert len({entry.salt for entry in found if entry.salt}) == 3


def test_a_redacted_entry_gets_no_salt_back(tmp_path: Path, journal: Journal) -> None:
    """One that is taken from another incident verifies there as it stands."""
    gone = codec.redact(journal.append([note("secret", label="H1")]).saved[0])
    folder = tmp_path / "other"
    folder.mkdir()
    other = Journal.create(folder, opened())
    assert other.append([gone]).saved == (gone,)
    assert other.verify() == []


def test_appending_tells_what_others_added(tmp_path: Path, journal: Journal) -> None:
    """Two windows see each other's entries, and never the same number twice."""
    journal.read()
    other = Journal(tmp_path)
    theirs = other.append([note("theirs")]).saved
    appended = journal.append([note("ours")])
    assert appended.others == theirs
    assert [entry.n for entry in (*theirs, *appended.saved)] == [1, 2]
    assert other.catch_up() == list(appended.saved)


def test_changed_is_true_exactly_when_there_is_something_to_catch_up_with(
    tmp_path: Path, journal: Journal
) -> None:
    """A stat tells whether others wrote."""
    journal.read()
    assert not journal.changed()
    Journal(tmp_path).append([note()])
    assert journal.changed()
    journal.catch_up()
    assert not journal.changed()
    journal.append([note()])
    assert not journal.changed()


def test_the_same_id_is_one_entry(journal: Journal) -> None:
    """An entry that is appended again is not written again; the stored one is returned."""
    entry = note()
    first = journal.append([entry, entry])
    again = journal.append([entry])
    assert first.saved[0] == first.saved[1] == again.saved[0]
    assert len(journal.read()) == 2


def test_a_taken_label_becomes_the_next_free_one(tmp_path: Path, journal: Journal) -> None:
    """Two windows raise H1 at once: the second gets H2; a free label is kept."""
    journal.read()
    Journal(tmp_path).append([note(label="H1"), note(label="E1"), note(label="H7")])
    saved = journal.append([note(label="H1"), note(label="E2"), note(label="H1"), note(label="A1")]).saved
    assert [entry.label for entry in saved] == ["H8", "E2", "H9", "A1"]


def test_a_write_under_way_is_not_seen(tmp_path: Path, journal: Journal) -> None:
    """Readers stop at the last newline."""
    journal.append([note("first")])
    reader = Journal(tmp_path)
    assert len(reader.read()) == 2
    whole = (tmp_path / JOURNAL).read_bytes()
    journal.append([note("second")])
    line = (tmp_path / JOURNAL).read_bytes()[len(whole) :]
    (tmp_path / JOURNAL).write_bytes(whole + line[:-1])
    assert reader.catch_up() == []
    (tmp_path / JOURNAL).write_bytes(whole + line)
    assert [entry.n for entry in reader.catch_up()] == [2]


@pytest.mark.parametrize("there", [b"second", b'"note"', b'"by"'])
def test_a_line_that_is_no_utf8_hides_no_other(tmp_path: Path, journal: Journal, there: bytes) -> None:
    """One byte of a text, a kind or a field's name that a disk has turned: that line is damage."""
    journal.append([note("first"), note("second"), note("third")])
    path = tmp_path / JOURNAL
    head, line, tail = path.read_bytes().partition(path.read_bytes().splitlines(keepends=True)[2])
    path.write_bytes(head + line.replace(there, there[:1] + b"\xff" + there[2:]) + tail)
    reader = Journal(tmp_path)
    assert [entry.n for entry in reader.read()] == [0, 1, 3]
    assert [damage.line for damage in reader.damage] == [3]


def test_a_journal_that_is_replaced_is_read_anew(tmp_path: Path, journal: Journal) -> None:
    """Another file of that name, or another content, is noticed and said."""
    first, second = journal.append([note("one"), note("two")]).saved
    reader = Journal(tmp_path)
    reader.read()
    assert not reader.replaced
    journal.redact({first.id})
    assert reader.changed()
    reader.append([note("three")])
    assert reader.replaced
    found = reader.read()
    assert not reader.replaced
    assert found[1].redacted
    assert found[2] == second


def test_words_that_a_redaction_names_are_exposed_until_they_are_erased(
    tmp_path: Path, journal: Journal
) -> None:
    """Of every process that read it, whoever recorded it; one of them takes them off the disk for all."""
    secret, kept = journal.append([note("hunter2"), note("kept")]).saved
    other = Journal(tmp_path)
    other.append([entries.Redact(id=codec.new_id(NOW), recorded=NOW, refs=(secret.id,))])
    journal.catch_up()
    assert journal.exposed == other.exposed == {secret.id}
    for each in (journal, other):
        each.erase()
        assert each.exposed == set()
        assert [x.id for x in each.read() if x.redacted] == [secret.id]
    assert b"hunter2" not in (tmp_path / JOURNAL).read_bytes()
    assert kept in journal.read()
    other.close()


def test_a_journal_that_shrank_in_place_is_read_anew(tmp_path: Path, journal: Journal) -> None:
    """What another window took back after a short write never lingers in ours."""
    journal.append([note("one")])
    before = (tmp_path / JOURNAL).read_bytes()
    journal.append([note("two")])
    reader = Journal(tmp_path)
    reader.read()
    with (tmp_path / JOURNAL).open("r+b") as file:
        file.truncate(len(before))
    Journal(tmp_path).append([note("a much longer third one")])
    reader.catch_up()
    assert reader.replaced
    assert [getattr(entry, "text", "") for entry in reader.read()] == ["", "one", "a much longer third one"]


def test_a_journal_of_a_newer_pmtui_is_read_but_not_written(tmp_path: Path) -> None:
    """A newer format opens read-only, with a sentence that says what to do."""
    journal = Journal.create(tmp_path, msgspec.structs.replace(opened(), format=entries.FORMAT + 1))
    assert len(journal.read()) == 1
    assert journal.read_only
    with pytest.raises(StorageError, match="upgrade pmtui"):
        journal.append([note()])


def test_a_deleted_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    """Nothing is made anew where a journal was."""
    folder = tmp_path / "one"
    folder.mkdir()
    journal = Journal.create(folder, opened())
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    assert journal.changed()
    with pytest.raises(StorageError, match=r"it is gone.*moved or deleted"):
        journal.append([note()])
    with pytest.raises(StorageError, match=r"it is gone"):
        journal.catch_up()


def test_a_second_journal_is_refused(tmp_path: Path, journal: Journal) -> None:
    """Creating never touches a journal that is there."""
    journal.append([note()])
    with pytest.raises(StorageError, match="already"):
        Journal.create(tmp_path, opened())
    assert len(journal.read()) == 2


def test_a_closed_journal_opens_itself_again(journal: Journal) -> None:
    """Closing lets go of the file and of nothing else."""
    journal.close()
    journal.close()
    assert journal.append([note()]).saved[0].n == 1


def test_a_line_with_spaces_is_an_entry(tmp_path: Path, journal: Journal) -> None:
    """What another program wrote in another order of fields is read all the same."""
    line = msgspec.json.format(lines.compose(note("spaced"), b"a" * 64, b"b" * 64), indent=1)
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(line.replace(b"\n", b"") + b"\n")
    found = journal.read()
    assert isinstance(found[1], entries.Note)
    assert found[1].text == "spaced"
    assert journal.append([note()]).saved[0].n == 1
    assert [finding.line for finding in journal.verify()] == [2]


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
ENVELOPE = {"id": "", "recorded": "2023-10-15T10:30:00Z"}
NEWER = st.builds(
    lambda kind, fields: codec.from_plain({**fields, **ENVELOPE, "id": codec.new_id(NOW), "kind": kind}),
    st.sampled_from([*entries.KINDS, "shiny", ""]),
    st.dictionaries(st.text(min_size=1).filter(lambda name: name not in entries.ENVELOPE), PLAIN, max_size=4),
)
TYPED = st.builds(
    lambda text, label, about: note(text, label=label, about=about),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["", "H1", "E1", "T12"]),
    st.booleans(),
)


@given(st.lists(TYPED | NEWER, max_size=6))
def test_any_entry_survives_the_disk(
    tmp_path_factory: pytest.TempPathFactory, batch: list[entries.Entry]
) -> None:
    """Whatever an entry holds, kinds and fields of a newer version included, its bytes come back."""
    folder = tmp_path_factory.mktemp("any")
    journal = Journal.create(folder, opened())
    saved = journal.append(batch).saved
    again = Journal(folder)
    assert [codec.encode(entry) for entry in again.read()[1:]] == [codec.encode(entry) for entry in saved]
    assert again.damage == []
    assert again.verify() == []
    journal.close()
    again.close()


def bodies(entry: entries.Entry) -> dict[str, Any]:
    """What an append must not touch."""
    return {name: value for name, value in codec.plain(entry).items() if name not in ("n", "label", "salt")}


@given(st.lists(TYPED | NEWER, max_size=4))
def test_appending_changes_only_number_label_and_salt(
    tmp_path_factory: pytest.TempPathFactory, batch: list[entries.Entry]
) -> None:
    """All that a person typed is saved as it was handed in."""
    journal = Journal.create(tmp_path_factory.mktemp("same"), opened())
    assert [bodies(entry) for entry in journal.append(batch).saved] == [bodies(entry) for entry in batch]
    journal.close()


def test_an_older_copy_that_is_put_back_under_an_open_journal_is_added_to(tmp_path: Path) -> None:
    """What was read and saved before is written back, as it was, before a number is given again."""
    journal = Journal.create(tmp_path, opened())
    journal.append([note("one")])
    old = (tmp_path / JOURNAL).read_bytes()
    journal.append([note("two"), note("three")])
    before = journal.read()
    (tmp_path / JOURNAL).write_bytes(old)
    assert journal.catch_up() == before[:2]
    assert (journal.replaced, journal.lost) == (True, True)
    saved = journal.append([note("four")]).saved[0]
    assert (saved.n, journal.restored, journal.lost) == (4, 2, False)
    assert journal.read() == [*before, saved]
    assert Journal(tmp_path).read() == [*before, saved]
    assert journal.verify() == []


def test_an_older_copy_brings_no_redacted_words_back(tmp_path: Path) -> None:
    """Words that left the disk leave it again; an emptied file is filled again."""
    journal = Journal.create(tmp_path, opened())
    target = journal.append([note("hunter2")]).saved[0]
    old = (tmp_path / JOURNAL).read_bytes()
    journal.append([entries.Redact(id=codec.new_id(NOW), recorded=NOW, refs=(target.id,))])
    journal.redact([target.id])
    before = journal.read()
    for content in (old, b""):
        (tmp_path / JOURNAL).write_bytes(content)
        journal.catch_up()
        assert journal.lost
        journal.restore()
        assert b"hunter2" not in (tmp_path / JOURNAL).read_bytes()
        assert sorted(journal.read(), key=lambda entry: entry.key) == before


def test_another_incident_in_its_place_gets_nothing_of_this_one(tmp_path: Path) -> None:
    """The folder holds the journal of another incident now."""
    (tmp_path / "other").mkdir()
    Journal.create(tmp_path / "other", opened("Other"))
    journal = Journal.create(tmp_path, opened())
    journal.append([note("ours")])
    (tmp_path / JOURNAL).write_bytes((tmp_path / "other" / JOURNAL).read_bytes())
    journal.catch_up()
    assert not journal.lost
