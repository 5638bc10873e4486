"""Promises about the one list of what waits."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from pmtui.model import entries as e
from pmtui.model.incident.due import Due, subject, timing, waiting, worded
from pmtui.model.incident.incident import Incident
from tests.model.scene import NOON, Scene, at, copy, make

HALF, QUARTER = 1800, 900
NIGHT = ("/role commander Ana", "/impact 25 % of logins fail")
"""What somebody has to do first: then it no longer waits."""


class Limits(msgspec.Struct, frozen=True):
    """The settings of one who wants neither a rhythm nor to hear of silence."""

    update_every: int = 0
    silence_after: int = 0
    answer_after: int = 300

    def rhythm(self, severity: str) -> int:
        """The same at every severity."""
        return self.update_every


def after(scene: Scene, minutes: float, limits: Limits = Limits()) -> list[Due]:  # noqa: B008
    """All that waits so many minutes after noon, but what nobody has done yet."""
    found = waiting(scene.incident, NOON + timedelta(minutes=minutes), limits)
    return [each for each in found if each.kind != "undone"]


def overdue(scene: Scene, minutes: float, limits: Limits = Limits()) -> list[str]:  # noqa: B008
    """What is overdue then, in the words of the header."""
    now = NOON + timedelta(minutes=minutes)
    return [worded(each, now) for each in after(scene, minutes, limits) if each.overdue(now)]


def texts(scene: Scene, minutes: float, limits: Limits = Limits()) -> list[str]:  # noqa: B008
    """All that waits then, in the words of the header."""
    now = NOON + timedelta(minutes=minutes)
    return [worded(each, now) for each in after(scene, minutes, limits)]


def test_the_update_rhythm_counts_from_the_last_update() -> None:
    """Due to the second; afterwards it says for how long, and before how soon."""
    scene = Scene("/update customers: hello")
    assert texts(scene, 12, Limits(HALF)) == ["customers' update in 18m"]
    assert overdue(scene, 29.9, Limits(HALF)) == []
    assert overdue(scene, 30, Limits(HALF)) == ["customers' update due now"]
    assert overdue(scene, 42, Limits(HALF)) == ["customers' update 12m over"]
    assert texts(scene, 42) == []


def test_next_of_the_last_update_wins_over_the_rhythm() -> None:
    """Also where there is no rhythm; the next update without one goes back to it."""
    scene = Scene("/update customers: hello next:10m")
    assert overdue(scene, 11, Limits(HALF)) == ["customers' update 1m over"]
    assert overdue(scene, 11) == ["customers' update 1m over"]
    scene.type("/update customers: better")
    assert overdue(scene, 11, Limits(HALF)) == []


def test_a_promise_is_kept_only_by_an_update_to_the_same_audience() -> None:
    """An internal one, or one to nobody in particular, does not tell the customers anything."""
    scene = Scene("/update customers: hello next:10m")
    scene.now += timedelta(minutes=9)
    scene.type("/update internal: still looking")
    scene.type("/update still looking")
    assert overdue(scene, 12) == ["customers' update 2m over"]
    scene.type("/update Customers: still looking")
    assert overdue(scene, 12) == []


def test_a_promise_to_nobody_in_particular_is_kept_by_any_update() -> None:
    """Until then it waits under its own name."""
    scene = Scene("/update hello next:10m")
    assert texts(scene, 9) == ["update in 1m"]
    scene.now += timedelta(minutes=9)
    scene.type("/update status page: we know")
    assert texts(scene, 12, Limits(HALF)) == ["status page update in 27m"]


def test_the_line_of_a_promise_names_its_audience() -> None:
    """So that one key answers it."""
    scene = Scene("/update customers: hello next:10m", "/update board: x")
    assert [each.line for each in after(scene, 1)] == ["/update customers: "]
    scene = Scene("/update hello next:10m")
    assert [each.line for each in after(scene, 1)] == ["/update "]


def test_an_escalation_is_overdue_five_minutes_after_it_was_asked_last() -> None:
    """With its whole wait; asking again begins anew; an answer or a withdrawal ends it."""
    scene = Scene("/escalate dba: why", "/escalate network")
    assert overdue(scene, 4.9) == []
    assert texts(scene, 4) == ["dba (E1) waits 4m", "network (E2) waits 4m"]
    assert overdue(scene, 6) == ["dba (E1) waits 6m", "network (E2) waits 6m"]
    assert after(scene, 6)[0].over(NOON + timedelta(minutes=6)) == 60
    scene.now = NOON + timedelta(minutes=6)
    scene.type("/answered E2")
    scene.type("/escalate E1 via:phone")
    assert overdue(scene, 8) == []
    assert overdue(scene, 12) == ["dba (E1) waits 6m"]
    assert overdue(scene, 12, Limits(answer_after=3600)) == []
    scene.type("/withdraw E1")
    assert texts(scene, 12) == []


def test_an_action_is_overdue_past_its_check() -> None:
    """Until it is done; its owner, or that it has none, is said with it."""
    scene = Scene("/action roll back check:10m owner:eve", "/action purge check:20m")
    assert texts(scene, 8) == ["roll back (A1, eve) in 2m", "purge (A2, no owner) in 12m"]
    assert overdue(scene, 10) == ["roll back (A1, eve) due now"]
    assert overdue(scene, 18) == ["roll back (A1, eve) 8m over"]
    assert [each.who for each in after(scene, 1)] == ["eve", ""]
    scene.type("/done A1")
    assert overdue(scene, 18) == []


def test_a_follow_up_waits_once_its_day_is_over_where_the_incident_is() -> None:
    """With its owner, as an action; no day and a day to come are not waited for, nor is what is done."""
    scene = Scene("/task renew it owner:eve due:2023-10-16", "/task other", zone="Pacific/Auckland")
    midnight = 23 * 60
    assert texts(scene, midnight - 1) == []
    assert overdue(scene, midnight) == ["renew it (T1, eve) due now"]
    assert overdue(scene, midnight + 60 * 24) == ["renew it (T1, eve) 1d over"]
    assert after(scene, midnight)[0].line == "/done T1 "
    scene.type("/done T1")
    assert texts(scene, midnight + 5) == []


def test_an_open_question_waits_and_is_never_overdue() -> None:
    """Its answer ends it."""
    scene = Scene("/question which writes are lost?")
    assert texts(scene, 28) == ["which writes are lost? (Q1) 28m"]
    assert overdue(scene, 600) == []
    scene.type("/answer Q1 none")
    assert texts(scene, 28) == []


def test_longest_overdue_then_soonest_due_then_longest_waiting() -> None:
    """Whatever sort of thing it is."""
    scene = Scene("/question first", "/escalate dba", "/update internal: hi next:12m", "/action x check:30m")
    scene.type("@-5m /question before")
    assert texts(scene, 20) == [
        "dba (E1) waits 20m",
        "internal update 8m over",
        "x (A1, no owner) in 10m",
        "before (Q2) 25m",
        "first (Q1) 20m",
    ]


def undone(minutes: float, *lines: str, severity: int = 0, limits: Limits = Limits(HALF)) -> list[str]:  # noqa: B008
    """What nobody has done, overdue so many minutes after recording was opened at noon."""
    incident = Incident([make(e.Opened, 0, title="t", opened=NOON, severity=severity or None)])
    scene = Scene()
    scene.incident = incident
    for line in lines:
        scene.type(line)
    now = NOON + timedelta(minutes=minutes)
    return [worded(w, now) for w in waiting(incident, now, limits) if w.kind == "undone" and w.overdue(now)]


def test_what_nobody_has_done_yet_is_due_too() -> None:
    """Severity and commander after 5 minutes, impact after 10, the first update after 30, each until it is there."""
    assert undone(4.9) == []
    assert undone(5) == ["no severity yet", "nobody is commander"]
    assert undone(10) == ["no severity yet", "nobody is commander", "no impact yet"]
    assert undone(30, *NIGHT, severity=3) == ["no first update yet"]
    assert undone(30, *NIGHT, "/update internal: hi", "/severity 3") == []
    assert undone(30, *NIGHT, severity=3, limits=Limits(0)) == ["no first update yet"]


def test_a_bad_one_needs_somebody_who_tells_the_others() -> None:
    """SEV1 and SEV2 after 15 minutes; a first update of a SEV1 then, too."""
    assert undone(15, *NIGHT, severity=1) == ["no first update yet", "nobody has Communications"]
    assert undone(14.9, *NIGHT, severity=1) == []
    assert undone(15, *NIGHT, severity=2) == ["nobody has Communications"]
    assert undone(15, *NIGHT, "/role communications Chi", severity=2) == []
    given_up = ("/role communications Chi", "/role communications -Chi")
    assert undone(15, *NIGHT, *given_up, severity=2) == ["nobody has Communications"]


def test_silence_counts_from_the_last_entry_and_only_when_nothing_else_is_overdue() -> None:
    """Whenever that entry says it happened; 0 is never."""
    scene = Scene(*NIGHT, "/update internal: hello", "@10:30 a note")
    assert texts(scene, 14, Limits(0, QUARTER)) == []
    assert texts(scene, 16, Limits(0, QUARTER)) == ["quiet 16m"]
    assert texts(scene, 16) == []
    scene.type("/action x check:1m")
    assert texts(scene, 16, Limits(0, QUARTER)) == ["x (A1, no owner) 15m over"]


@pytest.mark.parametrize("end", ["/resolved", "/close as:duplicate"])
def test_nothing_waits_when_it_is_over(end: str) -> None:
    """Resolved or closed; when it is back, it waits again."""
    scene = Scene("/escalate dba", "/action x check:1m", "/update customers: hello", "/question why?", end)
    now = NOON + timedelta(minutes=500)
    assert waiting(scene.incident, now, Limits(HALF, QUARTER)) == ()


def test_the_same_thing_keeps_its_key_and_another_has_another() -> None:
    """So a snooze or a bell is for one thing."""
    scene = Scene("/update customers: hello", "/escalate dba")
    first, later = after(scene, 40, Limits(HALF)), after(scene, 50, Limits(HALF))
    assert [each.key for each in first] == [each.key for each in later]
    scene.now = NOON + timedelta(minutes=50)
    scene.type("/update customers: again")
    scene.type("/escalate E1")
    again = after(scene, 90, Limits(HALF))
    assert {each.key for each in again}.isdisjoint(each.key for each in first)


def test_times_that_nobody_knows_are_not_counted() -> None:
    """What was asked or begun at an unknown time waits, and is never overdue; such an update promises nothing."""
    scene = Scene("@? /escalate dba", "@? /update customers: hello", "@? /action x check:5m")
    assert texts(scene, 60, Limits(HALF)) == ["x (A1, no owner)", "dba (E1) waits"]
    assert overdue(scene, 60, Limits(HALF)) == []


def test_the_lines_settle_what_waits() -> None:
    """Each of them is taken, also after a merge that doubled its label."""
    scene = Scene("/escalate dba", "/action x check:5m", "/question why?")
    twin = Scene("/escalate network", now=at("11:59"))
    scene.incident.extend(copy(twin.incident).entries[1:])
    assert [each.label for each in after(scene, 1)] == ["E1a", "A1", "E1b", "Q1"]
    for each in after(scene, 1):
        scene.type(f"{each.line}so it is")
    assert after(scene, 1) == []


def test_what_was_typed_stays_one_line_of_plain_words() -> None:
    """Line breaks of a pasted text are spaces."""
    scene = Scene("/question [red]a\n\nb[/]  c")
    (question,) = after(scene, 5)
    assert (subject(question), timing(question, NOON + timedelta(minutes=5))) == ("[red]a b[/] c (Q1)", "5m")


def test_what_was_redacted_still_waits_under_its_label() -> None:
    """Its words are gone, not the work."""
    scene = Scene()
    begun: tuple[tuple[type[e.Entry], str], ...] = ((e.Action, "A1"), (e.Escalate, "E1"), (e.Question, "Q1"))
    for n, (kind, label) in enumerate(begun, 1):
        scene.incident.add(make(kind, n, label=label, at="12:00", redacted="ab" * 32))
    assert texts(scene, 9) == [
        "redacted (E1) waits 9m",
        "redacted (A1, no owner) 9m",
        "redacted (Q1) 9m",
    ]
