"""The draft for other programs: as rich text, and through the README's three pandoc lines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.calling import Program, environment
from tests.test_readme import block

LINES = block("pandoc").strip("`\n").splitlines()
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f00050001ff5696c3e6"
    "0000000049454e44ae426082"
)


@pytest.fixture
def slug(pmtui: Program, tmp_path: Path) -> str:
    """A closed incident with a picture, a table, a link, and a secret."""
    (tmp_path / "graph.png").write_bytes(PNG)
    slug = pmtui.new()
    pmtui.done(
        "log",
        typed=(
            "@10:00 /started\n@10:20 /resolved\n"
            f"@10:10 /attach {tmp_path}/graph.png errors <per> second\n"
            "@10:11 first line\n  second line, see [the PR](https://x.org/1)\n"
            "/task alert | on [/] pool use owner:ana\n"
            "/write root_cause The pool was **full**.\n  \n  | host | load |\n  | - | -: |\n  | db1 | 12 |\n"
        ),
    )
    pmtui.done("close")
    return slug


def test_the_rich_draft_is_headings_tables_and_pictures(pmtui: Program, slug: str, tmp_path: Path) -> None:
    """No style, no script, no SVG, nothing beside it; on stdout and in a file as asked, else on the clipboard."""
    found = pmtui.done("export", slug, "--format", "rich", "-o", "-")
    assert found.count('<img src="data:image/png;base64,') == 2
    assert not re.search(r"<style|<script|<svg|<nav|class=\"timeline|pmtui:", found)
    assert "errors &lt;per&gt; second" in found
    assert '<a href="https://x.org/1">the PR</a>' in found
    assert "first line<br />\nsecond line" in found
    pmtui.done("export", slug, "--format", "rich", "-o", str(tmp_path / "it.html"))
    assert (tmp_path / "it.html").read_text() == found
    pmtui.patch.setenv("PATH", str(tmp_path))
    for words in (("export", slug, "--format", "rich"), ("log", "-i", slug, "/export rich")):
        called = pmtui(*words)
        assert f"wrote {pmtui.folder(slug) / 'postmortem.html'}" in called.err + called.out
    masked = pmtui.done("export", slug, "--format", "rich", "--mask", "-o", "-")
    assert masked.count("<img") == 1  # the chart, whose words are masked


@pytest.mark.outside
def test_the_pandoc_lines_of_the_readme_work(pmtui: Program, slug: str, tmp_path: Path) -> None:
    """Through the real pandoc; the docx is opened and read back, with its pictures; the markups hold every part."""
    environ = environment(pmtui.home)
    (tmp_path / "pmtui").write_text(f'#!/bin/sh\nexec {sys.executable} -m pmtui "$@"\n')
    (tmp_path / "pmtui").chmod(0o700)
    environ["PATH"] = f"{tmp_path}{os.pathsep}{environ['PATH']}"
    assert len(LINES) == 3
    for line in LINES:
        done = subprocess.run(
            ["sh", "-ec", line], cwd=tmp_path, env=environ, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
    with zipfile.ZipFile(tmp_path / "postmortem.docx") as docx:
        assert docx.testzip() is None
        pictures = [docx.read(name) for name in docx.namelist() if name.startswith("word/media/")]
        body = ElementTree.fromstring(docx.read("word/document.xml"))
        links = docx.read("word/_rels/document.xml.rels").decode()
    assert len(pictures) == 2
    assert PNG in pictures
    styles = [str(style.get(f"{WORD}val")) for style in body.iter(f"{WORD}pStyle")]
    words = "".join(text.text or "" for text in body.iter(f"{WORD}t"))
    assert styles.count("Heading1") == 1
    assert styles.count("Heading2") >= 5
    assert len(list(body.iter(f"{WORD}tbl"))) >= 3
    assert "errors <per> second" in words
    assert "https://x.org/1" in links
    confluence, jira = ((tmp_path / name).read_text() for name in ("confluence.txt", "jira.txt"))
    assert (
        "Checkout is down" not in confluence.split("h1.")[0] + confluence.split("h1.")[1]
    )  # the page has its title
    assert re.search(r"^h1\. .*Root cause and resolution$", confluence, re.M)
    assert re.search(r"^h1\. .*Checkout is down$", jira, re.M)
    for markup in (confluence, jira):
        assert "|| host || load ||" in markup
        assert re.search(r"!attachments/graph-[0-9a-f]{8}\.png", markup)
        assert "[the PR|https://x.org/1]" in markup
