"""Files that belong to an incident: attached from the command line, carried along, looked at and redacted."""

from __future__ import annotations

import hashlib
import shutil
from base64 import b64encode
from pathlib import Path

import pytest

from pmtui.work.commit import record
from pmtui.work.session import Session
from tests.cli.calling import Program
from tests.storage.faults import Dead, Faulty

SLUG = "2023-10-15-checkout-is-down"


@pytest.fixture
def graph(pmtui: Program, tmp_path: Path) -> Path:
    """A picture with a blank in its name, attached to a new incident."""
    path = tmp_path / "the graph.png"
    path.write_bytes(b"\x89PNG of errors")
    pmtui.new()
    said = pmtui.done("attach", str(path), "errors", "[/] per | second")
    assert (
        said
        == f"{SLUG} #1 10:30 today, just now · attach · the-graph.png, 14 bytes: errors [/] per | second\n"
    )
    return path


def copies(pmtui: Program, slug: str) -> list[bytes]:
    """What lies in an incident's attachments."""
    return [path.read_bytes() for path in sorted(pmtui.folder(slug).glob("attachments/*"))]


def test_what_was_attached_is_told_everywhere(pmtui: Program, graph: Path) -> None:
    """`show`, the brief, the record with its digest, the draft with the picture at its place and the file as a link."""
    log = graph.with_name("db.log")
    log.write_text("full\n")
    pmtui.done("log", typed=f"@10:20 /attach {log}\n")
    pmtui.done("close")
    digest = hashlib.sha256(graph.read_bytes()).hexdigest()
    place = f"attachments/the-graph-{digest[:8]}.png"
    rows = pmtui.record(SLUG)["attachments"]
    assert [row["number"] for row in rows] == [2, 1]
    assert {name: rows[1][name] for name in ("name", "path", "caption", "bytes", "sha256", "by")} == {
        "name": "the-graph.png",
        "path": place,
        "caption": "errors [/] per | second",
        "bytes": 14,
        "sha256": digest,
        "by": "ana",
    }
    assert (pmtui.folder(SLUG) / place).is_file()
    draft = (pmtui.folder(SLUG) / "postmortem.md").read_text()
    assert f"errors \\[/\\] per \\| second\\\n  ![errors \\[/\\] per \\| second]({place})" in draft
    assert f"- **10:20** — db.log ([db.log]({rows[0]['path']}))" in draft
    assert "#1  10:30  attach  the-graph.png, 14 bytes: errors" in pmtui.done("show", SLUG)
    assert "Attached: db.log; errors [/] per | second" in pmtui.done("brief", SLUG)
    assert ",the-graph.png: errors [/] per | second," in pmtui.done("export", SLUG, "--format", "csv")


def test_a_picture_that_lies_beside_the_draft_is_in_the_record(pmtui: Program) -> None:
    """Whether a section or one's own text shows it; one that is not there, or lies elsewhere, is not listed."""
    slug = pmtui.new()
    folder = pmtui.folder(slug)
    (folder / "graph.png").write_bytes(b"a picture")
    pmtui.done(
        "write", slug, "summary", typed="It was slow: ![errors](graph.png) ![](none.png) ![](../out.png)"
    )
    pmtui.done("close", slug)
    (folder / "own.jpg").write_bytes(b"another")
    with (folder / "postmortem.md").open("a") as draft:
        draft.write("\n![my own](own.jpg)\n")
    pmtui.done("log", "-i", slug, "/well the page came at once")
    assert pmtui.record(slug)["pictures"] == [
        {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in (("graph.png", b"a picture"), ("own.jpg", b"another"))
    ]
    assert pmtui.done("verify", slug)


def test_a_file_that_cannot_be_attached_is_refused(pmtui: Program, graph: Path) -> None:
    """With 1 and one sentence; a script goes on behind it."""
    missing = str(graph.with_name("none.png"))
    assert "there is no such file" in pmtui("attach", missing).sentence
    called = pmtui("log", typed=f"/attach {missing}\nafter it\n")
    assert called.status == 1
    assert "line 1" in called.err
    assert "#2" in called.out
    assert len(copies(pmtui, SLUG)) == 1


def test_a_pasted_path_is_a_note_that_says_how_to_attach_it(pmtui: Program, graph: Path) -> None:
    """Nothing is half understood: the note stands, and the line that was probably meant is named."""
    assert f"#2 is a note; /attach '{graph}' CAPTION attaches the file" in pmtui("log", str(graph)).err


def test_files_go_along_with_a_move_and_with_a_join(pmtui: Program, graph: Path, tmp_path: Path) -> None:
    """From a folder and from a record beside them; from a lone record what is lacking is named."""
    other = pmtui.new("Login fails")
    pmtui.done("log", "-i", SLUG, f"/move #1 {other}")
    assert copies(pmtui, other) == copies(pmtui, SLUG) == [graph.read_bytes()]
    pmtui.done("close", SLUG)
    shutil.copytree(pmtui.folder(SLUG), tmp_path / "sent" / SLUG)
    shutil.copy(pmtui.folder(SLUG) / "incident.toml", tmp_path / "lone.toml")
    for number, source in enumerate((f"sent/{SLUG}", f"sent/{SLUG}/incident.toml", "lone.toml")):
        pmtui.patch.setenv("PMTUI_HOME", str(tmp_path / f"colleague-{number}"))
        said = pmtui.done("join", str(tmp_path / source))
        lone = source == "lone.toml"
        assert copies(pmtui, SLUG) == ([] if lone else [graph.read_bytes()])
        assert ("put what was attached there into its folder: attachments/the-graph-" in said) == lone
        called = pmtui("verify", SLUG)
        assert called.status == int(lone)
        assert ("(#1) is missing" in called.out) == lone
    pmtui.done("join", str(tmp_path / "sent" / SLUG))
    assert pmtui("verify", SLUG).status == 0  # the entries were here, the file was still to come


def test_verify_names_a_file_that_was_changed(pmtui: Program, graph: Path) -> None:
    """And one that was deleted; with 1."""
    (path,) = pmtui.folder(SLUG).glob("attachments/*")
    assert pmtui("verify", SLUG).status == 0
    path.write_bytes(b"other")
    called = pmtui("verify", SLUG)
    assert (called.status, f"attachments/{path.name} (#1) is changed" in called.out) == (1, True)
    assert called.err == ""  # no call brings it back
    path.unlink()
    assert f"attachments/{path.name} (#1) is missing" in pmtui("verify", SLUG).out


def test_a_redaction_deletes_the_file(pmtui: Program, graph: Path, tmp_path: Path) -> None:
    """Here, and where a move or an earlier join has taken it; another entry's same file is named until it goes, too."""
    other = pmtui.new("Login fails")
    pmtui.done("log", "-i", SLUG, f"/move #1 {other}")
    pmtui.done("attach", "-i", SLUG, str(graph), "once more")
    pmtui.done("close", SLUG)
    shutil.copytree(pmtui.folder(SLUG), tmp_path / "sent" / SLUG)
    called = pmtui("log", "-i", SLUG, "/redact #1 a customer's name")
    assert "the same file was attached by #3; /redact #3 deletes it" in called.err
    assert (copies(pmtui, SLUG), copies(pmtui, other)) == ([graph.read_bytes()], [])
    called = pmtui("log", "-i", SLUG, "/redact #3 a customer's name")
    assert "is deleted; what it was copied from is not pmtui's" in called.err
    held = [
        path for path in pmtui.home.rglob("*") if path.is_file() and b"PNG of errors" in path.read_bytes()
    ]
    assert held == []
    assert pmtui("verify", SLUG).status == 0
    redacted = pmtui.folder(SLUG)
    pmtui.patch.setenv("PMTUI_HOME", str(tmp_path / "colleague"))
    pmtui.done("join", str(tmp_path / "sent" / SLUG))
    assert len(copies(pmtui, SLUG)) == 1
    pmtui.done("join", str(redacted))
    assert copies(pmtui, SLUG) == []


def test_redacted_words_in_an_attached_file_are_named(pmtui: Program, graph: Path) -> None:
    """With the line that deletes it: its digest would tell that a part of it was taken out."""
    log = graph.with_name("db.log")
    log.write_text("the password is hunter2_*x\n")
    pmtui.done("attach", "-i", SLUG, str(log))
    pmtui.done("log", "-i", SLUG, "the password is hunter2_*x")
    called = pmtui("log", "-i", SLUG, "/redact #3 a password")
    assert "holds the words still: /redact #2 WHY deletes it" in called.err
    assert pmtui("verify", SLUG).status == 0
    pmtui.done("log", "-i", SLUG, "/redact #2 a password")
    assert copies(pmtui, SLUG) == [graph.read_bytes()]


def test_the_page_holds_the_pictures(pmtui: Program, graph: Path) -> None:
    """On stdout, in a typed line, and from a record beside its attachments; behind a mask nothing of a picture."""
    embedded = f"data:image/png;base64,{b64encode(graph.read_bytes()).decode()}"
    record = str(pmtui.folder(SLUG) / "incident.toml")
    assert embedded in pmtui.done("log", "/export html")
    pmtui.done("close")
    for named in (SLUG, record):
        assert embedded in pmtui.done("export", named, "--format", "html")
    shutil.copytree(pmtui.folder(SLUG) / "attachments", graph.parent / "sent/attachments")
    shutil.copy(record, graph.parent / "sent/incident.toml")
    assert embedded in pmtui.done("export", str(graph.parent / "sent/incident.toml"), "--format", "html")
    masked = pmtui.done("export", SLUG, "--format", "html", "--mask")
    assert "data:image/png" not in masked
    assert "attachments/the-graph-" in masked


def test_a_deletion_that_was_killed_goes_on_with_any_call(pmtui: Program, graph: Path) -> None:
    """At whatever system call it ends: until the journal has lost the words, the next call deletes the file."""
    folder = pmtui.folder(SLUG)
    (picture,) = folder.glob("attachments/*")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    calls = killed = 0
    while True:
        calls += 5
        for path, content in before.items():
            path.write_bytes(content)
        disk = Faulty()
        here = Session(folder, lambda: pmtui.now, "ana", disk=disk)
        entry = here.understand("/redact #1 a customer's name").entry
        assert entry is not None
        disk.arm(calls, "die")
        try:
            record(here, entry)
        except Dead:
            disk.bury()
            here.journal._fd = -1
        else:
            here.close()
            break
        again = Session(folder, lambda: pmtui.now, "ana")
        exposed = bool(again.journal.exposed)
        redacted = again.incident.last_number == 2
        again.close()
        assert exposed or not redacted or not picture.exists()
        if exposed:
            killed += 1
            assert pmtui("show", SLUG).status == 0
            assert not picture.exists()
    assert killed >= 3
    assert not picture.exists()
