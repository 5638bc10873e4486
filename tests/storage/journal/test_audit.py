"""Every byte of a journal is accounted for."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pmtui.model import codec, entries
from pmtui.storage import files
from pmtui.storage.disk import DISK
from pmtui.storage.journal import audit, lines
from pmtui.storage.journal.audit import Finding
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL
from tests.storage.faults import HOSTILE, NOW, note, opened

SECRET = "hunter2-hunter2"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal with a few entries, one of a kind that nobody knows yet and one with escapes."""
    journal = Journal.create(tmp_path, opened("Ünlü"))
    plain = {"id": codec.new_id(NOW), "recorded": "2023-10-15T10:30:00Z", "kind": "shiny", "size": 1.5e300}
    journal.append([note("one \x1b \u2028", label="H1"), codec.from_plain(plain), note("three")])
    return journal


def whole_file(journal: Journal) -> bytes:
    """The bytes on disk."""
    return (journal.folder / JOURNAL).read_bytes()


def test_an_untouched_journal_has_no_findings(journal: Journal) -> None:
    """Whatever was typed, verify is content with it."""
    journal.append([note(text) for text in HOSTILE])
    assert journal.verify() == []


@pytest.mark.parametrize("flip", [0x01, 0x20])
def test_a_flipped_byte_is_found_wherever_it_is(tmp_path: Path, flip: int) -> None:
    """Every byte of every line, its digest, chain and line end: the finding names the line."""
    journal = Journal.create(tmp_path, opened("\x1b"))
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(b'{"torn":"')
    journal.append([note("after the tear"), note("é")])
    data = whole_file(journal)
    assert [(one.line, one.level) for one in audit.verify(data)] == [(2, "torn")]
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :]
        line = data.count(b"\n", 0, at) + 1
        found = [one.line for one in audit.verify(changed) if one.level == "changed" or at == len(data) - 1]
        assert line in found, (at, found)


def test_only_the_line_that_was_changed_is_named(journal: Journal) -> None:
    """A change in a text, a digest or a chain does not cast doubt on the lines after it."""
    data = whole_file(journal)
    for old in (b"one ", b'"digest":"', b'"chain":"'):
        at = data.index(old, data.index(b"one ")) + len(old)
        changed = data[: at - 1] + b"@" + data[at:] if old == b"one " else flipped_digit(data, at)
        assert [(one.line, one.level) for one in audit.verify(changed)] == [(2, "changed")]


def flipped_digit(data: bytes, at: int) -> bytes:
    """The bytes with another hex digit there."""
    return data[:at] + (b"0" if data[at : at + 1] != b"0" else b"1") + data[at + 1 :]


def test_a_missing_line_is_found_where_it_was(journal: Journal) -> None:
    """Taking out a line, the first included, leaves a gap that is named; swapped lines, too."""
    split = whole_file(journal).splitlines(keepends=True)
    for at in range(len(split) - 1):
        found = audit.verify(b"".join(split[:at] + split[at + 1 :]))
        assert [(one.line, one.level) for one in found] == [(at + 1, "changed")]
    assert audit.verify(split[0] + split[2] + split[1] + split[3])


def two_writers(folder: Path) -> tuple[bytes, list[bytes], list[bytes]]:
    """A journal, and what two writers without a common lock added to copies of it."""
    begun = Journal.create(folder / "ours", opened())
    begun.append([note("together")])
    shared = whole_file(begun)
    (folder / "theirs").mkdir()
    (folder / "theirs" / JOURNAL).write_bytes(shared)
    added = []
    for name in ("ours", "theirs"):
        journal = Journal(folder / name)
        for number in range(3):
            journal.append([note(f"{name} {number}")])
        added.append(whole_file(journal)[len(shared) :].splitlines(keepends=True))
    return shared, added[0], added[1]


def levels(found: list[Finding]) -> list[tuple[int, str]]:
    """The line and the level of each finding."""
    return [(one.line, one.level) for one in found]


def test_two_writers_are_told_from_a_change(tmp_path: Path) -> None:
    """Lines of two copies in one file, one after the other or in turn, are as they were written: a fork."""
    (tmp_path / "ours").mkdir()
    shared, ours, theirs = two_writers(tmp_path)
    assert levels(audit.verify(shared + b"".join(ours + theirs))) == [(6, "fork")]
    mixed = b"".join(line for pair in zip(ours, theirs, strict=True) for line in pair)
    assert levels(audit.verify(shared + mixed)) == [(line, "fork") for line in range(4, 9)]
    assert len(audit.intact(shared + mixed)) == 8
    damaged = (shared + mixed).replace(b"theirs 1", b"theirs 9")
    assert (6, "changed") in levels(audit.verify(damaged))
    assert len(audit.intact(damaged)) == 7


def test_a_line_behind_one_of_a_named_copy_is_a_fork(tmp_path: Path) -> None:
    """What a copy beside the journal holds is not missing."""
    (tmp_path / "ours").mkdir()
    shared, ours, theirs = two_writers(tmp_path)
    torn_away = shared + b"".join([*ours, theirs[2]])
    assert levels(audit.verify(torn_away)) == [(6, "changed")]
    assert levels(audit.verify(torn_away, [shared + b"".join(theirs)])) == [(6, "fork")]


def test_lines_of_another_incident_are_named(journal: Journal, tmp_path: Path) -> None:
    """Each of them, wherever they were merged in: their digests are right, and they are none of ours."""
    (tmp_path / "other").mkdir()
    other = Journal.create(tmp_path / "other", opened("Another"))
    other.append([note("elsewhere"), note("elsewhere, too")])
    found = audit.verify(whole_file(journal) + whole_file(other))
    assert levels(found) == [(line, "changed") for line in (5, 6, 7)]
    assert {one.what for one in found} == {"of another incident, whose lines were merged into this file"}
    assert [entry.id for entry in audit.intact(whole_file(journal) + whole_file(other))] == [
        entry.id for entry in journal.read()
    ]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8-sig", "saved as UTF-8 with a byte order mark"),
        ("utf-16", "saved as UTF-16"),
        ("crlf", "given line ends of Windows"),
    ],
)
def test_a_file_that_another_program_saved_is_one_finding(journal: Journal, encoding: str, said: str) -> None:
    """What an editor or git did to the whole of it is said once, and every entry can still be read."""
    data = whole_file(journal)
    saved = data.replace(b"\n", b"\r\n") if encoding == "crlf" else data.decode().encode(encoding)
    (found,) = audit.verify(saved)
    assert (found.level, said in found.what) == ("changed", True)
    assert audit.intact(saved) == journal.read()


def test_a_long_journal_that_lacks_every_second_line_is_read_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no line has its place any more, none is looked for behind all the others."""
    monkeypatch.setattr(audit, "_TRIES", 1000)
    monkeypatch.setattr(audit, "_NEAR", 10)
    tried = 0
    link = lines.link

    def counted(previous: bytes, torn: bytes, digest: bytes) -> bytes:
        nonlocal tried
        tried += 1
        return link(previous, torn, digest)

    journal = Journal.create(tmp_path, opened())
    journal.append([note(str(number)) for number in range(400)])
    gaps = b"".join(whole_file(journal).splitlines(keepends=True)[::2])
    monkeypatch.setattr(lines, "link", counted)
    assert levels(audit.verify(gaps)) == [(line, "changed") for line in range(2, 202)]
    assert tried < 5000


def test_an_inserted_line_is_found(journal: Journal) -> None:
    """An entry, garbage or an empty line that nobody appended is no part of the chain."""
    split = whole_file(journal).splitlines(keepends=True)
    for extra in (split[1], b"garbage\n", b"\n"):
        found = audit.verify(b"".join([*split[:3], extra, *split[3:]]))
        assert found[0].line == 4, extra


def test_a_journal_that_is_empty_is_a_finding() -> None:
    """Nothing at all is not fine."""
    assert audit.verify(b"") == [Finding(1, "changed", "the line that opens the incident is missing")]


def test_a_journal_cut_anywhere_keeps_every_whole_line_and_takes_the_next(journal: Journal) -> None:
    """A crash at any byte: what was whole is read, the next append is whole, verify names the tear alone."""
    data = whole_file(journal)
    path = journal.folder / JOURNAL
    ids = [entry.id for entry in journal.read()]
    ends = [at for at, byte in enumerate(data) if byte == ord("\n")]
    for at in range(len(data)):
        path.write_bytes(data[:at])
        cut = Journal(journal.folder)
        assert [entry.id for entry in cut.read()] == ids[: data.count(b"\n", 0, at)]
        assert cut.damage == []
        new = note("after")
        appended = cut.append([new])
        whole = ids[: sum(at >= end for end in ends)]  # one without its newline only is completed
        assert [entry.id for entry in Journal(journal.folder).read()] == [*whole, new.id]
        assert [entry.n for entry in appended.saved] == [max(len(whole), 1)]
        torn = at not in ends and at - 1 not in [*ends, -1]
        found = [(one.line, one.level) for one in cut.verify() if "opens the incident" not in one.what]
        assert found == ([(len(whole) + 1, "torn")] if torn else [])
        assert [one.line for one in cut.damage] == ([len(whole) + 1] if torn else [])
        cut.close()


def test_a_line_that_lacks_only_its_end_counts_for_the_one_who_appends(journal: Journal) -> None:
    """A crash before the newline: the entry is told to the window that completes it."""
    journal.read()
    (other,) = Journal(journal.folder).append([note("almost")]).saved
    data = whole_file(journal)
    (journal.folder / JOURNAL).write_bytes(data[:-1])
    late = Journal(journal.folder)
    late.read()
    assert [one.level for one in late.verify()] == ["torn"]
    assert late.append([note()]).others == (other,)
    assert late.verify() == []


def test_redaction_leaves_no_byte_of_the_secret(journal: Journal) -> None:
    """Text, salt and any torn bytes leave the folder; place and digest stay, and verify is content."""
    secret = journal.append([note(SECRET, label="T1")]).saved[0]
    (journal.folder / f".{JOURNAL}.tmp").write_bytes(SECRET.encode())
    with (journal.folder / JOURNAL).open("ab") as file:
        file.write(b'{"text":"' + SECRET.encode())
    last = journal.append([note("after")]).saved[0]
    before = journal.read()
    journal.redact({secret.id})
    for path in journal.folder.iterdir():
        assert SECRET.encode() not in path.read_bytes(), path
        assert secret.salt.encode() not in path.read_bytes(), path
    after = journal.read()
    assert [(entry.id, entry.n, entry.label) for entry in after] == [(e.id, e.n, e.label) for e in before]
    assert [entry for entry in after if not entry.redacted] == [
        entry for entry in before if entry.id != secret.id
    ]
    assert codec.digest(after[4]) == codec.digest(secret)
    assert after[-1] == last
    assert journal.verify() == []
    assert journal.damage == []
    assert journal.append([note()]).saved[0].n == last.n + 1
    assert journal.verify() == []


def test_redaction_keeps_the_other_lines_byte_for_byte(journal: Journal) -> None:
    """Without torn bytes, only the redacted line changes."""
    before = whole_file(journal).splitlines()
    journal.redact({journal.read()[1].id})
    after = whole_file(journal).splitlines()
    assert [at for at, line in enumerate(before) if line != after[at]] == [1]


def test_redaction_does_not_whitewash(journal: Journal) -> None:
    """What verify found before a redaction it still finds: a changed line and a missing one."""
    journal.append([note(str(number)) for number in range(4)])
    split = whole_file(journal).splitlines(keepends=True)
    split[3] = split[3].replace(b"three", b"THREE")
    del split[5]
    damaged = b"".join([*split[:2], b"torn\n", *split[2:]])
    ids = {codec.decode(split[1]).id}
    assert [one.line for one in audit.verify(damaged)] == [3, 4, 5, 7]
    assert [one.line for one in audit.verify(audit.without(damaged, ids))] == [4, 6]


def test_another_process_follows_a_redaction(journal: Journal) -> None:
    """A window that was open meanwhile appends to the new file, not to the old one."""
    other = Journal(journal.folder)
    other.read()
    journal.redact({journal.read()[3].id})
    other.append([note("later")])
    assert [getattr(entry, "text", None) for entry in journal.read()][-2:] == ["", "later"]
    assert journal.verify() == []


def test_a_redacted_opening_keeps_its_place(journal: Journal) -> None:
    """A secret in the title can go, too."""
    journal.redact({journal.read()[0].id})
    first = journal.read()[0]
    assert isinstance(first, entries.Opened)
    assert first.title == ""
    assert journal.verify() == []


def test_a_newer_field_is_no_finding(tmp_path: Path) -> None:
    """An entry with fields of a newer version verifies."""
    journal = Journal.create(tmp_path, opened())
    journal.append([msgspec.structs.replace(note(), extra={"mood": ["calm", 1, None]})])
    assert journal.verify() == []


@pytest.mark.parametrize("block", [1, 7, 4096])
def test_a_file_that_is_read_in_pieces_is_found_to_be_the_same(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    """Flipped, cut, emptied, or saved anew by another program: the findings are those of the whole file."""
    monkeypatch.setattr(files, "BLOCK", block)
    path = journal.folder / JOURNAL
    whole = path.read_bytes()
    every = whole.splitlines(keepends=True)
    cases = [
        whole,
        b"",
        whole[:-5],
        whole.replace(b"three", b"thr3e", 1),
        b"".join(every[1:]),
        every[0] + b"torn\n" + b"".join(every[1:]),
        whole.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + whole,
        whole.decode().encode("utf-16"),
    ]
    for case in cases:
        path.write_bytes(case)
        pieces = audit.verify_lines(files.lines(DISK, path), lambda: None)
        assert pieces == audit.verify(case), case[:80]
