"""Promises of `line/paths.py`, and of names of files: what a shell or a terminal writes is the path that was meant."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.model import entries as e
from pmtui.model.incident.links import place
from pmtui.model.line.paths import pasted, take, written
from pmtui.model.text import file_name
from tests.fuzz.corpus import FILES
from tests.model.scene import Scene, make


@pytest.mark.parametrize(
    ("typed", "path", "rest"),
    [
        ("graph.png", "graph.png", ""),
        ("graph.png it's the load", "graph.png", "it's the load"),
        (r"Screen\ Shot\ 1.png at noon", "Screen Shot 1.png", "at noon"),
        ("'/tmp/it'\\''s.png' x", "/tmp/it's.png", "x"),
        ('"a \\"b\\".log"  two  words', 'a "b".log', "two  words"),
        ("file:///tmp/Screen%20Shot.png", "/tmp/Screen Shot.png", ""),
        ("'not closed.png", "", "'not closed.png"),
        ("'a'b\"", "", "'a'b\""),
    ],
)
def test_a_path_is_read_as_a_shell_writes_it(typed: str, path: str, rest: str) -> None:
    """Quotes and backslashes keep its blanks together; what stands behind it is the caption, as it is."""
    assert take(typed) == (path, rest)


@given(st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_every_path_can_be_written(path: str) -> None:
    """What is written is read as the same path."""
    assert path.startswith("file://") or take(f"{written(path)} and more") == (path, "and more")


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("/home/ana/Screen Shot 1.png", "/home/ana/Screen Shot 1.png"),
        ("'/home/ana/Screen Shot 1.PNG' ", "/home/ana/Screen Shot 1.PNG"),
        (r"~/Screen\ Shot.webp", "~/Screen Shot.webp"),
        ("file:///tmp/a%20b.svg", "/tmp/a b.svg"),
        ("see /tmp/a.png", ""),
        ("/var/log/syslog is full", ""),
        ("/tmp/a.png\n/tmp/b.png", ""),
    ],
)
def test_a_line_that_is_the_path_of_a_picture_offers_to_attach_it(line: str, path: str) -> None:
    """As when its file was dragged into the terminal; Tab writes the line that attaches it."""
    assert pasted(line) == path
    typed = Scene().preview(line)
    assert isinstance(typed.entry, e.Note)
    assert typed.instead == (f"/attach {written(path)} " if path else "")
    if path:
        attached = Scene().read(typed.instead)
        assert isinstance(attached, e.Attach)
        assert attached.source == path


@given(st.text() | st.sampled_from(FILES), st.sampled_from(["", "0" * 64, "../../../x"]))
def test_no_name_leads_out_of_the_folder(name: str, sha256: str) -> None:
    """Of any text: one part of a path that every disk, shell and document can hold; never hidden, never an option."""
    safe = file_name(name)
    where = place(make(e.Attach, 1, name=name, sha256=sha256))
    assert where.startswith("attachments/")
    for each in (safe, where.removeprefix("attachments/")):
        assert each[0] not in "-._~"
        assert all(unicodedata.category(c)[0] in "LNM" or c in "._-" for c in each)
        assert len(each.encode()) <= 150
    assert file_name(safe) == safe


def test_names_stay_readable() -> None:
    """What a person called it is seen in it, and its ending is its own."""
    assert (
        file_name("/tmp/Screen Shot 2026-11-26 at 16.30.05.png") == "Screen-Shot-2026-11-26-at-16.30.05.png"
    )
    assert file_name("数据库 负载.PNG") == "数据库-负载.PNG"
    assert file_name("dump.tar.gz") == "dump.tar.gz"
    assert (
        place(make(e.Attach, 1, name="graph.png", sha256="1a2b3c4d" * 8)) == "attachments/graph-1a2b3c4d.png"
    )


def test_an_attachment_said_anew_keeps_its_file() -> None:
    """`/amend #1 TEXT` is another caption; another entry cannot become a file, and it cannot become another."""
    scene = Scene("/attach /tmp/graph.png errors", "a note")
    scene.type("/amend #1 errors per second")
    entry = scene.shown(1).entry
    assert isinstance(entry, e.Attach)
    assert (entry.text, entry.name, entry.bytes) == ("errors per second", "graph.png", 34_000)
    assert "attach the file in an entry of its own" in scene.refused("/amend #2 /attach /tmp/x.png")
    assert "no file is named" in scene.refused("/attach 'x")
    assert "needs a file" in scene.refused("/attach")
