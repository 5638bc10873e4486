"""Promises about questions: numbered, open until they are answered."""

from __future__ import annotations

import pytest

from pmtui.model import entries as e
from pmtui.model.incident.brief import brief
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import sign, words
from pmtui.model.line.retype import amendment
from pmtui.storage.settings import Settings
from tests.model.scene import NOON, Scene, at, make


def old(*lines: str) -> Scene:
    """An incident with a note and a question of an earlier pmtui, which gave questions no label; then these lines."""
    scene = Scene()
    scene.incident = Incident(
        [
            *scene.incident.entries,
            make(e.Note, 1, text="the pool is full", at="10:20"),
            make(e.Question, 2, text="why so late?", at="10:30"),
        ]
    )
    for line in lines:
        scene.type(line)
    return scene


def test_a_question_is_open_until_it_is_answered() -> None:
    """Q1, Q2 …; of several answers the last counts, and a struck one does not."""
    scene = Scene("@10:30 /question why?", "@10:40 /question since when?", "@11:00 /answer Q1 for the lock")
    first, second = scene.incident.questions
    assert (first.label, first.text, first.state, first.answer) == ("Q1", "why?", "answered", "for the lock")
    assert (first.asked.at, first.answered and first.answered.at) == (at("10:30"), at("11:00"))
    assert (second.label, second.state, second.answer, second.answered) == ("Q2", "open", "", None)
    scene.type("/answer Q1,Q2 a lock of the backup")
    assert [q.answer for q in scene.incident.questions] == ["a lock of the backup"] * 2
    scene.type("/strike #4")
    assert [q.answer for q in scene.incident.questions] == ["for the lock", ""]


def test_question_and_answer_show_the_label() -> None:
    """As hypotheses and escalations do."""
    scene = Scene("/question why?", "/answer Q1 for the lock")
    shown = [(sign(scene.shown(n), scene.incident), words(scene.shown(n), scene.incident)) for n in (1, 2)]
    assert shown == [("Q1 ?", "why?"), ("Q1 ✓", "answered: for the lock")]


def test_a_question_of_before_is_answered_by_its_number() -> None:
    """It has no label and gets none, by an amendment neither; its number is what others show and type."""
    scene = old("/amend #2 why so very late?", "/question since when?")
    assert [(q.label, q.text) for q in scene.incident.questions] == [
        ("", "why so very late?"),
        ("Q1", "since when?"),
    ]
    assert "Waiting for: #2 why so very late?, 1h 30m; Q1 since when?, 0m" in brief(
        scene.incident, NOON, Settings()
    )
    answer = scene.type("/answer #2 nobody was called")
    assert answer.entry.refs == ("id-002",)
    assert scene.incident.questions[0].state == "answered"
    assert sign(answer, scene.incident) == "#2 ✓"
    assert amendment(answer, scene.incident) == "/amend #5 #2 nobody was called"
    assert scene.type("/amend #5 #2 nobody at all").entry is not None
    assert scene.incident.questions[0].answer == "nobody at all"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/answer #1 x", "takes a question (Q1), not #1"),
        ("/answer #9 x", "#9 does not exist"),
        ("/answer #3 x", "takes a question (Q1), not #3"),
        ("/answer #2..#3 x", "takes a question (Q1), not #2..#3"),
        ("/answer Q7 x", "there are Q1"),
        ("/answer Q1", "needs a text"),
        ("/answer because", "needs a question"),
        ("/answer H1 x", "takes a question (Q1), not H1"),
        ("@09:00 /answer Q1 x", "Q1 was asked at"),
        ("@09:00 /answer #2 x", "#2 was asked at"),
        ("/answer #4 x", "#4 was struck"),
        ("/amend #3 /note it", "refer to it"),
    ],
)
def test_an_answer_to_what_is_no_open_question_is_refused(line: str, hint: str) -> None:
    """A labelled question is named by its label."""
    scene = old("@10:40 /question since when?")
    scene.incident.add(make(e.Question, 4, text="gone", at="10:45"))
    scene.type("/strike #4")
    scene.type("/answer Q1 ten")
    assert hint in scene.refused(line)


def test_an_action_of_before_is_finished_by_its_number() -> None:
    """One without a label is done as `#1`; a follow-up's change is nothing that can be done."""
    scene = Scene()
    scene.incident.add(make(e.Action, 1, text="roll back", at="10:30"))
    scene.type("/task alert")
    scene.type("/task T1 owner:bo")
    done = scene.type("/done #1 it works")
    assert (sign(done, scene.incident), done.entry.refs) == ("#1 ✓", (scene.shown(1).id,))
    assert "takes a follow-up" in scene.refused("/done #3")


def test_the_brief_says_what_is_still_asked() -> None:
    """What is answered is not asked again."""
    scene = Scene("/question why?", "/question since when?", "/answer Q1 for the lock")
    assert "Waiting for: Q2 since when?" in brief(scene.incident, NOON, Settings())
