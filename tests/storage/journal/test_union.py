"""Joining two journals of one incident: a union of two sets of entries."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.model import codec, entries
from pmtui.model.incident.incident import Incident
from pmtui.storage.disk import StorageError
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import JOURNAL
from tests.storage.faults import NOW, Faulty, note, opened

DO = st.sampled_from(("write", "write", "hypothesis", "redact", "strike", "join", "amend"))


@pytest.fixture
def ours(tmp_path: Path) -> Journal:
    """A journal with one note."""
    journal = Journal.create(folder(tmp_path / "ours"), opened())
    journal.append([note("before the copy")])
    return journal


def folder(path: Path) -> Path:
    """A folder that is there."""
    path.mkdir(parents=True, exist_ok=True)
    return path


def copied(journal: Journal, to: Path) -> Journal:
    """The journal on another machine."""
    shutil.copytree(journal.folder, to)
    return Journal(to)


def digests(journal: Journal) -> list[str]:
    """What tells two sets of entries apart."""
    return sorted(codec.digest(entry) for entry in Journal(journal.folder).read())


def test_entries_come_as_they_are(ours: Journal, tmp_path: Path) -> None:
    """Id, number and salt stay, so that both copies have the same digests; the number goes on behind both."""
    theirs = copied(ours, tmp_path / "theirs")
    mine = ours.append([note("mine")]).saved[0]
    other = theirs.append([note("theirs"), note("theirs too")]).saved
    done = ours.join(theirs.read())
    assert (done.added, done.known, done.redacted) == (other, 2, 0)
    assert theirs.join(ours.read()).added == (mine,)
    assert digests(ours) == digests(theirs)
    assert ours.append([note("next")]).saved[0].n == 4
    assert ours.verify() == theirs.verify() == []


def test_doubled_numbers_and_labels_are_told_apart(ours: Journal, tmp_path: Path) -> None:
    """Two machines gave one number and one label: the second shows as #2b and H1b."""
    theirs = copied(ours, tmp_path / "theirs")
    for journal in (ours, theirs):
        guess = entries.Hypothesis(id=codec.new_id(NOW), recorded=NOW, at=NOW, text="a guess", label="H1")
        journal.append([guess])
    ours.join(theirs.read())
    incident = Incident(ours.read())
    assert [item.name for item in incident.timeline if item.entry.n == 2] == ["#2", "#2b"]
    assert [h.label for h in incident.hypotheses] == ["H1", "H1b"]


def test_joining_twice_is_joining_once(ours: Journal, tmp_path: Path) -> None:
    """What is here already changes no byte."""
    theirs = copied(ours, tmp_path / "theirs")
    theirs.append([note("theirs")])
    ours.join(theirs.read())
    before = (ours.folder / JOURNAL).read_bytes()
    assert ours.join(theirs.read()).added == ()
    assert (ours.folder / JOURNAL).read_bytes() == before


def redacted(journal: Journal, entry: entries.Entry) -> None:
    """Redacts an entry, as a session does."""
    journal.append([entries.Redact(id=codec.new_id(NOW), recorded=NOW, refs=(entry.id,), text="a password")])
    journal.redact([entry.id])


def test_a_redaction_comes_with_the_entries(ours: Journal, tmp_path: Path) -> None:
    """Words that were redacted there leave this disk, torn bytes and all, and the journal verifies."""
    secret = ours.append([note("hunter2")]).saved[0]
    theirs = copied(ours, tmp_path / "theirs")
    redacted(theirs, secret)
    assert ours.join(theirs.read()).redacted == 1
    assert b"hunter2" not in (ours.folder / JOURNAL).read_bytes()
    assert digests(ours) == digests(theirs)
    assert ours.verify() == []


@pytest.mark.parametrize("together", [True, False])
def test_words_that_others_redacted_can_wait_for_who_cleans_the_other_places(
    ours: Journal, tmp_path: Path, together: bool
) -> None:
    """They are exposed, and given to nobody; erased, the journal is that of a join."""
    secret = ours.append([note("hunter2")]).saved[0]
    theirs = copied(ours, tmp_path / "theirs")
    redacted(theirs, secret)
    new = theirs.read() if together else [x for x in theirs.read() if isinstance(x, entries.Redact)]
    ours.join(new, expose=True)
    assert (ours.exposed, ours.exposing) == ({secret.id}, [secret])
    assert all("hunter2" not in repr(entry) for entry in ours.read())
    ours.erase()
    assert b"hunter2" not in (ours.folder / JOURNAL).read_bytes()
    assert digests(ours) == digests(theirs)
    assert ours.verify() == []


def test_a_wordless_entry_without_its_redaction_waits_for_nobody(ours: Journal, tmp_path: Path) -> None:
    """Nothing would ever say that its words are still to go."""
    secret = ours.append([note("hunter2")]).saved[0]
    ours.join([codec.redact(secret)], expose=True)
    assert b"hunter2" not in (ours.folder / JOURNAL).read_bytes()


def test_redacted_words_do_not_come_back(ours: Journal, tmp_path: Path) -> None:
    """A copy from before the redaction brings no word of it back."""
    secret = ours.append([note("hunter2")]).saved[0]
    theirs = copied(ours, tmp_path / "theirs")
    redacted(ours, secret)
    assert ours.join(theirs.read()).added == ()
    assert b"hunter2" not in (ours.folder / JOURNAL).read_bytes()


def test_words_redacted_before_they_came_are_not_written(ours: Journal, tmp_path: Path) -> None:
    """Here is the redaction, there the words: they never get onto this disk."""
    theirs = copied(ours, tmp_path / "theirs")
    secret = theirs.append([note("hunter2")]).saved[0]
    ours.append([entries.Redact(id=codec.new_id(NOW), recorded=NOW, refs=(secret.id,), text="why")])
    ours.join(theirs.read())
    assert b"hunter2" not in (ours.folder / JOURNAL).read_bytes()
    assert ours.verify() == []


def test_an_entry_saved_under_two_numbers_is_one(ours: Journal, tmp_path: Path) -> None:
    """A line that waited in `unsent/` was saved on both machines: the lower number stays, on both."""
    waiting = note("it waited")
    theirs = copied(ours, tmp_path / "theirs")
    ours.append([note("mine"), waiting])
    theirs.append([waiting])
    ours.join(theirs.read())
    theirs.join(ours.read())
    for journal in (ours, theirs):
        found = [entry for entry in Journal(journal.folder).read() if entry.id == waiting.id]
        assert [entry.n for entry in found] == [2]
        assert journal.verify() == []


def test_an_open_window_sees_what_was_joined(ours: Journal, tmp_path: Path) -> None:
    """Joined entries arrive in another window like any other."""
    window = Journal(ours.folder)
    window.read()
    theirs = copied(ours, tmp_path / "theirs")
    new = theirs.append([note("theirs")]).saved
    ours.join(theirs.read())
    assert tuple(window.catch_up()) == new


@pytest.mark.parametrize("what", ["fail", "short"])
@pytest.mark.parametrize("at", range(1, 4))
@pytest.mark.parametrize("only", ["write", "sync"])
def test_a_failed_join_can_be_made_again(tmp_path: Path, what: str, at: int, only: str) -> None:
    """A disk that fails leaves the journal whole; the same call then adds what is missing."""
    disk = Faulty()
    ours = Journal.create(folder(tmp_path / "ours"), opened(), disk)
    theirs = copied(ours, tmp_path / "theirs")
    theirs.append([note("one"), note("two")])
    disk.arm(at, what, only)
    try:
        ours.join(theirs.read())
    except StorageError:
        assert ours.verify() == []
        disk.arm(0)
        ours.join(theirs.read())
    assert digests(ours) == digests(theirs)


def test_a_journal_that_can_only_be_read_refuses(ours: Journal, tmp_path: Path) -> None:
    """Nothing is joined to a journal of a newer pmtui."""
    first = msgspec.structs.replace(opened(), format=99)
    newer = Journal.create(folder(tmp_path / "newer"), first)
    with pytest.raises(StorageError, match="newer pmtui"):
        newer.join(ours.read())


@settings(max_examples=25)
@given(st.lists(st.tuples(DO, st.integers(0, 2), st.integers(0, 2)), max_size=8), st.permutations(range(6)))
def test_any_order_of_joining_gives_the_same_incident(
    steps: list[tuple[str, int, int]], order: list[int]
) -> None:
    """Three machines write, redact and join as they like; once all are joined, all hold the same entries."""
    with TemporaryDirectory() as home:
        first = Journal.create(folder(Path(home) / "0"), opened())
        machines = [first, *(copied(first, Path(home) / str(n)) for n in (1, 2))]
        for what, here, there in steps:
            act(machines[here], machines[there], what)
        for _ in range(2):
            for step in order:
                machines[step % 3].join(machines[(step + 1 + step // 3) % 3].read())
        sets = [digests(machine) for machine in machines]
        assert sets[0] == sets[1] == sets[2]
        told = [Incident(machine.read()) for machine in machines]
        assert len({repr([(i.name, i.entry, i.struck) for i in one.timeline]) for one in told}) == 1
        assert all(not machine.verify() for machine in machines)


def act(here: Journal, there: Journal, what: str) -> None:
    """One thing that somebody does on a machine."""
    last = here.read()[-1]
    if what == "join":
        here.join(there.read())
    elif what == "redact":
        redacted(here, last)
    elif what == "strike":
        here.append([entries.Strike(id=codec.new_id(NOW), recorded=NOW, refs=(last.id,))])
    elif what == "amend":
        new = {"kind": "note", "text": "better"}
        here.append([entries.Amend(id=codec.new_id(NOW), recorded=NOW, refs=(last.id,), new=new)])
    elif what == "hypothesis":
        guess = entries.Hypothesis(id=codec.new_id(NOW), recorded=NOW, at=NOW, text="a guess", label="H1")
        here.append([guess])
    else:
        here.append([note("a note")])
