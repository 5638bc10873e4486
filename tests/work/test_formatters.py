"""Formatters, really run over a draft: what they spell otherwise is nobody's edit."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pmtui.output.draft.blocks import blocks
from pmtui.work.commit import record
from pmtui.work.publish import Author, publish
from tests import demo

FORMATTERS = {"prettier": ("prettier", "--parser", "markdown"), "mdformat": ("mdformat", "-")}
TEXT = """A *customer*  wrote us;\\n2 of 3 failed.

* one
* two
  1) and `three`

| a | b |
|--|--|
| c | d |

~~~sh
ls
~~~

See https://status.example.org and [this](graph.png "the graph")."""


def formatted(by: str, text: str) -> str:
    """The text as a formatter leaves it."""
    words = FORMATTERS[by]
    program = shutil.which(words[0])
    assert program, f"{words[0]} is not there; `.ci/outside` installs it"
    done = subprocess.run([program, *words[1:]], input=text, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.outside
@pytest.mark.parametrize("by", FORMATTERS)
def test_a_formatter_edits_nothing(tmp_path: Path, by: str) -> None:
    """Nothing is recorded, set aside, named or written anew; and the next change is one edit of one paragraph."""
    clock = demo.Night()
    here = demo.session(tmp_path, clock)
    for line in (f"/write detection {TEXT}", "/write summary Down.", "/close"):
        typed = here.understand(line)
        assert typed.entry is not None
        record(here, typed.entry)
    here.close()
    folder, author = here.folder, Author("bo", clock())
    publish(folder, author=author)
    path = folder / "postmortem.md"
    text = formatted(by, path.read_text())
    assert text != path.read_text()
    assert len(blocks(text)) > 15
    path.write_text(text)
    assert publish(folder, author=author).notices == ()
    assert path.read_text() == text
    path.write_text(re.sub(r"A [_*]customer[_*] wrote us", "Two customers wrote us", text))
    (notice,) = publish(folder, author=author).notices
    assert "the section detection was edited there and is recorded as" in notice
    assert not (folder / "aside").exists()
