"""What a call does on a real terminal; apart from the tests beside it, which need not run one after the other."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.audited import AUDITED
from tests.cli.calling import Program, environment, process
from tests.cli.modes import open_to_others
from tests.tui.live.terminal import Terminal
from tests.tui.window.windows import unsent_text

AS_STORED = ("toml", "json", "markdown", "csv", "html", "svg")
"""Through a pipe they are what is stored, to the letter; a terminal gets them without what steers it."""


@pytest.mark.parametrize("kind", AS_STORED)
def test_a_document_steers_no_terminal(pmtui: Program, tmp_path: Path, kind: str) -> None:
    """A draft and a journal hold escape sequences that others put there; what is printed on a terminal does not."""
    slug = pmtui.new()
    pmtui.done("log", "MARK here")
    pmtui.done("close", slug)
    journal, draft = pmtui.folder(slug) / "journal.jsonl", pmtui.folder(slug) / "postmortem.md"
    journal.write_bytes(journal.read_bytes().replace(b"MARK", rb"MARK \u202e\u009b31m"))
    draft.write_text(f"{draft.read_text()}\nMARK \x1b]0;owned\x07\x9b31m\u202e\n")
    command = ["python", "-m", "pmtui", "export", slug, "--format", kind]
    with Terminal(command, columns=200, rows=120, env=environment(pmtui.home)) as terminal:
        assert terminal.wait_for_end() == 0
        printed = bytes(terminal.output).decode()
    assert "MARK" in printed
    assert not any(sign in printed for sign in "\x1b\x07\x9b\u202e"), repr(printed)


@pytest.mark.parametrize("mask", ["000", "277"])
def test_a_screen_is_private_and_reaches_for_no_network(tmp_path: Path, mask: str) -> None:
    """Entries, a parked and a half-typed line, a section, and the documents that follow them."""
    home = tmp_path / "data"
    slug = process(home, "new", "Checkout", "--timezone", "UTC", "--no-open").out.strip()
    process(home, "close", slug)
    picture = home / "incidents" / slug / "timeline.svg"
    picture.unlink()
    command = f"umask {mask}; exec {sys.executable} {' '.join(AUDITED)} open checkout"
    with Terminal(["sh", "-c", command], columns=110, env=environment(home)) as terminal:
        assert terminal.wait_for_text("Checkout")
        for line in ("see https://status.example.com", "/bogus a parked line", "/write summary It broke."):
            terminal.type([*(letter.encode() for letter in line)], pause=0.01)
            assert terminal.wait_for_text(line)
            terminal.type([b"\r"], pause=0.3)
        assert terminal.wait_for(picture.exists)
        terminal.type([*(letter.encode() for letter in "half typed")])
        assert terminal.wait_for(lambda: "half typed" in unsent_text(home / "incidents" / slug))
        assert open_to_others(home) == {}
        terminal.type([b"\x11"])
        assert terminal.wait_for_end() in (0, 1)
    assert open_to_others(home) == {}
