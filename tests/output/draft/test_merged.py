"""Promises about a draft in which git left two versions."""

from __future__ import annotations

import pytest

from pmtui.output.draft.blocks import generated
from pmtui.output.draft.merged import ours

MARKS = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> main\n"
OPEN = "<!-- pmtui:{} 0123456789ab -->\n"


def test_this_sides_version_is_taken_everywhere() -> None:
    """Of the markers, of a block and of what a person wrote between blocks; with the common ancestor, too."""
    torn = f"<<<<<<< HEAD\n{OPEN.format('a')}||||||| 01ab\n{OPEN.format('b')}=======\n{OPEN.format('c')}>>>>>>> x\n"
    text = f"{torn}text\n<!-- /pmtui:a -->\n{MARKS}end\n"
    assert ours(text) == f"{OPEN.format('a')}text\n<!-- /pmtui:a -->\nours\nend\n"


@pytest.mark.parametrize("around", ["", "```\n"])
def test_who_writes_of_git_keeps_what_they_wrote(around: str) -> None:
    """Marks that tear no block apart, and those in a block that stands as it was generated, are text."""
    block = generated("timeline", f"{around}{MARKS}{around}")
    for text in (f"{around}{MARKS}{around}", f"{block}\n", f"A\n{MARKS}{block}\n"):
        assert ours(text) == text
    torn = f"<<<<<<< HEAD\n{OPEN.format('a')}=======\n{OPEN.format('b')}>>>>>>> x\n"
    assert ours(f"{block}\n{torn}") == f"{block}\n{OPEN.format('a')}"


def test_marks_without_end_are_text_however_many_there_are() -> None:
    """Each is looked at once: with a search behind every one of them this would take minutes."""
    text = "<<<<<<< a\n" * 3000 + "||||||| b\n" * 3000 + "=======\n" * 3000 + OPEN.format("a")
    assert ours(text) == text
    assert ours(f"{text}>>>>>>> b\n") == "<<<<<<< a\n" * 2999
