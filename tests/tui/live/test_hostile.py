"""Promises about hostile text on every screen: nothing crashes, and no byte of it steers the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from pmtui.model import codec
from pmtui.model import entries as e
from pmtui.model.text import clean
from pmtui.storage.journal.journal import Journal
from tests.fuzz.corpus import EVERY
from tests.storage.faults import NOW, opened
from tests.tui.live.live_terminal import ENTER, ESCAPE, Live, keys, pasted
from tests.tui.live.terminal import Terminal
from tests.tui.window.windows import create, texts

_TAB, _F1, _F2, _DOWN, _PAGE_UP = b"\t", b"\x1bOP", b"\x1bOQ", b"\x1b[B", b"\x1b[5~"
NASTY = (
    "[/] [red]x[/red] | <b> `x` {{ 1/0 }} $HOME \\ 🔥 👩‍👩‍👧 数据库 قاعدة שלום e\u0301\u0301\u0301 "
    "\t a\r\nb\rc\x00\x07\x08 \x1b]0;TITLED\x07 \x1b[2J\x1b[31;5mRED \x1b[8m \x9b31m \x90q\x9c "
    "\x1bP$q\x1b\\ \x1b]52;c;UFdORUQ=\x07 \x1b[6n "
    "\u202eLTR\u202c \u2066iso\u2069 \u200b \u2028 \ufeff \x1b[?1049l\x1bc"
)
_STEERING = (
    *(b"TITLED\x07", b"\x1b]0;", b"\x1b]52;c;UFdORUQ=", b"\x1b[31;5m", b"\x1b[8m", b"\x1b[6n", b"\x1bc"),
    *(b"\x1bP$q", b"\x08", b"\x00", *(sign.encode() for sign in "\x9b\x90\u202e\u2066")),
)
"""What of it may not reach the terminal. Textual itself writes none of these."""


def _hostile(folder: Path) -> None:
    """A journal with such a text in every field that can hold one, as a faulty or evil program may have written it."""
    folder.mkdir(parents=True)
    Journal.create(folder, msgspec.structs.replace(opened(NASTY), by=NASTY)).close()
    found: list[e.Entry] = []
    for kind in e.KINDS.values():
        if kind in (e.Opened, e.Close, e.Redact, e.Timezone):
            continue
        fields: dict[str, Any] = {
            field.name: NASTY
            for field in msgspec.structs.fields(kind)
            if field.type is str or field.type == str | None
        }
        for name in ("id", "label", "redacted", "salt", "zone", "sign"):
            fields.pop(name, None)
        label = f"{kind.letter}1" if kind.letter and kind is not e.Misleading else ""
        refs = (
            tuple(x.id for x in found if x.label == "H1")
            if issubclass(kind, e.Evidence | e.Confirmed)
            else ()
        )
        found.append(kind(id=codec.new_id(NOW), recorded=NOW, at=NOW, label=label, refs=refs, **fields))
    found.append(e.Service(id=codec.new_id(NOW), recorded=NOW, at=NOW, names=(NASTY, NASTY)))
    found.append(e.Note(id=codec.new_id(NOW), recorded=NOW, at=NOW, text="x" * 10_000))
    found.append(e.Note(id=codec.new_id(NOW), recorded=NOW, at=NOW, text=NASTY * 50))
    found.append(
        codec.from_plain(
            {"kind": NASTY, "id": codec.new_id(NOW), "n": 0, "recorded": NOW.isoformat(), NASTY: NASTY}
        )
    )
    journal = Journal(folder)
    journal.append(found)
    journal.close()


@pytest.mark.parametrize(("columns", "rows"), [(60, 15), (80, 24), (120, 40), (200, 60)])
def test_hostile_text_steers_no_terminal(tmp_path: Path, columns: int, rows: int) -> None:
    """In every pane, dialog, preview and refused line; the program lives and takes the next entry."""
    folder = tmp_path / "incidents" / "2023-10-15-hostile"
    _hostile(folder)
    before = len(Journal(folder).read())
    with Live(folder, "--now", "2023-10-15T10:31:00+00:00", columns=columns, rows=rows) as live:
        live.ready()
        for step in (
            *([_F1], [ESCAPE], [_F2], [_TAB], [_DOWN], [_TAB], [_TAB], [_TAB], [_F2], [ESCAPE]),
            *([_TAB, _PAGE_UP], [ENTER], [ESCAPE], [b"\x1b[F"], [ENTER], [ESCAPE], [ESCAPE]),
            *([*keys("/brief"), ENTER], [ESCAPE], [*keys("/find red"), ENTER], [ESCAPE]),
            *([*keys("/h")], [_TAB], [pasted(NASTY)], [ENTER], [pasted("/frobnicate " + NASTY)], [ENTER]),
            *([*keys("/close"), ENTER], [ESCAPE]),
        ):
            live.type(step)
            live.rests(0.12)
        live.enter("still here")
        assert live.saves(before + 2)
        assert live.quit() == 0
    written = bytes(live.output)
    assert [steering for steering in _STEERING if steering in written] == []


def test_hostile_text_is_only_text_by_keys_and_by_paste(tmp_path: Path) -> None:
    """Each text of the corpus, typed without its control characters and pasted with them: the note that it says."""
    folder = create(tmp_path)
    expected: list[list[str]] = []
    with Live(folder) as live:
        live.ready()
        for text in EVERY:
            words = clean(text).split()
            if not words:
                continue
            for arrives in (f" {clean(text).strip()}".encode(), pasted(f" {text}")):
                live.type([arrives, ENTER])
                expected.append(words)
                assert live.saves(len(expected) + 1), (text, live.lines)
        assert live.quit() == 0
    assert [text.split() for text in texts(folder)] == expected
    written = bytes(live.output)
    assert [steering for steering in (*_STEERING, b"owned\x07") if steering in written] == []
    assert list(tmp_path.rglob("CANARY*")) == []


def test_a_terminal_without_a_size_is_drawn_on(tmp_path: Path) -> None:
    """It says 0 by 0, and so does the environment: it is taken for one of 80 columns, and typed into."""
    folder = create(tmp_path)
    command = ["python", "-m", "tests.tui.live.program", str(folder)]
    env = {"PMTUI_HOME": str(folder.parent.parent), "COLUMNS": "0", "LINES": "0"}
    with Terminal(command, columns=80, rows=25, env=env, sized=False) as terminal:
        assert terminal.wait_for_text("what happens?"), terminal.lines
        assert terminal.wait_for(lambda: max(map(len, terminal.lines)) == 80), terminal.lines
        terminal.type([b"it burns", ENTER])
        assert terminal.wait_for(lambda: "it burns" in texts(folder)), terminal.lines
