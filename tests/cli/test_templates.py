"""Which template a draft has, and what happens when a person's own is at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmtui.errors import PmtuiError, UsageError
from pmtui.storage import paths
from pmtui.work.templates import chosen, find, layout, named
from tests.cli.calling import Program

OWN = '{# sections: summary*, "Who helped" #}\n{{ prose("summary", 2, "In short") }}\n\n{{ prose("Who helped") }}\n'


def own(name: str, source: str | bytes) -> Path:
    """A template beside the settings."""
    folder = paths.templates_folder()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.md.j2"
    file.write_bytes(source if isinstance(source, bytes) else source.encode())
    return file


def choose(name: str) -> None:
    """The setting."""
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().write_text(f'template = "{name}"\n')


def test_ours_are_there_and_a_persons_own_comes_first() -> None:
    """Without a file, ours; a file of the same name replaces it."""
    assert chosen(None).name == "default"
    assert find("google") is not None
    own("google", OWN)
    assert named("google").source == OWN


@pytest.mark.parametrize("name", ["nothing", "../settings", "", ".", "a/b", "x" * 300, "a\x00b"])
def test_a_name_without_a_template_is_refused_with_those_there_are(name: str) -> None:
    """No path, however it is written, leads out of the folder."""
    own("ours", OWN)
    with pytest.raises(
        UsageError, match="name one of: default, google, atlassian, pagerduty, ours; your own lie in"
    ):
        named(name)


def test_a_template_that_is_no_text_is_a_sentence() -> None:
    """Bytes that are no UTF-8 are named with their file."""
    file = own("ours", b"\xff\xfe")
    with pytest.raises(PmtuiError) as caught:
        named("ours")
    assert str(file) in str(caught.value)


def test_the_layout_follows_the_settings_as_far_as_they_can_be_followed() -> None:
    """The sections of the template, and those of the plain one while there is none of that name."""
    own("ours", OWN)
    choose("ours")
    assert layout(None).sections == ("summary", "Who helped")
    choose("nothing")
    assert "conclusion" in layout(None).sections


def test_a_draft_has_the_template_of_the_settings(pmtui: Program) -> None:
    """New drafts, the closing note, and drafts that nobody touched when the setting changes."""
    slug = pmtui.new()
    choose("atlassian")
    called = pmtui("close", slug)
    draft = pmtui.folder(slug) / "postmortem.md"
    assert "## Incident summary" in draft.read_text()
    assert "still missing: the leadup: /write leadup TEXT" in called.err
    own("ours", OWN)
    choose("ours")
    pmtui.done("close", slug)
    assert "## In short" in draft.read_text()
    assert "## Incident summary" not in draft.read_text()


def test_a_mistake_in_a_template_leaves_the_last_good_draft(pmtui: Program) -> None:
    """The template and the line are named, the record follows all the same, and mending it is enough."""
    slug = pmtui.new()
    own("ours", OWN)
    choose("ours")
    pmtui.done("write", slug, "summary", typed="Short.")
    pmtui.done("close", slug)
    draft = pmtui.folder(slug) / "postmortem.md"
    good = draft.read_text()
    own("ours", f"{OWN}\n{{{{ nothing }}}}\n")
    called = pmtui("write", slug, "summary", typed="Shorter.")
    assert called.status == 0
    assert "templates/ours.md.j2, line 6: 'nothing' is undefined" in called.err
    assert "postmortem.md stays as it is" in called.err
    assert draft.read_text() == good
    assert pmtui.record(slug)["writeup"]["summary"] == "Shorter."
    own("ours", OWN)
    pmtui.done("close", slug)
    assert "Shorter." in draft.read_text()


def test_a_first_draft_is_written_whatever_the_template(pmtui: Program) -> None:
    """With a mistake in the template it is the plain one, until the mistake is mended."""
    slug = pmtui.new()
    own("ours", "{% if %}")
    choose("ours")
    assert "templates/ours.md.j2, line 1" in pmtui("close", slug).err
    draft = pmtui.folder(slug) / "postmortem.md"
    assert "**To fill in before this is final:**" in draft.read_text()
    own("ours", OWN)
    pmtui.done("close", slug)
    assert "## In short" in draft.read_text()


def test_words_of_a_person_keep_a_draft_as_it_was_begun(pmtui: Program) -> None:
    """A draft with a sentence of somebody's is brought up to date in its own template."""
    slug = pmtui.new()
    pmtui.done("close", slug)
    draft = pmtui.folder(slug) / "postmortem.md"
    draft.write_text(draft.read_text().replace("## Impact", "## Impact\n\nMine.", 1) + "\nMine, too.\n")
    choose("google")
    pmtui.done("write", slug, "resolution", typed="Fixed.")
    text = draft.read_text()
    assert "Mine, too." in text
    assert "**Resolution.** Fixed." in text
