"""The documents: they follow a closed incident, and what a person changed is set aside and named."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest

from tests.cli.calling import Program


@pytest.fixture
def closed(pmtui: Program) -> str:
    """The slug of an incident that is closed and has its documents."""
    slug = pmtui.new()
    pmtui.done("log", "@10:00 /started")
    pmtui.done("log", "@10:20 /resolved")
    pmtui.done("log", "/write root_cause The pool was too small.")
    pmtui.done("close", slug)
    return slug


def aside(pmtui: Program, slug: str) -> dict[str, bytes]:
    """What was set aside, by name."""
    folder = pmtui.folder(slug) / "aside"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def test_the_documents_follow_every_later_change(pmtui: Program, closed: str) -> None:
    """Closing is never final: a line, a section, a correction and a reopening reach all three documents."""
    folder = pmtui.folder(closed)
    pmtui.done("log", "-i", closed, "@10:10 /escalate database team")
    assert pmtui.record(closed)["escalations"][0]["to"] == "database team"
    assert "database team" in (folder / "postmortem.md").read_text()
    assert "database team" in (folder / "timeline.svg").read_text()
    pmtui.done("write", closed, "root_cause", typed="A leak.")
    assert pmtui.record(closed)["writeup"]["root_cause"] == "A leak."
    pmtui.done("log", "-i", closed, "/strike #5")
    assert pmtui.record(closed)["escalations"] == []
    pmtui.done("log", "-i", closed, "/reopen")
    assert pmtui.record(closed)["incident"]["status"] == "resolved"
    assert aside(pmtui, closed) == {}


def test_a_refused_line_touches_no_document(pmtui: Program, closed: str) -> None:
    """What is not recorded changes nothing."""
    record = pmtui.folder(closed) / "incident.toml"
    before = record.stat().st_mtime_ns, record.read_bytes()
    assert pmtui("log", "-i", closed, "/evidence H9 x").status == 1
    assert (record.stat().st_mtime_ns, record.read_bytes()) == before


def test_an_open_incident_has_no_documents(pmtui: Program) -> None:
    """They are written on close, not before."""
    slug = pmtui.new()
    pmtui.done("log", "hello")
    assert not (pmtui.folder(slug) / "incident.toml").exists()


@pytest.mark.parametrize("name", ["incident.toml", "timeline.svg"])
def test_a_document_changed_by_hand_is_set_aside_and_named(pmtui: Program, closed: str, name: str) -> None:
    """The person's version is kept whole beside the new one, and the sentence says where."""
    path = pmtui.folder(closed) / name
    mine = path.read_bytes().replace(b"Checkout", b"My checkout")
    path.write_bytes(mine)
    called = pmtui("log", "-i", closed, "/well quick answers")
    assert called.status == 0
    (kept,) = aside(pmtui, closed)
    assert aside(pmtui, closed)[kept] == mine
    assert f"{name} was changed by hand" in called.err
    assert kept in called.err
    assert b"My checkout" not in path.read_bytes()


def test_a_chart_changed_by_hand_is_kept_although_the_record_is_gone(pmtui: Program, closed: str) -> None:
    """Without the record that it was drawn with, a chart that differs is somebody's."""
    folder = pmtui.folder(closed)
    (folder / "incident.toml").unlink()
    (folder / "timeline.svg").write_text("<svg>mine</svg>")
    called = pmtui("close", closed)
    assert "timeline.svg was changed by hand" in called.err
    assert list(aside(pmtui, closed).values()) == [b"<svg>mine</svg>"]


def test_a_block_changed_by_hand_is_set_aside_and_named(pmtui: Program, closed: str) -> None:
    """Text between the blocks stays where it is; text in a generated block is kept before it is replaced."""
    path = pmtui.folder(closed) / "postmortem.md"
    text = path.read_text()
    path.write_text(text.replace("**Impact began.**", "Mine, by hand.") + "\nMy own last words.\n")
    called = pmtui("log", "-i", closed, "/write root_cause A leak.")
    assert called.status == 0
    assert "postmortem.md was changed by hand" in called.err
    assert any(b"Mine, by hand." in kept for kept in aside(pmtui, closed).values())
    now = path.read_text()
    assert "A leak." in now
    assert "Mine, by hand." not in now
    assert now.endswith("\nMy own last words.\n")


def test_prose_outside_the_blocks_is_no_change(pmtui: Program, closed: str) -> None:
    """A sentence added between the blocks survives every change, and nothing is said about it."""
    path = pmtui.folder(closed) / "postmortem.md"
    path.write_text("Preface.\n\n" + path.read_text())
    called = pmtui("log", "-i", closed, "/well quick answers")
    assert called.err == ""
    assert path.read_text().startswith("Preface.\n\n")


def test_an_exported_record_holds_the_persons_own_text(pmtui: Program, closed: str, tmp_path: Path) -> None:
    """As the file on the disk does, with the pictures laid beside it; what is exported from it holds it as well."""
    path = pmtui.folder(closed) / "postmortem.md"
    (path.parent / "x.png").write_bytes(b"\x89PNG of errors")
    path.write_text(f"{path.read_text()}\nMine [/] hunter2 <b>.\n\n![x](x.png)\n")
    copy = tmp_path / "copy.toml"
    pmtui.done("export", closed, "-o", str(copy))
    pmtui.done("close", closed)
    assert copy.read_bytes() == (path.parent / "incident.toml").read_bytes()
    as_json = json.loads(pmtui.done("export", closed, "--format", "json"))
    assert as_json["pictures"][0]["path"] == "x.png"
    assert "Mine [/] hunter2 <b>." in pmtui.done("export", str(copy), "--format", "markdown")
    assert tomllib.loads(pmtui.done("export", str(copy), "--format", "toml"))["writeup"]["between"]
    masked = tomllib.loads(pmtui.done("export", closed, "--format", "toml", "--mask"))
    assert "pictures" not in masked


def test_moved_entries_reach_the_documents_of_both(pmtui: Program, closed: str) -> None:
    """The incident that entries are moved to is closed as well: its record has them."""
    slug = pmtui.new("Login fails")
    pmtui.done("log", "-i", slug, "@10:15 the pool is empty")
    assert f"move #1 · to {closed}" in pmtui.done("log", "-i", slug, f"/move #1 {closed}")
    assert "the pool is empty" in [row["text"] for row in pmtui.record(closed)["timeline"]]


def test_redacting_names_what_else_holds_the_words(pmtui: Program, closed: str) -> None:
    """A secret leaves journal and documents; a copy of it, as in the brief of a handover, is named."""
    pmtui.done("log", "-i", closed, "@10:05 /hypothesis hunter2 is wrong")
    pmtui.done("log", "-i", closed, "@10:06 /handover Bo")
    called = pmtui("log", "-i", closed, "/redact #5 a password")
    assert called.err == "the same words still stand in #6; /redact #6 takes them away too\n"
    assert pmtui("log", "-i", closed, "/redact #6 a password").err == ""
    for path in pmtui.folder(closed).rglob("*"):
        assert path.is_dir() or b"hunter2" not in path.read_bytes(), path


# --- a record without its journal


def test_a_record_alone_can_be_shown_and_exported(pmtui: Program, closed: str, tmp_path: Path) -> None:
    """A colleague who has only the incident.toml has the whole incident."""
    record = pmtui.folder(closed) / "incident.toml"
    sent = tmp_path / "sent.toml"
    sent.write_bytes(record.read_bytes())
    for format in ("toml", "markdown", "svg", "json", "csv"):
        assert pmtui.done("export", str(sent), "--format", format) == pmtui.done(
            "export", closed, "--format", format
        )
    assert pmtui.done("show", str(sent)) == pmtui.done("show", closed)
    assert pmtui.done("brief", str(sent)) == pmtui.done("brief", closed)


def test_a_record_alone_cannot_be_added_to(pmtui: Program, closed: str, tmp_path: Path) -> None:
    """Without its journal an incident is not this person's to change."""
    sent = tmp_path / "incident.toml"
    sent.write_bytes((pmtui.folder(closed) / "incident.toml").read_bytes())
    for words in (["log", "-i", str(sent), "hello"], ["close", str(sent)], ["verify", str(sent)]):
        called = pmtui(*words)
        assert called.status == 2
        assert "can be shown and exported, not changed" in called.sentence


BROKEN = {
    "a = 1": "this TOML file is not a record",
    "= nonsense": "not valid TOML",
    "": "this TOML file is not a record",
    'format = "one"': "this TOML file is not a record",
    "format = 99": "written by a newer pmtui",
    "format = 1": "no [[entries]]",
    "format = 1\nentries = 3": "no [[entries]]",
    "format = 1\nentries = [3]": "entries[0] should be a table",
    'format = 1\n[[entries]]\nid = "x"\nkind = "note"\nrecorded = 2023-10-15T10:30:00Z\nn = "three"': "entries[0].n",
    'format = 1\n[[entries]]\nid = "x"\nkind = "note"\nrecorded = 5': "entries[0].recorded",
}


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("call", ["show", "export"])
def test_a_toml_that_is_no_record_is_explained(pmtui: Program, tmp_path: Path, text: str, call: str) -> None:
    """The sentence names the file, and the path to the field that has a wrong type."""
    file = tmp_path / "incident.toml"
    file.write_text(text)
    called = pmtui(call, str(file), *(["--format", "csv"] if call == "export" else []))
    assert called.status == 1
    assert str(file) in called.sentence
    assert BROKEN[text] in called.sentence


def test_a_wrong_type_in_a_record_beside_its_journal_is_explained(pmtui: Program, closed: str) -> None:
    """Naming a damaged incident.toml is refused with the field and with the name that works."""
    path = pmtui.folder(closed) / "incident.toml"
    path.write_text(path.read_text().replace("\nn = 1\n", '\nn = "one"\n'))
    for words in (["show", str(path)], ["log", "-i", str(path), "hello"]):
        called = pmtui(*words)
        assert called.status == 1
        assert "entries[1].n" in called.sentence
        assert closed in called.sentence


def test_a_record_changed_by_hand_is_said_when_it_is_named(pmtui: Program, closed: str) -> None:
    """The journal beside it is what counts, and that is told."""
    path = pmtui.folder(closed) / "incident.toml"
    path.write_text(path.read_text() + "\n# mine\n")
    called = pmtui("show", str(path))
    assert called.status == 0
    assert "was changed by hand" in called.err


def test_changed_entries_in_a_record_alone_are_said(pmtui: Program, closed: str, tmp_path: Path) -> None:
    """A record whose entries do not fit its digest is shown, with that sentence."""
    sent = tmp_path / "sent.toml"
    text = (pmtui.folder(closed) / "incident.toml").read_text()
    sent.write_text(text.replace("too small", "too large"))
    assert "changed after it was written" in pmtui("show", str(sent)).err


# --- where an export goes


def test_an_export_replaces_a_file_whole_and_keeps_its_mode(
    pmtui: Program, closed: str, tmp_path: Path
) -> None:
    """A file that others may read stays so; a link stays a link; a new file is private."""
    file, link, new = tmp_path / "old.csv", tmp_path / "link.csv", tmp_path / "new.csv"
    file.write_text("old")
    file.chmod(0o644)
    link.symlink_to(file)
    pmtui.done("export", closed, "--format", "csv", "-o", str(link))
    pmtui.done("export", closed, "--format", "csv", "-o", str(new))
    assert file.read_bytes() == new.read_bytes()
    assert link.is_symlink()
    assert (file.stat().st_mode & 0o777, new.stat().st_mode & 0o777) == (0o644, 0o600)


def test_a_document_that_is_a_link_stays_one(pmtui: Program, closed: str, tmp_path: Path) -> None:
    """Its target, in a repository or on another disk, has the new content."""
    for name in ("postmortem.md", "incident.toml", "timeline.svg"):
        (pmtui.folder(closed) / name).rename(tmp_path / name)
        (pmtui.folder(closed) / name).symlink_to(tmp_path / name)
    pmtui.done("log", "-i", closed, "@10:10 it was the pool of the checkout")
    for name in ("postmortem.md", "incident.toml", "timeline.svg"):
        assert (pmtui.folder(closed) / name).is_symlink()
        assert "pool of the checkout" in (tmp_path / name).read_text()


def test_an_export_may_go_to_a_pipe_or_to_stdout(pmtui: Program, closed: str, tmp_path: Path) -> None:
    """A device is written to, never replaced; `-` is stdout."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    pmtui.done("export", closed, "--format", "csv", "-o", str(fifo))
    received = os.read(reader, 1 << 16).decode()
    os.close(reader)
    assert received == pmtui.done("export", closed, "--format", "csv", "-o", "-")
