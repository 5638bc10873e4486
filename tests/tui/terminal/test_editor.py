"""Promises about the person's own editor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from textual.app import App

from pmtui.errors import PmtuiError
from pmtui.storage import scratch
from pmtui.tui.terminal import editor


class _Terminal:
    """An app whose terminal can be handed over."""

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield


APP = cast("App[Any]", _Terminal())


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is set but by the test."""
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


def _script(tmp_path: Path, text: str) -> str:
    """The command of an editor that runs this Python, the file's name in `path`."""
    script = tmp_path / "own editor.py"
    script.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[1])\n{text}\n")
    return f"{sys.executable} '{script}'"


@pytest.mark.parametrize(
    ("visual", "plain", "words"),
    [
        ("code --wait", "nano", ["code", "--wait"]),
        ("", "nano -w", ["nano", "-w"]),
        ("  ", " ", ["vi"]),
        ("'/opt/my editor' -x", "", ["/opt/my editor", "-x"]),
    ],
)
def test_visual_comes_before_editor_before_vi(
    monkeypatch: pytest.MonkeyPatch, visual: str, plain: str, words: list[str]
) -> None:
    """Quotes are read as a shell does; what is blank is not set."""
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", plain)
    assert editor.command() == words


def test_an_editor_with_an_open_quote_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, which names the variable."""
    monkeypatch.setenv("VISUAL", "code '--wait")
    with pytest.raises(PmtuiError, match="VISUAL"):
        editor.edit_text(APP, "text", tmp_path, "summary")


def test_the_text_comes_back_as_the_editor_left_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It finds the text in a private Markdown file, which is gone afterwards."""
    mode = "assert oct(path.stat().st_mode & 0o777) == '0o600' and path.suffix == '.md'"
    keep = f"pathlib.Path({str(tmp_path / 'name')!r}).write_text(str(path))"
    change = "path.write_text(path.read_text() + ' and after 漢字', encoding='utf-8')"
    monkeypatch.setenv("EDITOR", _script(tmp_path, f"{mode}\n{keep}\n{change}"))
    assert editor.edit_text(APP, "before", tmp_path, "summary").text == "before and after 漢字"
    assert not Path((tmp_path / "name").read_text()).exists()


def test_a_text_that_is_saved_in_another_encoding_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No letter is guessed: the sentence names the file, which holds what was typed."""
    monkeypatch.setenv("EDITOR", _script(tmp_path, "path.write_bytes(b'caf\\xe9')"))
    with pytest.raises(PmtuiError, match="no UTF-8 text") as caught:
        editor.edit_text(APP, "before", tmp_path, "summary")
    (kept,) = tmp_path.rglob("*.md")
    assert str(kept) in str(caught.value)
    assert kept.read_bytes() == b"caf\xe9"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [("false", "ended with status 1"), ("/no/such/editor", "no such file"), ("/", "permission denied")],
)
def test_an_editor_that_fails_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, sentence: str
) -> None:
    """The status or the reason, and that the text is as it was."""
    monkeypatch.setenv("EDITOR", command)
    with pytest.raises(PmtuiError, match=sentence) as caught:
        editor.edit_text(APP, "text", tmp_path, "summary")
    assert "as it was" in str(caught.value)


@pytest.mark.parametrize(
    ("end", "sentence"),
    [("sys.exit(1)", "ended with status 1"), ("import os; os.kill(os.getpid(), 9)", "ended with status -9")],
)
def test_what_an_editor_saved_counts_however_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, sentence: str
) -> None:
    """It is taken over, and how the editor ended is said."""
    monkeypatch.setenv("EDITOR", _script(tmp_path, f"path.write_text('new')\n{end}"))
    edited = editor.edit_text(APP, "old", tmp_path, "summary")
    assert edited.text == "new"
    assert sentence in edited.said
    assert not list((tmp_path / "scratch").iterdir())


def test_what_an_editor_saves_after_it_came_back_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that leaves the text to a window of its own and ends is told by its haste; its file stays, and is found."""
    monkeypatch.setenv("EDITOR", "true")
    edited = editor.edit_text(APP, "old", tmp_path, "summary")
    assert (edited.text, "came back at once: --wait?" in edited.said) == ("old", True)
    assert list(scratch.left(tmp_path)) == []
    (path,) = (tmp_path / "scratch").glob("*.md")
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("saved later")
    assert [(found.section, found.text) for found in scratch.left(tmp_path)] == [("summary", "saved later")]
    scratch.remove([path])
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_text_that_is_still_in_its_editor_is_nobody_elses(tmp_path: Path) -> None:
    """Another window takes it up only when the one that waits for it has ended."""
    open_one = scratch.Scratch(tmp_path, "summary", "old")
    open_one.path.write_text("new")
    assert list(scratch.left(tmp_path)) == []
    open_one.close(keep=True)
    assert len(list(scratch.left(tmp_path))) == 1
