"""Promises of `model/corrections.py`: what is typed to correct, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.line.corrections import changes_nothing
from pmtui.model.line.retype import amendment
from tests.model.scene import Scene, at, make


def test_an_amendment_says_it_anew_and_keeps_the_time() -> None:
    """Another text, the same kind and instant; the earlier one stays in the journal."""
    scene = Scene("@~10:30 /decision fail over", "/amend #1 fail over to Paris")
    item = scene.shown(1)
    assert isinstance(item.entry, e.Decision)
    assert (item.entry.text, item.corrected, item.name) == ("fail over to Paris", True, "#1")
    assert item.entry.when == scene.incident.entry(item.id).when
    assert [c.n for c in scene.incident.history(item.id)] == [2]


def test_an_amendment_may_change_the_kind() -> None:
    """The time, the number and the place stay; a new hypothesis gets a label."""
    scene = Scene("@10:30 the pool is full", "@10:40 later", "/amend #1 /hypothesis the pool is full")
    assert [h.label for h in scene.incident.hypotheses] == ["H1"]
    assert scene.shown(1).entry.at == at("10:30")
    scene.type("/misleading H1 it was not")
    scene.type("/strike #4")
    scene.type("/amend #1 /started")
    assert scene.incident.hypotheses == ()
    assert scene.incident.milestones["started"].at == at("10:30")
    assert scene.type("/h the next").entry.label == "H2"


def test_a_label_stays_when_the_kind_of_thing_stays() -> None:
    """H1 amended to a dead end is still H1."""
    scene = Scene("@10:30 /h the pool", "/amend #1 /misleading the pool spent:5m")
    assert [(h.label, h.state, h.seconds_spent) for h in scene.incident.hypotheses] == [
        ("H1", "misleading", 300)
    ]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/amend #1 /note nothing", "refer to it"),
        ("/amend #9 x", "#9 does not exist"),
        ("/amend #0 x", "/title"),
        ("/amend #1,#2 x", "one entry at a time"),
        ("/amend #4 x", "#4 corrects #3"),
        ("/amend #3", "/amend needs a text; write /amend #12 TEXT"),
        ("/amend #3 /note", "/note needs a text"),
        ("/amend", "needs"),
        ("/amend this", "needs"),
        ("/amend #3 /strike #1", "cannot become /strike"),
        ("/amend #3 /close", "cannot become /close"),
        ("/amend #3 /brief", "cannot become /brief"),
        ("/amend #3 /xyzzy", "no command"),
        ("/amend #1 /misleading H1 itself", "about itself"),
        ("/amend #3 /severity 9", "no severity"),
        ("@10:30 /amend #3 x", "/retime"),
        ("/amend #5 /evidence H9 x", "H9"),
        ("/amend #6 again", "redacted"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(line: str, hint: str) -> None:
    """Nothing loses what refers to it, and no half-understood line becomes something else."""
    scene = Scene(
        *(
            "@10:30 /h the pool",
            "@10:40 /evidence H1 + x",
            "@10:41 a note",
            "/amend #3 b",
            "@10:42 c",
            "@10:43 d",
        ),
        "/redact #6 a password",
    )
    assert hint in scene.refused(line)


def test_what_the_program_recorded_can_be_amended_in_its_kind() -> None:
    """A handover's name keeps its brief; a close gets another reason; output keeps its command."""
    scene = Scene("/close as:merged dull")
    scene.type("/amend #1 as:duplicate of the login incident")
    assert scene.incident.closed_as == "duplicate"
    assert scene.text(1) == "of the login incident"
    handover = make(e.Handover, 3, at="11:00", name="Bo", text="the brief")
    run = make(e.Run, 4, at="11:01", command="uptime", exit=0, seconds=0.1, text="up")
    scene.incident.extend([handover, run])
    scene.type("/amend #3 Cy")
    scene.type("/amend #4 up for 3 days")
    amended, printed = scene.shown(3).entry, scene.shown(4).entry
    assert isinstance(amended, e.Handover)
    assert isinstance(printed, e.Run)
    assert (amended.name, amended.text, scene.incident.commander) == ("Cy", "the brief", "Cy")
    assert (printed.command, printed.text) == ("uptime", "up for 3 days")


def test_an_entry_of_a_newer_version_cannot_be_amended() -> None:
    """What is not understood is not said anew; it can be struck."""
    scene = Scene()
    omen = {"id": "omen", "n": 1, "recorded": "2023-10-15T10:00:00Z", "kind": "omen", "bird": "raven"}
    scene.incident.add(codec.from_plain(omen))
    assert "newer pmtui" in scene.refused("/amend #1 a raven")
    scene.type("/strike #1")
    assert scene.shown(1).struck


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("10:40", at("10:40")),
        ("@10:40", at("10:40")),
        ("23:00", at("23:00", -1)),
        ("2023-10-14T10:00", at("10:00", -1)),
        ("10:40Z", at("10:40")),
        ("?", None),
        ("by -5m", at("10:25")),
        ("by 5m", at("10:35")),
        ("by +1h", at("11:30")),
        ("by −1m30s", at("10:30") - timedelta(seconds=90)),
    ],
)
def test_a_retime_moves_an_entry(typed: str, wanted: object) -> None:
    """A bare clock is the moment nearest the old one; `by` shifts."""
    scene = Scene("@10:30 a note", f"/retime #1 {typed}")
    assert scene.shown(1).entry.at == wanted
    assert scene.text(1) == "a note"


def test_a_retime_of_several_shifts_each() -> None:
    """Ranges keep their length; about stays about."""
    scene = Scene("@10:30..10:40 a", "@~10:50 b", "/retime #1..#2 by -10m")
    assert [(i.entry.at, i.entry.until, i.entry.about) for i in scene.incident.timeline if i.entry.n] == [
        (at("10:20"), at("10:30"), False),
        (at("10:40"), None, True),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "by",
        "by 5",
        "by soon",
        "by -999999d",
        "by 2h",
        "14:00",
        "25:00",
        "10:40 x",
        "10:40PST",
        "by -5m x",
    ],
)
def test_a_time_that_cannot_be_moves_nothing(typed: str) -> None:
    """The future, before 1970, no length, more words: one sentence."""
    Scene("@10:30 a note").refused(f"/retime #1 {typed}")


def test_an_unknown_time_cannot_be_shifted() -> None:
    """It can be given."""
    scene = Scene("@? a note")
    assert "/retime #1 TIME" in scene.refused("/retime #1 by -5m")
    assert scene.type("/retime #1 10:30")
    assert scene.shown(1).entry.at == at("10:30")


def test_a_strike_takes_out_and_an_unstrike_brings_back() -> None:
    """It stays in the timeline, marked; striking twice is refused."""
    scene = Scene("@10:30 /started", "/strike #1 wrong channel")
    assert scene.shown(1).struck
    assert scene.incident.milestones == {}
    assert "struck already" in scene.refused("/strike #1")
    scene.type("/unstrike #1")
    assert "started" in scene.incident.milestones
    assert "is not struck" in scene.refused("/unstrike #1")


def test_a_correction_can_be_struck() -> None:
    """The entry is as it was before."""
    scene = Scene("@10:30 first", "/amend #1 second", "/strike #2")
    assert scene.text(1) == "first"
    scene.type("/strike #3")
    assert scene.text(1) == "second"


def test_a_range_strikes_entries_and_no_corrections() -> None:
    """`#1..#4`: what lies between and is no correction."""
    scene = Scene("a", "b", "/amend #1 c", "d", "/strike #1..#4 all wrong")
    assert [scene.shown(n).struck for n in (1, 2, 3, 4)] == [True, True, False, True]


def test_key_marks_and_unkey_unmarks() -> None:
    """One or several."""
    scene = Scene("a", "b", "/key #1,#2", "/unkey #2")
    assert [scene.shown(n).key for n in (1, 2)] == [True, False]
    assert "not a key entry" in scene.refused("/unkey #2")


def test_undo_walks_back() -> None:
    """It strikes your last, then the one before; an undone undo, strikes and others' entries are left."""
    scene = Scene("first", "second")
    scene.by = "bo"
    scene.type("third")
    scene.by = "ana"
    scene.type("/undo")
    scene.type("/undo")
    assert [scene.shown(n).struck for n in (1, 2, 3)] == [True, True, False]
    assert "nothing of yours" in scene.refused("/undo")
    scene.type("fourth")
    scene.type("/undo")
    assert scene.shown(6).struck


def test_undo_takes_corrections_back() -> None:
    """Of an amendment, a strike, a close: as it was before."""
    scene = Scene("@10:30 first", "/amend #1 second", "/undo")
    assert scene.text(1) == "first"
    scene.type("/strike #1 wrong")
    scene.type("/undo")
    assert not scene.shown(1).struck
    scene.type("/close")
    scene.type("/undo")
    assert not scene.incident.closed


def test_a_redaction_takes_the_words_and_their_amendments() -> None:
    """The entry, and all that said it anew; the envelope stays."""
    scene = Scene(
        "@10:30 the password is hunter2", "/amend #1 the password is hunter3", "/redact #1 a password"
    )
    (redact,) = (x for x in scene.incident.entries if isinstance(x, e.Redact))
    assert {scene.incident.entry(ref).n for ref in redact.refs} == {1, 2}
    assert scene.shown(1).entry.redacted
    assert b"hunter" not in codec.encode(scene.shown(1).entry) + codec.encode(scene.shown(2).entry)
    assert "a reason" in scene.refused("/redact #1")


def test_the_title_an_incident_was_opened_with_can_be_redacted() -> None:
    """Once another title stands, and the severity that it was opened with: the refusal says the lines."""
    scene = Scene("a note")
    assert "first /title TEXT and /severity 3, then this" in scene.refused("/redact #0 a password")
    scene.type("/severity 2")
    scene.type("/title Login fails")
    assert "first /title TEXT, then this" in scene.refused("/redact #0,#3 a password")
    scene.type("/redact #0 a password")
    assert scene.incident.title == "Login fails"
    assert scene.shown(0).entry.redacted
    assert "/title" in scene.refused("/strike #0")


def test_a_secret_in_a_correction_can_be_redacted() -> None:
    """The reason of a strike holds words, too; it strikes still."""
    scene = Scene("a", "/strike #1 held the password hunter2", "/redact #2 a password")
    assert scene.shown(1).struck
    assert b"hunter" not in codec.encode(scene.shown(2).entry)


def test_a_moved_entry_is_struck_here() -> None:
    """It says where it went."""
    scene = Scene("a", "b", "/move #1..#2 login errors")
    move = scene.shown(3).entry
    assert isinstance(move, e.Move)
    assert (move.incident, len(move.refs)) == ("login errors", 2)
    assert scene.shown(1).struck
    assert "needs the incident" in scene.refused("/move #1")


def test_an_amendment_that_changes_nothing_is_known() -> None:
    """What Up brings, entered as it is, and the same words again; another kind, and back again, are changes."""
    lines = (
        "@10:30 the pool is full",
        "@10:20 /started",
        "/h the disk",
        "@10:31 /action restart owner:bo check:15m",
    )
    scene = Scene(*lines)

    def nothing(line: str) -> bool:
        typed = scene.read(line)
        assert isinstance(typed, e.Amend)
        return changes_nothing(typed, scene.incident)

    assert all(nothing(amendment(scene.shown(n), scene.incident)) for n in range(1, 5))
    scene.type("/amend #1 /decision the pool is full")
    assert nothing("/amend #1 /decision the pool is full")
    assert not nothing("/amend #1 /note the pool is full")
    assert not nothing("/amend #4 restart owner:cy check:15m")
