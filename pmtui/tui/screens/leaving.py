"""Leaving while the disk does not take what was typed: nothing is lost without a word.

A person is asked; whom a signal or a lost terminal cuts off reads it on stderr.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

from pmtui.errors import PmtuiError
from pmtui.model.line.retype import script_line
from pmtui.model.text import clean
from pmtui.storage.deliver import deliver
from pmtui.storage.unsent import UnsentState
from pmtui.tui.dialogs import Ask, AskText
from pmtui.tui.keys import key_of
from pmtui.tui.terminal.ending import Ending, say
from pmtui.tui.window.newest import RETRY

if TYPE_CHECKING:
    from textual.app import App

    from pmtui.tui.window.window import Window

_AT_ONCE = 1.0
"""Seconds that a disk may take before it is said."""


def rescue(app: App[Any], window: Window, keymap: Mapping[str, str], then: Callable[[], object]) -> None:
    """Asks what becomes of the entries that are not on disk."""
    entries = "1 entry is" if window.unsaved == 1 else f"{window.unsaved} entries are"
    after = "They are kept aside: opening the incident again saves them." if window.kept else ""
    lines = [
        f"{entries} not on disk: {window.failing or 'still saving'}",
        "",
        *held_lines(window).splitlines()[:12],
        "",
        *([after, ""] if after else []),
    ]
    leave = "leave" if window.kept else "leave and lose them"
    answers = [("w", "write them to another file"), ("c", "copy them"), ("l", leave)]

    def answered(key: str | None) -> None:
        if key == "w":
            _write(app, window, then)
        elif key == "c":
            app.copy_to_clipboard(held_lines(window))
            again = key_of("app.quit", keymap)
            app.notify(f"copied as a script for pmtui log; {again} again leaves", markup=False)
        elif key == "l":
            window.end()
            then()

    app.push_screen(Ask("Not everything is saved", lines, answers), answered)


def held_lines(window: Window) -> str:
    """What is not in the journal, the half-typed line last, as a script that `pmtui log` reads."""
    held = tuple(window.session.held.values())
    return _script(window, UnsentState(held, tuple(window.parked), window.half))


def _script(window: Window, state: UnsentState) -> str:
    incident = window.incident
    lines = [script_line(incident.item(entry.id), incident) for entry in state.pending]
    loose = [line.text.replace("\n", "\n  ") for line in (*state.parked, state.half) if line.text]
    return "".join(f"{line}\n" for line in (*lines, *loose))


def unwritten(window: Window) -> str:
    """What nobody will find again, said in a sentence and the lines; empty when all is on disk."""
    script = clean(_script(window, window.unwritten))
    why = window.writer.trouble or "the disk does not answer"
    return f"pmtui: NOT written ({why}); `pmtui log` records these lines:\n{script}" if script else ""


def write_out(window: Window, ending: Ending) -> None:
    """Waits for the disk when the screen is gone, and says on stderr what is not written."""
    if not window.rescue(_AT_ONCE):
        ending.waits = True
        say(f"pmtui: some lines are not written yet; waiting for the disk, {ending.left:.0f} s at most")
        while ending.left > _AT_ONCE and not window.rescue(ending.left / 2):
            sleep(RETRY)
        ending.conclude(unwritten(window))
    window.end()


def _write(app: App[Any], window: Window, then: Callable[[], object]) -> None:
    def named(path: str | None) -> None:
        if not path:
            return
        try:
            deliver(Path(path).expanduser(), held_lines(window))
        except PmtuiError as error:
            app.notify(str(error), markup=False, severity="error", timeout=20)
            _write(app, window, then)
            return
        app.notify(f"written to {path}; pmtui log < {path} records them later", markup=False, timeout=20)

    start = f"~/{window.session.slug}.unsaved.txt"
    app.push_screen(AskText("Write the unsaved lines to", "a file on another disk", start), named)
