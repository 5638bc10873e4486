"""What a person writes at the edge of a generated block is theirs, and stands where they wrote it."""

from __future__ import annotations

import pytest

from pmtui.output.draft.blocks import blocks, clean
from pmtui.output.draft.draft import draft, regenerate
from pmtui.output.draft.edges import out_of_blocks
from pmtui.output.draft.outside import edits
from pmtui.output.draft.template import PLAIN
from tests.output.making import incident
from tests.output.page.test_page import FULL

MINE = "My own words.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"


def typed_into(document: str, name: str, *, above: str = "", below: str = "") -> str:
    """The draft with a person's words directly behind the opening and before the closing marker."""
    lines = document.split("\n")
    block = next(each for each in blocks(document) if each.name == name)
    lines[block.end : block.end] = [below, ""] if below else []
    lines[block.start + 1 : block.start + 1] = ["", above] if above else []
    return "\n".join(lines)


@pytest.mark.parametrize(
    "name", ["title", "state", "picture", "timeline", "ruled-out", "measures", "metrics"]
)
@pytest.mark.parametrize("where", [{"above": MINE}, {"below": MINE}, {"above": MINE, "below": "The end."}])
def test_it_stays_where_it_was_written(name: str, where: dict[str, str]) -> None:
    """The document reads as it did, nothing is set aside, and what was generated goes on being generated."""
    whole = incident(*FULL)
    edited = typed_into(draft(whole), name, **where)
    freed = out_of_blocks(edited)
    assert [line for line in clean(freed).split("\n") if line] == [
        line for line in clean(edited).split("\n") if line
    ]
    assert not any(block.edited for block in blocks(freed))
    done = regenerate(freed, whole)
    assert done.aside == ()
    assert done.text == freed == out_of_blocks(freed)


def test_above_the_heading_of_a_section_it_is_no_part_of_the_section() -> None:
    """Below it, it is: that is an edit of the section."""
    whole = incident(*FULL)
    above = out_of_blocks(typed_into(draft(whole), "section.conclusion", above=MINE))
    assert edits(above, whole, PLAIN) == []
    assert MINE in regenerate(above, whole).text
    below = typed_into(draft(whole), "section.conclusion", below=MINE)
    assert out_of_blocks(below) == below
    [edit] = edits(below, whole, PLAIN)
    assert edit.text.endswith(MINE)


def test_a_block_in_which_anything_else_was_changed_stays_as_it_is() -> None:
    """Nobody knows then where the person's words end."""
    edited = typed_into(draft(incident(*FULL)), "timeline", above=MINE).replace("Impact began", "It began")
    assert out_of_blocks(edited) == edited
