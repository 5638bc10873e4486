"""Promises of `model/fold.py`: the same set of entries is the same incident, however it arrived."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.output.record import record
from tests.model.scene import NOON, at, make
from tests.output.making import ref
from tests.output.strategies import entries, odd_entries

CORRECTIONS = (e.Amend, e.Retime, e.Strike, e.Unstrike, e.Key, e.Unkey, e.Move, e.Redact)
SOME: tuple[type[e.Entry], ...] = (
    *(e.Note, e.Hypothesis, e.Misleading, e.Confirmed, e.Escalate, e.Answered, e.Started, e.Task, e.Role),
    *(e.Question, e.Answer),
)
AMENDMENTS = st.sampled_from(
    [
        {"kind": "note", "text": "new"},
        {"kind": "hypothesis", "text": "a guess"},
        {"kind": "started"},
        {"kind": "task", "text": "t", "due": "tomorrow"},
        {"kind": "omen", "bird": 1},
        {"id": "id-000", "n": 0, "at": None},
    ]
)


@st.composite
def journals(draw: st.DrawFn) -> list[e.Entry]:
    """Two copies of a journal that went on apart: numbers, ids and labels may be doubled, corrections abound."""
    found: list[e.Entry] = [make(e.Opened, 0, title="Down", zone="UTC", opened=at("10:00"))]
    for n in range(1, draw(st.integers(1, 9))):
        for copy in draw(st.sampled_from(["a", "b", "ab"])):
            kinds = draw(st.sampled_from([SOME, CORRECTIONS]))
            entry = draw(entries(n, kinds) if draw(st.integers(0, 5)) else odd_entries(n))
            entry = msgspec.structs.replace(
                entry,
                id=f"id-{n:03}" + ("" if copy == "a" else "b"),
                label=draw(st.sampled_from(["", "", "H1", "H2", "E1", "A1", "T1", "Q1"])),
            )
            if isinstance(entry, e.Amend):
                entry = msgspec.structs.replace(entry, new=draw(AMENDMENTS))
            found.append(entry)
    return found


def seen(incident: Incident) -> dict[str, Any]:
    """Everything that anybody can ask of an incident."""
    ids = [entry.id for entry in incident.entries]
    return {
        "record": record.tables(incident, "slug"),
        "timeline": [item.id for item in incident.timeline],
        "items": {i: incident.item(i) for i in ids},
        "names": {i: incident.name(i) for i in ids},
        "labels": {i: incident.label(i) for i in ids},
        "positions": {i: incident.position(i) for i in ids},
        "history": {i: [c.id for c in incident.history(i)] for i in ids},
        "numbers": {n: incident.numbered(n) for n in range(12)},
        "latest": [entry.id for entry in incident.newest_first()],
        "last": (incident.last_number, len(incident), incident.timed, incident.span),
        "facts": (incident.metrics, incident.hypotheses, incident.escalations, incident.actions),
        "more": (
            incident.tasks,
            incident.questions,
            incident.roles,
            incident.commander,
            incident.status,
            incident.writeup,
        ),
        "next": [incident.next_label(prefix) for prefix in e.LETTERS],
    }


@given(journals(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_incident(journal: list[e.Entry], rng: random.Random) -> None:
    """At once, one by one, shuffled, in two parts, or with everything twice: one incident."""
    whole = seen(Incident(journal))
    shuffled = rng.sample(journal, len(journal))
    cut = rng.randint(0, len(journal))
    one_by_one = Incident()
    for entry in shuffled:
        one_by_one.add(entry)
    looked_at = Incident()
    for entry in rng.sample(journal, len(journal)):
        looked_at.add(entry)
        seen(looked_at)
    in_parts = Incident(shuffled[:cut])
    in_parts.extend(shuffled[cut:])
    for incident in (one_by_one, looked_at, in_parts, Incident(shuffled), Incident([*shuffled, *journal])):
        assert seen(incident) == whole


@given(journals(), st.randoms(use_true_random=False))
def test_two_versions_of_an_entry_are_one_entry(journal: list[e.Entry], rng: random.Random) -> None:
    """Of a redacted and a whole copy, or of two numbers, one stays: the same, whichever came first."""
    victim = rng.choice(journal)
    both = [*journal, codec.redact(victim), msgspec.structs.replace(victim, n=victim.n + 3)]
    shuffled = rng.sample(both, len(both))
    grown = Incident()
    for entry in shuffled:
        grown.add(entry)
    assert seen(grown) == seen(Incident(both)) == seen(Incident(shuffled))
    assert grown.entry(victim.id).redacted


@given(journals(), st.randoms(use_true_random=False))
def test_discard_undoes_add(journal: list[e.Entry], rng: random.Random) -> None:
    """An entry that is taken out again was never there: its corrections, its doubles, its label."""
    victim = rng.choice(journal[1:] or journal)
    without = seen(Incident(entry for entry in journal if entry.id != victim.id))
    incident = Incident(journal)
    with_it = seen(incident)
    incident.discard(victim.id)
    assert seen(incident) == without
    incident.add(victim)
    assert seen(incident) == with_it
    incident.discard("nobody")
    assert seen(incident) == with_it


@given(journals())
def test_the_timeline_is_ordered_by_time_then_number(journal: list[e.Entry]) -> None:
    """By start, then number, then id; unknown times stand last; corrections are not in it."""
    incident = Incident(journal)
    items = list(incident.timeline)
    keys = [(i.entry.at is None, i.entry.at or NOON, i.entry.n, i.id) for i in items]
    assert keys == sorted(keys)
    assert {i.id for i in items} == {x.id for x in journal if not isinstance(x, e.Correction)}
    assert [incident.position(i.id) for i in items] == list(range(len(items)))
    assert incident.timed == sum(i.entry.at is not None for i in items)
    assert incident.timeline[:2] == items[:2]
    assert incident.reached(NOON) == sum(i.entry.at is not None and i.entry.at < NOON for i in items)


@given(journals())
def test_an_amendment_or_a_strike_leaves_the_instant(journal: list[e.Entry]) -> None:
    """Without a retime, an entry stands where it stood, to the microsecond."""
    plain = [entry for entry in journal if not isinstance(entry, e.Retime)]
    incident = Incident(plain)
    for item in incident.timeline:
        recorded = incident.entry(item.id)
        assert item.entry.when == recorded.when
        assert item.entry.key == recorded.key


def text(rows: Sequence[e.Entry], n: int = 1) -> str:
    """What entry n says after these entries, in any order."""
    incident = Incident([*rows[::-1]])
    item = incident.item(f"id-{n:03}")
    assert isinstance(item.entry, e.Worded)
    return f"{'struck ' if item.struck else ''}{item.entry.text}"


NOTE = make(e.Note, 1, text="first", at="10:00")


def amend(n: int, target: int, words: str) -> e.Amend:
    """Entry n says entry `target` anew."""
    return make(e.Amend, n, refs=ref(target), new={"kind": "note", "text": words})


def test_the_last_amendment_that_stands_wins() -> None:
    """A struck amendment counts no longer; unstruck, it does again."""
    rows: list[e.Entry] = [NOTE, amend(2, 1, "second"), amend(3, 1, "third")]
    assert text(rows) == "third"
    rows.append(make(e.Strike, 4, refs=ref(3)))
    assert text(rows) == "second"
    rows.append(make(e.Strike, 5, refs=ref(4)))
    assert text(rows) == "third"
    rows.append(make(e.Unstrike, 6, refs=ref(4)))
    assert text(rows) == "second"


def test_a_correction_counts_only_for_what_was_before_it() -> None:
    """One with a smaller number, or of the same number and a smaller id, changes nothing."""
    early = msgspec.structs.replace(make(e.Strike, 1, refs=ref(1)), id="id-000x")
    late = msgspec.structs.replace(early, id="id-002")
    assert text([NOTE, early]) == "first"
    assert text([NOTE, late]) == "struck first"


def test_the_last_strike_or_unstrike_wins() -> None:
    """Strike, unstrike, strike: each is an entry of its own."""
    rows: list[e.Entry] = [NOTE, make(e.Strike, 2, refs=ref(1)), make(e.Unstrike, 3, refs=ref(1))]
    assert text(rows) == "first"
    assert text([*rows, make(e.Strike, 4, refs=ref(1))]) == "struck first"


def test_a_correction_waits_for_its_target() -> None:
    """It is there first, from another machine: the entry arrives corrected."""
    incident = Incident([make(e.Opened, 0), amend(2, 1, "second")])
    assert incident.history("id-001")
    incident.add(NOTE)
    (item,) = [i for i in incident.timeline if i.id == "id-001"]
    assert item.entry.text == "second"  # type: ignore[attr-defined]
    assert item.corrected


def test_the_last_retime_wins_and_moves_the_entry() -> None:
    """Each of its entries gets its own time; the text stays."""
    times = (e.When(at=at("11:00")), e.When(at=at("09:00"), about=True, said="~9:00"))
    rows: list[e.Entry] = [NOTE, make(e.Note, 2, text="other", at="10:30")]
    rows.append(make(e.Retime, 3, refs=(*ref(1), *ref(2)), times=times))
    incident = Incident(rows)
    assert [i.id for i in incident.timeline] == ["id-002", "id-001"]
    assert incident.item("id-002").entry.about
    assert incident.entry("id-002").at == at("10:30")
    incident.add(make(e.Strike, 4, refs=ref(3)))
    assert [i.id for i in incident.timeline] == ["id-001", "id-002"]
    assert not incident.item("id-002").entry.about


def test_an_amendment_of_a_newer_version_leaves_the_entry() -> None:
    """What cannot be read is kept, and does not count."""
    odd = make(e.Amend, 2, refs=ref(1), new={"kind": "note", "text": 7})
    assert text([NOTE, odd]) == "first"


def test_a_redaction_is_for_ever() -> None:
    """No strike of it brings the words back, and no amendment says them again."""
    rows: list[e.Entry] = [NOTE, amend(2, 1, "second"), make(e.Redact, 3, refs=ref(1), text="secret")]
    rows.append(make(e.Strike, 4, refs=ref(3)))
    item = Incident(rows).item("id-001")
    assert item.entry.redacted
    assert item.entry.at == at("10:00")
    assert not item.corrected
    on_disk = Incident([codec.redact(rows[0]), *rows[1:]])
    assert on_disk.item("id-001") == item


def test_a_redacted_amendment_counts_no_longer() -> None:
    """The secret was in the new words: the old ones stand again, on this disk and on another."""
    rows: list[e.Entry] = [NOTE, amend(2, 1, "hunter2"), make(e.Redact, 3, refs=ref(2), text="password")]
    assert text(rows) == "first"
    assert text([NOTE, codec.redact(rows[1]), rows[2]]) == "first"


def test_doubled_numbers_are_named_apart() -> None:
    """`#12` and `#12b` by id; a number of one entry has no mark."""
    other = msgspec.structs.replace(NOTE, id="id-001b", text="other")
    incident = Incident([NOTE])
    assert incident.item("id-001").name == "#1"
    incident.add(other)
    incident.add(amend(2, 1, "second"))
    assert [incident.item(i).name for i in ("id-001", "id-001b")] == ["#1", "#1b"]
    assert incident.numbered(1) == ["id-001", "id-001b"]
    incident.discard("id-001")
    assert incident.item("id-001b").name == "#1"


def test_looking_between_numbers_far_apart_is_quick() -> None:
    """A journal whose numbers jump by billions costs no loop over what is not there."""
    far = msgspec.structs.replace(NOTE, id="id-far", n=10**12)
    incident = Incident([NOTE, far])
    assert incident.between(1, 10**12) == ["id-001", far.id]
    incident.discard(far.id)
    assert incident.last_number == 1


def notes(count: int) -> list[e.Entry]:
    """A long journal."""
    first: list[e.Entry] = [make(e.Opened, 0, title="Long", zone="UTC", at="10:00")]
    return first + [
        make(e.Note, n, text=f"note {n}", at=NOON + timedelta(seconds=n)) for n in range(1, count)
    ]


def cost(incident: Incident) -> float:
    """Seconds that twenty further entries take, with what a screen asks after each; the best of three."""
    tries = []
    for _ in range(3):
        start = time.process_time()
        for _more in range(20):
            later = NOON + timedelta(days=30, seconds=incident.last_number)
            entry = make(e.Note, incident.last_number + 1, text="more", at=later)
            incident.add(entry)
            assert incident.timeline[-1].id == entry.id
            assert incident.status == "investigating"
        tries.append(time.process_time() - start)
    return min(tries)


def test_one_more_entry_costs_the_same_in_a_long_journal() -> None:
    """Adding to 30,000 entries takes no multiple of what adding to 300 takes."""
    assert cost(Incident(notes(30_000))) < 10 * cost(Incident(notes(300)))


def test_opening_costs_a_small_multiple_of_reading() -> None:
    """Folding 30,000 notes takes at most three times the time of decoding their lines."""
    lines = [codec.encode(entry) for entry in notes(30_000)]

    def best(work: Any) -> float:
        tries = []
        for _ in range(3):
            start = time.process_time()
            work()
            tries.append(time.process_time() - start)
        return min(tries)

    read = [codec.decode(line) for line in lines]
    assert best(lambda: Incident(read)) < 3 * best(lambda: [codec.decode(line) for line in lines])


@settings(max_examples=20)
@given(st.integers(0, 30))
def test_marks_are_letters_then_numbers(index: int) -> None:
    """However many copies of a number there are, each has a name of its own."""
    rows = [msgspec.structs.replace(NOTE, id=f"id-{i:03}") for i in range(31)]
    names = [Incident(rows).name(row.id) for row in rows]
    assert len(set(names)) == 31
    assert names[index].startswith("#1")


def test_a_fold_without_entries_answers() -> None:
    """An empty set is an incident, too."""
    incident = Incident()
    assert incident.last_number == -1
    assert not incident.timeline
    assert incident.severity == "SEV?"
    assert incident.span is None


def test_an_entry_that_is_held_stands_behind_all_others() -> None:
    """With the next number, and the next label of its letter when its own is taken."""
    incident = Incident([make(e.Task, 4, text="theirs", label="T1")])
    first = incident.hold(make(e.Task, 0, text="mine", label="T1"))
    second = incident.hold(make(e.Note, 1, text="a note"))
    assert [(entry.n, entry.label) for entry in (first, second)] == [(5, "T2"), (6, "")]
    assert incident.entries[1:] == [first, second]
