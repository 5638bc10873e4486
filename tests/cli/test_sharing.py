"""Incidents that come from a colleague."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from pmtui.cli import open, screens
from tests.cli.calling import Program

SLUG = "2023-10-15-checkout-is-down"


@pytest.fixture
def sent(pmtui: Program, tmp_path: Path) -> Path:
    """The record of a closed incident with a task, as a colleague who has nothing else got it."""
    pmtui.new()
    pmtui.done("log", "@10:00 /started")
    pmtui.done("log", "/task alert on pool use owner:ana")
    pmtui.done("close")
    path = tmp_path / "sent.toml"
    path.write_bytes((pmtui.folder(SLUG) / "incident.toml").read_bytes())
    return path


def elsewhere(pmtui: Program, tmp_path: Path) -> None:
    """From now on this is the colleague's machine."""
    pmtui.patch.setenv("PMTUI_HOME", str(tmp_path / "colleague"))
    pmtui.patch.setenv("USER", "bo")


def opened(pmtui: Program, path: Path) -> Path | None:
    """The folder that `pmtui open` shows, on a terminal."""
    shown: list[Path | None] = []

    def show(folder: Path | None) -> int:
        shown.append(folder)
        return 0

    options = open.Options()
    options.incident = str(path)
    with pmtui.patch.context() as patch:
        patch.setattr(screens, "need_terminal", lambda: None)
        patch.setattr(screens, "show", show)
        assert open.run(options) == 0
    return shown[0]


def test_a_record_alone_becomes_a_whole_incident(pmtui: Program, sent: Path, tmp_path: Path) -> None:
    """Opened, it has a folder of the same name with journal and documents, to be worked on like any other."""
    record = pmtui.record(SLUG)
    elsewhere(pmtui, tmp_path)
    assert opened(pmtui, sent) == pmtui.folder(SLUG)
    assert pmtui.record(SLUG) == record
    assert pmtui.done("verify", SLUG).endswith("4 lines, each as it was written\n")
    assert (pmtui.folder(SLUG) / "postmortem.md").exists()
    pmtui.done("log", "-i", SLUG, "/done T1")
    assert pmtui.incident(SLUG).tasks[0].done


def test_a_record_joins_the_incident_that_is_here(pmtui: Program, sent: Path, tmp_path: Path) -> None:
    """What each side added is on both; the sentence counts it; the documents follow."""
    elsewhere(pmtui, tmp_path)
    opened(pmtui, sent)
    pmtui.done("log", "-i", SLUG, "/done T1")
    pmtui.done("log", "-i", SLUG, "/well the page came at once")
    back = pmtui.folder(SLUG) / "incident.toml"
    pmtui.patch.setenv("PMTUI_HOME", str(tmp_path / "home"))
    pmtui.done("log", "-i", SLUG, "/question why so late?")
    assert pmtui.done("join", str(back)) == f"{SLUG}: added 2 entries, 3 were here\n"
    assert [item.name for item in pmtui.incident(SLUG).timeline if item.entry.n == 4] == ["#4", "#4b"]
    assert pmtui.incident(SLUG).tasks[0].done
    assert pmtui.record(SLUG)["lessons"]["well"] == ["the page came at once"]
    assert pmtui.done("join", str(back)).startswith(f"{SLUG}: added 0 entries, 5 were here")


@pytest.mark.parametrize(
    ("theirs", "became", "whole"),
    [
        ("The pool!\n\nGrown.", "merged by paragraph", "The pool!\n\nGrown at 11:00."),
        ("The pool.\n\nSwapped.", "both stand, choose one text", "The pool.\n\nGrown at 11:00.\n\nSwapped."),
    ],
)
def test_a_join_names_the_sections_that_both_wrote(
    pmtui: Program, tmp_path: Path, theirs: str, became: str, whole: str
) -> None:
    """Nobody's paragraph leaves the draft, and whose they are is said."""
    pmtui.new()
    pmtui.done("write", SLUG, "root_cause", typed="The pool.\n\nGrown.")
    pmtui.done("close")
    copy = tmp_path / "copy"
    copytree(pmtui.folder(SLUG), copy)
    pmtui.done("write", SLUG, "root_cause", typed="The pool.\n\nGrown at 11:00.")
    pmtui.done("write", SLUG, "conclusion", typed="Ours alone.")
    pmtui.later(1)
    pmtui.patch.setenv("USER", "bo")
    pmtui.done("write", str(copy), "root_cause", typed=theirs)
    said = pmtui.done("join", str(copy))
    assert said.rstrip().endswith(f"; Root cause was written here and there, #3 (ana) and #3b (bo): {became}")
    draft = (pmtui.folder(SLUG) / "postmortem.md").read_text()
    assert f" {whole}\n\n" in draft
    choose = "stand, choose" in became
    assert ("which version of the root cause stands: #" in draft) is choose
    assert ("rule 26" in pmtui("review", SLUG).out) is choose


def test_the_persons_own_text_of_a_draft_comes_with_the_record(
    pmtui: Program, sent: Path, tmp_path: Path
) -> None:
    """It stands behind the same block at the colleague's, and what they add comes back; nothing comes twice."""
    draft = pmtui.folder(SLUG) / "postmortem.md"
    behind = "<!-- /pmtui:timeline -->\n"
    draft.write_text(draft.read_text().replace(behind, f"{behind}\nMine [/] *here*.\n\n![x](x.png)\n"))
    pmtui.done("close", SLUG)
    mine = {"timeline": "Mine [/] *here*.\n\n![x](x.png)"}
    assert pmtui.record(SLUG)["writeup"]["between"] == mine
    sent.write_bytes((pmtui.folder(SLUG) / "incident.toml").read_bytes())
    elsewhere(pmtui, tmp_path)
    opened(pmtui, sent)
    theirs = pmtui.folder(SLUG) / "postmortem.md"
    assert theirs.read_text() == draft.read_text()
    theirs.write_text(theirs.read_text().replace("Mine [/]", "Theirs first.\n\nMine [/]") + "\nAt the end.\n")
    pmtui.done("close", SLUG)
    back = pmtui.folder(SLUG) / "incident.toml"
    pmtui.patch.setenv("PMTUI_HOME", str(tmp_path / "home"))
    for _ in range(2):
        pmtui.done("join", str(back))
        text = draft.read_text()
        assert [text.count(words) for words in ("Theirs first.", "Mine [/]", "At the end.")] == [1, 1, 1]
    assert text.index("Mine [/]") < text.index("<!-- pmtui:ruled-out") < text.index("At the end.")


def test_a_folder_is_joined_too(pmtui: Program, sent: Path, tmp_path: Path) -> None:
    """A copy of the folder brings what its journal has, an open incident's as well."""
    copy = tmp_path / "copy"
    copytree(pmtui.folder(SLUG), copy)
    pmtui.done("log", "-i", str(copy), "/reopen")
    assert pmtui.done("join", str(copy)) == f"{SLUG}: added 1 entry, 3 were here\n"
    elsewhere(pmtui, tmp_path)
    assert pmtui.done("join", str(copy)) == "copy: a new incident, made from its 4 entries\n"


def test_a_folder_that_two_writers_forked_is_joined(pmtui: Program, tmp_path: Path) -> None:
    """Lines that git put together (`merge=union`) are each as they were written, so all of them come."""
    pmtui.new()
    pmtui.done("log", "one")
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for copy in (ours, theirs):
        copytree(pmtui.folder(SLUG), copy)
        pmtui.done("log", "-i", str(copy), f"typed in {copy.name}")
    shared = len(pmtui.journal(SLUG))
    with (ours / "journal.jsonl").open("ab") as file:
        file.write((theirs / "journal.jsonl").read_bytes()[shared:])
    assert pmtui.done("join", str(ours)) == f"{SLUG}: added 2 entries, 1 was here\n"
    assert {item.entry.says for item in pmtui.incident(SLUG).timeline} >= {"typed in ours", "typed in theirs"}


def test_a_section_that_both_wrote_stands_twice(pmtui: Program, sent: Path, tmp_path: Path) -> None:
    """Joined, nobody's paragraph has left the draft."""
    copy = tmp_path / "copy"
    copytree(pmtui.folder(SLUG), copy)
    pmtui.done("write", SLUG, "conclusion", "-", typed="Mine stands here.")
    pmtui.done("write", str(copy), "conclusion", "-", typed="Theirs stands there.")
    pmtui.done("join", str(copy))
    draft = (pmtui.folder(SLUG) / "postmortem.md").read_text()
    assert "Mine stands here." in draft
    assert "Theirs stands there." in draft


def test_a_record_never_joins_another_incident(pmtui: Program, sent: Path) -> None:
    """The incident that is named must be the same one."""
    other = pmtui.new("Login fails")
    before = pmtui.journal(other)
    called = pmtui("join", str(sent), other)
    assert called.status == 2
    assert "is another incident" in called.sentence
    assert pmtui.journal(other) == before
    assert pmtui.done("join", str(sent), SLUG).startswith(f"{SLUG}: added 0")


def test_a_record_changed_by_hand_is_not_joined(pmtui: Program, sent: Path, tmp_path: Path) -> None:
    """A journal never forgets: what does not fit its digest stays out, with the reason and the way on."""
    sent.write_text(sent.read_text().replace("alert on pool use", "alert on nothing"))
    before = pmtui.journal(SLUG)
    called = pmtui("join", str(sent))
    assert called.status == 1
    assert "do not fit the digest" in called.sentence
    assert "ask for the copy that pmtui wrote" in called.sentence
    assert pmtui.journal(SLUG) == before
    elsewhere(pmtui, tmp_path)
    assert pmtui("join", str(sent)).status == 1
    assert not (pmtui.home / "incidents").exists()


def test_a_line_changed_by_hand_is_not_joined(pmtui: Program, sent: Path, tmp_path: Path) -> None:
    """It stays out and is named; what stands behind it is as it was written, and known here."""
    copy = tmp_path / "copy"
    copytree(pmtui.folder(SLUG), copy)
    journal = copy / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"alert on pool use", b"alert on nothing!"))
    before = pmtui.journal(SLUG)
    assert pmtui.done("join", str(copy)).endswith(
        ", 2 were here; left out, because it is not as it was written: line 3\n"
    )
    assert pmtui.journal(SLUG) == before


@pytest.mark.parametrize("name", ["nothing.toml", "nowhere", "empty"])
def test_what_is_no_incident_is_named(pmtui: Program, tmp_path: Path, name: str) -> None:
    """One sentence says what was looked for."""
    (tmp_path / "empty").mkdir()
    called = pmtui("join", str(tmp_path / name))
    assert called.status in (1, 2)
    assert name in called.sentence


def test_a_hostile_slug_names_no_folder_elsewhere(pmtui: Program, sent: Path, tmp_path: Path) -> None:
    """The views of a record are not sealed: a slug that is none is not used."""
    sent.write_text(sent.read_text().replace(f'slug = "{SLUG}"', 'slug = "../../../evil"'))
    elsewhere(pmtui, tmp_path)
    assert pmtui.done("join", str(sent)).startswith(f"{SLUG}: a new incident")
    assert not list(tmp_path.rglob("evil"))


def test_opening_a_record_needs_a_terminal_first(pmtui: Program, sent: Path, tmp_path: Path) -> None:
    """A call that is refused has joined nothing."""
    elsewhere(pmtui, tmp_path)
    assert "need a terminal" in pmtui("open", str(sent)).sentence
    assert not (pmtui.home / "incidents").exists()
