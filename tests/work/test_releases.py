"""What an earlier release wrote opens unchanged: each folder of `tests/data/VERSION` is an incident as it left it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.record import record as record_file
from pmtui.storage.journal.journal import Journal
from pmtui.storage.paths import ASIDE, JOURNAL, RECORD
from pmtui.work.commit import record
from pmtui.work.publish import publish
from pmtui.work.session import Session

DATA = Path(__file__).parents[1] / "data"
INCIDENTS = sorted(path.parent for path in DATA.glob("*/*/journal.jsonl"))
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture(params=INCIDENTS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder as that release left it, in a home of its own."""
    there: Path = tmp_path / "incidents" / request.param.name
    shutil.copytree(request.param, there)
    return there


def read(folder: Path) -> list[e.Entry]:
    """The entries of the journal."""
    journal = Journal(folder)
    try:
        assert journal.verify() == []
        return journal.read()
    finally:
        journal.close()


def test_the_journal_and_the_record_hold_the_same_entries(folder: Path) -> None:
    """Every line is as it was written, none is of a kind that is not known any more."""
    entries = read(folder)
    assert not any(isinstance(entry, e.Unknown) for entry in entries)
    assert record_file.read((folder / RECORD).read_text()).entries == tuple(entries)


def test_publishing_anew_sets_nothing_aside(folder: Path) -> None:
    """Another layout is no change by hand; the journal does not grow."""
    before = (folder / JOURNAL).read_bytes()
    assert publish(folder).notices == ()
    assert not (folder / ASIDE).exists()
    assert (folder / JOURNAL).read_bytes() == before


def test_what_had_no_label_then_is_finished_by_its_number(folder: Path) -> None:
    """An action and a question of that time got none, and never get one; the dead end stays one text."""
    entries = read(folder)
    question = next(entry for entry in entries if isinstance(entry, e.Question))
    action = next(entry for entry in entries if isinstance(entry, e.Action) and not entry.check)
    path = next(entry for entry in entries if isinstance(entry, e.Misleading) and entry.spent == 300)
    assert (question.label, action.label, path.text) == ("", "", "a dead end: it was none")
    session = Session(folder, lambda: NOW, "ana")
    for line in (f"/answer #{question.n} none", f"/done #{action.n} it held"):
        typed = session.understand(line)
        assert typed.entry is not None
        record(session, typed.entry)
    session.close()
    incident = Incident(read(folder))
    assert [fact.answer for fact in incident.questions if fact.item.id == question.id] == ["none"]
