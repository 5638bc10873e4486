"""Editing the draft outside, as the person at the command line sees it."""

from __future__ import annotations

import re
import shlex

from tests.cli.calling import Program

CAUSE = "The pool was too small. Nobody saw it."


def closed(pmtui: Program) -> str:
    """A closed incident whose root cause is written."""
    slug = pmtui.new()
    pmtui.done("write", slug, "root_cause", typed=CAUSE)
    pmtui.done("close", slug)
    return slug


def edit(pmtui: Program, slug: str, old: str, new: str) -> None:
    """Edits the draft in another program."""
    path = pmtui.folder(slug) / "postmortem.md"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_an_edit_is_recorded_by_the_next_call(pmtui: Program) -> None:
    """It is said on stderr, in the name of the person who runs pmtui."""
    slug = closed(pmtui)
    edit(pmtui, slug, "Nobody saw it.", "Nobody saw it, for an hour.")
    pmtui.patch.setenv("USER", "bo")
    called = pmtui("log", "-i", slug, "/well the page came at once")
    assert "the section root_cause was edited there and is recorded as #4" in called.err
    assert pmtui.incident(slug).sections["root_cause"].endswith("for an hour.")
    assert pmtui.incident(slug).entries[-1].by == "bo"


def test_the_line_that_is_named_takes_what_was_written_in_the_draft(pmtui: Program) -> None:
    """Both sides changed one paragraph: both stand, each a version, until one line later one of them stands alone."""
    slug = closed(pmtui)
    edit(pmtui, slug, "Nobody saw it.", "Nobody saw it, for an hour.")
    err = pmtui("write", slug, "root_cause", typed="The pool leaked.").err
    assert "#3 (ana) and #4 (ana) of the root cause were written apart, and both stand" in err
    mine, other = "The pool leaked.", "The pool was too small. Nobody saw it, for an hour."
    assert pmtui.incident(slug).sections["root_cause"] == f"{mine}\n\n{other}"
    (line,) = re.findall(r"both stand: (/write .*) takes the later one alone", err)
    assert "written apart" not in pmtui("log", "-i", slug, line).err
    assert pmtui.incident(slug).sections["root_cause"] == other
    assert mine not in (pmtui.folder(slug) / "postmortem.md").read_text()


def test_the_call_takes_a_section_of_ones_own(pmtui: Program) -> None:
    """Also one whose name has spaces, and which got shorter."""
    slug = closed(pmtui)
    pmtui.done("write", slug, "What customers saw", typed="An error page. For long.")
    edit(pmtui, slug, " For long.", "")
    err = pmtui("close", slug).err
    (call,) = re.findall(r"`pmtui (write [^`]*)` takes it", err)
    for gate in (("review", "--strict"), ("finish",)):
        said = pmtui(gate[0], slug, *gate[1:])
        assert said.status == 1
        assert "an edit of it lies in aside/" in said.out + said.err
    pmtui.done(*shlex.split(call))
    assert "aside/" not in pmtui("review", slug).out
    assert pmtui.incident(slug).sections["What customers saw"] == "An error page."


def test_the_call_takes_an_emptied_section_out(pmtui: Program) -> None:
    """What was deleted outside is struck by the call that is named."""
    slug = closed(pmtui)
    edit(pmtui, slug, CAUSE, "")
    (call,) = re.findall(r"`pmtui (log [^`]*)` takes it out", pmtui("close", slug).err)
    pmtui.done(*shlex.split(call))
    assert "root_cause" not in pmtui.incident(slug).sections
