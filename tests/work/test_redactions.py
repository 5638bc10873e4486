"""Promises of `redactions.py`: redacted words stand nowhere in the home, or the place is named."""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.storage import sharing
from pmtui.storage.disk import StorageError
from pmtui.storage.journal.journal import Journal
from pmtui.storage.sharing import Sharing
from pmtui.work import publish
from pmtui.work.commit import record
from pmtui.work.session import Session
from tests.cli.calling import Program, process
from tests.cli.conftest import pmtui
from tests.storage.faults import Dead, Faulty
from tests.work.test_session import folder, made, session, typed

__all__ = ["folder", "pmtui", "session"]

FORMATS = ("toml", "markdown", "html", "svg", "json", "csv")
WORD = "hunter2_*x"
LINE = f"the password is {WORD}"


def holders(home: Path) -> list[str]:
    """The files and names of a home that hold the words, in whatever form."""
    found = [str(path.relative_to(home)) for path in home.rglob("*") if "hunter2" in path.name]
    for path in home.rglob("*"):
        if path.is_file() and b"hunter2" in path.read_bytes():
            found.append(str(path.relative_to(home)))
    return sorted(found)


def closed(pmtui: Program) -> str:
    """An incident with the words in its journal and in all its documents."""
    slug = pmtui.new()
    pmtui.done("log", "-i", slug, LINE)
    pmtui.done("close", slug)
    assert len(holders(pmtui.home)) >= 3
    return slug


def in_aside(folder: Path) -> None:
    draft = folder / "postmortem.md"
    draft.write_text(draft.read_text().replace("# ", "# mine ", 1))
    record = folder / "incident.toml"
    record.write_text(record.read_text() + f"# {WORD}\n")


def in_own_text(folder: Path) -> None:
    draft = folder / "postmortem.md"
    draft.write_text(f"Ana typed {WORD} at ten.\n\n{draft.read_text()}\nAgain: {WORD}\n")


def in_lines_of_a_dead_window(folder: Path) -> None:
    unsent = folder / "unsent"
    unsent.mkdir(exist_ok=True)
    state = {"format": 1, "parked": [{"text": f"/bogus {WORD}"}], "half": {"text": LINE}}
    (unsent / "0123.json").write_text(json.dumps(state))


def in_an_editors_file(folder: Path) -> None:
    (folder / "scratch").mkdir(exist_ok=True)
    (folder / "scratch/summary.md").write_text(f"Summary: {WORD}\n")


def behind_a_link(folder: Path) -> None:
    target = folder.parent.parent / "elsewhere.jsonl"
    (folder / "journal.jsonl").rename(target)
    (folder / "journal.jsonl").symlink_to(target)


WAYS: tuple[Callable[[Path], None], ...] = (
    in_aside,
    in_own_text,
    in_lines_of_a_dead_window,
    in_an_editors_file,
    behind_a_link,
)


@pytest.mark.parametrize("way", WAYS)
def test_no_file_of_the_home_holds_redacted_words(pmtui: Program, way: Callable[[Path], None]) -> None:
    """Neither the documents, nor what was set aside, parked, half typed, edited or linked; all of it verifies."""
    slug = closed(pmtui)
    way(pmtui.folder(slug))
    called = pmtui("log", "-i", slug, "/redact #1 a password")
    assert called.status == 0
    assert holders(pmtui.home) == []
    assert "hunter2" not in called.err
    assert pmtui("verify", slug).status == 0
    assert (pmtui.folder(slug) / "journal.jsonl").is_symlink() == (way is behind_a_link)


def test_what_is_taken_out_of_a_draft_leaves_the_rest_of_it(pmtui: Program) -> None:
    """A person's own sentences stay, without the words; the blocks stay generated."""
    slug = closed(pmtui)
    in_own_text(pmtui.folder(slug))
    pmtui.done("log", "-i", slug, "/redact #1 a password")
    draft = (pmtui.folder(slug) / "postmortem.md").read_text()
    assert draft.startswith("Ana typed [redacted] at ten.\n\n")
    assert draft.endswith("\nAgain: [redacted]\n")
    assert pmtui("log", "-i", slug, "more").err == ""


@pytest.mark.parametrize("from_where", ["source", "target"])
def test_copies_that_a_move_took_are_redacted_as_well(pmtui: Program, from_where: str) -> None:
    """In the other incident, its documents included, whichever of the two the redaction is typed in."""
    slug, other = closed(pmtui), pmtui.new("Login fails")
    pmtui.done("log", "-i", slug, f"/move #1 {other}")
    pmtui.done("close", other)
    here, number = (slug, "#1") if from_where == "source" else (other, "#1")
    called = pmtui("log", "-i", here, f"/redact {number} a password")
    assert called.status == 0
    assert f"the same entries were redacted in {other if from_where == 'source' else slug}" in called.err
    assert holders(pmtui.home) == []
    assert pmtui("verify", slug).status == pmtui("verify", other).status == 0


def test_an_open_windows_lines_are_named(pmtui: Program) -> None:
    """Another process would write them again: so the file is named."""
    slug = closed(pmtui)
    in_lines_of_a_dead_window(pmtui.folder(slug))
    path = pmtui.folder(slug) / "unsent/0123.json"
    fd = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        called = pmtui("log", "-i", slug, "/redact #1 a password")
    finally:
        os.close(fd)
    assert str(path) in called.err
    assert "open window" in called.err
    assert holders(pmtui.home) == [f"incidents/{slug}/unsent/0123.json"]


def test_titles_and_names_of_folders_are_named(pmtui: Program) -> None:
    """With the lines that clean both: typed and run as they stand, they leave no place that holds the words."""
    slug = pmtui.new("Login with hunter2s3cret fails")
    pmtui.done("log", "-i", slug, "password=hunter2s3cret")
    pmtui.done("close", slug)
    called = pmtui("log", "-i", slug, "/redact #1 a password")
    assert {path.split("/")[1] for path in holders(pmtui.home)} == {slug}
    assert "/title ANOTHER, then /redact #0 WHY" in called.err
    pmtui.done("log", "-i", slug, "/title Login fails")
    pmtui.done("log", "-i", slug, "/redact #0 a password")
    (move,) = re.findall(r"holds the words: close its windows, then `([^`]+)`", called.err)
    assert pmtui.done("list").startswith(slug)
    subprocess.run(["sh", "-c", move], check=True)
    slug = slug.replace("hunter2s3cret", "redacted")
    assert pmtui("verify", slug).status == 0
    pmtui.done("log", "-i", slug, "again")
    assert holders(pmtui.home) == []
    assert "Login fails" in pmtui.done("list")


def test_an_incident_whose_first_title_was_redacted_works_in_every_call(
    pmtui: Program, tmp_path: Path
) -> None:
    """It is shown, closed, exported, verified and joined elsewhere under the title and the severity that stand."""
    slug = pmtui.new("Login with hunter2s3cret fails", "Europe/Paris", "--severity", "2")
    refused = pmtui("log", "-i", slug, "/redact #0 a password").sentence
    assert "first /title TEXT and /severity 2, then this" in refused
    pmtui.done("log", "-i", slug, typed="/title Login fails\n/severity 2\n/started\n/redact #0 a password\n")
    pmtui.done("close", slug)
    for words in (("show",), ("brief",), ("verify",), *(("export", "--format", kind) for kind in FORMATS)):
        assert "hunter2s3cret fails" not in pmtui.done(words[0], slug, *words[1:])
    assert "SEV2" in pmtui.done("list")
    record = tmp_path / "incident.toml"
    record.write_bytes((pmtui.folder(slug) / "incident.toml").read_bytes())
    pmtui.patch.setenv("PMTUI_HOME", str(tmp_path / "elsewhere"))
    pmtui.done("join", str(record))
    assert "Login fails" in pmtui.done("list")
    assert "Europe/Paris" in pmtui.done("show", "login")


def test_other_incidents_and_files_that_hold_the_words_are_named(pmtui: Program) -> None:
    """Whatever else of the home holds them, with the line that redacts it there."""
    slug, other = closed(pmtui), pmtui.new("Login fails")
    pmtui.done("log", "-i", other, f"again {WORD}")
    template = pmtui.home / "templates/mine.md.j2"
    template.parent.mkdir()
    template.write_text(WORD)
    called = pmtui("log", "-i", slug, "/redact #1 a password")
    assert f"pmtui log -i {other} '/redact #1 WHY' takes them away" in called.err
    assert str(template) in called.err
    pmtui.done("log", "-i", other, "/redact #1 a password")
    assert holders(pmtui.home) == ["templates/mine.md.j2"]


def test_what_the_server_of_this_machine_keeps_is_not_named_while_it_is_shared(pmtui: Program) -> None:
    """Whoever shares the incident erases the words there; a store that nobody looks after any more is named."""
    slug = closed(pmtui)
    incident = json.loads((pmtui.folder(slug) / "journal.jsonl").read_text().splitlines()[0])["id"]
    block = pmtui.home / f"servers/{incident}/store/1.blk"
    block.parent.mkdir(parents=True)
    block.write_text(WORD)
    where = Sharing(id=incident, urls=("tls://127.0.0.1:4222",), me="a", role="lead", here=True)
    sharing.keep(pmtui.folder(slug), where)
    assert "1.blk" not in pmtui("log", "-i", slug, "/redact #1 a password").err
    pmtui.done("log", "-i", slug, LINE)
    sharing.forget(pmtui.folder(slug))
    assert f"{block} holds the words still" in pmtui("log", "-i", slug, "/redact #4 a password").err


def test_another_name_of_the_journal_is_named(pmtui: Program) -> None:
    """A hard link keeps the old bytes; the sentence holds what finds it."""
    slug = closed(pmtui)
    journal = pmtui.folder(slug) / "journal.jsonl"
    os.link(journal, pmtui.home / "copy.jsonl")
    number = journal.stat().st_ino
    assert f"find / -xdev -inum {number}" in pmtui("log", "-i", slug, "/redact #1 a password").err


def test_a_redaction_that_was_killed_goes_on_with_any_call(pmtui: Program) -> None:
    """At whatever system call it ends: nobody is shown the words, `verify` says it, and the next call finishes."""
    slug = closed(pmtui)
    folder = pmtui.folder(slug)
    in_own_text(folder)
    before = {path: path.read_bytes() for path in pmtui.home.rglob("*") if path.is_file()}
    calls = unfinished = 0
    while True:
        calls += 7
        for path in [each for each in pmtui.home.rglob("*") if each.is_file() and each not in before]:
            path.unlink()
        for path, content in before.items():
            path.write_bytes(content)
        disk = Faulty()
        here = Session(folder, lambda: pmtui.now, "ana", disk=disk)
        disk.arm(calls, "die")
        try:
            record(here, here.understand("/redact #1 a password").entry)  # type: ignore[arg-type]
        except Dead:
            disk.bury()
            here.journal._fd = -1
        else:
            here.close()
            break
        if not Session(folder, lambda: pmtui.now, "ana").journal.exposed:
            continue
        unfinished += 1
        assert "a redaction is not finished" in pmtui("verify", slug).out
        assert pmtui("verify", slug).status == 1
        shown = pmtui("show", slug)
        assert "hunter2" not in shown.out
        assert holders(pmtui.home) == []
        assert pmtui("verify", slug).status == 0
    assert unfinished >= 3


def test_words_in_a_journal_are_given_to_nobody_once_they_are_redacted(
    folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the disk keeps them: what reads the journal gets the entry without them."""
    monkeypatch.setattr(publish, "is_published", lambda incident: False)
    record(session, typed(session, LINE))
    session.disk = disk = Faulty()
    session.journal._disk = disk
    disk.arm(1, only="replace")
    with pytest.raises(StorageError):
        record(session, typed(session, "/redact #1 a password"))
    journal = Journal(folder)
    assert "hunter2" not in str(journal.read())
    assert b"hunter2" in (folder / "journal.jsonl").read_bytes()
    assert {entry.n for entry in journal.exposing} == {1}
    journal.close()


def test_a_command_of_its_own_process_cleans_as_well(tmp_path: Path) -> None:
    """As the program is called by a person."""
    folder = made(tmp_path, "Login errors")
    home = folder.parent.parent
    assert process(home, "log", "-i", folder.name, LINE).status == 0
    assert process(home, "log", "-i", folder.name, "/redact #1 a password").status == 0
    assert holders(home) == []
