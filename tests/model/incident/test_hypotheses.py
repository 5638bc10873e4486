"""Promises of `model/hypotheses.py`: states, the time spent, and what was wrongly ruled out."""

from __future__ import annotations

import msgspec
import pytest

from pmtui.model.line.arguments import LineError
from pmtui.model.line.receipt import receipt
from tests.model.line.test_retype import again, body
from tests.model.scene import Scene, at

RAISED = "@10:30 /hypothesis the pool"


def open_times(scene: Scene, label: str = "H1") -> list[str]:
    """The stretches in which it was open."""
    return [
        f"{i.start:%H:%M}-{'' if i.end is None else format(i.end, '%H:%M')}"
        for i in scene.hypothesis(label).intervals
    ]


@pytest.mark.parametrize(
    ("typed", "text", "because"),
    [
        ("Network issues: a misallocation", "Network issues", "a misallocation"),
        ("Network issues: a misallocation spent:20m", "Network issues", "a misallocation"),
        ("the proxy: it only\npassed it on", "the proxy", "it only\npassed it on"),
        ("the 10:05 deploy at db1:5432: rolled back", "the 10:05 deploy at db1:5432", "rolled back"),
        ("the deploy of 10:05", "the deploy of 10:05", ""),
        ("the cache: cold: and small", "the cache: cold: and small", ""),
        (
            'the cache: cold: and small why:"it was warm" spent:20m',
            "the cache: cold: and small",
            "it was warm",
        ),
        ("Network: issues why:none", "Network: issues", "none"),
        ("the proxy\nits log: all is well", "the proxy\nits log: all is well", ""),
        ("Network issues:", "Network issues:", ""),
        (": nothing before it", ": nothing before it", ""),
    ],
)
def test_one_colon_divides_a_dead_end_from_why(typed: str, text: str, because: str) -> None:
    """With several nothing is divided, and `why:` says it; what was typed reads as it was typed, and typed again."""
    scene = Scene(f"@11:00 /misleading {typed}")
    fact = scene.hypothesis("H1")
    assert (fact.text, fact.because) == (text, because)
    words = f"ruled out: {text} · why: {' '.join(because.split())}" if because else " ".join(text.split())
    assert receipt(fact.item, scene.incident, scene.now).endswith(f"H1 ✗ · {words}")
    before, after = again(scene, 1)
    assert after == before


def test_a_dead_end_of_before_is_not_divided_when_it_is_typed_again() -> None:
    """An entry whose text holds a colon keeps it, whatever `/amend` is pressed on it."""
    scene = Scene("@11:00 /misleading x")
    old = msgspec.structs.replace(scene.shown(1).entry, text="Network issues: a misallocation")
    scene.incident.discard(old.id)
    scene.incident.add(old)
    before, after = again(scene, 1)
    assert after == before == body(old)


@pytest.mark.parametrize(
    ("lines", "state", "minutes", "stretches"),
    [
        ([], "open", None, ["10:30-"]),
        (["@10:45 /misleading H1 no"], "misleading", 15, ["10:30-10:45"]),
        (["@10:45 /confirmed H1 yes"], "confirmed", 15, ["10:30-10:45"]),
        (["@10:45 /x H1", "@10:50 /revive H1"], "open", 15, ["10:30-10:45", "10:50-"]),
        (
            ["@10:45 /x H1", "@10:50 /revive H1", "@11:00 /x H1"],
            "misleading",
            25,
            ["10:30-10:45", "10:50-11:00"],
        ),
        (["@10:45 /x H1", "@10:50 /confirmed H1"], "confirmed", 15, ["10:30-10:45"]),
        (["@10:45 /x H1 spent:5m"], "misleading", 5, ["10:30-10:45"]),
        (["@10:45 /x H1 spent:5m", "@10:50 /revive H1", "@11:00 /confirmed H1"], "confirmed", 25, None),
        (["@10:40..10:50 /x H1"], "misleading", 10, ["10:30-10:50"]),
        (["@10:45 /x H1", "@10:50..10:55 /revive H1"], "open", 15, ["10:30-10:45", "10:50-"]),
        (["@? /x H1"], "misleading", None, []),
        (["@10:30 /x H1"], "misleading", None, ["10:30-10:30"]),
        (["@10:45 /x H1 first", "@10:50 /x H1 surely"], "misleading", 15, ["10:30-10:45"]),
        (["@10:45 /x H1", "/strike #2"], "open", None, ["10:30-"]),
        (["@10:45 /x H1", "/retime #2 10:40"], "misleading", 10, ["10:30-10:40"]),
        (["@10:45 /x H1", "/retime #2 10:20"], "misleading", None, []),
    ],
)
def test_the_state_and_the_time_spent(
    lines: list[str], state: str, minutes: int | None, stretches: list[str] | None
) -> None:
    """The sum of its open intervals by `at`, or what `spent:` or a range says; None when nobody can tell."""
    scene = Scene(RAISED, *lines)
    fact = scene.hypothesis("H1")
    assert fact.state == state
    assert fact.seconds_spent == (None if minutes is None else minutes * 60)
    if stretches is not None:
        assert open_times(scene) == stretches


@pytest.mark.parametrize(
    ("line", "minutes", "stretches"),
    [
        ("@11:00 /misleading the network", None, []),
        ("@11:00 /misleading the network spent:20m", 20, ["10:40-11:00"]),
        ("@10:40..11:00 /misleading the network", 20, ["10:40-11:00"]),
        ("@10:40..11:00 /misleading the network spent:5m", 5, ["10:40-11:00"]),
        ("@? /misleading the network spent:20m", 20, []),
        ("@? /misleading the network", None, []),
    ],
)
def test_a_dead_end_is_raised_and_settled_in_one_entry(
    line: str, minutes: int | None, stretches: list[str]
) -> None:
    """It took its range, or what it says; noted afterwards at one instant it has no time."""
    scene = Scene(line)
    fact = scene.hypothesis("H1")
    assert (fact.text, fact.state, fact.because) == ("the network", "misleading", "")
    assert fact.seconds_spent == (None if minutes is None else minutes * 60)
    assert open_times(scene) == stretches


def test_a_length_of_thousands_of_years_is_refused() -> None:
    """`spent:` and `check:` may be nonsense; ten years is the longest that anything lasts, and it is computed with."""
    for line in (
        "/misleading x spent:999999d",
        "/action y check:999999d999999h",
        "@1999-01-01..2023-10-15 x",
    ):
        with pytest.raises(LineError, match="it lasts more than ten years"):
            Scene(line)
    scene = Scene("/misleading x spent:3650d", "/action y check:3650d")
    assert scene.hypothesis("H1").seconds_spent == 3650 * 86_400
    assert scene.metric("misleading").seconds is not None
    assert scene.incident.actions[0].due is not None


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (["@10:45 /x H1"], 0),
        (["@10:45 /x H1", "@10:55 /revive H1"], 10),
        (["@10:45 /x H1", "@10:55 /confirmed H1"], 10),
        (["@10:45 /x H1", "@10:55 /revive H1", "@11:00 /x H1"], 0),
        (
            [
                "@10:45 /x H1",
                "@10:55 /revive H1",
                "@11:00 /x H1",
                "@11:05 /revive H1",
                "@11:20 /confirmed H1",
            ],
            15,
        ),
        (["@10:45 /confirmed H1"], 0),
    ],
)
def test_how_long_it_was_wrongly_ruled_out(lines: list[str], minutes: int) -> None:
    """From each ruling out to its revival; nothing while it is misleading now."""
    assert Scene(RAISED, *lines).hypothesis("H1").wrongly_ruled_out == minutes * 60


def test_confirming_a_misleading_one_revives_it() -> None:
    """It is confirmed, and no misleading path any more."""
    scene = Scene(
        "@10:30 /started", RAISED, "@10:45 /x H1", "@10:55 /confirmed H1 after all", "@11:00 /resolved"
    )
    assert scene.hypothesis("H1").state == "confirmed"
    assert scene.hypothesis("H1").because == "after all"
    assert scene.metric("misleading").seconds == 0


def test_the_verdict_that_was_recorded_last_is_the_state() -> None:
    """A current fact: greatest (n, id), whatever its time."""
    scene = Scene(RAISED, "@10:50 /x H1", "@10:45 /confirmed H1")
    assert scene.hypothesis("H1").state == "confirmed"


def test_evidence_is_for_against_or_neither() -> None:
    """In the order of recording, each with its text."""
    scene = Scene(
        RAISED, "/evidence H1 + seen", "/evidence H1 - unseen", "/evidence H1 − odd", "/evidence H1 -x is set"
    )
    assert [(x.sign, x.text) for x in scene.hypothesis("H1").evidence] == [
        ("+", "seen"),
        ("-", "unseen"),
        ("-", "odd"),
        ("", "-x is set"),
    ]


def test_one_entry_may_be_about_several() -> None:
    """`H1,H2`: evidence and verdicts count for each."""
    scene = Scene(RAISED, "@10:31 /h the disk", "/evidence H1,H2 + both", "@10:45 /x h1, H2: neither")
    assert {h.state for h in scene.incident.hypotheses} == {"misleading"}
    assert {h.because for h in scene.incident.hypotheses} == {"neither"}
    assert all(len(h.evidence) == 1 for h in scene.incident.hypotheses)


def test_labels_are_never_given_twice() -> None:
    """Dead ends count with the hypotheses; a struck or recast one keeps its label for itself."""
    scene = Scene(RAISED, "/misleading the network", "/h the disk")
    assert [h.label for h in scene.incident.hypotheses] == ["H1", "H2", "H3"]
    scene.type("/strike #3")
    scene.type("/amend #2 /note the network was fine")
    assert scene.type("/h the cache").entry.label == "H4"
    scene.type("/unstrike #3")
    assert [h.label for h in scene.incident.hypotheses] == ["H1", "H3", "H4"]


@pytest.mark.parametrize("verb", ["misleading", "confirmed"])
def test_settling_before_raising_is_refused(verb: str) -> None:
    """With the moment it was raised and the line that corrects it."""
    scene = Scene(RAISED)
    said = scene.refused(f"@10:29 /{verb} H1 too early")
    assert "H1 was raised at 10:30" in said
    assert "/retime #1" in said
    assert scene.type(f"@10:30 /{verb} H1").entry.at == at("10:30")


def test_an_approximate_or_unknown_moment_may_be_either_side() -> None:
    """Nobody can say that it is before."""
    assert Scene("@~10:30 /h x").type("@10:29 /x H1")
    assert Scene("@? /h x").type("@10:29 /x H1")
    assert Scene("@10:30 /h x").type("@? /x H1")


def test_an_open_one_cannot_be_revived() -> None:
    """There is nothing to open again."""
    assert "H1 is open already" in Scene(RAISED).refused("/revive H1")
    assert "before" in Scene(RAISED, "@10:45 /x H1").refused("@10:20 /revive H1")


def test_a_struck_one_is_gone() -> None:
    """What refers to it stays in the timeline and settles nothing; a reference to it is refused."""
    scene = Scene(RAISED, "/x H1", "/strike #1")
    assert scene.incident.hypotheses == ()
    assert "/unstrike #1" in scene.refused("/confirmed H1")


def test_a_hypothesis_of_unknown_time_has_no_times() -> None:
    """It is there, with its state."""
    fact = Scene("@? /h x", "@10:45 /x H1").hypothesis("H1")
    assert (fact.state, fact.intervals, fact.seconds_spent) == ("misleading", (), None)
    assert fact.settled is not None
    assert fact.settled.at == at("10:45")
