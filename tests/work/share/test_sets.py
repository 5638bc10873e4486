"""Promises of the two sets: no redacted word is sent, whoever is still to clean this disk, and no count is a guess."""

from __future__ import annotations

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.work.share.local import Changes
from pmtui.work.share.sets import Sets
from tests.work.share.members import NOON, OPENED
from tests.work.share.scene import note


def test_words_that_a_window_is_still_to_erase_are_not_sent() -> None:
    """The redaction is known, the journal has the words for a moment more."""
    sets = Sets()
    secret = note("hunter2!")
    redaction = e.Redact(id=codec.new_id(NOON), n=2, recorded=NOON, refs=(secret.id,))
    sets.add(Changes((secret,)), None)
    assert sets.message(f"e.{secret.id}") == codec.encode(secret)
    sets.add(Changes((redaction,)), 0.0)
    assert sets.message(f"e.{secret.id}") == codec.encode(codec.redact(secret))


def test_what_was_there_at_the_start_is_not_called_unshared_before_a_comparison() -> None:
    """A window that opens while the server is away does not know what was shared before; a comparison says it."""
    sets = Sets()
    old, older, new = note("one"), note("two"), note("three")
    sets.add(Changes((old, older)), None)
    assert sets.unshared == 0
    sets.add(Changes((new,)), 1.0)
    assert sets.unshared == 1
    sets.compare([f"e.{older.id}"], None)
    assert sets.unshared == 2


def test_an_entry_without_a_number_is_none_that_a_person_counts() -> None:
    """The one that opens the incident is sent as any; `#2` is the second of two entries, everywhere."""
    sets = Sets()
    sets.add(Changes((OPENED, note("one"), note("two"))), None)
    assert len(sets.compare([], None).missing) == 3
    assert (sets.numbered, sets.unshared) == (2, 2)
