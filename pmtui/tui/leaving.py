"""Leaving while the disk does not take what was typed: nothing is lost without being asked about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmtui.errors import PmtuiError
from pmtui.model.retype import script_line
from pmtui.storage.deliver import deliver
from pmtui.tui.commands import key_of
from pmtui.tui.screens.dialogs import Ask, AskText

if TYPE_CHECKING:
    from textual.app import App

    from pmtui.tui.screens.live import LiveScreen


def rescue(app: App[Any], live: LiveScreen, then: Callable[[], object]) -> None:
    """Asks what becomes of the entries that are not on disk."""
    unsaved = live.desk.unsaved
    kept = live.desk.kept
    after = "They are kept aside: opening the incident again saves them." if kept else ""
    lines = [
        f"{unsaved} {'entry is' if unsaved == 1 else 'entries are'} not on disk: {live.failing or 'still saving'}",
        "",
        *held_lines(live).splitlines()[:12],
        "",
        *([after, ""] if after else []),
    ]
    leave = "leave" if kept else "leave and lose them"
    answers = [("w", "write them to another file"), ("c", "copy them"), ("l", leave)]

    def answered(key: str | None) -> None:
        if key == "w":
            _write(app, live, then)
        elif key == "c":
            app.copy_to_clipboard(held_lines(live))
            again = key_of("app.quit", live.settings.keymap)
            app.notify(f"copied as a script for pmtui log; {again} again leaves", markup=False)
        elif key == "l":
            live.desk.end()
            then()

    app.push_screen(Ask("Not everything is saved", lines, answers), answered)


def held_lines(live: LiveScreen) -> str:
    """What is not in the journal, the half-typed line last, as a script that `pmtui log` reads."""
    incident = live.incident
    lines = [script_line(incident.item(entry_id), incident) for entry_id in live.desk.session.held]
    loose = [line.text.replace("\n", "\n  ") for line in (*live.desk.parked, live.desk.half) if line.text]
    return "".join(f"{line}\n" for line in (*lines, *loose))


def _write(app: App[Any], live: LiveScreen, then: Callable[[], object]) -> None:
    def named(path: str | None) -> None:
        if not path:
            return
        try:
            deliver(Path(path).expanduser(), held_lines(live))
        except PmtuiError as error:
            app.notify(str(error), markup=False, severity="error", timeout=20)
            _write(app, live, then)
            return
        app.notify(f"written to {path}; pmtui log < {path} records them later", markup=False, timeout=20)

    start = f"~/{live.session.slug}.unsaved.txt"
    app.push_screen(AskText("Write the unsaved lines to", "a file on another disk", start), named)
