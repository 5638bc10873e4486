"""A draft that says what it no longer holds, gets it back, and changes its template without losing a sentence."""

from __future__ import annotations

import re

import pytest

from pmtui.output.draft.blocks import blocks
from tests.cli.calling import Program

OWN = "## Customers\n\nThey wrote *twice*.\n\n![errors](errors.png)"


@pytest.fixture
def slug(pmtui: Program) -> str:
    """A closed incident with two sections and a person's own text in its draft."""
    slug = pmtui.new()
    for line in (
        "@10:00 /started",
        "the pool is full",
        "/write root_cause The pool was too small.",
        "/badly no alert",
    ):
        pmtui.done("log", line)
    pmtui.done("log", '/write "Money lost" About 4,000 EUR.')
    pmtui.done("close")
    edit(pmtui, slug, r"(<!-- /pmtui:timeline -->)", rf"\1\n\n{OWN}")
    return slug


def draft(pmtui: Program, slug: str) -> str:
    """The draft as it stands."""
    return (pmtui.folder(slug) / "postmortem.md").read_text()


def edit(pmtui: Program, slug: str, old: str, new: str) -> None:
    """What somebody changes in the file."""
    text, count = re.subn(old, new, draft(pmtui, slug), flags=re.S)
    assert count
    (pmtui.folder(slug) / "postmortem.md").write_text(text)


def take_out(pmtui: Program, slug: str, block: str) -> None:
    """Deletes a block with its markers."""
    edit(pmtui, slug, rf"<!-- pmtui:{block} .*?<!-- /pmtui:{block} -->\n*", "")


def test_what_was_deleted_is_named_until_it_is_restored_or_dismissed(pmtui: Program, slug: str) -> None:
    """In the receipt, at the close, in the review; `/restore` puts it where it belongs, and it follows again."""
    take_out(pmtui, slug, "timeline")
    take_out(pmtui, slug, "section.root_cause")
    take_out(pmtui, slug, "lessons")
    take_out(pmtui, slug, "escalations")  # has nothing to say
    said = "postmortem.md no longer holds root_cause, timeline, lessons: /restore root_cause brings one back"
    assert said in pmtui("log", "-i", slug, "a note").err
    assert said in pmtui("close", slug).err
    assert len(re.findall(r"^missing .*rule 25 .*mend: /restore", pmtui("review", slug).out, re.M)) == 3
    assert "no longer holds timeline, lessons" in pmtui("log", "-i", slug, "/restore root_cause").err
    pmtui.done("log", "-i", slug, "/dismiss 25 lessons they stand in the wiki")
    called = pmtui("log", "-i", slug, "/restore timeline")
    assert "no longer holds" not in called.err
    names = [block.name for block in blocks(draft(pmtui, slug))]
    assert names.index("cause") < names.index("section.root_cause") < names.index("section.detection")
    assert names.index("section.response") < names.index("timeline") < names.index("ruled-out")
    assert "a note" in draft(pmtui, slug)
    assert OWN in draft(pmtui, slug)
    assert "lessons" not in names
    take_out(pmtui, slug, "timeline")  # it was restored once, and not for good
    assert "no longer holds timeline" in pmtui("log", "-i", slug, "another").err


def test_another_template_takes_every_sentence_along(pmtui: Program, slug: str) -> None:
    """There and back again: own text stands behind the same block, sections keep their words."""
    edit(pmtui, slug, "^", "Read by the board.\n\n")
    take_out(pmtui, slug, "metrics")
    for template in ("google", "atlassian", "pagerduty", "default"):
        called = pmtui("log", "-i", slug, f"/template {template}")
        assert called.status == 0, called
        text = draft(pmtui, slug)
        assert text.startswith("Read by the board.\n")
        assert f"<!-- /pmtui:timeline -->\n\n{OWN}\n" in text
        assert text.count("They wrote") == text.count("4,000 EUR") == 1
        assert ("begun from: google" in text) is (template == "google")
    assert not (pmtui.folder(slug) / "aside").exists()
    recorded = pmtui.journal(slug)
    assert (
        "there is no template 'gogle'; name one of: default, google"
        in pmtui("log", "-i", slug, "/template gogle").sentence
    )
    assert pmtui.journal(slug) == recorded


def test_the_template_that_was_chosen_is_the_one_of_every_call(pmtui: Program) -> None:
    """Of the export of a draft that nobody touched, of what a finish and the review ask for."""
    slug = pmtui.new()
    pmtui.done("close", slug)
    pmtui.done("log", "-i", slug, "/template google")
    assert pmtui.done("export", slug, "--format", "markdown") == draft(pmtui, slug)
    assert "## Root causes" in pmtui.done("export", slug, "--format", "markdown", "--clean")
    assert "Trigger is not written → /write trigger TEXT" in pmtui("finish", slug).err
    assert "/write trigger TEXT" in pmtui("review", slug).out


def test_a_finish_names_what_was_deleted_from_the_draft(pmtui: Program, slug: str) -> None:
    """A reader will miss it, as the review says."""
    take_out(pmtui, slug, "timeline")
    assert "timeline: the draft no longer holds it" in pmtui("finish", slug).err


def test_settings_that_name_another_template_say_how_it_is_applied(pmtui: Program, slug: str) -> None:
    """A draft that a person wrote into stays as it is; nobody has to guess why."""
    (pmtui.home / "settings.toml").write_text('template = "google"\n')
    said = (
        "postmortem.md has the template default, the settings name google: /template google lays it out anew"
    )
    assert said in pmtui("close", slug).err
    assert "the settings name" not in pmtui("log", "-i", slug, "/template google").err
    assert "begun from: google" in draft(pmtui, slug)
    assert "the settings name" not in pmtui("close", slug).err


def test_a_long_timeline_can_be_told_in_full(pmtui: Program, slug: str) -> None:
    """Of more than 25 entries the key moments are told, unless somebody wants all."""
    for number in range(30):
        pmtui.done("log", "-i", slug, f"@10:{number + 10} step {number}")
    assert "<details>" in draft(pmtui, slug)
    pmtui.done("log", "-i", slug, "/template default timeline:all")
    assert "<details>" not in draft(pmtui, slug)
    assert "step 17" in draft(pmtui, slug)
    pmtui.done("log", "-i", slug, "/template default timeline:key")
    assert "<details>" in draft(pmtui, slug)


def test_what_cannot_be_restored_is_refused(pmtui: Program) -> None:
    """A near miss names what is meant."""
    slug = pmtui.new()
    assert "timeline" in pmtui("log", "-i", slug, "/restore timline").err
    assert "needs" in pmtui("log", "-i", slug, "/restore").err


def test_a_new_section_stands_behind_the_one_that_is_named(pmtui: Program, slug: str) -> None:
    """In a draft that is there and in a new one, also behind another new one; deleted, it stays away."""
    pmtui.done("log", "-i", slug, '/write "Refunds" after:resolution All were paid back.')
    pmtui.done("log", "-i", slug, '/write "Shop" after:Refunds Orders wait.')
    pmtui.done("log", "-i", slug, '/write "Thanks" after:conclusion To all.')
    pmtui.done("log", "-i", slug, '/write "Shop" Orders came.')
    there = draft(pmtui, slug)
    (pmtui.folder(slug) / "postmortem.md").unlink()
    pmtui.done("close", slug)
    for text in (there, draft(pmtui, slug)):
        names = [block.name.rpartition("-")[0] or block.name for block in blocks(text)]
        at = names.index("section.resolution")
        assert names[at : at + 3] == ["section.resolution", "section.refunds", "section.shop"]
        assert names.index("section.conclusion") + 1 == names.index("section.thanks")
        assert names.count("section.shop") == 1
        assert "Orders came." in text
    shop = next(block.name for block in blocks(there) if "shop" in block.name)
    take_out(pmtui, slug, shop)
    pmtui.done("log", "-i", slug, "/write Shop Orders are back.")
    assert "Orders are back." not in draft(pmtui, slug)
    for line in (
        '/write "X" after:nowhere text',
        "/write trigger after:resolution text",
        '/write "X" after:resolution',
    ):
        assert pmtui("log", "-i", slug, line).status
