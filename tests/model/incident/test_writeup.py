"""Promises of `model/writeup.py` and of the commands that feed the write-up."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.merging import paragraphs
from tests.model.scene import DAY, Scene, make

SECTIONS = (
    *("introduction", "summary", "impact", "trigger", "root_cause", "detection", "response", "resolution"),
    *("aside", "conclusion"),
)


def test_a_task_holds_every_key() -> None:
    """Owner, due, term, type, priority, reference; the keys stand at the end of the line."""
    scene = Scene(
        '/task Alert on pool: use > 80 % owner:"platform team" due:2023-11-15 term:SHORT type:prevent '
        "priority:P1 ref:https://x.org/1"
    )
    (task,) = scene.incident.tasks
    assert (task.label, task.text, task.owner) == ("T1", "Alert on pool: use > 80 %", "platform team")
    assert (task.due, task.term, task.type) == (date(2023, 11, 15), "short", "prevent")
    assert (task.priority, task.ref, task.done) == ("P1", "https://x.org/1", False)


@pytest.mark.parametrize(
    ("due", "day"),
    [("+14d", date(2023, 10, 29)), ("friday", date(2023, 10, 20)), ("2023-10-15", date(2023, 10, 15))],
)
def test_a_due_date_may_be_relative(due: str, day: date) -> None:
    """From today, in the incident's zone."""
    assert getattr(Scene().read(f"/task x due:{due}"), "due") == day  # noqa: B009


def test_a_task_is_changed_by_its_reference() -> None:
    """What is not named stays; empty clears; a text replaces; done ends it; a struck change never was."""
    scene = Scene(
        "/task Alert owner:ana term:short", "/task T1 owner:bo", "/task t1 A better text priority:P2"
    )
    (task,) = scene.incident.tasks
    assert (task.text, task.owner, task.term, task.priority) == ("A better text", "bo", "short", "P2")
    scene.type('/task T1 owner:"" term:""')
    assert [(t.owner, t.term) for t in scene.incident.tasks] == [("", "")]
    scene.type("/strike #4")
    assert scene.incident.tasks[0].owner == "bo"
    scene.type("/done T1")
    assert scene.incident.tasks[0].done
    scene.type("/undo")
    assert not scene.incident.tasks[0].done


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/task", "needs a text"),
        ("/task owner:bo", "needs a text"),
        ("/task T1", "needs what changes"),
        ("/task T9 owner:bo", "T9 does not exist"),
        ("/task x term:shrt", "write one of short, medium, long"),
        ("/task x type:fix", "mitigate"),
        ("/task x due:2023-11-31", "no day 31"),
        ("/task x due:soon", "not a day"),
        ("/task x ower:bo", "owner:bo"),
        ("/task x prio:P1", "priority:P1"),
        ("/task x owner:bo owner:al", "given twice"),
        ("/task x owner:", "owner: has no whole value"),
        ('/task x owner:"platform team', "owner: has no whole value"),
        ("/task T1 owner:", "owner: has no whole value"),
        ("/action x chek:5m", "check:5m"),
        ("/action x check:5", "check:5"),
        ("/action x check:0m", "no time at all"),
        ("/x a dead end spend:5m", "spent:5m"),
        ("/done H1", "takes"),
        ("/done", "needs"),
        ("/hypothesis H1 again", "H1 is a reference"),
    ],
)
def test_a_half_understood_key_is_refused(line: str, hint: str) -> None:
    """A mistyped key or value never ends up as text."""
    assert hint in Scene("/task Alert", "/h x").refused(line)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("/task ask owner:bo first", "ask owner:bo first"),
        ("/task read http://x.org/a", "read http://x.org/a"),
        ("/action ssh to db1:5432", "ssh to db1:5432"),
        ("/action set x:y Owner:bo", "set x:y"),
        ('/task say "a b" owner:bo', 'say "a b"'),
        ("/task first\nsecond owner:bo", "first\nsecond"),
    ],
)
def test_keys_stand_at_the_end(line: str, text: str) -> None:
    """Elsewhere, and where nobody knows them, they are text."""
    entry = Scene().read(line)
    assert isinstance(entry, e.Worded)
    assert entry.text == text


def test_lessons_are_kept_in_the_order_of_writing() -> None:
    """What went well, badly, luckily, what is open, what to improve."""
    scene = Scene(
        "/well a", "/well b", "/badly c", "/lucky d", "/question e?", "/improve f", "/improve g", "/strike #7"
    )
    lessons = scene.incident.lessons
    assert (lessons.well, lessons.badly, lessons.lucky) == (("a", "b"), ("c",), ("d",))
    assert (lessons.questions, lessons.improvements) == (("e?",), ("f",))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_can_be_written(section: str) -> None:
    """Whatever the case; `/write` replaces, `/write +` adds a paragraph."""
    scene = Scene(f"/write {section} one", f"/write {section.upper()} two", f"/write +{section} three\nlines")
    assert scene.incident.sections == {section: "two\n\nthree\nlines"}
    scene.type("/strike #3")
    assert scene.incident.sections == {section: "two"}


def test_a_name_in_double_quotes_makes_a_section() -> None:
    """From then on it is known without quotes, if it is one word."""
    scene = Scene(
        '/write "Data loss" none', '/write +"data loss" at all', '/write "Costs" few', "/write costs many"
    )
    assert scene.incident.sections == {"Data loss": "none\n\nat all", "Costs": "many"}


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("root-cause x", "root_cause"),
        ("rootcause x", "root_cause"),
        ("conclusions x", "conclusion"),
        ('"root cause" x', "root_cause"),
        ('"A lighter note" x', "aside"),
        ("lessons x", '"lessons"'),
        ("summary", "needs a text"),
        ("", "needs a section"),
        ('"  " x', "needs a section"),
        ("+ summary x", "no section"),
    ],
)
def test_a_near_miss_of_a_section_is_refused(typed: str, hint: str) -> None:
    """Quoted or not; an unknown name says how to make a new section."""
    assert hint in Scene().refused(f"/write {typed}")


def test_finished_again_it_is_published_where_it_was() -> None:
    """Who reviewed it is asked of each final text; the page that it is on is the same until another is named."""
    scene = Scene(
        "/close", "/finish reviewer:bo url:https://wiki.example.org/1", "/write summary late", "/finish"
    )
    assert (scene.incident.writeup.reviewer, scene.incident.writeup.url) == ("", "https://wiki.example.org/1")
    scene.type("/finish url:https://wiki.example.org/2")
    assert scene.incident.writeup.url == "https://wiki.example.org/2"


def test_the_write_up_is_a_draft_until_it_is_finished() -> None:
    """A final one that was changed says so; reopening makes it a draft again."""
    scene = Scene("/close")
    assert scene.incident.writeup.state == "draft"
    scene.type("/finish")
    writeup = scene.incident.writeup
    assert (writeup.state, writeup.by, writeup.at, writeup.changed_since) == (
        "final",
        "ana",
        scene.now,
        False,
    )
    scene.type("/write summary late")
    assert scene.incident.writeup.changed_since
    scene.type("/finish")
    assert not scene.incident.writeup.changed_since
    scene.type("/reopen")
    assert scene.incident.writeup.state == "draft"


def version(n: int, text: str, *base: int, **fields: Any) -> e.Write:
    """A version of the summary, begun from the versions of these numbers."""
    names = tuple(f"id-{number:03}" for number in base)
    return make(e.Write, n, section="summary", text=text, **{"base": names, **fields})


def told(*entries: e.Entry) -> str:
    """The summary that these entries make, whatever the order in which they arrive."""
    opened = make(e.Opened, 0, zone="UTC", opened=DAY)
    found = {Incident([opened, *order]).sections.get("summary", "") for order in permutations(entries)}
    assert len(found) == 1
    return found.pop()


def test_two_versions_that_began_from_the_same_both_stand() -> None:
    """The later one behind, however many hands there are; one that began from all of them replaces all."""
    two = (version(1, "first"), version(2, "theirs", 1), version(3, "mine", 1))
    assert told(*two) == "theirs\n\nmine"
    assert told(*two, version(4, "more of mine", 3)) == "theirs\n\nmore of mine"
    assert told(*two, version(4, "a third", 1)) == "theirs\n\nmine\n\na third"
    assert told(*two, version(4, "both of us", 2, 3)) == "both of us"
    assert told(version(1, "theirs"), version(2, "mine")) == "theirs\n\nmine"
    assert told(*two, version(4, "", 3)) == "theirs"


FENCE = "```\nx = 1\n\ny = 2\n```"


@pytest.mark.parametrize(
    ("base", "one", "other", "both", "clashing"),
    [
        ("a|b", "a!|b", "a|b!", "a!|b!", False),
        ("a|b|c", "a!|b|c", "a|b|c!", "a!|b|c!", False),
        ("a|b", "a|new|b", "a|b!", "a|new|b!", False),
        ("a|b", "b", "a|b!", "b!", False),
        ("a|b", "a!|b", "a!|b", "a!|b", False),
        ("a", "a|one", "a|one|two", "a|one|two", False),
        ("a", "a", "a!", "a!", False),
        ("a|b", "a1|b", "a2|b", "a1|a2|b", True),
        ("a|b", "a|b|one", "a|b|two", "a|b|one|two", True),
        ("a|b", "b", "a!|b", "a!|b", True),
        ("a|b|c", "x|c", "a|b!|c", "x|a|b!|c", True),
        ("", "one", "two", "one|two", True),
        (f"a|{FENCE}", f"a!|{FENCE}", f"a|{FENCE.replace('2', '3')}", f"a!|{FENCE.replace('2', '3')}", False),
        (FENCE, FENCE.replace("1", "5"), FENCE.replace("2", "3"), None, True),
    ],
)
def test_two_hands_are_merged_by_paragraph(
    base: str, one: str, other: str, both: str | None, clashing: bool
) -> None:
    """Neighbouring paragraphs are two places; of one place that both changed both stand, and a fence is one place."""
    first, mine, theirs = (text.replace("|", "\n\n") for text in (base, one, other))
    versions = (version(1, first), version(2, mine, 1), version(3, theirs, 1))
    whole = f"{one}|{other}" if both is None else both
    assert told(*versions) == whole.replace("|", "\n\n")
    incident = Incident([make(e.Opened, 0, zone="UTC", opened=DAY), *versions])
    assert [v.n for v in incident.clash("summary")] == ([2, 3] if clashing else [])


@st.composite
def histories(draw: st.DrawFn) -> list[e.Entry]:
    """What up to four hands make of a section, in any knowledge of each other; some of it is taken back."""
    found: list[e.Entry] = [make(e.Opened, 0, zone="UTC", opened=DAY)]
    for n in range(1, draw(st.integers(1, 8)) + 1):
        begun = draw(st.none() | st.sets(st.integers(1, n + 1), max_size=3))
        names = None if begun is None else tuple(f"id-{number:03}" for number in sorted(begun))
        text = "\n\n".join(draw(st.lists(st.sampled_from("abcdefg"), max_size=4)))
        append = draw(st.integers(0, 4)) == 0
        found.append(make(e.Write, n, section="summary", text=text, base=names, append=append))
    for n in draw(st.sets(st.integers(1, len(found)), max_size=2)):
        gone = draw(st.sampled_from(("strike", "redact", "amend", "disk")))
        target = (f"id-{n:03}",)
        if gone == "disk":
            found = [codec.redact(entry) if entry.n == n and n else entry for entry in found]
        elif gone == "amend":
            new = {"kind": "write", "section": "summary", "text": "z"}
            found.append(make(e.Amend, 20 + n, refs=target, new=new))
        else:
            found.append(make(e.Strike if gone == "strike" else e.Redact, 20 + n, refs=target))
    return found


@given(histories(), st.randoms(use_true_random=False))
def test_nobodys_paragraph_is_lost_whatever_arrives_when(found: list[e.Entry], dice: Random) -> None:
    """The set of entries alone says what stands; a head's own paragraphs, which no other version had, all do."""
    incident = Incident(found)
    dice.shuffle(found)
    other = Incident(found[:3])
    for entry in found[3:]:
        other.add(entry)
        assert other.sections == Incident(other.entries).sections
    assert incident.standing == other.standing
    standing = incident.standing.get("summary")
    if standing is None:
        return
    versions = [v.entry for v in incident.of(e.Write) if isinstance(v.entry, e.Write)]
    for head in (*standing.heads, *standing.appended):
        elsewhere = {p for v in versions if v.id != head.id for p in paragraphs(v.text)}
        assert set(paragraphs(head.text)) - elsewhere <= set(paragraphs(standing.text))
    chosen = make(e.Write, 40, section="summary", text="chosen", base=incident.heads("summary"))
    assert Incident([*found, chosen]).sections["summary"] == "chosen"


def test_an_appended_paragraph_stands_behind_whatever_is_written_meanwhile() -> None:
    """It clashes with nothing, and nobody who had not seen it takes it away."""
    appended = version(2, "appended", append=True)
    assert told(version(1, "first"), appended, version(3, "second", 1)) == "second\n\nappended"
    assert told(version(1, "first"), appended, version(3, "second", 1, 2)) == "second"
    found = Incident([make(e.Opened, 0, zone="UTC", opened=DAY), version(1, "a"), appended])
    assert found.clash("summary") == ()


def test_a_version_of_an_earlier_pmtui_replaces_what_was_there() -> None:
    """It does not say what it began from."""
    assert told(version(1, "first"), version(2, "theirs", 1), version(3, "mine", base=None)) == "mine"


def test_what_a_struck_or_redacted_version_replaced_does_not_come_back() -> None:
    """Unless it was the last: then what it had replaced stands again."""
    first, second = version(1, "first"), version(2, "second", 1)
    third = version(3, "third", 2)
    struck = make(e.Strike, 4, refs=("id-002",))
    assert told(first, second, third, struck) == "third"
    assert told(first, codec.redact(second), third) == "third"
    assert told(first, second, make(e.Strike, 3, refs=("id-002",))) == "first"
    circle = (version(1, "a", 2), version(2, "b", 1), version(3, "c", 1, 9))
    assert "c" in told(*circle, make(e.Strike, 4, refs=("id-001", "id-002")))


def test_a_typed_line_begins_from_what_stands_at_its_enter() -> None:
    """So it replaces all of it; said anew it stays where it stood."""
    scene = Scene("/write summary one", "/write +summary two", "/write summary three", "/write summary four")
    assert scene.incident.sections == {"summary": "four"}
    scene.type("/amend #3 summary better three")
    assert scene.incident.sections == {"summary": "four"}
    scene.type("/strike #4")
    assert scene.incident.sections == {"summary": "better three"}


def test_a_choice_between_versions_can_be_typed() -> None:
    """By their numbers, in the order named; what is no version of the section is refused."""
    scene = Scene("/write summary one", "/write summary two\n\nlines", "/write impact many", "a note")
    scene.type("/write summary #1")
    assert scene.incident.sections["summary"] == "one"
    scene.type("/write summary #2, #1")
    assert scene.incident.sections["summary"] == "two\n\nlines\n\none"
    scene.type("/write summary #1 was the cause of it")
    assert scene.incident.sections["summary"] == "#1 was the cause of it"
    for line in ("/write summary #3", "/write summary #1,#4"):
        assert "is no version of summary" in scene.refused(line)
    assert "does not exist" in scene.refused("/write summary #99")
