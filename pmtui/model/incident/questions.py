"""What is still asked for the write-up: questions, each with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.model import entries as e
from pmtui.model.incident.facts import Item, QuestionFact
from pmtui.model.incident.fold import by_reference

if TYPE_CHECKING:
    from pmtui.model.incident.fold import Fold


def questions(fold: Fold) -> tuple[QuestionFact, ...]:
    """Every question with its answer, in order."""
    answers = by_reference(fold.of(e.Answer))
    return tuple(
        _question(item, answers.get(item.id, []), fold.label(item.id)) for item in fold.of(e.Question)
    )


def _question(item: Item, answers: list[Item], label: str) -> QuestionFact:
    entry, last = item.entry, answers[-1].entry if answers else None
    return QuestionFact(
        item=item,
        label=label,
        text=entry.text if isinstance(entry, e.Question) else "",
        asked=entry.when,
        answered=last.when if last else None,
        answer=last.text if isinstance(last, e.Answer) else "",
    )
