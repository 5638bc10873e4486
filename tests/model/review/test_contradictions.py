"""What prose claims against what the record knows: sentences that contradict it, sentences that do not."""

from __future__ import annotations

from pmtui.model.review.rules import Finding, review
from tests.model.review.contradictions import CONTRADICT, DO_NOT, RECORD
from tests.model.review.reviewing import NOW, typed

AGAINST_THE_RECORD = {9, 10, 23, 24, 27, 28}


def contradictions(sentence: str) -> list[Finding]:
    """What the rules of prose against record find in one sentence of a write-up."""
    found = review(typed(*RECORD, f"/write conclusion {sentence}"), NOW)
    return [f for f in found if f.rule in AGAINST_THE_RECORD and f.section == "conclusion"]


def test_sentences_that_contradict_their_record_are_found() -> None:
    """Nearly all of them: what is missed is named here."""
    missed = [sentence for sentence in CONTRADICT if not contradictions(sentence)]
    assert len(CONTRADICT) == 79
    assert len(missed) <= 4, missed


def test_sentences_that_do_not_are_let_be() -> None:
    """Not one of them, though they speak of the same things."""
    assert len(DO_NOT) == 110
    found = {sentence: [f.text for f in contradictions(sentence)] for sentence in DO_NOT}
    assert {sentence: texts for sentence, texts in found.items() if texts} == {}
