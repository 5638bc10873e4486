"""Both hands on one document: what a person edits outside is recorded, or set aside and named; nothing is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.incident.incident import Incident
from pmtui.model.incident.words import search
from pmtui.model.incident.writeup import SECTIONS
from pmtui.output.chart import chart
from pmtui.output.draft.blocks import MORE, blocks
from pmtui.output.draft.draft import draft
from pmtui.output.record import record
from pmtui.storage.disk import DISK, Disk, StorageError
from pmtui.storage.journal.journal import Journal
from pmtui.work.edits import edited
from pmtui.work.publish import Author, Published, publish
from tests.output.making import DAY, make
from tests.output.strategies import KINDS, incidents, texts
from tests.storage.faults import Faulty, note

BO = Author("bo", DAY)
CAUSE = "The pool was too small. Nobody saw it."


class Home:
    """A closed incident with its documents, in a folder."""

    def __init__(self, folder: Path, entries: list[e.Entry]) -> None:
        self.folder = folder / "checkout"
        self.folder.mkdir()
        last = max(entry.n for entry in entries)
        Journal.adopt(self.folder, [*entries, make(e.Close, last + 1)]).close()
        self.publish()

    def publish(self, author: Author | None = BO, disk: Disk = DISK) -> Published:
        """Brings the documents up to date; whatever was set aside is named."""
        return publish(self.folder, disk, author)

    def write(self, section: str, text: str) -> None:
        """Writes a section in pmtui."""
        journal = Journal(self.folder)
        journal.append([e.Write(id=codec.new_id(DAY), recorded=DAY, by="ana", section=section, text=text)])
        journal.close()

    def edit(self, old: str, new: str) -> None:
        """Edits the draft outside."""
        assert old in self.text
        self.path.write_text(self.text.replace(old, new, 1))

    @property
    def path(self) -> Path:
        return self.folder / "postmortem.md"

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def incident(self) -> Incident:
        journal = Journal(self.folder)
        try:
            return Incident(journal.read())
        finally:
            journal.close()

    @property
    def versions(self) -> list[tuple[str, str, str]]:
        """Who wrote which section, and what, in order."""
        found = [item.entry for item in self.incident.of(e.Write)]
        return [(entry.by, entry.section, entry.text) for entry in found if isinstance(entry, e.Write)]

    @property
    def aside(self) -> list[str]:
        """What was set aside."""
        return [path.read_text() for path in sorted(self.folder.glob("aside/*"))]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An incident whose root cause is written."""
    first = make(e.Opened, 0, title="Checkout is down", zone="UTC", opened=DAY, by="ana")
    home = Home(tmp_path, [first, make(e.Note, 1, at="10:00", text="a note")])
    home.write("root_cause", CAUSE)
    home.publish()
    return home


def test_an_edited_section_becomes_a_new_version(home: Home) -> None:
    """It is recorded for the person who runs pmtui, said so, and stands in the draft; the old version stays."""
    home.edit("Nobody saw it.", "Nobody saw it, because no alert watches it.")
    done = home.publish()
    new = "The pool was too small. Nobody saw it, because no alert watches it."
    assert home.versions == [("ana", "root_cause", CAUSE), ("bo", "root_cause", new)]
    assert done.notices == ("postmortem.md: the section root_cause was edited there and is recorded as #4",)
    assert new in home.text
    assert home.aside == []
    before = home.text
    assert home.publish().notices == ()
    assert (home.text, len(home.versions)) == (before, 2)


@pytest.mark.parametrize(
    ("block", "lines"), [("timeline", "<!-- /pmtui:timeline -->"), ("section.root_cause", "")]
)
def test_a_block_with_broken_or_doubled_markers_is_named(home: Home, block: str, lines: str) -> None:
    """One sentence for each says that it is the person's now; its text stays, and every other block follows."""
    closing = f"<!-- /pmtui:{block} -->"
    home.edit(closing, f"{closing}\n\n{lines}" if lines else "")
    home.write("resolution", "We grew the pool.")
    sentence = (
        f"postmortem.md: the markers of the block {block} are broken or doubled; what stands there is your text "
        "now and no longer follows"
    )
    assert home.publish().notices == (sentence,)
    assert "a note" in home.text
    assert CAUSE in home.text
    assert "We grew the pool." in home.text


def test_the_summary_follows_an_edited_root_cause(home: Home) -> None:
    """Everything drawn from a section follows the edit at once."""
    home.edit("too small. Nobody", "far too small. Nobody")
    home.publish()
    assert "\n\nThe pool was far too small.\n" in home.text.partition("## Summary")[2]
    assert 'root_cause = "The pool was far too small.' in (home.folder / "incident.toml").read_text()


def test_a_text_in_the_place_of_what_is_missing_is_taken_in(home: Home) -> None:
    """The line that asks for a section makes way for what a person writes there."""
    asked = next(line for line in home.text.split("\n") if "/write resolution" in line)
    home.edit(asked, "The pool was made larger.")
    home.publish()
    assert home.versions[-1] == ("bo", "resolution", "The pool was made larger.")


def test_a_text_below_what_is_missing_is_taken_in(home: Home) -> None:
    """Who leaves the asking line there does not have it in the section."""
    asked = next(line for line in home.text.split("\n") if "/write resolution" in line)
    home.edit(asked, f"{asked}\n\nThe pool was made larger.")
    home.publish()
    assert home.versions[-1] == ("bo", "resolution", "The pool was made larger.")
    assert "/write resolution" not in home.text


def test_a_text_between_bare_markers_is_a_section(home: Home) -> None:
    """The empty place of a section can be written into, with its heading or without."""
    home.edit("<!-- /pmtui:section.trigger -->", "A deploy.\n<!-- /pmtui:section.trigger -->")
    home.edit(
        "<!-- /pmtui:section.conclusion -->", "## Conclusion\n\nDone.\n<!-- /pmtui:section.conclusion -->"
    )
    home.publish()
    assert home.versions[1:] == [("bo", "trigger", "A deploy."), ("bo", "conclusion", "Done.")]
    assert home.text.count("## Conclusion") == 1


def test_a_section_of_ones_own_can_be_edited(home: Home) -> None:
    """A section with a new name is like any other."""
    home.write("What customers saw", "An error page.")
    home.publish()
    home.edit("An error page.", "An error page, for an hour.")
    home.publish()
    assert home.versions[-1] == ("bo", "What customers saw", "An error page, for an hour.")


def test_a_section_that_both_sides_changed_keeps_both_texts(home: Home) -> None:
    """The edit began from what the block showed: the same paragraph stands twice, another one is merged."""
    home.edit("Nobody saw it.", "Nobody saw it, for an hour.")
    home.write("root_cause", "The pool leaked.")
    home.publish()
    both = "The pool leaked.\n\nThe pool was too small. Nobody saw it, for an hour."
    assert home.incident.sections["root_cause"] == both
    assert home.versions[-1] == ("bo", "root_cause", "The pool was too small. Nobody saw it, for an hour.")
    assert f"**Root cause.** {both}" in home.text
    assert "which version of the root cause stands: #" in home.text
    assert home.aside == []


def test_both_sides_may_change_two_paragraphs_of_a_section(home: Home) -> None:
    """A formatter went over all of it: what it spells otherwise is no edit of the paragraph."""
    home.write("detection", "A *customer*  wrote.\n\n* one\n* two\n\nNobody else.")
    home.publish()
    home.edit("A *customer*  wrote.\n\n* one\n* two", "A _customer_ wrote.\n\n- one\n- two\n- three")
    home.write("detection", "A *customer*  wrote us.\n\n* one\n* two\n\nNobody else.")
    home.publish()
    text = "A *customer*  wrote us.\n\n- one\n- two\n- three\n\nNobody else."
    assert home.incident.sections["detection"] == text
    assert not home.incident.clash("detection")


def test_both_sides_may_write_a_section_that_nobody_had_written(home: Home) -> None:
    """The block asked for it: both first texts stand."""
    asked = next(line for line in home.text.split("\n") if "/write resolution" in line)
    home.edit(asked, "The pool was made larger.")
    home.write("resolution", "We grew the pool.")
    home.publish()
    both = "We grew the pool.\n\nThe pool was made larger."
    assert home.incident.sections["resolution"] == both
    assert [v.by for v in home.incident.clash("resolution")] == ["ana", "bo"]


def test_an_edit_of_a_block_that_nobody_knows_any_more_is_set_aside(home: Home) -> None:
    """What it showed was redacted since, or its marker was changed: what was removed is not known."""
    marker = next(block for block in blocks(home.text) if block.name == "section.root_cause")
    home.edit(marker.hash, "0123456789ab")
    home.edit("Nobody saw it.", "Nobody saw it, for an hour.")
    (notice,) = home.publish().notices
    (kept,) = home.folder.glob("aside/*")
    assert home.aside == ["The pool was too small. Nobody saw it, for an hour.\n"]
    assert f"`pmtui write checkout root_cause {kept}` takes it" in notice
    assert "for an hour" not in home.text


def test_both_sides_may_change_different_sections(home: Home) -> None:
    """What pmtui changed elsewhere is no conflict."""
    home.edit("Nobody saw it.", "Nobody saw it, for an hour.")
    home.write("trigger", "A deploy.")
    home.publish()
    assert home.versions[-1] == ("bo", "root_cause", "The pool was too small. Nobody saw it, for an hour.")
    assert "A deploy." in home.text


def test_both_sides_may_say_the_same(home: Home) -> None:
    """A text that was carried over by hand is neither recorded twice nor set aside."""
    home.edit(CAUSE, "The pool leaked.")
    home.write("root_cause", "The pool leaked.")
    assert home.publish().notices == ()
    assert (len(home.versions), home.aside) == (2, [])


def test_an_edit_that_removes_text_is_not_taken_in(home: Home) -> None:
    """What pmtui has stays; the shorter text is set aside with the call that takes it."""
    home.edit(" Nobody saw it.", "")
    (notice,) = home.publish().notices
    assert home.aside == ["The pool was too small.\n"]
    assert CAUSE in home.text
    assert "nothing is removed unattended" in notice
    assert "`pmtui write checkout root_cause " in notice


def test_an_emptied_section_comes_back(home: Home) -> None:
    """The sentence says how it is taken out."""
    home.edit(CAUSE, "")
    (notice,) = home.publish().notices
    assert CAUSE in home.text
    assert "'/strike #3'" in notice
    assert home.aside == []


def test_moving_words_within_a_section_is_taken_in(home: Home) -> None:
    """Another order removes nothing."""
    home.edit(CAUSE, "Nobody saw it. The pool was too small.")
    home.publish()
    assert home.versions[-1] == ("bo", "root_cause", "Nobody saw it. The pool was too small.")


def test_another_heading_of_a_section_is_set_aside(home: Home) -> None:
    """The heading is generated; what stood there is kept whole, the section stays."""
    home.write("detection", CAUSE)
    home.publish()
    home.edit("## Detection\n", "## Who saw it\n")
    (notice,) = home.publish().notices
    assert home.aside == [f"## Who saw it\n\n{CAUSE}\n"]
    assert f"## Detection\n\n{CAUSE}" in home.text
    assert "its heading is generated" in notice


def test_words_in_the_place_of_what_the_facts_say_are_taken_in(home: Home) -> None:
    """The proposed summary, rewritten, is the summary, although the facts went on meanwhile."""
    home.edit("\n\nThe pool was too small.\n", "\n\nCheckout failed for an hour.\n")
    home.write("trigger", "A deploy.")
    home.publish()
    assert ("bo", "summary", "Checkout failed for an hour.") in home.versions
    assert "Checkout failed for an hour." in home.text


def test_bold_words_that_a_person_takes_away_come_back(home: Home) -> None:
    """They are generated, the text behind them is the person's."""
    home.edit(f"**Root cause.** {CAUSE}", f"{CAUSE} It was old.")
    home.publish()
    assert home.versions[-1] == ("bo", "root_cause", f"{CAUSE} It was old.")
    assert f"**Root cause.** {CAUSE} It was old." in home.text


def test_words_above_a_generated_heading_are_the_persons_own(home: Home) -> None:
    """The marker stands above the heading, where nobody looks for it: nothing is set aside, and they stay there."""
    home.edit("## Timeline", "My own words.\n\n## Timeline")
    assert home.publish().notices == ()
    assert home.aside == []
    home.write("detection", "An alert.")
    assert home.publish().notices == ()
    assert (
        0 < home.text.index("An alert.") < home.text.index("My own words.") < home.text.index("## Timeline")
    )


def test_an_edit_in_a_generated_block_is_set_aside(home: Home) -> None:
    """The timeline belongs to the journal: it is current again, the edit is kept and named."""
    home.edit("All times" if "All times" in home.text else "all times", "better times")
    (notice,) = home.publish().notices
    assert "the block timeline is generated" in notice
    assert "better times" in home.aside[0]
    assert "better times" not in home.text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("a note", "a better note", "#1 was mended there, which is recorded as #4"),
        ("# Checkout is down", "# Checkout was down", "the title was mended there, which is recorded as #4"),
    ],
)
def test_a_word_mended_in_a_line_is_the_correction_that_it_is(
    home: Home, old: str, new: str, says: str
) -> None:
    """Recorded once, for who runs pmtui; what was typed stays in the journal, nothing is set aside."""
    home.edit(old, new)
    assert home.publish().notices == (f"postmortem.md: {says}",)
    assert new in home.text
    assert home.aside == []
    assert home.incident.last_number == 4
    assert home.publish().notices == ()
    assert home.publish(None).notices == ()


def test_a_record_changed_by_hand_is_set_aside(home: Home) -> None:
    """It is written from the journal again; the sentence says where such a change belongs."""
    record = home.folder / "incident.toml"
    good = record.read_text()
    record.write_text(good.replace("a note", "a better note"))
    (notice,) = home.publish().notices
    assert "changes belong in the journal" in notice
    assert "a better note" in home.aside[0]
    assert record.read_text() == good


def seal(text: str, line: str, before: str) -> str:
    """A document with the hash of its text in a line of its own, as another version might have written it."""
    return text.replace(before, line.format(hashlib.sha256(text.encode()).hexdigest()) + before, 1)


@pytest.mark.parametrize("hashed", [True, False])
def test_documents_that_another_version_wrote_are_replaced_without_a_word(home: Home, hashed: bool) -> None:
    """What pmtui would write today is no measure of what a person changed; one of before carries no hash."""
    before = {}
    for name, old, line, mark in (
        ("incident.toml", 'by = "ana"', 'views = "{}"\n', "\n[[entries]]"),
        ("timeline.svg", 'class="pm-paper"', "<!-- pmtui {} -->\n", "</svg>"),
    ):
        path = home.folder / name
        before[path] = path.read_text()
        start = line.partition("{}")[0]
        kept = [each for each in before[path].splitlines(keepends=True) if not each.startswith(start)]
        other = "".join(kept).replace(old, f"{old} " if name == "incident.toml" else f"{old} id='x'", 1)
        assert other != "".join(kept)
        path.write_text(seal(other, line, mark) if hashed else other)
    assert home.publish().notices == ()
    assert home.aside == []
    assert {path: path.read_text() for path in before} == before


def test_a_chart_changed_by_hand_is_set_aside(home: Home) -> None:
    """With the hash that it carried, or without it."""
    chart_file = home.folder / "timeline.svg"
    good = chart_file.read_text()
    for changed in (good.replace("a note", "a better note"), "<svg>mine</svg>\n"):
        chart_file.write_text(changed)
        (notice,) = home.publish().notices
        assert "timeline.svg was changed by hand" in notice
        assert changed in home.aside
        assert chart_file.read_text() == good


def test_an_older_journal_never_replaces_what_the_documents_alone_hold(home: Home) -> None:
    """A copy of the journal is put back: what only the record knows is joined, and said; nothing else changes."""
    journal = home.folder / "journal.jsonl"
    old = journal.read_bytes()
    home.write("resolution", "We grew the pool.")
    home.publish()
    before = {path: path.read_bytes() for path in home.folder.glob("*.*") if path != journal}
    journal.write_bytes(old)
    (notice,) = home.publish().notices
    assert "incident.toml held 1 entry that the journal lacked" in notice
    assert {path: path.read_bytes() for path in before} == before
    assert home.versions[-1] == ("ana", "resolution", "We grew the pool.")
    assert home.aside == []
    assert home.publish().notices == ()


def test_a_draft_without_its_record_is_kept_before_it_tells_less(home: Home) -> None:
    """Nothing says what the journal held when it was written: an older one may have been put back."""
    journal = home.folder / "journal.jsonl"
    old = journal.read_bytes()
    home.write("resolution", "We grew the pool.")
    home.publish()
    before = home.text
    journal.write_bytes(old)
    (home.folder / "incident.toml").unlink()
    (notice,) = home.publish().notices
    assert "postmortem.md was brought up to date without a whole incident.toml" in notice
    assert home.aside == [before]
    assert home.publish().notices == ()


def test_what_was_redacted_here_does_not_come_back_with_a_record(home: Home) -> None:
    """The record holds the words still, and more than the journal: only that comes in."""
    journal = Journal(home.folder)
    journal.append([note("the password is hunter2")])
    old = (home.folder / "journal.jsonl").read_bytes()
    target = journal.read()[-1]
    journal.append([note("later")])
    home.publish()
    (home.folder / "journal.jsonl").write_bytes(old)
    again = Journal(home.folder)
    again.read()
    again.append([e.Redact(id=codec.new_id(DAY), recorded=DAY, refs=(target.id,))])
    again.redact([target.id])
    home.publish()
    assert not any(b"hunter2" in path.read_bytes() for path in home.folder.glob("*.*"))
    assert search(home.incident, "later")


def test_a_record_of_another_incident_is_set_aside(home: Home, tmp_path: Path) -> None:
    """It fits its own entries, and none of them is ours: nothing is joined, and it is kept."""
    first = msgspec.structs.replace(make(e.Opened, 0, title="Other", zone="UTC", opened=DAY), id="other-0")
    strange = record.write(
        Incident([first, msgspec.structs.replace(make(e.Note, 1, text="x"), id="other-1")]), "o"
    )
    good = (home.folder / "incident.toml").read_text()
    (home.folder / "incident.toml").write_text(strange)
    (notice,) = home.publish().notices
    assert "entries of another incident" in notice
    assert home.aside == [strange]
    assert (home.folder / "incident.toml").read_text() == good


def test_without_a_person_every_edit_is_set_aside(home: Home) -> None:
    """Nobody's words are recorded in nobody's name."""
    home.edit("Nobody saw it.", "Nobody saw it, for an hour.")
    (notice,) = home.publish(author=None).notices
    assert "`pmtui write checkout root_cause " in notice
    assert home.aside == ["The pool was too small. Nobody saw it, for an hour.\n"]
    assert len(home.versions) == 1


@pytest.mark.parametrize("change", ["crlf", "spaces", "blank"])
def test_what_an_editor_does_by_itself_is_no_edit(home: Home, change: str) -> None:
    """Other line ends and white space record nothing and set nothing aside."""
    text = home.text
    if change == "crlf":
        home.path.write_bytes(text.replace("\n", "\r\n").encode())
    elif change == "spaces":
        home.edit(CAUSE, f"{CAUSE}  ")
    else:
        home.edit(f"{CAUSE}\n\n", f"\n{CAUSE}\n")
    assert home.publish().notices == ()
    assert (len(home.versions), home.aside) == (1, [])


def test_only_an_edited_section_is_waiting(home: Home) -> None:
    """A look at the file tells whether there is something to take in."""
    assert not edited(home.folder)
    home.edit("## Timeline", "## What happened")
    assert not edited(home.folder)
    home.edit("Nobody saw it.", "Nobody saw it, for an hour.")
    assert edited(home.folder)
    home.path.unlink()
    assert not edited(home.folder)


@pytest.mark.parametrize("at", range(1, 5))
def test_a_disk_that_fails_records_an_edit_once(home: Home, at: int) -> None:
    """Recorded, but not yet in the documents: the next time it is known already."""
    home.edit("Nobody saw it.", "Nobody saw it, for an hour.")
    disk = Faulty(at, only="replace")
    for _ in range(3):
        try:
            home.publish(disk=disk)
        except StorageError:
            continue
    assert [by for by, _, _ in home.versions] == ["ana", "bo"]
    assert home.aside == []
    assert "for an hour" in home.text


def test_what_is_saved_while_the_pages_are_made_is_not_replaced_unseen(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person saves the draft in that very moment: it is looked at again."""
    home.write("trigger", "A deploy.")
    draw = chart.svg

    def svg(incident: Incident) -> str:
        if "Nobody saw it." in home.text:
            home.edit("Nobody saw it.", "Nobody saw it, for an hour.")
        return draw(incident)

    monkeypatch.setattr(chart, "svg", svg)
    home.publish()
    assert home.versions[-1][2].endswith("for an hour.")
    assert "for an hour" in home.text


def test_entries_are_saved_while_documents_are_made(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for them, and they are made once, however many entries come: whoever adds those publishes after."""
    made = during(monkeypatch, lambda: home.write("trigger", f"A deploy {len(made)}."))
    home.write("resolution", "We grew the pool.")
    home.publish()
    assert len(made) == 1
    assert "We grew the pool." in home.text
    assert "A deploy" not in home.text
    assert [section for _, section, _ in home.versions][-1] == "trigger"


def test_documents_that_know_more_are_not_replaced(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process publishes a later entry in that very moment: what was made before it is made anew."""

    def meanwhile() -> None:
        if len(made) == 1:
            home.write("trigger", "A deploy.")
            home.publish()

    made = during(monkeypatch, meanwhile)
    home.write("resolution", "We grew the pool.")
    assert home.publish().notices == ()
    assert "A deploy." in home.text
    assert 'trigger = "A deploy."' in (home.folder / "incident.toml").read_text()


def test_words_redacted_while_documents_are_made_are_in_none(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were in what was made, and are not in what is written."""
    journal = Journal(home.folder)
    secret = journal.append([note("the password is hunter2")]).saved[0]
    asked = e.Redact(id=codec.new_id(DAY), recorded=DAY, refs=(secret.id,))

    def redacted() -> None:
        journal.append([asked])
        journal.erase()

    made = during(monkeypatch, redacted)
    home.publish()
    assert len(made) == 2
    assert not any(b"hunter2" in path.read_bytes() for path in home.folder.glob("*.*"))
    journal.close()


def test_documents_that_change_all_the_time_are_left_alone(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says so; what a person saves last stands there."""
    home.write("trigger", "A deploy.")
    made = during(monkeypatch, lambda: home.path.write_text(f"{home.text}\nsaved {len(made)}\n"))
    with pytest.raises(StorageError, match="change all the time"):
        home.publish()
    assert f"saved {len(made)}" in home.text
    assert home.aside == []


def during(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> list[Incident]:
    """Has something happen whenever documents are made; the incidents of which they are made, so far."""
    draw = chart.svg
    made: list[Incident] = []

    def svg(incident: Incident) -> str:
        made.append(incident)
        happens()
        return draw(incident)

    monkeypatch.setattr(chart, "svg", svg)
    return made


# --- properties

KNOWN = tuple(kind for kind in KINDS if kind not in (e.Timezone, e.Opened, e.Layout))
"""Of any name a template is one that nobody has, and then the draft stays as it is."""
PIECES = st.sampled_from(("paragraph", "heading", "image", "html", "table", "code"))
WAYS = (
    "insert",
    "insert",
    "insert",
    "change",
    "append",
    "delete",
    "move",
    "retitle",
    "break",
    "double",
    "write",
)
STEP = st.tuples(st.sampled_from(WAYS), st.integers(0, 10**6), st.integers(0, 10**6), PIECES)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from([*SECTIONS, "Own words"]), texts, max_size=4))
def test_what_was_typed_is_never_taken_for_an_edit(sections: dict[str, str]) -> None:
    """Whatever a section says: rendered and not edited, it records nothing and sets nothing aside."""
    with TemporaryDirectory() as folder:
        writes = [
            make(e.Write, n, section=name, text=text) for n, (name, text) in enumerate(sections.items(), 1)
        ]
        home = Home(Path(folder), [make(e.Opened, 0, title="t", zone="UTC", opened=DAY), *writes])
        before = home.text
        assert home.publish().notices == ()
        assert (home.text, len(home.versions), home.aside) == (before, len(writes), [])


@settings(max_examples=40)
@given(st.sampled_from(["summary", "root_cause", "trigger", "aside"]), texts, texts)
@example("aside", "<!-- a comment -->a\u2028b", "\x86y")
@example("aside", '<!-- pmtui:title abc -->\nx\n<!-- /pmtui:title -->"""a\u2028b', "\x86\x17y")
def test_any_added_text_is_taken_in_and_settles(section: str, text: str, more: str) -> None:
    """Whatever is added: it is recorded or set aside, and then the documents stay as they are."""
    with TemporaryDirectory() as folder:
        first = make(e.Opened, 0, title="t", zone="UTC", opened=DAY)
        home = Home(Path(folder), [first, make(e.Write, 1, section=section, text=f"begin {text}")])
        end = f"<!-- /pmtui:section.{section} -->"
        home.edit(end, f"{more}\nwrote here too\n{end}")
        home.publish()
        assert "wrote here too" in home.text + "".join(text for _, _, text in home.versions)
        before = (home.text, home.versions)
        # What was added may be a marker: a block that is broken is named as long as it is.
        assert [n for n in home.publish().notices if not n.endswith("no longer follows")] == []
        assert (home.text, home.versions) == before


@settings(max_examples=60)
@given(
    incidents(KNOWN),
    st.lists(STEP, max_size=8),
    st.dictionaries(st.sampled_from(list(SECTIONS)), texts, max_size=3),
)
def test_nothing_a_person_wrote_is_lost(
    incident: Incident, steps: list[tuple[str, int, int, str]], sections: dict[str, str]
) -> None:
    """However the draft is edited, while pmtui writes too: every sentence is in the draft, set aside or in the journal.

    And every block that can be told apart is current, and a second time changes nothing.
    """
    with TemporaryDirectory() as folder:
        home = Home(Path(folder), incident.entries)
        for name, text in sections.items():
            home.write(name, f"{text}\n\nSaid in {name}.")
        home.publish()
        for at, step in enumerate(steps):
            act(home, f"wrote{at:04}", step)
        written = home.text
        home.publish()
        kept = home.text + "".join(home.aside) + "".join(text for _, _, text in home.versions)
        assert set(re.findall(r"wrote\d{4}", written)) <= set(re.findall(r"wrote\d{4}", kept))
        fresh = {block.name: block.content for block in blocks(draft(home.incident)) if block.name != MORE}
        for block in blocks(home.text):
            assert block.says(fresh.get(block.name, block.content))
        before = (home.text, len(home.incident), home.aside)
        home.publish()
        assert (home.text, len(home.incident), home.aside) == before


def piece(token: str, what: str) -> list[str]:
    """Something that a person adds to a document, on lines of its own."""
    return {
        "paragraph": ["", f"A sentence {token} of mine.", ""],
        "heading": ["", f"## My heading {token}", ""],
        "image": ["", f"![a picture {token}](graph.png)", ""],
        "html": ["", f"<details>{token}</details>", ""],
        "table": ["", f"| {token} | b |", "| --- | --- |", "| c | d |", ""],
        "code": ["", "```", f"{token} code", "```", ""],
    }[what]


def act(home: Home, token: str, step: tuple[str, int, int, str]) -> None:
    """One thing that a person does to the draft, or in pmtui."""
    way, one, two, what = step
    if way == "write":
        home.write(list(SECTIONS)[one % len(SECTIONS)], f"Written in pmtui meanwhile, {two}.")
        return
    lines = home.text.split("\n")
    at, to = one % len(lines), two % len(lines)
    marks = [n for n, line in enumerate(lines) if line.startswith(("<!-- pmtui:", "<!-- /pmtui:"))]
    headings = [n for n, line in enumerate(lines) if line.startswith("#")]
    if way == "insert":
        lines[at:at] = piece(token, what)
    elif way == "change":
        lines[at] = f"Changed to {token}."
    elif way == "append":
        lines[at] += f" {token} added"
    elif way == "delete":
        del lines[at : at + 1 + to % 4]
    elif way == "move":
        moved = lines[at : at + 3]
        del lines[at : at + 3]
        lines[to:to] = moved
    elif way == "retitle" and headings:
        where = headings[one % len(headings)]
        lines[where] = f"{lines[where].split(' ')[0]} Another title {token}"
    elif marks:
        where = marks[one % len(marks)]
        broken = lines[where].replace("pmtui", "pmtu", 1)
        lines[where : where + 1] = [broken] if way == "break" else [lines[where]] * 2
    home.path.write_text("\n".join(lines))


def test_what_keeps_a_name_from_being_pinged_is_no_part_of_the_section(home: Home) -> None:
    """It is in the draft, and not in what somebody edits there."""
    home.write("trigger", "Ana deployed #12.")
    home.publish()
    assert "#&#8203;12" in home.text
    home.edit("#&#8203;12.", "#&#8203;12 too late.")
    home.publish()
    assert home.versions[-1] == ("bo", "trigger", "Ana deployed #12 too late.")
