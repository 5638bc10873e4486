"""Promises of `output/draft/order.py`: where a document tells what has no time."""

from __future__ import annotations

from pmtui.model.incident.incident import Incident
from pmtui.output.draft.order import in_place
from tests.model.scene import Scene


def told(incident: Incident) -> str:
    """The texts of the notes, in the order of a document."""
    timeline = [each for each in incident.timeline if each.entry.n and not each.struck]
    return "".join(each.entry.says for each in in_place(timeline, incident))


def test_what_happened_after_an_entry_stands_behind_it() -> None:
    """Directly, whenever it was typed, and behind what was put there before; else where it was typed."""
    scene = Scene("@10:40 c", "@10:30 a", "@? b", "@10:50 g", "@after:#1 d", "@after:#1 f", "@after:#5 e")
    assert told(scene.incident) == "abcdefg"


def test_a_place_outlives_the_entry_that_it_is_behind() -> None:
    """What was struck or given another time still says where: by its time as it is now."""
    scene = Scene("@10:30 a", "@10:50 c", "@10:40 x", "@after:#3 b", "/strike #3")
    assert told(scene.incident) == "abc"
    scene.type("/unstrike #3")
    scene.type("/retime #3 10:55")
    assert told(scene.incident) == "acxb"


def test_two_that_are_each_behind_the_other_are_both_told() -> None:
    """Two machines may have said so; nothing goes round for ever."""
    scene = Scene("@10:30 a", "@? b", "@after:#2 c", "@10:40 d", "/retime #2 after:#3")
    assert sorted(told(scene.incident)) == ["a", "b", "c", "d"]
