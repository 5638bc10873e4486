"""Promises of `session.py`: what is typed is held, saved and seen by others, whatever they do meanwhile."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.errors import PmtuiError
from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.line.arguments import LineError
from pmtui.output.record.record import tables as record_tables
from pmtui.storage.journal.journal import Journal
from pmtui.storage.library import Library
from pmtui.storage.paths import JOURNAL
from pmtui.storage.settings import Settings
from pmtui.work.commit import record
from pmtui.work.session import Session

NOON = datetime(2023, 10, 15, 12, tzinfo=UTC)


def made(home: Path, title: str = "Checkout is down") -> Path:
    """The folder of a new incident."""
    opened = e.Opened(
        id=codec.new_id(NOON),
        recorded=NOON,
        title=title,
        zone="UTC",
        opened=NOON - timedelta(hours=2),
        by="ana",
    )
    return Library(home).create(opened, NOON.date())


def window(folder: Path, by: str = "ana") -> Session:
    """The incident, open in a window whose clock stands at noon."""
    return Session(folder, lambda: NOON, by)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new incident's folder."""
    return made(tmp_path)


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    """That incident, open."""
    opened = window(folder)
    yield opened
    opened.close()


def typed(session: Session, line: str) -> e.Entry:
    """The entry that a line would be."""
    entry = session.understand(line).entry
    assert entry is not None
    return entry


def tables(incident: Incident) -> dict[str, object]:
    """The whole record of an incident."""
    return record_tables(incident, "slug")


def test_what_is_written_is_in_the_journal_and_in_the_fold(folder: Path, session: Session) -> None:
    """Numbered, durable, and the same when the journal is read again."""
    item = record(session, typed(session, "@10:30 /hypothesis the pool")).item
    assert (item.name, item.entry.label) == ("#1", "H1")
    assert tables(Incident(Journal(folder).read())) == tables(session.incident)


def test_the_next_line_can_refer_to_what_is_not_saved_yet(session: Session) -> None:
    """An entry is in the fold from its Enter on."""
    session.hold(typed(session, "/hypothesis the pool"))
    session.hold(typed(session, "/evidence H1 + seen"))
    session.settle(session.journal.append(list(session.held.values())))
    assert session.held == {}
    assert [len(h.evidence) for h in session.incident.hypotheses] == [1]


def test_a_held_entry_makes_room_for_what_others_saved_first(folder: Path, session: Session) -> None:
    """It gets the next number and a free label; what refers to it still does."""
    other = window(folder, "bo")
    session.hold(typed(session, "/hypothesis ours"))
    session.hold(typed(session, "/evidence H1 + seen"))
    record(other, typed(other, "/hypothesis theirs"))
    session.catch_up()
    assert [(h.label, h.text, len(h.evidence)) for h in session.incident.hypotheses] == [
        ("H1", "theirs", 0),
        ("H2", "ours", 1),
    ]
    assert [x.n for x in session.incident.entries] == [0, 1, 2, 3]
    session.settle(session.journal.append(list(session.held.values())))
    other.catch_up()
    assert tables(other.incident) == tables(session.incident)
    other.close()


def test_a_held_entry_is_saved_under_its_final_number(folder: Path, session: Session) -> None:
    """Others were quicker, and nobody had seen them: the fold holds each entry once, as the journal has it."""
    other = window(folder, "bo")
    session.hold(typed(session, "/task ours"))
    for text in ("/task theirs", "a note"):
        record(other, typed(other, text))
    session.settle(session.journal.append(list(session.held.values())))
    assert [(t.label, t.text) for t in session.incident.tasks] == [("T1", "theirs"), ("T2", "ours")]
    assert tables(session.incident) == tables(Incident(Journal(folder).read()))
    other.close()


def test_what_is_saved_as_it_was_held_has_nothing_computed_anew(folder: Path, session: Session) -> None:
    """Only the journal's salt is new: the fold holds it, in corrections and what they correct too."""
    for line in ("/hypothesis ours", "/amend #1 ours, said anew", "/undo"):
        session.hold(typed(session, line))
    before = session.incident.hypotheses
    session.settle(session.journal.append(list(session.held.values())))
    assert session.incident.hypotheses is before
    assert session.incident.entries == Journal(folder).read()
    assert session.incident.item(session.incident.entries[1].id).entry.salt
    assert tables(session.incident) == tables(Incident(Journal(folder).read()))


LINES = (
    *("a note", "/hypothesis a guess", "/evidence H1 + seen", "/misleading H1", "/misleading a dead end"),
    *(
        "/escalate Bo",
        "/answered E1",
        "/task x",
        "/task T1 owner:bo",
        "/amend #1 said anew",
        "/strike #1",
        "/undo",
    ),
    *(
        "@10:30 /started",
        "/retime #1 by -1m",
        "/key #2",
        "/amend #1 /hypothesis recast",
        "/role commander Ana",
    ),
)
steps = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["hold", "hold", "hold", "save", "look", "again"]),
        st.sampled_from(LINES),
    ),
    max_size=16,
)


def act(session: Session, what: str, line: str) -> None:
    """One thing that happens in one window."""
    if what == "hold":
        try:
            session.hold(typed(session, line))
        except LineError:
            return
    elif what == "save":
        session.settle(session.journal.append(list(session.held.values())))
    elif what == "look":
        session.catch_up()
    else:
        session.refold(session.journal.read())


@settings(max_examples=60)
@given(steps)
def test_two_windows_end_with_the_same_incident(steps: list[tuple[int, str, str]]) -> None:
    """However their Enters, saves and looks fall: both folds are the journal's, and nothing typed is lost."""
    with tempfile.TemporaryDirectory() as home:
        folder = made(Path(home))
        windows = [window(folder, "ana"), window(folder, "bo")]
        ids: set[str] = set()
        for which, what, line in steps:
            act(windows[which], what, line)
            ids |= set(windows[which].held)
            shown = windows[which].incident
            assert all(len(shown.numbered(n)) < 2 for n in range(shown.last_number + 1))
            assert all(len(same) == 1 for same in shown.labels.values())
        for which in (0, 1, 0):
            act(windows[which], "save", "")
            act(windows[which], "look", "")
        journal = Incident(Journal(folder).read())
        assert ids <= {entry.id for entry in journal.entries}
        assert tables(windows[0].incident) == tables(windows[1].incident) == tables(journal)
        for each in windows:
            each.close()


def test_a_line_that_is_sent_again_keeps_the_moment_of_its_first_enter(session: Session) -> None:
    """What was refused at 11:50 and mended at noon happened at 11:50."""
    first = NOON - timedelta(minutes=10)
    entry = session.understand("mended", at=first).entry
    assert entry is not None
    assert entry.at == first


def test_a_refused_line_changes_nothing(session: Session) -> None:
    """Neither the fold nor the journal."""
    with pytest.raises(LineError):
        session.understand("/hypotesis x")
    assert len(session.incident) == 1
    assert session.journal.catch_up() == []


def test_a_handover_holds_the_brief_of_its_moment(session: Session) -> None:
    """What the new commander was told is in the record."""
    record(session, typed(session, "/summary the pool is exhausted"))
    item = record(session, typed(session, "/handover Bo")).item
    assert isinstance(item.entry, e.Handover)
    assert "What we know: the pool is exhausted" in item.entry.text
    assert session.incident.commander == "Bo"


def test_a_journal_without_a_first_line_is_no_incident(tmp_path: Path) -> None:
    """It says what says more."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / JOURNAL).write_bytes(b"torn\n")
    with pytest.raises(PmtuiError, match="verify"):
        window(tmp_path / "x")


def test_the_settings_audiences_are_known(folder: Path) -> None:
    """Beside those that everybody knows."""
    session = Session(folder, lambda: NOON, "ana", Settings(audiences=("Board",)))
    entry = typed(session, "/update board: we know")
    assert isinstance(entry, e.Update)
    assert (entry.audience, entry.text) == ("Board", "we know")
    session.close()
